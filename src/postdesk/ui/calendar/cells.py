"""The cells of a grid: a table model that holds only the shown cells, the positions in them, and both in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QRegion
from PySide6.QtWidgets import QTableView

from postdesk.domain.board import Card, CardTally
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.day_notes import DayNote
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.slots import ANY, FreeSlot
from postdesk.ui.calendar.cards import arrange_cell
from postdesk.ui.calendar.cell_layout import CellLayout, CellMeasures
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.text.cards import card_head, card_state
from postdesk.ui.text.names import platform_word, zone_word
from postdesk.ui.text.states import to_decide_words
from postdesk.ui.text.times import exact_clock_text, long_day, time_words

translate = QCoreApplication.translate

_NOWHERE: Final = QModelIndex()
_MOST_KEPT: Final = 1000
Index = QModelIndex | QPersistentModelIndex
ITSELF: Final = -1
"""The position of the cell itself; its cards follow from 0, and after them the line "+3 more"."""


class CellsModel(QAbstractTableModel):
    """Rows of cells. `timed`: a cell is an hour of a day, not a day."""

    def __init__(self, *, timed: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timed = timed
        self.context: CalendarContext | None = None
        self._rows: Sequence[Sequence[Cell]] = ()
        self._columns: Sequence[str] = ()
        self._spoken: Sequence[str] = ()

    def show(
        self, context: CalendarContext, rows: Sequence[Sequence[Cell]], columns: Sequence[str], spoken: Sequence[str] = ()
    ) -> None:
        """Hold these cells; `columns` are the texts of the headings, `spoken` their accessible texts, if longer."""
        before, shown = self._rows, self.context
        same_shape, same_headings = len(rows) == len(before), (columns, spoken) == (self._columns, self._spoken)
        if not same_shape:
            self.beginResetModel()
        self.context, self._rows, self._columns, self._spoken = context, rows, columns, spoken
        if not same_shape:
            self.endResetModel()
            return
        if shown and shown.looks_like(context):
            self._tell_of_news(before, shown.now)
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns) - 1))
        if not same_headings:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def _tell_of_news(self, before: Sequence[Sequence[Cell]], shown_at: datetime) -> None:
        """Emit `dataChanged` for the cells that differ only: painting all of them takes most of a frame."""
        assert self.context
        now, columns = self.context.now, len(self._columns)
        changed = [
            self.index(row, column)
            for row, cells in enumerate(self._rows)
            for column, cell in enumerate(cells)
            if cell != before[row][column] or cell.differs(shown_at, now, timed=self.timed)
        ]
        if 2 * len(changed) > len(self._rows) * columns:
            changed = []
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, columns - 1))
        for index in changed:
            self.dataChanged.emit(index, index)

    def cell(self, index: Index) -> Cell | None:
        """Return the cell at an index."""
        return self._rows[index.row()][index.column()] if index.isValid() else None

    def at(self, row: int, column: int) -> Cell:
        """Return the cell of a row and a column."""
        return self._rows[row][column]

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that the cells hold."""
        return tuple(card for cells in self._rows for cell in cells for card in cell.span.cards)

    def index_at(self, wall: datetime) -> QModelIndex:
        """Return the index of the cell that begins at that wall time; an invalid index where none does."""
        return self._first(lambda cell: cell.wall == wall)

    def index_of(self, card: Card) -> QModelIndex:
        """Return the index of the cell of that draft or post, even if its time changed."""
        return self._first(lambda cell: any((each.kind, each.id) == (card.kind, card.id) for each in cell.span.cards))

    def _first(self, wanted: Callable[[Cell], bool]) -> QModelIndex:
        places = ((row, column) for row, cells in enumerate(self._rows) for column, cell in enumerate(cells) if wanted(cell))
        place = next(places, None)
        return self.index(*place) if place else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if cell is None or self.context is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_line(cell, self.context, timed=self.timed)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Vertical:
            wall = self._rows[section][0].wall if self.timed and section < len(self._rows) else None
            return time_words(wall.hour, wall.minute) if wall else None
        words = self._columns if role == Qt.ItemDataRole.DisplayRole else self._spoken or self._columns
        return words[section] if section < len(words) else None


