"""The arrow keys of the calendar, and the card cursor and the mouse of a grid."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QTableView

from postdesk.domain.board import Card
from postdesk.ui.calendar.cells import ITSELF, CellLocator, CellPosition, CellsModel, Highlights
from postdesk.ui.calendar.drag_card import DragCard
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.kit.announce import announce


def arrow_step(key: int, down: timedelta, *, right_to_left: bool = False) -> timedelta | None:
    """Return the step in time of an arrow key, Down by `down`; None for another key."""
    day = timedelta(days=-1 if right_to_left else 1)
    steps: dict[int, timedelta] = {Qt.Key.Key_Left: -day, Qt.Key.Key_Right: day, Qt.Key.Key_Up: -down, Qt.Key.Key_Down: down}
    return steps.get(key)


class CardCursor:
    """The cursor in the view's current cell: on the cell, on one of its cards, or on its "+3 more" line."""

    def __init__(
        self, view: QTableView, cells: CellsModel, places: CellLocator, highlights: Highlights, model: CalendarModel
    ) -> None:
        self._view, self._cells, self._places, self._highlights, self._model = view, cells, places, highlights, model

    def position(self) -> CellPosition | None:
        """Return the position of the cursor."""
        return self._places.position(self._view.currentIndex(), self._highlights.place)

    def move_to(self, position: CellPosition) -> None:
        """Put the cursor there."""
        self._view.setCurrentIndex(position.index)
        self._highlights.place = position.place
        self._view.viewport().update()

    def move_to_time(self, wall: datetime) -> None:
        """Make the cell that begins then the current one, if it is shown, and scroll to it, even if it is current already."""
        if position := self._places.position(self._cells.index_at(wall), ITSELF):
            self.move_to(position)
            self._view.scrollTo(position.index)

    def move_to_card(self, card: Card) -> bool:
        """Put the cursor on that draft or post, wherever it is now; return False where its cell is not shown."""
        index = self._cells.index_of(card)
        if cell := self._cells.cell(index):
            place = next(n for n, each in enumerate(cell.span.cards) if (each.kind, each.id) == (card.kind, card.id))
            if position := self._places.position(index, place):
                self.move_to(position)
        return index.isValid()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep the cursor on its card, or else at its time, while other cells are shown."""
        before = self.position()
        yield
        if before and before.card:
            self.move_to_card(before.card)
        elif before and not self._view.currentIndex().isValid():
            self.move_to_time(before.cell.wall)

    def walk(self, position: CellPosition, key: int, step: timedelta) -> None:
        """Move by an arrow key: Up and Down go through the cards of a cell first; all else goes to another cell."""
        along = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        within = self._places.position(position.index, position.place + along)
        if along and within and within.place == position.place + along:
            self.move_to(within)
            self._say(within)
        elif (target := self._cells.index_at(position.cell.wall + step)).isValid():
            self._view.setCurrentIndex(target)
        else:
            self._model.walk_to(position.cell.wall + step)

    def _say(self, position: CellPosition) -> None:
        """Announce the cursor's card or line to a screen reader; the cell itself is announced by Qt."""
        if self._cells.context and position.place != ITSELF:
            announce(self._view, position.line(self._cells.context))


class GridMouse(QObject):
    """Handles a view's mouse events. A card is dragged without QDrag: nothing blocks, and Escape puts the card back. A picture
    of the card follows the mouse.

    `pressed` and `clicked` carry a CellPosition; a click is emitted when the button is released where it was pressed.
    `modifiers` are the keys that were down with the button.
    """

    pressed = Signal(object)
    clicked = Signal(object)

    def __init__(self, view: QTableView, places: CellLocator, highlights: Highlights, mover: Mover) -> None:
        super().__init__(view)
        self._view, self._places, self._highlights, self._mover = view, places, highlights, mover
        self._held: CellPosition | None = None
        self._pressed: CellPosition | None = None
        self._since_press = QElapsedTimer()
        self._from = QPoint()
        self._picture: DragCard | None = None
        self.modifiers = Qt.KeyboardModifier.NoModifier
        self.carrying = False

    def press(self, event: QMouseEvent) -> None:
        """Handle a pressed button."""
        position = self._places.under(event.position().toPoint())
        if position and event.button() is Qt.MouseButton.LeftButton:
            self._held, self._from, self.modifiers = position, event.position().toPoint(), event.modifiers()
            self._pressed = position
            self._since_press.start()
            self.pressed.emit(position)

    def first_of_two(self, event: QMouseEvent) -> CellPosition | None:
        """Return the position of a double click's first press, wherever its cell is by now; None where it hit no cell."""
        pressed, self._pressed = self._pressed, None
        if event.button() is not Qt.MouseButton.LeftButton or not self._since_press.isValid():
            return None
        return pressed if self._since_press.elapsed() <= QApplication.doubleClickInterval() else None

    def move(self, event: QMouseEvent) -> None:
        """Handle a move with the button down: past a few pixels a card is dragged, if it can have another time."""
        at, card = event.position().toPoint(), self._held.card if self._held else None
        far = (at - self._from).manhattanLength() >= QApplication.startDragDistance()
        if card is None or not (self.carrying or far):
            return
        if not self.carrying and not self._mover.can_move(card):
            self.let_go()
            return
        if self._held and self._picture is None:
            self._picture = DragCard(self._view.viewport(), self._held.rect, self._from)
        self.carrying = True
        self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._aim(at)
        self._show_picture(card, at)

    def release(self, event: QMouseEvent) -> None:
        """Handle a released button."""
        held, carrying = self._held, self.carrying
        position = self._places.under(event.position().toPoint())
        self.let_go()
        if held is None or position is None:
            return
        if not carrying:
            if (position.index, position.place) == (held.index, held.place):
                self.clicked.emit(position)
        elif held.card and position.cell.wall != held.cell.wall:
            self._mover.move(held.card, position.cell.wall - held.cell.wall)

    def let_go(self) -> None:
        """Cancel the drag; the card stays where it was."""
        self._held, self.carrying = None, False
        self._highlights.target = None
        if self._picture:
            self._picture.hide()
            self._picture.deleteLater()
            self._picture = None
        self._view.unsetCursor()
        self._view.viewport().update()

    def _aim(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        self._highlights.target = (index.row(), index.column()) if index.isValid() else None
        if index.isValid():
            self._view.scrollTo(index)
        self._view.viewport().update()

    def _show_picture(self, card: Card, at: QPoint) -> None:
        """Move the picture to the mouse, with the time that the card would get there."""
        position = self._places.under(at)
        if self._picture and self._held and position:
            self._picture.move_to(at, self._mover.landing_words(card, position.cell.wall - self._held.cell.wall))
