"""The posts of the results as rows of a model: read page by page, and grouped by day."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from postdesk.domain.board import BoardFilter, ResultRow, ResultSort
from postdesk.domain.posts import Post
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.results.columns import COLUMNS, ResultsColumn, day_heading, description, post_text
from postdesk.ui.results.lines import LineCache, ResultsLine

PAGE: Final = 50
_MOST_PAGES: Final = 40
_COLUMNS: Final = len(ResultsColumn)

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()

_ROLES: Final = Qt.ItemDataRole
_SAID: Final = (_ROLES.DisplayRole, _ROLES.AccessibleTextRole, _ROLES.AccessibleDescriptionRole)


class PostRows(QAbstractTableModel):
    """The posts by time. The contents of a line are read when the line is shown.

    A row with the first post of a day carries the day's heading (`heading`), so that days are no rows of their own.
    `kept_id`: a post that stays where it is although the filter leaves it out now; 0 for none.
    """

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filter = BoardFilter()
        self._descending = True
        self._rows: list[ResultRow] = []
        self._places: dict[int, int] = {}
        self._all_read = True
        self.kept_id = 0
        self._lines = LineCache(session)
        self._day_starts: set[int] | None = None

    def show(self, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool = True) -> None:
        """Show other posts, or the same in another zone, from the top."""
        self._filter, self._descending, self.kept_id = wanted, descending, 0
        self._lines.zone = zone
        rows = self._read(PAGE, 0)
        self._lines.forget()
        self.beginResetModel()
        self._rows = rows
        self._all_read = len(self._rows) < PAGE
        self._note_places()
        self.endResetModel()

    def refresh(self, last: int = 0, wanted: BoardFilter | None = None) -> None:
        """Read again, in place, the posts that were read; those two pages or more below the row `last` are released.

        `wanted`: the filter, which follows the day.

        Two pages are kept as a margin: when rows are removed, the view fetches another page, so a smaller margin would drop and
        refetch it each time.
        """
        self._filter = wanted or self._filter
        read = max(PAGE, len(self._rows))
        limit = read if read <= last + 2 * PAGE else last + PAGE
        rows = self._read(limit, 0)
        self._lines.forget()
        self._all_read = len(rows) < limit
        self._become(self._with_kept(rows))

    def set_postponed(self, entry_id: int, postponed: bool) -> None:
        """Mark a question as postponed, or as open again; it is counted either way."""
        (self._lines.postponed.add if postponed else self._lines.postponed.discard)(entry_id)

    def line(self, index: AnyIndex) -> ResultsLine | None:
        """Return the contents of a line; None for a post that has just been deleted."""
        found = index.isValid() and 0 <= index.row() < len(self._rows)
        return self._lines.of(self._rows[index.row()]) if found else None

    def platform_lines(self, index: AnyIndex) -> tuple[ResultsLine, ...]:
        """Return a line for each platform of a post; empty for a post that has just been deleted."""
        return self._lines.by_platform(self._rows[index.row()]) if index.isValid() else ()

    def heading(self, row: int) -> str:
        """Return the day of a row, if it is the first of that day; empty for the others."""
        if not self.begins_day(row):
            return ""
        return day_heading(self._day(row), self._session.clock.now().astimezone(self._lines.zone).date())

    def begins_day(self, row: int) -> bool:
        """Return True for the first row of a day."""
        if self._day_starts is None:
            days = [self._day(each) for each in range(len(self._rows))]
            self._day_starts = {each for each, day in enumerate(days) if each == 0 or day != days[each - 1]}
        return row in self._day_starts

    def shown(self, post_id: int) -> Post | None:
        """Return a post as its line shows it; None where it was not read."""
        return self._lines.shown(post_id)

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
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        return 0 if parent.isValid() else _COLUMNS

    def canFetchMore(self, parent: AnyIndex) -> bool:
        return not parent.isValid() and not self._all_read

    def fetchMore(self, parent: AnyIndex) -> None:
        if parent.isValid():
            return
        first = len(self._rows)
        read = self._read(PAGE, first - 1 if self.kept_id else first)  # the kept one may not be among those that are read
        more = [row for row in read if row.id not in self._places]
        self._all_read = len(read) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._rows += more
            self._places.update({row.id: first + n for n, row in enumerate(more)})
            self._day_starts = None
            self.endInsertRows()

    def index(self, row: int, column: int, parent: AnyIndex = _NONE) -> QModelIndex:
        # Not hasIndex, which calls back through C++ for the counts: a layout of the view calls this for each line.
        known = 0 <= row < len(self._rows) and 0 <= column < _COLUMNS and not parent.isValid()
        return self.createIndex(row, column) if known else QModelIndex()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return COLUMNS[ResultsColumn(section)].heading

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if role == _ROLES.ToolTipRole and line and index.column() == ResultsColumn.POST:
            return escape_markup(line.story)
        if role not in _SAID:
            return None
        if line is None:
            return ""
        if role == _ROLES.AccessibleDescriptionRole:
            return description(line, self.heading(index.row())) if index.column() == ResultsColumn.POST else ""
        if role == _ROLES.AccessibleTextRole and index.column() == ResultsColumn.POST:
            return post_text(line)
        return COLUMNS[ResultsColumn(index.column())].text(line)

    def _day(self, row: int) -> date:
        return self._rows[row].due_at.astimezone(self._lines.zone).date()

    def _read(self, limit: int, offset: int) -> list[ResultRow]:
        return list(self._session.board.rows(self._filter, ResultSort.WHEN, self._descending, limit, offset))

    def _with_kept(self, rows: list[ResultRow]) -> list[ResultRow]:
        """Return the rows with the kept one at its place, also where the filter leaves it out now."""
        place = self._places.get(self.kept_id)
        if place is None or any(row.id == self.kept_id for row in rows):
            return rows
        return [*rows[:place], self._rows[place], *rows[place:]]

    def _note_places(self) -> None:
        self._places = {row.id: n for n, row in enumerate(self._rows)}
        self._day_starts = None  # read when a layout asks for the heights of all rows

    def _become(self, rows: list[ResultRow]) -> None:
        """Take over the new order by removing, inserting and moving rows, so that the selection is kept."""
        self._remove_all_but({row.id for row in rows})
        for place, row in enumerate(rows):
            if row.id not in self._places:
                self._insert(min(place, len(self._rows)), row)
        if [row.id for row in rows] != [row.id for row in self._rows]:
            self._reorder(rows)
        self._rows = rows
        self._note_places()
        if rows:
            # Of all rows: the headings of neighbours change, too, and with them the heights of their lines.
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(ResultsColumn) - 1))

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
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].id for index in before]
        self._rows = rows
        self._note_places()
        after = [self.createIndex(self._places[post_id], index.column()) for post_id, index in zip(ids, before, strict=True)]
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
