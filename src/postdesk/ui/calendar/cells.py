"""The cells of a grid: a table model that holds only what is shown, and where in a cell things lie."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QTableView

from postdesk.domain.board import Card, Tally
from postdesk.ui.calendar.arrangement import Arranged, Measures, arrange
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.calendar.wording import card_line, cell_line, more_words
from postdesk.ui.text.clock import time_words

_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
ITSELF: Final = -1
"""The place in a cell that is the cell itself; its cards follow from 0, and after them the line "+3 more"."""


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
        """Hold these cells; `columns` are the words of the headings, `spoken` what a screen reader says of them, if more."""
        before, same_shape = self._rows, len(rows) == len(self._rows)
        same_look = self.context is not None and self.context.looks_like(context) and columns == self._columns
        if not same_shape:
            self.beginResetModel()
        self.context, self._rows, self._columns, self._spoken = context, rows, columns, spoken
        if not same_shape:
            self.endResetModel()
        elif same_look:
            self._tell_of_news(before)
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def _tell_of_news(self, before: Sequence[Sequence[Cell]]) -> None:
        """Only of the cells that differ: painting all of them takes most of a frame."""
        for row, cells in enumerate(self._rows):
            for column, cell in enumerate(cells):
                if cell != before[row][column]:
                    self.dataChanged.emit(self.index(row, column), self.index(row, column))

    def cell(self, index: Index) -> Cell | None:
        """The cell at an index."""
        return self._rows[index.row()][index.column()] if index.isValid() else None

    def at(self, row: int, column: int) -> Cell:
        """The cell of a row and a column."""
        return self._rows[row][column]

    def index_at(self, wall: datetime) -> QModelIndex:
        """The cell that begins then on the clock shown; an invalid index where none does."""
        return self._first(lambda cell: cell.wall == wall)

    def index_of(self, card: Card) -> QModelIndex:
        """The cell of that draft or post, whatever its time is now."""
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
    """What stands out in a grid: the place of the card cursor in the current cell, and the cell a drag would end on."""

    place: int = ITSELF
    target: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: the cell, a card in it (`card`), or the line for those that have no room (`more` tallies them).

    `noted`: it is where the cell shows its note.
    """

    index: QModelIndex
    cell: Cell
    place: int
    card: Card | None
    more: Tally | None
    rect: QRect
    noted: bool = False

    def line(self, context: CalendarContext) -> str:
        """What the card says, or the line "+3 more"; empty for the cell itself."""
        if self.card:
            return card_line(self.card, context)
        if self.noted:
            return "\n".join(note.text for note in self.cell.notes)
        return more_words(self.more) if self.more else ""


class Places:
    """Finds places in a table of cells, by the mouse or by number."""

    def __init__(self, view: QTableView, cells: CellsModel) -> None:
        self._view, self._cells = view, cells

    def measures(self) -> Measures:
        """The sizes of what lies in a cell, by the present font."""
        return Measures.of(self._view.fontMetrics(), labelled=not self._cells.timed)

    def measures_of(self, cell: Cell) -> Measures:
        """The same for one cell, which may have a note."""
        return self.measures().noted() if cell.notes else self.measures()

    def spot(self, index: QModelIndex, place: int) -> Spot | None:
        """That place of a cell; the cell itself where it has no such place."""
        cell = self._cells.cell(index)
        if cell is None:
            return None
        rect, lies = self._view.visualRect(index), self._lies(index, cell)
        if 0 <= place < len(lies.cards):
            return Spot(index, cell, place, cell.span.cards[place], None, lies.cards[place].translated(rect.topLeft()))
        if place == len(lies.cards) and lies.more:
            return Spot(index, cell, place, None, cell.span.after(place), lies.more.translated(rect.topLeft()))
        return Spot(index, cell, ITSELF, None, None, rect)

    def under(self, point: QPoint) -> Spot | None:
        """What lies under a point of the viewport."""
        index = self._view.indexAt(point)
        cell = self._cells.cell(index)
        if cell is None:
            return None
        within, lies = point - self._view.visualRect(index).topLeft(), self._lies(index, cell)
        if lies.note and lies.note.contains(within) and (spot := self.spot(index, ITSELF)):
            return replace(spot, noted=True)
        rects = (*lies.cards, *((lies.more,) if lies.more else ()))
        return self.spot(index, next((n for n, rect in enumerate(rects) if rect.contains(within)), ITSELF))

    def ends_whole(self, row: int) -> bool:
        """Whether a row ends with a whole hour, or day."""
        following = self._cells.cell(self._cells.index(row + 1, 0)) if row + 1 < self._cells.rowCount() else None
        return following is None or not following.wall.minute

    def within(self, region: QRegion) -> Iterator[tuple[tuple[int, int], QRect, Cell]]:
        """The cells that a region of the viewport touches, with their row and column and where they are.

        A table asks for all of them with each paint: their places are measured by row and by column, not one by one.
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

    def _lies(self, index: QModelIndex, cell: Cell) -> Arranged:
        return arrange(self._view.visualRect(index).size(), cell.span.count, len(cell.span.cards), self.measures_of(cell))
