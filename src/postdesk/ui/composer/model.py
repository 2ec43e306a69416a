"""The open draft and its review: what the composer's widgets show, and what they call."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft, Piece
from postdesk.domain.platforms import Platform
from postdesk.domain.review import DraftReview
from postdesk.domain.submitting import Act
from postdesk.engine.desk import Desk
from postdesk.ui.composer.context import DraftContext
from postdesk.ui.composer.session import DraftSession, RemovalWatch
from postdesk.ui.composer.status import StatusMessage
from postdesk.ui.composer.submission import DraftSubmission
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.scope import Scope


class ComposerModel(QObject):
    """The draft, its review, and whose part of it is shown (`platform`, None for what is shared).

    `opened` follows another draft and `draft_changed` each change; `review_changed` follows at once, or once a typed key is
    painted, and then `caught_up`. `confirmation_wanted` (a warning) asks to confirm that it is published, `focus_wanted` for
    the focus in the text, `fix_wanted` (a problem and a Fix) for a repair.
    """

    opened = Signal()
    draft_changed = Signal()
    review_changed = Signal()
    caught_up = Signal()
    confirmation_wanted = Signal(str)
    focus_wanted = Signal()
    fix_wanted = Signal(object, object)

    def __init__(
        self, desk: Desk, scope: Scope, here: ZoneInfo, notice: NoticeBar, left_out: NoticeBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.status = StatusMessage(desk, notice, here, self)
        self.session = DraftSession(desk, scope, self)
        self.submission = DraftSubmission(desk, self.session, self.status, left_out)
        self.context = DraftContext(desk, here)
        self.time_settled: Callable[[], bool] = lambda: True
        """Tells whether the time that is typed is one; the field for it says what is open."""
        self.platform: Platform | None = None
        self._review: DraftReview | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        RemovalWatch(desk, self.session, self.status)
        for signal, slot in (
            (self._soon.timeout, self._catch_up_painted),
            (self.session.opened, self._open),
            (self.session.changed, self._follow),
            (desk.changes.settings, self.refresh),
            (desk.changes.connections, self._accounts_changed),
            (desk.changes.clients, self.read_context),
            (desk.changes.posts, self.read_context),
            (desk.media.changed, self.refresh),
            (scope.changed, self.session.follow_scope),
        ):
            signal.connect(slot)

    @property
    def draft(self) -> Draft | None:
        """The open draft, as it is now."""
        return self.session.draft

    @property
    def client(self) -> Client | None:
        """Whose draft it is."""
        return self.context.client

    @property
    def review(self) -> DraftReview | None:
        """The review of the draft as it is now, which is shown at the latest when it is asked for."""
        self.catch_up()
        return self._review

    def open(self, draft: Draft | None) -> None:
        """Open a draft that was just made of a post; one that is changing that post already stays as it is."""
        if draft is None:
            return
        if self.draft is None or draft.replaces_post is None or draft.replaces_post != self.draft.replaces_post:
            self.session.open(draft)
        self.focus_wanted.emit()

    def turn_to(self, platform: Platform | None) -> None:
        """Show the platform's part of the draft, or (None) what is shared."""
        if platform is not self.platform and self.draft and platform in (None, *self.draft.platforms):
            self.platform = platform
            self.draft_changed.emit()
            self.refresh()

    def edit(self, platform: Platform | None, piece: Piece, words: str) -> None:
        """Change a shared piece (None) or a platform's own, which it has from then on."""
        if self.draft:
            self.session.change(self.draft.with_piece(platform, piece, words))

    def customise(self, platform: Platform) -> None:
        """Give the platform a text of its own, which begins as the shared one, and start to edit it."""
        self.turn_to(platform)
        if self.draft and self.draft.variant(platform).text is None:
            self.edit(platform, Piece.TEXT, self.draft.text)
        self.focus_wanted.emit()

    def set_time(self, platform: Platform | None, moment: datetime) -> None:
        """Change the shared time (None) or a platform's own; one that is the shared one's is no time of its own."""
        if self.draft:
            own = None if platform and moment == self.draft.due_at else moment
            self.session.change(self.draft.with_piece(platform, Piece.DUE_AT, own))

    def share(self, platform: Platform, pieces: tuple[Piece, ...]) -> None:
        """Use what is shared on the platform again, of these pieces."""
        if draft := self.draft:
            for piece in pieces:
                draft = draft.with_piece(platform, piece, None)
            self.session.change(draft)

    def leave_links(self, plain: bool) -> None:
        """Let the links go out as they are written, or with the client's tags."""
        if self.draft:
            self.session.change(replace(self.draft, plain_links=plain))

    def change_with_undo(self, before: Draft, after: Draft, words: str, icon: str) -> None:
        """Change the draft, say so, and offer to take it back: what is changed again meanwhile stays."""
        self.session.change(after)
        self.status.offer_undo(words, icon, partial(self.session.revert, before, after), passes=True)

    def schedule(self, *, go_on: bool = False) -> None:
        """Schedule what is ready; `go_on`: to write the next one then."""
        self._submit_at_its_time(Act.SCHEDULE, go_on=go_on)

    def lock_in(self) -> None:
        """Schedule what is ready, and lock it in now."""
        self._submit_at_its_time(Act.LOCK_IN, go_on=False)

    def ask_to_publish(self) -> None:
        """Publish now, or ask where a mistake would be easy."""
        review = self.review
        if review and self.submission.can_go(review):
            if self.submission.asks(review):
                self.confirmation_wanted.emit(self.context.warning(review))
            else:
                self.publish()

    def publish(self) -> None:
        """Publish what is ready, now."""
        review = self.review
        if review and self.submission.can_go(review):
            self.focus_wanted.emit()
            self.submission.submit(review, Act.PUBLISH_NOW)

    def pass_minute(self, *, typing: bool) -> None:
        """The time has moved on: what is said of it may differ, and an offered time may be over."""
        if not typing:
            self.session.offer_anew()
        self.read_context() if self.context.origin else self.review_changed.emit()
        self.status.look_again()

    def catch_up(self) -> None:
        """Review what was typed a moment ago, if it still waits for that."""
        if self._soon.isActive():
            self.refresh()

    def refresh(self) -> None:
        """Review the draft as it is."""
        self._soon.stop()
        self._review = self.context.review(self.draft) if self.draft else None
        self.review_changed.emit()

    def read_context(self) -> None:
        """Read the client and the origin of the draft again: its times follow a change of those."""
        draft, zone, before = self.draft, self.context.zone, self.context.origin
        self.context.read(draft)
        self.session.follow_zone(zone, self.context.zone)
        post = self.context.origin
        if draft and post and before and draft.replaces_post and draft.due_at == before.due_at != post.due_at:
            self.session.change(replace(draft, due_at=post.due_at))
        self.refresh()

    def _submit_at_its_time(self, act: Act, *, go_on: bool) -> None:
        """A time that is still being typed changes the review once it is settled."""
        review = self.review
        if review and self.submission.can_go(review) and self.time_settled() and (settled := self.review):
            self.submission.submit(settled, act, go_on=go_on)

    def _accounts_changed(self) -> None:
        self.read_context()
        self.session.choose_usual()

    def _catch_up_painted(self) -> None:
        self.refresh()
        self.caught_up.emit()

    def _open(self) -> None:
        self._soon.stop()
        self.platform = self._review = None
        self.context.read(self.draft)
        self.opened.emit()
        self.refresh()

    def _follow(self) -> None:
        """The draft was changed: what was only typed is painted first."""
        draft, reviewed = self.draft, self._review
        if draft and self.platform not in draft.platforms:
            self.platform = None
        self.draft_changed.emit()
        if draft and reviewed and _but_for_texts(draft) == _but_for_texts(reviewed.draft):
            self._soon.start()
        else:
            self.refresh()


def _but_for_texts(draft: Draft) -> Draft:
    """Return the draft with no words in its texts, shared or a platform's own."""
    own = tuple(each if each.text is None else replace(each, text="") for each in draft.variants)
    return replace(draft, text="", variants=own)
