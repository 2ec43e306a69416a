"""The list of drafts on the screen."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from postdesk.domain.drafts import Draft
from postdesk.ui.drafts.delegate import DraftDelegate
from postdesk.ui.drafts.model import FoundDrafts
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme


class DraftsView(QListView):
    """The list; several can be chosen. `typed` carries what was typed in it, which is meant for the search."""

    typed = Signal(str)

    def __init__(self, theme: Theme, found: FoundDrafts) -> None:
        super().__init__()
        self._found = found
        identify(self, "drafts.list", self.tr("Drafts"))
        self.setProperty("role", "framed")
        self.setModel(found)
        self.setItemDelegate(DraftDelegate(theme, found, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyState(theme, "drafts.empty", "file-text", "", parent=self.viewport())
        theme.changed.connect(self.viewport().update)

    def current(self) -> Draft | None:
        """The draft that the keys go to."""
        return self._found.draft(self.currentIndex())

    def drafts(self) -> list[Draft]:
        """The drafts that are chosen, from the top."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [draft for index in rows if (draft := self._found.draft(index))]

    def stand_on(self, *ids: str) -> None:
        """Choose these drafts, or the first where none of them is there any more."""
        indexes = [index for each in ids if (index := self._found.index_of(each)).isValid()] or [self._found.index(0)]
        self.setCurrentIndex(indexes[0])
        for index in indexes:
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
