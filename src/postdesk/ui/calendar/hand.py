"""The mouse on a grid: choosing, opening, and carrying a card to another cell."""

from datetime import datetime

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QTableView

from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.places import Highlights, Places, Spot


class Hand(QObject):
    """Takes a view's mouse events. A card is carried without QDrag: nothing waits, and Escape puts it back.

    `pressed` and `clicked` carry a Spot; a click is told when the button goes up where it went down. `modifiers` are the keys
    that were down with the button.
    """

    pressed = Signal(object)
    clicked = Signal(object)

    def __init__(self, view: QTableView, places: Places, highlights: Highlights, mover: Mover) -> None:
        super().__init__(view)
        self._view, self._places, self._highlights, self._mover = view, places, highlights, mover
        self._held: Spot | None = None
        self._from = QPoint()
        self.modifiers = Qt.KeyboardModifier.NoModifier
        self.carrying = False

    def press(self, event: QMouseEvent) -> None:
        """The button went down."""
        spot = self._places.under(event.position().toPoint())
        if spot and event.button() is Qt.MouseButton.LeftButton:
            self._held, self._from, self.modifiers = spot, event.position().toPoint(), event.modifiers()
            self.pressed.emit(spot)

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved with the button down: past a few pixels a card is carried, if it can have another time."""
        at, card = event.position().toPoint(), self._held.card if self._held else None
        if card is None or not (self.carrying or self._far(at)):
            return
        if not self.carrying and not self._mover.may_move(card):
            self.let_go()
            return
        self.carrying = True
        self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._aim(at)

    def release(self, event: QMouseEvent) -> None:
        """The button went up."""
        held, carrying = self._held, self.carrying
        spot = self._places.under(event.position().toPoint())
        self.let_go()
        if held is None or spot is None:
            return
        if not carrying:
            if (spot.index, spot.place) == (held.index, held.place):
                self.clicked.emit(spot)
        elif held.card:
            self._drop(held, spot.cell.wall)

    def let_go(self) -> None:
        """Carry nothing any more; what was carried stays where it was."""
        self._held, self.carrying = None, False
        self._highlights.target = None
        self._view.unsetCursor()
        self._view.viewport().update()

    def _drop(self, held: Spot, wall: datetime) -> None:
        assert held.card
        if wall != held.cell.wall:
            self._mover.move(held.card, wall - held.cell.wall)

    def _far(self, at: QPoint) -> bool:
        return (at - self._from).manhattanLength() >= QApplication.startDragDistance()

    def _aim(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        self._highlights.target = (index.row(), index.column()) if index.isValid() else None
        if index.isValid():
            self._view.scrollTo(index)
        self._view.viewport().update()
