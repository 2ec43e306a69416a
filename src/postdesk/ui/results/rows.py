"""The posts of the results as rows of a model: all by their number, and the contents of those in view."""

from collections.abc import Iterable, Iterator, Set
from copy import copy
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from postdesk.domain.board import BoardFilter, ResultRow
from postdesk.domain.posts import Post, PostState
from postdesk.domain.times import to_ms
from postdesk.engine.listing import Listing
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.idle_count import AT_ONCE, IdleCount, count_first
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.results.columns import COLUMNS, ResultsColumn, day_heading, description, post_text
from postdesk.ui.results.lines import LineCache, ResultsLine

PAGE: Final = 50
_MOST_PAGES: Final = 40
_COLUMNS: Final = len(ResultsColumn)
AnyIndex = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_Kept = tuple[int, ResultRow]
"""A post that stays though the filter leaves it out, and its row."""

_ROLES: Final = Qt.ItemDataRole
_SAID: Final = (_ROLES.DisplayRole, _ROLES.AccessibleTextRole, _ROLES.AccessibleDescriptionRole)


class PostRows(QAbstractTableModel):
    """The posts by time. The contents of a line are read when the line is shown.

    A row with the first post of a day carries the day's heading (`heading`), so that days are no rows of their own;
    `days_changed` follows a change of these rows. `moving` comes before rows move that were counted later, and `moved` after.
    """

    days_changed = Signal()
    moving = Signal()
    moved = Signal()

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filter = BoardFilter()
        self._listing = session.board.listing(self._filter, ZoneInfo("UTC"), descending=True)
        self._total = 0
        self._pages: dict[int, tuple[ResultRow, ...]] = {}
        self._kept_row: ResultRow | None = None
        self._kept: _Kept | None = None
        self._day_rows: dict[int, date] = {}
        self._lines = LineCache(session)
        self._count = IdleCount(self)
        self._count.counted.connect(self._take_counted)

    def hold_still(self, still: bool) -> None:
        """Move no rows for now by what is counted later, or again."""
        self._count.pause(still)

    def show(self, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool = True) -> None:
        """Show other posts, or the same in another zone, from the top."""
        self._filter, self._kept_row = wanted, None
        listing = self._session.board.listing(wanted, zone, descending=descending)
        count_first(listing)
        self._lines.zone = zone
        self._lines.forget()
        self.beginResetModel()
        self._take(listing, None)
        self._total = listing.total
        self.endResetModel()
        self.days_changed.emit()
        self._count.finish(copy(listing))

    def refresh(self, in_view: Iterable[int] = (), wanted: BoardFilter | None = None) -> None:
        """Read the rows in view again, in place, and count the others again, of many a moment later.

        `wanted`: the filter, which follows the day.
        """
        self._filter = wanted or self._filter
        self._lines.forget()
        before, rows = self._listing, [*in_view]
        listing = self._session.board.listing(self._filter, before.zone, descending=before.descending)
        if before.total <= AT_ONCE:
            count_first(listing)
        if listing.is_complete or listing.total > before.total:
            self._become(listing)
            self._count.finish(copy(listing))
        else:
            self._become(before.recounted(self._filter, min(rows, default=0), max(rows, default=0)))
            self._count.begin(listing)

    @property
    def kept_id(self) -> int:
        """The post that stays where it is although the filter may leave it out now; 0 for none."""
        return self._kept_row.id if self._kept_row else 0

    @kept_id.setter
    def kept_id(self, post_id: int) -> None:
        self._kept_row = self._row(self.index_of(post_id).row()) if post_id else None

    def set_postponed(self, entry_id: int, postponed: bool) -> None:
        """Mark a question as postponed, or as open again; it is counted either way."""
        (self._lines.postponed.add if postponed else self._lines.postponed.discard)(entry_id)

    def line(self, index: AnyIndex) -> ResultsLine | None:
        """Return the contents of a line; None for a post that has just been deleted."""
        row = self._row(index.row()) if index.isValid() else None
        return self._lines.of(row) if row else None

    def platform_lines(self, index: AnyIndex) -> tuple[ResultsLine, ...]:
        """Return a line for each platform of a post; empty for a post that has just been deleted."""
        row = self._row(index.row()) if index.isValid() else None
        return self._lines.by_platform(row) if row else ()

    def heading(self, row: int) -> str:
        """Return the day of a row, if it is the first of that day; empty for the others."""
        day = self._day_rows.get(row)
        return day_heading(day, self._session.clock.now().astimezone(self._lines.zone).date()) if day else ""

    @property
    def day_rows(self) -> frozenset[int]:
        """The first row of each day."""
        return frozenset(self._day_rows)

    def begins_day(self, row: int) -> bool:
        """Return True for the first row of a day."""
        return row in self._day_rows

    def shown(self, post_id: int) -> Post | None:
        """Return a post as its line shows it; None where it was not read."""
        return self._lines.shown(post_id)

    def count_of(self, states: Set[PostState]) -> int | None:
        """Return the number of posts in these states, if it is known without counting them."""
        return self._listing.count_of(states)

    def index_of(self, post_id: int) -> QModelIndex:
        """Return the index of a post; invalid where it is not among the shown ones."""
        listing = copy(self._listing)
        key = listing.key_of(post_id)
        if key is None:
            return self.index(self._kept[0], 0) if self._kept and self._kept[1].id == post_id else QModelIndex()
        place = listing.place_of(key)
        if listing.total != self._listing.total:
            self._become(listing)  # it has counted on
        row = self._row_near(place, post_id)
        if row is None:  # its day has changed, and is not counted again yet
            listing = self._listing.with_day_of(key[0])
            self._become(listing)
            row = self._row_near(listing.place_of(key), post_id)
        return QModelIndex() if row is None else self.index(row, 0)

    def _row_near(self, place: int, post_id: int) -> int | None:
        near = (place, *range(max(0, place - PAGE), place + PAGE))  # what has just changed is not counted yet
        return next((each for each in near if (found := self._row(each)) and found.id == post_id), None)

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        return 0 if parent.isValid() else _COLUMNS

    def index(self, row: int, column: int, parent: AnyIndex = _NONE) -> QModelIndex:
        # Not hasIndex, which calls back through C++ for the counts: a layout of the view calls this for each line.
        known = 0 <= row < self._total and 0 <= column < _COLUMNS and not parent.isValid()
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

    def match(
        self, start: AnyIndex, role: int, value: object, hits: int = 1, flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith
    ) -> list[QModelIndex]:
        """Return the next line in view that begins with the typed letters, and no other: all would have to be read."""
        read = sorted(page * PAGE + n for page, rows in self._pages.items() for n in range(len(rows)))
        around = [row for row in read if row >= start.row()] + [row for row in read if row < start.row()]
        typed = str(value).casefold()
        found = (self.index(row, start.column()) for row in around)
        return [index for index in found if str(index.data(role)).casefold().startswith(typed)][:hits]

    def _row(self, number: int) -> ResultRow | None:
        place = number
        if self._kept and number >= self._kept[0]:
            if number == self._kept[0]:
                return self._kept[1]
            place -= 1
        if not 0 <= place < self._total:
            return None
        page, n = divmod(place, PAGE)
        if page not in self._pages:
            self._pages[page] = self._listing.read(page * PAGE, PAGE)
            self._release_pages()
        return self._pages[page][n] if n < len(self._pages[page]) else None

    def _release_pages(self) -> None:
        """Forget the page that was read first, but for those with the selected line."""
        if len(self._pages) > _MOST_PAGES:
            held = {index.row() // PAGE for index in self.persistentIndexList()}
            self._pages.pop(next(page for page in self._pages if page not in held))

    def _take(self, listing: Listing, kept: _Kept | None) -> None:
        self._listing, self._kept, self._pages = listing, kept, {}
        self._day_rows = dict(_day_rows(listing, kept))

    def _take_counted(self, listing: Listing) -> None:
        self.moving.emit()
        self._become(listing)
        self.moved.emit()

    def _become(self, listing: Listing) -> None:
        """Show this listing instead. The selected line follows its post, or stays in its place where that is gone."""
        kept = self._kept_in(listing)
        before = self.persistentIndexList()
        places = {row: self._place_in(listing, kept, row) for row in {index.row() for index in before}}
        total = listing.total + bool(kept)  # a place may have been found by counting on
        if total > self._total:
            self.beginInsertRows(_NONE, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        after = [self.index(min(places[index.row()], total - 1), index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        if total < self._total:
            self.beginRemoveRows(_NONE, total, self._total - 1)
            self._total = total
            self.endRemoveRows()
        self._take(listing, kept)
        if total:
            self.dataChanged.emit(self.index(0, 0), self.index(total - 1, _COLUMNS - 1))
        self.days_changed.emit()

    def _kept_in(self, listing: Listing) -> _Kept | None:
        """Return the kept post with its row, where the listing leaves it out."""
        row = self._kept_row
        if row is None or listing.key_of(row.id):
            return None
        return listing.place_of((to_ms(row.due_at), row.id)), row

    def _place_in(self, listing: Listing, kept: _Kept | None, before: int) -> int:
        """Return the row in a listing of the post that has a row now; the same row where it is gone."""
        row = self._row(before)
        if row is None or (kept and row.id == kept[1].id):
            return kept[0] if row and kept else before
        key = listing.key_of(row.id)
        place = before if key is None else listing.place_of(key)
        return place + 1 if kept and key and place >= kept[0] else place


def _day_rows(listing: Listing, kept: _Kept | None) -> Iterator[tuple[int, date]]:
    """Yield the first row of each day, and the day."""
    if kept is None:
        yield from zip(listing.firsts, map(listing.day, (day.start for day in listing.days)), strict=False)
        return
    place, due_ms = kept[0], to_ms(kept[1].due_at)
    for first, day in zip(listing.firsts, listing.days, strict=False):
        has_it = day.start <= due_ms < day.end
        yield first + (place < first or (place == first and not has_it)), listing.day(day.start)
    if not any(day.start <= due_ms < day.end for day in listing.days):
        yield place, listing.day(due_ms)
