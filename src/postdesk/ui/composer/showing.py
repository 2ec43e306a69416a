"""Computes the View of the open draft and shows it on the sheet, part by part, after each change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from postdesk.domain.checks import ProblemKind
from postdesk.domain.clients import Client, Connection, LockIn
from postdesk.domain.drafts import Draft
from postdesk.domain.posts import Post
from postdesk.domain.times import zone
from postdesk.engine.desk import Desk
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.problem_words import finding_words
from postdesk.ui.composer.remedying import Remedying
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.state import Measures, View, changing_of, going, over_limit_from, view_of
from postdesk.ui.composer.title import ComposerTitle
from postdesk.ui.composer.words import Place, Remark, origin_action, origin_remark, time_remark
from postdesk.ui.words import recent_text, when_text

_ONCE_MORE: Final = frozenset({ProblemKind.GOES_OUT_TOO, ProblemKind.MAY_BE_UP})


class Showing(QObject):
    """Keeps what does not change with a key: the client and its accounts. `view` is the draft as it is shown.

    `asks`: whether publishing it now is to be confirmed.
    """

    def __init__(
        self,
        desk: Desk,
        here: ZoneInfo,
        drafting: Drafting,
        remedying: Remedying,
        title: ComposerTitle,
        sheet: Sheet,
        asks: Callable[[View], bool],
    ) -> None:
        super().__init__(sheet)
        self._desk, self._here = desk, here
        self._drafting, self._remedying = drafting, remedying
        self._title, self._sheet, self._asks = title, sheet, asks
        self._client: Client | None = None
        self._accounts: tuple[Connection, ...] = ()
        self._origin: Post | None = None
        self.view: View | None = None
        drafting.opened.connect(self.open)
        drafting.changed.connect(self.refresh)
        drafting.saved.connect(self.show_saved)
        remedying.changed.connect(self.refresh)
        sheet.texts.turned.connect(self._mark)
        desk.changes.settings.connect(self.refresh)
        desk.changes.connections.connect(self.show_accounts)
        desk.changes.clients.connect(self.show_client)
        desk.changes.posts.connect(self.show_origin)
        desk.changes.posts.connect(self.refresh)

    @property
    def client_name(self) -> str:
        """For whom it is."""
        return self._client.name if self._client else ""

    @property
    def warning(self) -> str:
        """The first open warning on what would go out, in words; empty where there is none."""
        return next((finding_words(each, self._when) for each in self.view.warnings), "") if self.view else ""

    def open(self) -> None:
        """Show another draft."""
        draft = self._drafting.draft
        if draft is None:
            return
        self._remedying.forget()
        self._sheet.when.forget()
        self._sheet.extras.open(draft)
        self._sheet.texts.open(draft)
        self._sheet.acts.confirm.hide()
        self._client = self._drafting.client()
        self._title.remark.setText("")
        if draft.updated_at:
            self.show_saved(draft.updated_at)
        self._origin = None
        self.show_origin()
        self._read_accounts()
        self.show_client()

    def refresh(self) -> None:
        """Follow the draft: the part of it all that runs with every key."""
        draft = self._drafting.draft
        if draft is None:
            self.view = None
            return
        sheet, measures = self._sheet, self._measures()
        changing = changing_of(draft, self._origin)
        self.view = view_of(draft, self._accounts, measures, self._remedying.waved, changing)
        sheet.texts.show_draft(draft)
        sheet.chips.show_view(self.view)
        sheet.problems.show_view(self.view, self._when)
        sheet.extras.show_draft(draft, measures.rules if measures else None)
        why = finding_words(self.view.findings[0], self._when) if self.view.findings else ""
        sheet.acts.show_view(self.view, self.client_name, asks=self._asks(self.view), why=why)
        self._title.undo.setEnabled(sheet.texts.editor.document().isUndoAvailable())
        self._mark()
        self.show_remark()
        self._tell_origin(draft)

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
        if self._drafting.draft and self._drafting.draft.due_at:
            self._sheet.when.show_moment(self._drafting.draft.due_at, self._zone())
            self.refresh()

    def show_remark(self) -> None:
        """What is to be known of the chosen time, as of now."""
        if self.view is None:
            return
        place = self._place(self._sheet.when.moment)
        remark = time_remark(going(self.view, self._measures()), place) if place else Remark("")
        self._sheet.show_remark(self._sheet.when.in_words(remark))

    def show_origin(self) -> None:
        """What became of the post that this changes or was copied from; a time that it was given meanwhile is taken over."""
        draft = self._drafting.draft
        if draft is None:
            return
        origin, before = draft.replaces_post or draft.copied_from_post, self._origin
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
        """What is to be known of it, unless a warning says the same of a copy."""
        post = self._origin
        remark = origin_remark(draft, post, self._zone(), self._desk.clock.now()) if post else None
        findings = self.view.findings if self.view and draft.copied_from_post else ()
        if any(each.kind in _ONCE_MORE for each in findings):
            remark = None
        self._sheet.show_origin(remark, origin_action(changing_of(draft, post)))

    def show_saved(self, moment: datetime) -> None:
        """When it was kept."""
        words = self.tr("saved {0}").format(recent_text(moment, self._here, self._desk.clock.now()))
        if self._title.remark.text() != words:
            self._title.remark.setText(words)

    def _mark(self) -> None:
        if self.view:
            texts = self._sheet.texts
            shown = self.view.draft.text_for(texts.platform) if texts.platform else self.view.draft.text
            texts.editor.mark_from(over_limit_from(self.view, texts.platform, self._measures()), shown)

    def _measures(self) -> Measures | None:
        composer = self._desk.composer
        if composer.rules is None or composer.counter is None:
            return None
        others = composer.others
        return Measures(composer.rules, composer.counter, others.within_a_day, others.with_the_same_words)

    def _place(self, due_at: datetime | None) -> Place | None:
        lock_in = self._client.lock_in if self._client else LockIn()
        return Place(due_at, self._desk.clock.server_now(), self._zone(), self._here, lock_in) if due_at else None

    def _when(self, moment: datetime) -> str:
        return when_text(moment, self._zone(), self._desk.clock.now())

    def _zone(self) -> ZoneInfo:
        return (zone(self._client.zone) if self._client else None) or self._here
