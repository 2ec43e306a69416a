"""The open draft and its review: the state that the composer's widgets show, and the calls that change it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft, DraftField
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import warning_key
from postdesk.domain.review import DraftReview
from postdesk.domain.standing_notes import open_notes
from postdesk.engine.read_turns import ReadTurn
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.composer.context import DraftContext
from postdesk.ui.composer.draft_session import DraftSession
from postdesk.ui.composer.removal_watch import RemovalWatch
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.composer.submission import DraftSubmission
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.scope import Scope
from postdesk.ui.text.names import names


class ComposerModel(QObject):
    """The draft, its review, and the shown part (`platform`, None for the shared one).

    `opened` follows another draft and `draft_changed` each change. `review_changed` follows at once or, for a typed key, after
    the key is painted, and then `caught_up`. `confirmation_requested` (a warning) asks to confirm publishing, `focus_requested`
    asks for the focus in the text, `fix_requested` (a ProblemGroup and a Fix) for a fix.
    """

    opened = Signal()
    draft_changed = Signal()
    review_changed = Signal()
    caught_up = Signal()
    confirmation_requested = Signal(str)
    focus_requested = Signal()
    fix_requested = Signal(object, object)

    def __init__(
        self,
        session: WorkspaceSession,
        scope: Scope,
        local_zone: ZoneInfo,
        notice: NoticeBar,
        left_out: NoticeBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.status = StatusMessage(session, notice, local_zone, self)
        self.draft_session = DraftSession(session, scope, self)
        self.submission = DraftSubmission(session, scope, self.draft_session, self.status, left_out)
        self.context = DraftContext(session, local_zone)
        self.notes = StandingNotes(session, self.draft_session, self.status)
        self.scope = scope
        self.is_time_valid: Callable[[], bool] = lambda: True
        """Returns True if the typed time is valid; otherwise the time field shows the problem."""
        self.is_schedulable: Callable[[], bool] = lambda: True
        """Returns True if the draft can be scheduled for its time, too; otherwise the reason is shown."""
        self.is_shown: Callable[[], bool] = lambda: True
        """Returns True while the composer can be seen: otherwise the draft is reviewed after a change when it is shown again."""
        self.platform: Platform | None = None
        self._review: DraftReview | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._turn = ReadTurn(session.changes.last_read, self._review_if_shown, self)
        self._outdated = False
        self._scope_turn = ReadTurn(session.changes.last_read, self.catch_up_with_scope, self)
        self._behind_scope = False
        RemovalWatch(session, self.draft_session, self.status)
        for signal, slot in (
            (self._soon.timeout, self._catch_up_painted),
            (self.draft_session.opened, self._open),
            (self.draft_session.changed, self._follow),
            (session.changes.settings, self.refresh),
            (session.changes.connections, self._accounts_changed),
            (session.changes.clients, self.read_context),
            (session.changes.posts, self._follow_change),
            (session.media.changed, self.refresh),
            (session.dismissed_notes.changed, self.refresh),
            (scope.client_changed, self._follow_scope),
        ):
            signal.connect(slot)

    @property
    def draft(self) -> Draft | None:
        """The open draft with all changes."""
        return self.draft_session.draft

    @property
    def client(self) -> Client | None:
        """The draft's client."""
        return self.context.client

    @property
    def review(self) -> DraftReview | None:
        """The review of the present draft. A pending review is made, and announced, when this is read."""
        self.catch_up()
        return self._review

    def open(self, draft: Draft | None) -> None:
        """Open a draft that was just created from a post; an open draft that changes the same post is kept."""
        if draft is None:
            return
        if self.draft is None or draft.replaces_post is None or draft.replaces_post != self.draft.replaces_post:
            self.draft_session.open(draft)
        self.focus_requested.emit()

    def show_platform(self, platform: Platform | None) -> None:
        """Show the platform's part of the draft, or (None) the shared one."""
        if platform is not self.platform and self.draft and platform in (None, *self.draft.platforms):
            self.platform = platform
            self.draft_changed.emit()
            self.refresh()

    def edit(self, platform: Platform | None, field: DraftField, value: str) -> None:
        """Change a shared field (None) or a platform's, which then has a value of its own."""
        if self.draft:
            self.draft_session.change(self.draft.with_field(platform, field, value))

    def customise(self, platform: Platform) -> None:
        """Give the platform its own copy of the shared text, and start to edit it."""
        self.show_platform(platform)
        if self.draft and self.draft.variant(platform).text is None:
            self.edit(platform, DraftField.TEXT, self.draft.text)
        self.focus_requested.emit()

    def set_time(self, platform: Platform | None, moment: datetime) -> None:
        """Change the shared time (None) or a platform's own; one that equals the shared time is not kept as its own."""
        if self.draft:
            own = None if platform and moment == self.draft.due_at else moment
            self.draft_session.change(self.draft.with_field(platform, DraftField.DUE_AT, own))

    def share(self, platform: Platform, fields: tuple[DraftField, ...]) -> None:
        """Use the shared values of these fields on the platform again."""
        if draft := self.draft:
            for field in fields:
                draft = draft.with_field(platform, field, None)
            self.draft_session.change(draft)

    def change_with_undo(self, before: Draft, after: Draft, words: str, icon: str) -> None:
        """Change the draft, report the change, and offer an undo that keeps later edits."""
        self.draft_session.change(after)
        self.status.offer_undo(words, icon, partial(self.draft_session.revert, before, after), passes=True)

    def schedule(self, *, go_on: bool = False) -> None:
        """Schedule the ready platforms; `go_on`: open the next draft then."""
        self._submit_at_its_time(SubmitMode.SCHEDULE, go_on=go_on)

    def lock_in(self) -> None:
        """Schedule the ready platforms, and lock the post in now."""
        self._submit_at_its_time(SubmitMode.LOCK_IN, go_on=False)

    def ask_to_publish(self) -> None:
        """Publish now, or ask for confirmation if a mistake is likely."""
        review = self.review
        if review and self.submission.can_submit(review):
            if self.submission.needs_confirmation(review):
                self.confirmation_requested.emit(self.context.warning(review))
            else:
                self.publish()

    def publish(self) -> None:
        """Publish on the ready platforms now."""
        review = self.review
        if review and self.submission.can_submit(review):
            self.focus_requested.emit()
            self.submission.submit(review, SubmitMode.PUBLISH_NOW)

    def refresh_time(self, *, typing: bool) -> None:
        """Refresh the texts about time after a minute; unless a time is being typed, renew an offered one that has passed."""
        if not typing:
            self.draft_session.renew_offered_time()
        self.read_context() if self.context.origin else self.review_changed.emit()
        self.status.update()

    def catch_up(self) -> None:
        """Make a pending review now."""
        if self._soon.isActive() or self._outdated:
            self.refresh()

    def refresh(self) -> None:
        """Review the draft now."""
        self._soon.stop()
        self._outdated = False
        self._review = self.context.review(self.draft) if self.draft else None
        self.review_changed.emit()

    def read_context(self) -> None:
        """Read the client and the origin again, and review the draft."""
        self._follow_context()
        self.refresh()

    def _follow_context(self) -> None:
        """Read the client and the origin again; the draft's times follow a change of the zone or of the post."""
        draft, zone, before = self.draft, self.context.zone, self.context.origin
        self.context.read(draft)
        self.draft_session.follow_zone(zone, self.context.zone)
        post = self.context.origin
        if draft and post and before and draft.replaces_post and draft.due_at == before.due_at != post.due_at:
            self.draft_session.change(replace(draft, due_at=post.due_at))

    def _follow_scope(self) -> None:
        """Follow the scope to another client, in a turn of its own where the composer can't be seen."""
        self._behind_scope = True
        self.catch_up_with_scope() if self.is_shown() else self._scope_turn.request()

    def catch_up_with_scope(self) -> None:
        """Follow the scope now, if that is pending."""
        if self._behind_scope:
            self._behind_scope = False
            self.draft_session.follow_scope()

    def _follow_change(self) -> None:
        """Follow what the draft comes from at once; what other posts mean for it is reviewed in a turn of its own."""
        before = self.context.surroundings
        self._follow_context()
        if self.context.surroundings != before:
            self.refresh()
        else:
            self._outdated = True
            self._turn.request()

    def _review_if_shown(self) -> None:
        if self.is_shown():
            self.catch_up()

    def _submit_at_its_time(self, mode: SubmitMode, *, go_on: bool) -> None:
        """Submit once the typed time is settled, which may change the review."""
        review = self.review
        if review and self.submission.can_submit(review) and self.is_schedulable() and (settled := self.review):
            self.submission.submit(settled, mode, go_on=go_on)

    def _accounts_changed(self) -> None:
        self._follow_change()
        self.draft_session.select_usual_accounts()

    def _catch_up_painted(self) -> None:
        self.refresh()
        self.caught_up.emit()

    def _open(self) -> None:
        self._soon.stop()
        self._behind_scope = False
        self.platform = self._review = None
        self.context.read(self.draft)
        self.opened.emit()
        self.refresh()

    def _follow(self) -> None:
        """Review the changed draft: at once, or after painting if only texts changed."""
        draft, reviewed = self.draft, self._review
        if draft and self.platform not in draft.platforms:
            self.platform = None
        self.draft_changed.emit()
        if draft and reviewed and _but_for_texts(draft) == _but_for_texts(reviewed.draft):
            self._soon.start()
        else:
            self.refresh()