@dataclass(slots=True)
class Highlights:
    """The highlights of a grid: the card cursor's place in the current cell, and the target cell of a drag."""

    place: int = ITSELF
    target: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class CellPosition:
    """One position: a cell, a card in it (`card`), or its "+3 more" line (`more` counts the posts without room).

    `noted`: the position is on the cell's note.
    """

    index: QModelIndex
    cell: Cell
    place: int
    card: Card | None
    more: CardTally | None
    rect: QRect
    noted: bool = False

    @property
    def meant(self) -> Card | None:
        """The card there, or the only one of the cell; None without one."""
        return self.card or (self.cell.span.cards[0] if self.cell.span.count == 1 else None)

    def line(self, context: CalendarContext) -> str:
        """Return the card in words, or the line "+3 more"; empty for the cell itself."""
        if self.card:
            return card_line(self.card, context)
        if self.noted:
            return "\n".join(note.text for note in self.cell.notes)
        return more_words(self.more) if self.more else ""


class CellLocator:
    """Finds positions in a table of cells, by the mouse or by number."""

    def __init__(self, view: QTableView, cells: CellsModel) -> None:
        self._view, self._cells = view, cells
        self._font, self._widths = QFont(), lru_cache(_MOST_KEPT)(view.fontMetrics().horizontalAdvance)

    def measure(self, text: str) -> int:
        """Return the width of a text in the view's font; the last ones are cached."""
        if self._view.font() != self._font:
            self._font, self._widths = self._view.font(), lru_cache(_MOST_KEPT)(self._view.fontMetrics().horizontalAdvance)
        return self._widths(text)

    def measures(self) -> CellMeasures:
        """Return the sizes inside a cell, by the present font."""
        labelled, mirrored = not self._cells.timed, self._view.isRightToLeft()
        return CellMeasures.of(self._view.fontMetrics(), labelled=labelled, mirrored=mirrored)

    def position(self, index: QModelIndex, place: int) -> CellPosition | None:
        """Return position `place` of a cell; the cell itself where it has no such position."""
        cell = self._cells.cell(index)
        if cell is None:
            return None
        rect, lies = self._view.visualRect(index), self._lies(index, cell)
        if 0 <= place < len(lies.cards):
            return CellPosition(index, cell, place, cell.span.cards[place], None, lies.cards[place].translated(rect.topLeft()))
        if place == len(lies.cards) and lies.more:
            return CellPosition(index, cell, place, None, cell.span.after(place), lies.more.translated(rect.topLeft()))
        return CellPosition(index, cell, ITSELF, None, None, rect)

    def under(self, point: QPoint) -> CellPosition | None:
        """Return the position under a point of the viewport."""
        index = self._view.indexAt(point)
        cell = self._cells.cell(index)
        if cell is None:
            return None
        within, lies = point - self._view.visualRect(index).topLeft(), self._lies(index, cell)
        if lies.note and lies.note.contains(within) and (position := self.position(index, ITSELF)):
            return replace(position, noted=True)
        rects = (*lies.cards, *((lies.more,) if lies.more else ()))
        return self.position(index, next((n for n, rect in enumerate(rects) if rect.contains(within)), ITSELF))

    def ends_full_hour(self, row: int) -> bool:
        """Return True where a row ends with a whole hour, or day."""
        following = self._cells.cell(self._cells.index(row + 1, 0)) if row + 1 < self._cells.rowCount() else None
        return following is None or not following.wall.minute

    def within(self, region: QRegion) -> Iterator[tuple[tuple[int, int], QRect, Cell]]:
        """Yield the cells that a region of the viewport touches, with their row and column and their rectangles.

        A table asks for all of them with each paint, so positions are measured once a row and once a column.
        """
        view, bounds = self._view, region.boundingRect()
        columns = [(view.columnViewportPosition(n), view.columnWidth(n) - 1) for n in range(self._cells.columnCount())]
        for row in range(self._cells.rowCount()):
            top, height = view.rowViewportPosition(row), view.rowHeight(row) - 1
            if top > bounds.bottom() or top + height < bounds.top():
                continue
            for column, (left, width) in enumerate(columns):
                rect = QRect(left, top, width, height)
                if region.intersects(rect):
                    yield (row, column), rect, self._cells.at(row, column)

    def _lies(self, index: QModelIndex, cell: Cell) -> CellLayout:
        return arrange_cell(cell, self._view.visualRect(index).size(), self.measures(), self._cells.context, self.measure)


