"""The card cursor of a grid: where in a cell one stands, going on from there, and telling a screen reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QTableView

from postdesk.domain.board import Card
from postdesk.ui.calendar.cells import CellsModel
from postdesk.ui.calendar.places import ITSELF, Highlights, Places, Spot
from postdesk.ui.kit.announce import announce


class CardCursor(QObject):
    """Stands in the view's current cell, on it, on one of its cards, or on the line for those that have no room.

    `chosen` carries the Card that the user went to, `walked_out` the wall time of a cell beyond the edge.
    """

    chosen = Signal(object)
    walked_out = Signal(object)

    def __init__(self, view: QTableView, cells: CellsModel, places: Places, highlights: Highlights) -> None:
        super().__init__(view)
        self._view, self._cells, self._places, self._highlights = view, cells, places, highlights

    def spot(self) -> Spot | None:
        """Where it stands."""
        return self._places.spot(self._view.currentIndex(), self._highlights.place)

    def stand(self, spot: Spot) -> None:
        """Stand there."""
        self._view.setCurrentIndex(spot.index)
        self._highlights.place = spot.place
        self._view.viewport().update()

    def stand_at(self, wall: datetime) -> None:
        """Make the cell that begins then the current one, if it is shown, and scroll to it, also where it is that already."""
        if spot := self._places.spot(self._cells.index_at(wall), ITSELF):
            self.stand(spot)
            self._view.scrollTo(spot.index)

    def stand_on(self, card: Card) -> bool:
        """Stand on that draft or post, wherever it is now; False where its cell is not shown."""
        index = self._cells.index_of(card)
        if cell := self._cells.cell(index):
            place = next(n for n, each in enumerate(cell.span.cards) if (each.kind, each.id) == (card.kind, card.id))
            if spot := self._places.spot(index, place):
                self.stand(spot)
        return index.isValid()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep it on its card, or else at its time, while other cells are shown."""
        before = self.spot()
        yield
        if before and before.card:
            self.stand_on(before.card)
        elif before and not self._view.currentIndex().isValid():
            self.stand_at(before.cell.wall)

    def walk(self, spot: Spot, key: int, step: timedelta) -> None:
        """Up and Down go through the cards of a cell first; all else goes to another cell."""
        along = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        within = self._places.spot(spot.index, spot.place + along)
        if along and within and within.place == spot.place + along:
            self.stand(within)
            self._say(within)
            self.tell(within)
        elif (target := self._cells.index_at(spot.cell.wall + step)).isValid():
            self._view.setCurrentIndex(target)
        else:
            self.walked_out.emit(spot.cell.wall + step)

    def tell(self, spot: Spot) -> None:
        """The user went there."""
        if spot.card:
            self.chosen.emit(spot.card)

    def _say(self, spot: Spot) -> None:
        """Tell a screen reader where in the cell it stands; the cell itself is read by itself."""
        if self._cells.sight and spot.place != ITSELF:
            announce(self._view, spot.line(self._cells.sight))