def _but_for_texts(draft: Draft) -> Draft:
    """Return the draft with its texts, shared and own, empty."""
    own = tuple(each if each.text is None else replace(each, text="") for each in draft.variants)
    return replace(draft, text="", variants=own)


class StandingNotes(QObject):
    """The notes that are true of every post of an account, until the user dismisses them for it."""

    def __init__(self, session: WorkspaceSession, draft_session: DraftSession, status: StatusMessage) -> None:
        super().__init__(draft_session)
        self._book, self._draft_session, self._status = session.dismissed_notes, draft_session, status

    def open_ones(self, groups: Iterable[ProblemGroup]) -> tuple[ProblemGroup, ...]:
        """Return the groups without dismissed notes."""
        draft = self._draft_session.draft
        return open_notes(groups, self._book.of(draft.client_id)) if draft else tuple(groups)

    def is_open(self, note: str, platforms: Iterable[Platform]) -> bool:
        """Return True unless the note was dismissed for all of the platforms."""
        draft = self._draft_session.draft
        gone = self._book.of(draft.client_id) if draft else frozenset()
        return any(warning_key(platform, note) not in gone for platform in platforms)

    def dismiss(self, note: str, platforms: Sequence[Platform]) -> None:
        """Dismiss the note for the accounts of these platforms, and offer to undo that."""
        if draft := self._draft_session.draft:
            keys = frozenset(warning_key(platform, note) for platform in platforms)
            self._book.dismiss(draft.client_id, keys)
            words = self.tr("This note isn’t shown again for {0}.").format(names(tuple(platforms)))
            self._status.offer_undo(words, "check", partial(self._book.restore, draft.client_id, keys), passes=True)
