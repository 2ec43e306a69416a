"""Places in a grid: what lies where, and what stands out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QTableView

from postdesk.domain.board import Card, Tally
from postdesk.ui.calendar.arrangement import Arranged, Measures, arrange
from postdesk.ui.calendar.cells import CellsModel
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.wording import card_line, more_words

ITSELF: Final = -1
"""The place in a cell that is the cell itself; its cards follow from 0, and after them the line "+3 more"."""


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

    def line(self, sight: Sight) -> str:
        """What the card says, or the line "+3 more"; empty for the cell itself."""
        if self.card:
            return card_line(self.card, sight)
        if self.noted:
            return "\n".join(note.text for note in self.cell.notes)
        return more_words(self.more) if self.more else ""


class Places:
    """Finds places in a table of cells, by the mouse or by number."""

    def __init__(self, view: QTableView, cells: CellsModel) -> None:
        self._view, self._cells = view, cells

    def measures(self) -> Measures:
        """The sizes of what lies in a cell, by the present font."""
        return Measures.of(self._view.fontMetrics(), labelled=not self._cells.hourly)

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