def card_line(card: Card, context: CalendarContext) -> str:
    """Return all that a card shows: "09:00, Scheduled, LinkedIn and X (Twitter), Five things we learned".

    Among several clients that includes the client, and the zone of the time.
    """
    platforms = ", ".join(map(platform_word, card.platforms))
    repeats = translate("Calendar", "repeats") if card.repeats else ""
    parts = [exact_clock_text(card.due_at, context.zone), card_state(card, context.now), repeats, platforms, card_head(card)]
    client = context.client(card.client_id)
    if context.many_clients and client:
        parts[:1] = [f"{parts[0]} {zone_word(context.zone.key)}", client.name]
    if card.key in context.selected:
        parts.insert(0, translate("Calendar", "Selected"))
    return ", ".join(part for part in parts if part)


def cell_line(cell: Cell, context: CalendarContext, *, timed: bool) -> str:
    """Return a day or an hour with its posts, for screen readers."""
    when = long_day(cell.wall.date())
    if timed:
        when = f"{when} {time_words(cell.wall.hour, cell.wall.minute)}"
        mine = wall_time(cell.span.start, context.local_zone)
        if mine != wall_time(cell.span.start, context.zone):
            city = zone_word(context.local_zone.key)
            when = translate("Calendar", "{0}, {1} in {2}").format(when, time_words(mine.hour, mine.minute), city)
    elif cell.wall.date() == context.today:
        when = translate("Calendar", "{0}, today").format(when)
    if cell.notes:
        when = translate("Calendar", "{0}, note: {1}").format(when, "; ".join(note.text for note in cell.notes))
    if cell.free:
        free = ", ".join(free_words(each, context) for each in cell.free)
        when = translate("Calendar", "{0}, free slot {1}").format(when, free)
    if not cell.span.count:
        return translate("Calendar", "{0}, no posts").format(when)
    posts = [card_line(card, context) for card in cell.span.cards]
    if (more := cell.span.after(len(posts))).count:
        posts.append(more_words(more))
    return translate("Calendar", "{0}, posts: {1}. {2}").format(when, cell.span.count, "; ".join(posts))


def free_words(free_slot: FreeSlot, context: CalendarContext) -> str:
    """Return the time of a free slot, and its platforms unless it is for any: "10:20", "10:20 LinkedIn, X"."""
    clock = exact_clock_text(free_slot.moment, context.zone)
    return clock if ANY in free_slot.platforms else f"{clock} {', '.join(map(platform_word, sorted(free_slot.platforms)))}"


def more_words(more: CardTally) -> str:
    """Return the number of posts without room, with how many of them need attention: "+3 more, 1 needs your answer"."""
    parts = (
        (more.count, translate("Calendar", "+{0} more")),
        (more.to_decide, to_decide_words(more.to_decide)),
        (more.failed, translate("Calendar", "{0} failed or missed")),
    )
    return ", ".join(words.format(count) for count, words in parts if count)


def notes_words(notes: Sequence[DayNote]) -> str:
    """Return the notes on a day for one line: the first, and the number of the others."""
    rest = len(notes) - 1
    return f"{notes[0].text} +{rest}" if rest else notes[0].text
