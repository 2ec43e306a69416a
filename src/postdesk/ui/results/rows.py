"""The posts of the results as rows of a model: all by their number, and the contents of those in view."""

from collections.abc import Iterable, Sequence, Set
from copy import copy
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from postdesk.domain.board import BoardFilter, ResultRow
from postdesk.domain.posts import PostState
from postdesk.engine.listing import Listing
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.results.columns import COLUMNS, ResultsColumn, description, post_text
from postdesk.ui.results.lines import LineCache, ResultsLine
from postdesk.ui.results.listing_source import ListingSource
from postdesk.ui.results.shown_posts import ShownPosts

_COLUMNS: Final = len(ResultsColumn)
AnyIndex = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()
_ROLES: Final = Qt.ItemDataRole
_SAID: Final = (_ROLES.DisplayRole, _ROLES.AccessibleTextRole, _ROLES.AccessibleDescriptionRole)


class PostRows(QAbstractTableModel):
    """The posts by time. The contents of a line are read when the line is shown.

    A row with the first post of a day carries the day's heading (`heading`), so that days are no rows of their own;
    `days_changed` follows a change of these rows. `moving` comes before rows move that were counted later, and `moved` after.
    Of a long search the first posts come a moment later: `moving` comes before, and `came` after.
    """

    days_changed = Signal()
    moving = Signal()
    moved = Signal()
    came = Signal()

    def __init__(self, session: WorkspaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._posts = self._shown_of(session.board.listing(BoardFilter(), ZoneInfo("UTC"), descending=True))
        self._total = 0
        self._kept_row: ResultRow | None = None
        self.lines = LineCache(session)
        self.source = ListingSource(session.board, self)
        self.source.came.connect(self._take_first)
        self.source.counted.connect(self._take_counted)

    def show(self, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool = True) -> None:
        """Show other posts, or the same in another zone, from the top; where they come later, the present ones until then."""
        if listing := self.source.ask(wanted, zone, descending=descending):
            self._begin(listing)

    def refresh(self, in_view: Iterable[int] = (), wanted: BoardFilter | None = None) -> None:
        """Read the rows in view again, in place, and count the others again, of many a moment later.

        `wanted`: the filter, which follows the day.
        """
        self.lines.forget()
        rows = [*in_view]
        if listing := self.source.ask_again(self._posts.listing, wanted, rows):
            self._become(listing, rows)

    @property
    def kept_id(self) -> int:
        """The post that stays where it is although the filter may leave it out now; 0 for none."""
        return self._kept_row.id if self._kept_row else 0

    @kept_id.setter
    def kept_id(self, post_id: int) -> None:
        self._kept_row = self._posts.row(self._shown_index(post_id).row()) if post_id else None

    def line(self, index: AnyIndex) -> ResultsLine | None:
        """Return the contents of a line; None for a post that has just been deleted."""
        row = self._posts.row(index.row()) if index.isValid() else None
        return self.lines.of(row) if row else None

    def read(self, rows: Iterable[int]) -> None:
        """Read the posts of these rows at once: their lines are about to be shown."""
        self.lines.read(found for row in rows if (found := self._posts.row(row)))

    def platform_lines(self, index: AnyIndex) -> tuple[ResultsLine, ...]:
        """Return a line for each platform of a post; empty for a post that has just been deleted."""
        row = self._posts.row(index.row()) if index.isValid() else None
        return self.lines.by_platform(row) if row else ()

    def heading(self, row: int) -> str:
        """Return the day of a row, if it is the first of that day; empty for the others."""
        return self._posts.heading(row)

    @property
    def day_rows(self) -> frozenset[int]:
        """The first row of each day."""
        return frozenset(self._posts.day_rows)

    def begins_day(self, row: int) -> bool:
        """Return True for the first row of a day."""
        return row in self._posts.day_rows

    def count_of(self, states: Set[PostState]) -> int | None:
        """Return the number of posts in these states, if it is known without counting them."""
        return self._posts.listing.count_of(states)

    @property
    def is_searching(self) -> bool:
        """True until all posts of a long search are found."""
        if self.source.is_coming:
            return True
        return self._posts.listing.comes_later and not self._posts.listing.is_complete

    def index_of(self, post_id: int) -> QModelIndex:
        """Return the index of a post; invalid where it is not among the shown ones, or the first ones that are coming."""
        self.source.wait()
        return self._shown_index(post_id)

    def _shown_index(self, post_id: int) -> QModelIndex:
        listing = copy(self._posts.listing)
        key = listing.key_of(post_id)
        if key is None:
            kept = self._posts.kept
            return self.index(self._posts.kept_place, 0) if kept and kept.id == post_id else QModelIndex()
        place = listing.place_of(key)
        if listing.total != self._posts.listing.total:
            self._become(listing)  # it has counted on
        row = self._posts.row_near(place, post_id)
        if row is None:  # its day has changed, and is not counted again yet
            listing = self._posts.listing.with_day_of(key[0])
            self._become(listing)
            row = self._posts.row_near(listing.place_of(key), post_id)
        return QModelIndex() if row is None else self.index(row, 0)

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
        read = self._posts.read_rows
        around = [row for row in read if row >= start.row()] + [row for row in read if row < start.row()]
        typed = str(value).casefold()
        found = (self.index(row, start.column()) for row in around)
        return [index for index in found if str(index.data(role)).casefold().startswith(typed)][:hits]

    def _shown_of(self, listing: Listing, kept: ResultRow | None = None) -> ShownPosts:
        today = self._session.clock.now().astimezone(listing.zone).date()
        return ShownPosts(listing, kept, today, lambda: {index.row() for index in self.persistentIndexList()})

    def _take_first(self, listing: Listing) -> None:
        self.moving.emit()
        self._begin(listing)
        self.came.emit()

    def _take_counted(self, listing: Listing) -> None:
        self.moving.emit()
        self._become(listing)
        self.moved.emit()

    def _begin(self, listing: Listing) -> None:
        """Show this listing from the top."""
        self._kept_row = None
        self.lines.zone = listing.zone
        self.lines.forget()
        self.beginResetModel()
        self._posts = self._shown_of(listing)
        self._total = listing.total
        self.endResetModel()
        self.days_changed.emit()

    def _become(self, listing: Listing, in_view: Sequence[int] = ()) -> None:
        """Show this listing instead. The selected line follows its post, or stays in its place where that is gone.

        `in_view`: the only rows that can be seen, if they were read before.
        """
        shown = self._shown_of(listing, self._kept_row)
        before = self.persistentIndexList()
        places = {row: shown.row_after(self._posts, row) for row in {index.row() for index in before}}
        total = shown.total  # a place may have been found by counting on
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
        posts, self._posts = self._posts, shown
        if in_view and shown.has_days_of(posts):
            self.read(in_view)
            changed = [row for row in in_view if self.lines.has_changed(posts.row(row), shown.row(row))]
        else:
            changed = [0, total - 1] if total else []
            self.days_changed.emit()
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], _COLUMNS - 1))
