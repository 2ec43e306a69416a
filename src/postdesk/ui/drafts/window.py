"""The window of all drafts and templates: search, open, label, duplicate and delete."""

from collections.abc import Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QTabBar, QWidget

from postdesk.domain.clients import Client
from postdesk.domain.draft_search import LONGEST_SEARCH, DraftFilter
from postdesk.domain.drafts import Draft
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.drafts.dialogs import LabelsDialog
from postdesk.ui.drafts.list_view import DraftsView
from postdesk.ui.drafts.model import DraftsModel, deleted_words
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.filters import ClientFilter, LabelFilter
from postdesk.ui.kit.forms import make_clearable
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, fill, row_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone

_TEMPLATES: Final = 1
_LETTERS: Final = 110
_HEIGHT: Final = 600


class DraftFilters(QWidget):
    """The search, the filters and the kind (drafts or templates); `count` shows the number of matches."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.search = DraftSearch(self.tr("Search drafts"), "drafts.search")
        self.clients, self.labels = ClientFilter(theme, "drafts"), LabelFilter(theme, "drafts")
        self.kind = QTabBar(drawBase=False)
        identify(self.kind, "drafts.kind", self.tr("Drafts or templates"))
        self.kind.addTab(self.tr("Drafts"))
        self.kind.addTab(self.tr("Templates"))
        self.count = PlainLabel(role="secondary", identifier="drafts.count")
        self._lay_out()

    def on_change(self, slot: Callable[[], None]) -> None:
        """Call the slot after each change."""
        for signal in (self.search.textChanged, self.kind.currentChanged, self.clients.chosen, self.labels.chosen):
            signal.connect(slot)

    @property
    def filter(self) -> DraftFilter:
        """The filter with the present choices."""
        return DraftFilter(self.search.text(), self.clients.client_id, self.labels.label, self.templates)

    @property
    def templates(self) -> bool:
        """True where templates are listed instead of drafts."""
        return self.kind.currentIndex() == _TEMPLATES

    def show_choices(self, clients: Sequence[Client], labels: Sequence[str]) -> None:
        """Offer these clients and labels."""
        self.clients.show_clients(clients if len(clients) > 1 else ())
        self.labels.show_labels(labels)

    def _lay_out(self) -> None:
        above = row_of(self.search, self.clients, self.labels, grow=self.search)
        self.setLayout(column_of(above, row_of(self.kind, ROOM, self.count), spacing=8))


class DraftSearch(QLineEdit):
    """A search field whose Down key leads to the results (`down`)."""

    down = Signal()

    def __init__(self, name: str, identifier: str) -> None:
        super().__init__(placeholderText=name, maxLength=LONGEST_SEARCH)
        make_clearable(self)
        identify(self, identifier, name)

    def go_on(self, text: str) -> None:
        """Continue the search with text typed in the list."""
        self.setFocus()
        self.insert(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.down.emit()
        else:
            super().keyPressEvent(event)


class DraftsWindow(Dialog):
    """The window of drafts.

    `chosen` carries the id of a draft or template to edit, `template_chosen` that of a template to use. `deleted` carries the
    deleted drafts, `restored` follows when they are restored, `slots_requested` carries the ids to put into the next free
    slots.
    """

    chosen = Signal(str)
    template_chosen = Signal(str)
    deleted = Signal(object)
    restored = Signal()
    slots_requested = Signal(object)

    def __init__(self, session: WorkspaceSession, theme: Theme, local_zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Drafts"), "drafts", parent, _LETTERS, height=_HEIGHT)
        self._session, self._theme = session, theme
        self._gone: tuple[Draft, ...] = ()
        self.filters = DraftFilters(theme)
        self.found = DraftsModel(session, local_zone, self)
        self.list = DraftsView(theme, self.found)
        self.notice = NoticeBar(theme, "drafts.notice", dismissible=True)
        self._make_buttons(theme)
        self._lay_out()
        self._wire()
        self._read_choices()
        self.show_found()
        self.filters.search.setFocus()

    def show_found(self) -> None:
        """Show the matches of the filter, from the top."""
        self.found.show(self.filters.filter)
        self.list.stand_on("")
        self._tell_count()
        self._tell_empty()
        if self.filters.search.text():
            announce(self, self.filters.count.text())

    def _refresh(self) -> None:
        """Read changed drafts again, and keep the selection as far as they are there."""
        ids = [draft.id for draft in self.list.drafts()]
        self._read_choices()
        self.found.refresh()
        self.list.stand_on(*ids)
        self._tell_count()
        self._tell_empty()

    def _read_choices(self) -> None:
        self.filters.show_choices(self._session.clients.all(), self._session.drafts.labels())

    def _tell_count(self) -> None:
        count = self._session.drafts.count(self.filters.filter)
        words = self.tr("%n templates", "", count) if self.filters.templates else self.tr("%n drafts", "", count)
        self.filters.count.setText(words)

    def _tell_empty(self) -> None:
        empty, nothing = self.list.empty, self.found.rowCount() == 0
        empty.setVisible(nothing)
        if self.filters.filter != DraftFilter(templates=self.filters.templates):
            empty.tell("search", self.tr("No results"), self.tr("Try another word, or clear the filters."))
        elif self.filters.templates:
            words = self.tr("To add one, use “Save as template…” in the composer’s menu.")
            empty.tell("layout-template", self.tr("No templates yet"), words)
        else:
            empty.tell("file-text", self.tr("No drafts"), self.tr("Everything you write in the composer is saved here."))
        self._enable()

    def _enable(self) -> None:
        count = len(self.list.drafts())
        for button in (self.delete_button, self.label_button, self.slots_button):
            button.setEnabled(count > 0)
        for button in (self.duplicate_button, self.edit_button, self.open_button):
            button.setEnabled(count == 1)
        for button in (self.duplicate_button, self.slots_button):
            button.setVisible(not self.filters.templates)
        self.edit_button.setVisible(self.filters.templates)
        self.open_button.set_text(self.tr("New draft from template") if self.filters.templates else self.tr("Open"))

    def open_current(self) -> None:
        """Open the selected draft, or begin one with the selected template."""
        if draft := self.list.current():
            self.accept()
            (self.template_chosen if draft.template else self.chosen).emit(draft.id)

    def edit(self) -> None:
        """Open the template itself."""
        if draft := self.list.current():
            self.accept()
            self.chosen.emit(draft.id)

    def delete(self) -> None:
        """Delete the selected drafts; that can be undone."""
        if chosen := self.list.drafts():
            self._gone = self._session.drafts.delete([draft.id for draft in chosen])
            self.notice.tell(deleted_words(self._gone), Tone.GOOD, "trash-2", self.tr("Undo"))
            self.deleted.emit(self._gone)

    def restore(self) -> None:
        """Restore the drafts deleted last."""
        if not self._gone:
            return
        self._session.drafts.restore(self._gone)
        self._gone = ()
        self.notice.hide()
        self.restored.emit()
        self.list.setFocus()

    def duplicate(self) -> None:
        """Save a copy of the selected draft."""
        draft = self.list.current()
        if draft and not draft.template:
            self._session.drafts.duplicate(draft.id)

    def fill_slots(self) -> None:
        """Ask for the slots of the selected drafts, in the order of the list."""
        if (chosen := self.list.drafts()) and not self.filters.templates:
            self.slots_requested.emit(tuple(draft.id for draft in chosen))

    def label(self) -> None:
        """Ask for the labels of the selected drafts."""
        if chosen := self.list.drafts():
            ids = [draft.id for draft in chosen]
            dialog = LabelsDialog(self._theme, chosen, self._session.drafts.labels(), self)
            dialog.confirmed.connect(lambda added, removed: self._session.drafts.label(ids, added, removed))
            dialog.open()

    def _make_buttons(self, theme: Theme) -> None:
        self.delete_button = Button(theme, self.tr("Delete"), "drafts.delete", role="quiet", icon="trash-2")
        self.label_button = Button(theme, self.tr("Labels…"), "drafts.label", role="quiet", icon="tag")
        self.duplicate_button = Button(theme, self.tr("Duplicate"), "drafts.duplicate", role="quiet", icon="copy")
        self.slots_button = Button(theme, self.tr("Fill slots…"), "drafts.slots", role="quiet", icon="calendar-clock")
        self.edit_button = Button(theme, self.tr("Edit template"), "drafts.edit")
        self.open_button = Button(theme, self.tr("Open"), "drafts.open", role="primary")

    def _wire(self) -> None:
        self.filters.on_change(self.show_found)
        for signal, slot in (
            (self.filters.search.down, self.list.setFocus),
            (self.filters.search.returnPressed, self.open_current),
            (self.list.activated, self.open_current),
            (self.list.selectionModel().selectionChanged, self._enable),
            (self.list.typed, self.filters.search.go_on),
            (self.delete_button.clicked, self.delete),
            (self.label_button.clicked, self.label),
            (self.duplicate_button.clicked, self.duplicate),
            (self.slots_button.clicked, self.fill_slots),
            (self.edit_button.clicked, self.edit),
            (self.open_button.clicked, self.open_current),
            (self.notice.action.clicked, self.restore),
            (self._session.changes.drafts, self._refresh),
        ):
            signal.connect(slot)
        for keys, act in (("Del", self.delete), ("Ctrl+D", self.duplicate), ("Ctrl+L", self.label), ("Ctrl+Z", self.restore)):
            # With the slot passed to the constructor as well, PySide ignores the context.
            QShortcut(QKeySequence(keys), self.list, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(act)

    def _lay_out(self) -> None:
        fill(self.body, self.filters, self.list, self.notice, grow=self.list)
        for place, button in enumerate((self.delete_button, self.label_button, self.duplicate_button, self.slots_button)):
            self.foot.insertWidget(place, button)
        fill(self.foot, self.edit_button, self.open_button)
