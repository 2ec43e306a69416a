"""The drafts that were found, as a list model: read page by page as it is scrolled."""

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.drafts import Draft
from postdesk.domain.searching import DraftFilter, typed_words
from postdesk.engine.desk import Desk
from postdesk.ui.drafts.lines import Line, line_of, spoken

PAGE: Final = 50
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class FoundDrafts(QAbstractListModel):
    """Drafts or templates, the last changed first. What a line says is made when it is looked at."""

    def __init__(self, desk: Desk, here: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._here = desk, here
        self._wanted = DraftFilter()
        self._drafts: list[Draft] = []
        self._lines: dict[int, Line] = {}
        self._ended = True

    def show(self, wanted: DraftFilter) -> None:
        """Show others, from the top."""
        self._wanted = wanted
        self._read(PAGE)

    def refresh(self) -> None:
        """Read again as much as was read."""
        self._read(max(PAGE, len(self._drafts)))

    def draft(self, index: Index) -> Draft | None:
        """The draft of a line."""
        return self._drafts[index.row()] if index.isValid() else None

    def line(self, index: Index) -> Line:
        """What a line says."""
        row = index.row()
        if row not in self._lines:
            draft, desk = self._drafts[row], self._desk
            searched = typed_words(self._wanted.text)
            self._lines[row] = line_of(draft, desk.clients.get(draft.client_id), self._here, desk.clock.now(), searched)
        return self._lines[row]

    def index_of(self, draft_id: str) -> QModelIndex:
        """The line of a draft; invalid where it is not among what was read."""
        row = next((n for n, draft in enumerate(self._drafts) if draft.id == draft_id), None)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._drafts)

    def canFetchMore(self, parent: Index) -> bool:
        return not self._ended

    def fetchMore(self, parent: Index) -> None:
        first = len(self._drafts)
        more = self._desk.drafts.found(self._wanted, PAGE, first)
        self._ended = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._drafts += more
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        return spoken(self.line(index))

    def _read(self, limit: int) -> None:
        self.beginResetModel()
        self._drafts = list(self._desk.drafts.found(self._wanted, limit))
        self._lines.clear()
        self._ended = len(self._drafts) < limit
        self.endResetModel()
