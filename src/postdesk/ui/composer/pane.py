"""The composer: one draft at a time, for one client, with what stands against it and what becomes of it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from postdesk.domain.drafts import Draft
from postdesk.engine.desk import Desk
from postdesk.ui.composer.acting import Acting
from postdesk.ui.composer.drafting import Drafting
from postdesk.ui.composer.drafts_menu import DraftsMenu
from postdesk.ui.composer.remedying import Remedying
from postdesk.ui.composer.sheet import Sheet
from postdesk.ui.composer.showing import Showing
from postdesk.ui.composer.submitting import Submitting
from postdesk.ui.composer.telling import Telling
from postdesk.ui.composer.title import ComposerTitle
from postdesk.ui.parts.empty_state import EmptyState
from postdesk.ui.parts.identity import identify
from postdesk.ui.scope import Scope
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone


class ComposerPane(QWidget):
    """Shows the open draft and passes on what is done to it; the other panes open drafts here.

    `connections_asked` and `add_client_asked` ask for what is missing, `post_asked` (its id) for a post that asks for
    something. `minute` is to be called with every new minute, `keep` before the application ends.
    """

    connections_asked = Signal()
    add_client_asked = Signal()
    post_asked = Signal(int)

    def __init__(self, desk: Desk, scope: Scope, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._scope = desk, scope
        identify(self, "composer")
        self._title = ComposerTitle(theme)
        self._sheet = Sheet(theme, desk.clock, here)
        self._empty = EmptyState(
            theme,
            "composer.empty",
            "user-plus",
            self.tr("Whose posts will it be?"),
            self.tr("Add a client or brand first: yourself will do."),
            self.tr("Add a client or brand"),
        )
        self._drafting = Drafting(desk, self)
        self._remedying = Remedying(self._drafting, self._sheet, self)
        self._telling = Telling(desk, self._sheet.notice, here, self)
        self._submitting = Submitting(desk, self._telling, self._sheet.left_out, self)
        self._showing = Showing(desk, here, self._drafting, self._remedying, self._title, self._sheet, self._submitting.asks)
        self._acting = Acting(self._drafting, self._showing, self._submitting, self._telling, self._sheet, self)
        self._menu = DraftsMenu(desk, self._drafting, theme, here, self)
        self._title.menu.setMenu(self._menu.menu)
        self._lay_out()
        self._wire()
        self._bring_back()

    def new_draft(self, client_id: int | None = None, due_at: datetime | None = None) -> None:
        """Open an empty draft for the client, or for the one whose posts are shown, and put the focus into its text."""
        wanted = client_id or self._scope.client_id or self._usual_client()
        if wanted is not None:
            self._drafting.open_new(wanted, due_at)
            self._sheet.texts.editor.setFocus()

    def open_draft(self, draft_id: str) -> None:
        """Open a kept draft."""
        self._menu.open(draft_id)
        self._sheet.texts.editor.setFocus()

    def open_value(self, draft: Draft | None) -> None:
        """Open a draft that was just made of a post; one that is changing that post already stays as it is."""
        open_one = self._drafting.draft
        if draft is None:
            return
        if open_one is None or draft.replaces_post is None or draft.replaces_post != open_one.replaces_post:
            self._drafting.open(draft)
        self._sheet.texts.editor.setFocus()

    def draft_moved(self, draft_id: str) -> None:
        """A draft got another time elsewhere: where it is the open one, it takes that time; what was typed stays."""
        moved, open_one = self._desk.composer.draft(draft_id), self._drafting.draft
        if moved and open_one and open_one.id == draft_id:
            self._drafting.change(replace(open_one, due_at=moved.due_at))
            self._showing.show_client()

    def edit_post(self, post_id: int) -> None:
        """Open a draft that changes a scheduled post."""
        self.open_value(self._desk.composer.edit(post_id))

    def copy_post(self, post_id: int, client_id: int | None = None, due_at: datetime | None = None) -> None:
        """Open a draft with a post's words."""
        self.open_value(self._desk.composer.copy(post_id, client_id, due_at))

    def minute(self) -> None:
        """The time has moved on: what is said of the chosen time may differ, and an offered one may be over."""
        if not self._sheet.when.typing and self._drafting.offer_anew():
            self._showing.show_client()
        self._showing.show_remark()
        self._showing.show_origin()
        self._telling.look_again()

    def keep(self) -> None:
        """Write down what was typed a moment ago."""
        self._drafting.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keep()

    def _bring_back(self) -> None:
        """Open what was open last, or an empty draft for the client whose posts are shown, or for whom the last one was."""
        last = self._desk.composer.last_open()
        if last and (draft := self._desk.composer.draft(last.draft_id)):
            self._drafting.open(draft)
        elif (client := self._scope.client_id or (last and last.client_id) or self._usual_client()) is not None:
            self._drafting.open_new(client)
        self._show_whether_any()

    def _usual_client(self) -> int | None:
        """Whose post a new one is while the posts of all are shown: as the open one, else the first."""
        if self._drafting.draft:
            return self._drafting.draft.client_id
        return next((client.id for client in self._desk.clients.all()), None)

    def _scope_changed(self) -> None:
        """An open draft keeps its client; an empty one makes room for the client that is looked at now."""
        draft, client = self._drafting.draft, self._scope.client_id
        if client is not None and (draft is None or (draft.empty and draft.client_id != client)):
            self._drafting.open_new(client)

    def _clients_changed(self) -> None:
        if self._drafting.draft is None:
            self._bring_back()

    def _show_whether_any(self) -> None:
        self._stack.setCurrentWidget(self._sheet if self._drafting.draft else self._empty)

    def _chosen_time(self, moment: datetime | None) -> None:
        if moment and self._drafting.draft:
            self._drafting.change(replace(self._drafting.draft, due_at=moment))
        self._showing.show_remark()

    def _deleted(self, draft: Draft) -> None:
        if self._drafting.draft is None:
            self._drafting.open_new(draft.client_id)
        self._telling.tell(self.tr("Draft deleted."), Tone.GOOD, "trash-2", self.tr("Undo"), lambda: self.open_value(draft))

    def _wire(self) -> None:
        desk, sheet, drafting = self._desk, self._sheet, self._drafting
        for signal, slot in (
            (drafting.opened, self._show_whether_any),
            (drafting.opened, self._telling.hide),
            (drafting.opened, sheet.show_top),
            (drafting.changed, self._telling.draft_changed),
            (self._telling.post_asked, self.post_asked),
            (self._submitting.rest_asked, self.open_draft),
            (self._acting.reopen_asked, self.open_value),
            (sheet.texts.edited, drafting.set_text),
            (sheet.texts.shared_again, drafting.share_text),
            (sheet.chips.chosen, drafting.choose),
            (sheet.extras.edited, drafting.change),
            (sheet.when.chosen, self._chosen_time),
            (sheet.problems.asked, self._remedying.remedy),
            (sheet.texts.editor.cleaned, self._cleaned),
            (self._title.undo.clicked, sheet.texts.editor.undo),
            (self._menu.new_asked, self.new_draft),
            (self._menu.date_wanted, sheet.when.day.setFocus),
            (self._menu.deleted, self._deleted),
            (self._empty.action.clicked, self.add_client_asked),
            (sheet.chips.connect_asked, self.connections_asked),
            (self._remedying.connect_asked, self.connections_asked),
            (desk.changes.clients, self._clients_changed),
            (desk.changes.connections, drafting.choose_usual),
            (self._scope.changed, self._scope_changed),
        ):
            signal.connect(slot)

    def _cleaned(self) -> None:
        words = self.tr("Invisible characters that can’t be sent were left out of what you pasted.")
        self._telling.tell(words, Tone.ATTENTION, "info")

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self._sheet.texts.editor)
