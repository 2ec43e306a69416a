"""The posts of the results as a tree: read page by page, with one line for each platform below each post."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.board import BoardFilter, ResultRow, ResultSort
from postdesk.domain.posts import Post, PostState
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.results.columns import COLUMNS, ResultsColumn, description, header_text
from postdesk.ui.results.lines import LineCache, ResultsLine

PAGE: Final = 50
_MOST_PAGES: Final = 40
_COLUMNS: Final = len(ResultsColumn)

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_TOP: Final = 0
"""The internal id of a post's line; a platform's line has its post's id there."""

_ROLES: Final = Qt.ItemDataRole
_SAID: Final = (_ROLES.DisplayRole, _ROLES.AccessibleTextRole, _ROLES.AccessibleDescriptionRole)


class PostTree(QAbstractItemModel):
    """The posts in their order. The contents of a line are read when the line is shown."""

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filter = BoardFilter()
        self._sort, self._descending = ResultSort.URGENT, True
        self._rows: list[ResultRow] = []
        self._places: dict[int, int] = {}
        self._all_read = True
        self._lines = LineCache(session)
        self._told_counts: dict[int, int] = {}

    def show(self, wanted: BoardFilter, zone: ZoneInfo) -> None:
        """Show other posts, or the same in another zone, from the top."""
        self._filter = wanted
        self._lines.zone = zone
        self._begin_anew()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or open questions first where the column can't be sorted by."""
        self._sort = (COLUMNS[ResultsColumn(column)].sort if column >= 0 else None) or ResultSort.URGENT
        self._descending = self._sort == ResultSort.URGENT or order == Qt.SortOrder.DescendingOrder
        self._begin_anew()

    def refresh(self, last: int = 0) -> None:
        """Read again, in place, the posts that were read; those two pages or more below the row `last` are released.

        Two pages are kept as a margin: when rows are removed, the view fetches another page, so a smaller margin would drop and
        refetch it each time.
        """
        read = max(PAGE, len(self._rows))
        wanted = read if read <= last + 2 * PAGE else last + PAGE
        rows = self._read(wanted, 0)
        self._lines.forget()
        self._all_read = len(rows) < wanted
        self._become(rows)

    def set_postponed(self, entry_id: int, postponed: bool) -> None:
        """Mark a question as postponed, or as open again; it is counted either way."""
        (self._lines.postponed.add if postponed else self._lines.postponed.discard)(entry_id)

    def line(self, index: AnyIndex) -> ResultsLine | None:
        """Return the contents of a line; None for a post that has just been deleted."""
        if not index.isValid():
            return None
        parent = index.internalId()
        place = index.row() if parent == _TOP else self._places.get(parent, -1)
        if not 0 <= place < len(self._rows):
            return None
        if parent == _TOP:
            return self._lines.of(self._rows[place])
        below = self._lines.below(self._rows[place])
        return below[index.row()] if index.row() < len(below) else None

    def shown(self, post_id: int) -> Post | None:
        """Return a post as its lines show it; None where they were not read."""
        return self._lines.shown(post_id)

    def states(self) -> dict[int, PostState]:
        """Return the states of the posts that were read, by post."""
        return {row.id: row.state for row in self._rows}

    def index_of(self, post_id: int) -> QModelIndex:
        """Return the index of a post; invalid where it was not read."""
        return self.index(self._places[post_id], 0) if post_id in self._places else QModelIndex()

    def read_to(self, post_id: int) -> QModelIndex:
        """Return the index of a post, and read more pages to find it; invalid where it is not among them."""
        pages = 0
        while post_id not in self._places and not self._all_read and pages < _MOST_PAGES:
            self.fetchMore(_NONE)
            pages += 1
        return self.index_of(post_id)

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        if not parent.isValid():
            return len(self._rows)
        if parent.internalId() != _TOP or parent.column() != 0 or parent.row() >= len(self._rows):
            return 0
        row = self._rows[parent.row()]
        return self._told_counts.setdefault(row.id, self._lines.count_below(row))

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        return _COLUMNS

    def hasChildren(self, parent: AnyIndex = _NONE) -> bool:
        return not parent.isValid() or (parent.internalId() == _TOP and parent.column() == 0)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and not self._all_read

    def fetchMore(self, parent: AnyIndex) -> None:
        if parent.isValid():
            return
        first = len(self._rows)
        more = [row for row in self._read(PAGE, first) if row.id not in self._places]
        self._all_read = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._rows += more
            self._places.update({row.id: first + n for n, row in enumerate(more)})
            self.endInsertRows()

    def index(self, row: int, column: int, parent: AnyIndex = _NONE) -> QModelIndex:
        # Not hasIndex, which calls back through C++ for the counts: a layout of the tree calls this for each line.
        rows = self.rowCount(parent) if parent.isValid() else len(self._rows)
        if not (0 <= row < rows and 0 <= column < _COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, self._rows[parent.row()].id if parent.isValid() else _TOP)

    def parent(self, index: AnyIndex | None = None) -> QModelIndex:  # type: ignore[override]
        if index is None or not index.isValid() or index.internalId() == _TOP:
            return QModelIndex()
        place = self._places.get(index.internalId())
        return QModelIndex() if place is None else self.createIndex(place, 0, _TOP)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and section == ResultsColumn.ACTIONS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return header_text(ResultsColumn(section), self._lines.zone)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == _ROLES.ToolTipRole and index.column() == ResultsColumn.STORY:
            return escape_markup(str(self.data(index)))
        if role not in _SAID:
            return None
        line = self.line(index)
        if line is None:
            return ""
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return description(line) if index.column() == ResultsColumn.POST else ""
        return COLUMNS[ResultsColumn(index.column())].text(line)

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self._lines.forget()
        self._told_counts.clear()
        self._rows = self._read(PAGE, 0)
        self._all_read = len(self._rows) < PAGE
        self._note_places()
        self.endResetModel()

    def _read(self, limit: int, offset: int) -> list[ResultRow]:
        return list(self._session.board.rows(self._filter, self._sort, self._descending, limit, offset))

    def _note_places(self) -> None:
        self._places = {row.id: n for n, row in enumerate(self._rows)}

    def _become(self, rows: list[ResultRow]) -> None:
        """Take over the new order by removing, inserting and moving rows, so that selection and opened lines are kept."""
        self._remove_all_but({row.id for row in rows})
        for place, row in enumerate(rows):
            if row.id not in self._places:
                self._insert(min(place, len(self._rows)), row)
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self._reorder(rows)
        self._rows = rows
        self._note_places()
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(ResultsColumn) - 1))
        self._recount()

    def _recount(self) -> None:
        """Insert and remove lines of platforms below posts whose lines were counted before."""
        counted = [(row, self._told_counts[row.id]) for row in self._rows if row.id in self._told_counts]
        for row, told in counted:
            parent, now = self.index_of(row.id), self._lines.count_below(row)
            if now > told:
                self.beginInsertRows(parent, told, now - 1)
                self._told_counts[row.id] = now
                self.endInsertRows()
            elif now < told:
                self.beginRemoveRows(parent, now, told - 1)
                self._told_counts[row.id] = now
                self.endRemoveRows()

    def _remove_all_but(self, kept: set[int]) -> None:
        """Remove the other rows, neighbours in one go, from the end."""
        for start, end in _gaps([row.id in kept for row in self._rows]):
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            del self._rows[start:end]
            self._note_places()
            self.endRemoveRows()

    def _insert(self, place: int, row: ResultRow) -> None:
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, row)
        self._note_places()
        self.endInsertRows()

    def _reorder(self, rows: list[ResultRow]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = [index for index in self.persistentIndexList() if index.internalId() == _TOP]
        ids = [self._rows[index.row()].id for index in before]
        self._rows = rows
        self._note_places()
        after = [
            self.createIndex(self._places[post_id], index.column(), _TOP) for post_id, index in zip(ids, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _gaps(kept: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the ranges of rows that are not kept, the last first."""
    gaps, end = [], 0
    for stays, together in groupby(kept):
        start, end = end, end + len(list(together))
        if not stays:
            gaps.append((start, end))
    return gaps[::-1]
