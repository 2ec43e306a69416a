"""Computes the DraftReview of the open draft and shows it on the sheet, part by part, after each change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from postdesk.domain.checks import is_image
from postdesk.domain.clients import Client, Connection, LockIn, zone_of
from postdesk.domain.drafts import Draft, Piece
from postdesk.domain.posts import Post
from postdesk.domain.problems import ProblemKind
from postdesk.domain.review import DraftReview, ReviewContext, over_limit_from, replacement_of, reserved_in, review_draft
from postdesk.engine.desk import Desk
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.previews import PreviewFeed
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.time_words import Place
from postdesk.ui.composer.title import ComposerTitle
from postdesk.ui.composer.words import origin_action, origin_remark, tally_words, template_remark
from postdesk.ui.text.problems import problem_words
from postdesk.ui.text.words import recent_text, when_text

_ONCE_MORE: Final = frozenset({ProblemKind.GOES_OUT_TOO, ProblemKind.MAY_BE_UP})


class Showing(QObject):
    """Keeps what does not change with a key: the client and its accounts. When the draft is shown anew, `shown` follows.

    What is typed is seen first: what is counted and found of it follows once the key press is painted, or when it is asked for.

    `asks`: whether publishing it now is to be confirmed.
    """

    shown = Signal()

    def __init__(
        self,
        desk: Desk,
        here: ZoneInfo,
        drafting: Drafting,
        title: ComposerTitle,
        sheet: Sheet,
        previewing: PreviewFeed,
        asks: Callable[[DraftReview], bool],
    ) -> None:
        super().__init__(sheet)
        self._desk, self._here = desk, here
        self._drafting = drafting
        self._title, self._sheet, self._asks = title, sheet, asks
        self._previewing = previewing
        self._client: Client | None = None
        self._accounts: tuple[Connection, ...] = ()
        self._origin: Post | None = None
        self._view: DraftReview | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        for follow in (self._show_written, previewing.catch_up):
            self._soon.timeout.connect(follow)
        drafting.opened.connect(self.open)
        drafting.changed.connect(self._follow)
        drafting.saved.connect(self.show_saved)
        desk.unsaved.changed.connect(self._show_unsaved)
        sheet.texts.turned.connect(self.refresh)
        desk.changes.settings.connect(self.refresh)
        desk.changes.connections.connect(self.show_accounts)
        desk.changes.clients.connect(self.show_client)
        desk.changes.posts.connect(self.show_origin)
        desk.changes.posts.connect(self.refresh)

    @property
    def view(self) -> DraftReview | None:
        """The draft as it is now, which is shown at the latest when this was asked."""
        self.catch_up()
        return self._view

    @property
    def client_name(self) -> str:
        """For whom it is."""
        return self._client.name if self._client else ""

    @property
    def warning(self) -> str:
        """The first open warning on what would go out, in words; empty where there is none."""
        view = self.view
        return next((problem_words(each, self.when) for each in view.warnings), "") if view else ""

    def open(self) -> None:
        """Show another draft."""
        draft = self._drafting.draft
        if draft is None:
            return
        self._sheet.when.forget()
        self._sheet.extras.open(draft)
        self._sheet.texts.open(draft)
        self._sheet.acts.confirm.hide()
        self._client = self._drafting.client()
        self._title.remark.setText("")
        if draft.updated_at:
            self.show_saved(draft.updated_at)
        self._show_unsaved()
        self._origin = None
        self.show_origin()
        self._read_accounts()
        self.show_client()

    def view_for(self, draft: Draft) -> DraftReview:
        """Another draft than the open one, as it would go out."""
        accounts, client = self._desk.connections.of(draft.client_id), self._desk.clients.get(draft.client_id)
        changed = self._desk.outbox.post(draft.replaces_post) if draft.replaces_post else None
        return review_draft(draft, accounts, self.measures(), replacement=replacement_of(draft, changed), client=client)

    def catch_up(self) -> None:
        """Show what was typed a moment ago, if it still waits for that."""
        if self._soon.isActive():
            self._show_written()

    def _follow(self) -> None:
        """The draft was changed: what was only typed is painted first."""
        draft, shown = self._drafting.draft, self._view
        if draft and shown and _but_for_texts(draft) == _but_for_texts(shown.draft):
            self._sheet.texts.show_draft(draft)
            self._soon.start()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Show the draft as it is."""
        if draft := self._drafting.draft:
            sheet, measures = self._sheet, self.measures()
            self._title.show_labels(draft.labels)
            sheet.show_time(wanted=not draft.template)
            sheet.texts.show_draft(draft)
            url = draft.word_for(sheet.texts.platform, Piece.MEDIA_URL)
            image = is_image(url, measures.look(url) if measures else None)
            sheet.extras.show_draft(draft, measures.rules if measures else None, sheet.texts.platform, image=image)
        self._show_written()

    def _show_written(self) -> None:
        """What is counted and found of the draft: the part of it all that runs with every key."""
        self._soon.stop()
        draft = self._drafting.draft
        if draft is None:
            self._view = None
            return
        sheet, changing = self._sheet, replacement_of(draft, self._origin)
        self._view = view = review_draft(draft, self._accounts, self.measures(), changing, self._client)
        sheet.chips.show_view(view)
        sheet.problems.show_view(view, self.when, sheet.texts.platform)
        why = problem_words(view.problems[0], self.when) if view.problems else ""
        sheet.acts.show_view(view, self.client_name, asks=self._asks(view), why=why)
        self._title.undo.setEnabled(sheet.texts.editor.document().isUndoAvailable())
        self._mark(view)
        self._tell_origin(draft)
        self.shown.emit()

    def show_accounts(self) -> None:
        """Read the client's accounts again."""
        self._read_accounts()
        self.refresh()

    def _read_accounts(self) -> None:
        if self._drafting.draft:
            self._accounts = self._desk.connections.of(self._drafting.draft.client_id)
            self._sheet.chips.show_accounts(self._accounts)

    def show_client(self) -> None:
        """Read the client again: its name, colour, zone and lock-in."""
        before = self._zone()
        self._client = self._drafting.client()
        self._drafting.follow_zone(before, self._zone())
        self._title.show_client(self._client)
        draft = self._drafting.draft
        if draft and (draft.due_at or draft.template):
            self.refresh()

    def show_origin(self) -> None:
        """What became of the post that this changes, repairs or was copied from; a time that it got meanwhile is taken over."""
        draft = self._drafting.draft
        if draft is None:
            return
        origin, before = draft.replaces_post or draft.copied_from_post or draft.retries_post, self._origin
        self._origin = post = self._desk.outbox.post(origin) if origin else None
        if post and before and draft.replaces_post and draft.due_at == before.due_at != post.due_at:
            draft = replace(draft, due_at=post.due_at)
            self._drafting.change(draft)
            self.show_client()
        if origin:
            self.refresh()
        else:
            self._tell_origin(draft)

    def _tell_origin(self, draft: Draft) -> None:
        """What is to be known of it, unless a warning says the same of a copy; or that this is a template."""
        if draft.template:
            self._sheet.show_origin(template_remark(draft), self.tr("New draft from it"))
            return
        post = self._origin
        remark = origin_remark(draft, post, self._zone(), self._desk.clock.now()) if post else None
        findings = self._view.problems if self._view and draft.copied_from_post else ()
        if any(each.kind in _ONCE_MORE for each in findings):
            remark = None
        self._sheet.show_origin(remark, origin_action(replacement_of(draft, post)))

    def show_saved(self, moment: datetime) -> None:
        """When it was kept, unless what was typed since could not be."""
        if not self._show_unsaved():
            self._remark(self.tr("saved {0}").format(recent_text(moment, self._here, self._desk.clock.now())))

    def _show_unsaved(self) -> bool:
        """Say that the draft could not be written, where that is so."""
        draft = self._drafting.draft
        unsaved = draft is not None and self._desk.composer.is_unsaved(draft.id)
        if unsaved:
            self._remark(self.tr("not saved yet"))
        return unsaved

    def _remark(self, words: str) -> None:
        if self._title.remark.text() != words:
            self._title.remark.setText(words)

    def _mark(self, view: DraftReview) -> None:
        texts, measures = self._sheet.texts, self.measures()
        shown = view.draft.text_for(texts.platform)
        self._sheet.link_tags.show_view(view, self._client, texts.platform)
        if measures:
            texts.editor.reading.look_for(*reserved_in(view, texts.platform, measures), measures.counter.emoji)
            texts.tools.tally.say(tally_words(view, texts.platform, measures))
        texts.editor.mark_from(over_limit_from(view, texts.platform, measures), shown)
        self._previewing.show(view, self._accounts, measures, texts.platform)

    def measures(self) -> ReviewContext | None:
        """What drafts are measured by, once it was read."""
        composer = self._desk.composer
        if composer.rules is None or composer.counter is None:
            return None
        others = composer.others
        look = self._desk.media.look
        now = self._desk.clock.now
        beside = others.within_a_day, others.with_the_same_words, others.too_near
        return ReviewContext(composer.rules, composer.counter, *beside, look, now)

    def place(self, due_at: datetime | None) -> Place | None:
        """A time of the open draft, with what it is worded by."""
        lock_in = self._client.lock_in if self._client else LockIn()
        return Place(due_at, self._desk.clock.server_now(), self._zone(), self._here, lock_in) if due_at else None

    def when(self, moment: datetime) -> str:
        """A moment in the client's zone, in words."""
        return when_text(moment, self._zone(), self._desk.clock.now())

    def _zone(self) -> ZoneInfo:
        return zone_of(self._client, self._here)


def _but_for_texts(draft: Draft) -> Draft:
    """The draft with no words in its texts, shared or a platform's own."""
    own = tuple(each if each.text is None else replace(each, text="") for each in draft.variants)
    return replace(draft, text="", variants=own)
