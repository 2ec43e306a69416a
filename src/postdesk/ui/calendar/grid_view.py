"""A grid of cells with a card cursor, for keys and mouse: the base of weeks and hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Final

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import midnight
from postdesk.ui.calendar.cells import ITSELF, CellLocator, CellPosition, CellsModel, Highlights
from postdesk.ui.calendar.grid_input import CardCursor, GridMouse, arrow_step
from postdesk.ui.calendar.grid_painter import GridPainter
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.selection import SelectMode
from postdesk.ui.calendar.state import VIEWS, CardKey, View
from postdesk.ui.calendar.view_requests import GridRequests
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import escape_markup
from postdesk.ui.kit.scroll_area import set_own_viewport
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate

_HEADING_SIDES: Final = 24
Index = QModelIndex | QPersistentModelIndex


class GridView(QTableView):
    """Cells in a table; arrow keys walk through cells and the cards in them.

    `menu_requested` carries a Card or None, a Cell and the point on the screen. `STEP_DOWN`: the time from a cell to the one
    below. `CURSOR_TIME`: the cursor's time of day on a day that is given without a time. `OPENS_FIRST`: Return on a cell opens
    its first card, where the others show all of its day.
    """

    menu_requested = Signal(object, object, QPoint)

    STEP_DOWN: ClassVar[timedelta]
    CURSOR_TIME: ClassVar[time] = time()
    OPENS_FIRST: ClassVar[bool] = False

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, view: View) -> None:
        super().__init__()
        set_own_viewport(self)
        kind = VIEWS[view]
        identify(self, f"calendar.{view}", translate("Calendar", kind.name))
        self._mover = mover
        self._highlights = Highlights()
        self.cells = CellsModel(timed=kind.timed, parent=self)
        self.places = CellLocator(self, self.cells)
        self._requests = GridRequests(self, self.cells, model.requests, opens_first=self.OPENS_FIRST)
        self.card_cursor = CardCursor(self, self.cells, self.places, self._highlights, model)
        self.mouse = GridMouse(self, self.places, self._highlights, mover)
        self.mouse.pressed.connect(self.card_cursor.move_to)
        self.mouse.clicked.connect(self._click)
        self.setModel(self.cells)
        self._painter = GridPainter(theme, self, self.places, self._highlights)
        self._set_up()
        theme.changed.connect(self._show_look)

    def _set_up(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # saves painting the layers below
        self._set_up_headers()

    def _set_up_headers(self) -> None:
        days = self.horizontalHeader()
        days.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        days.setSectionsClickable(False)
        days.setHighlightSections(False)
        days.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.settle_sizes(days, self.verticalHeader())

    def settle_sizes(self, *headers: QHeaderView) -> None:
        """Let no change of these headers' sizes paint everything once more a moment later.

        The code that sets heights repaints itself, and the columns share the width, with which all is painted.
        """
        for each in headers:
            each.sectionResized.disconnect()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painter.paint(event.region(), self.cells.context)

    def fitting(self, forms: Sequence[list[str]]) -> list[str]:
        """Return the first of `forms` of the headings that fits above the columns, or the last one."""
        metrics = self.horizontalHeader().fontMetrics()
        room = self.viewport().width() // len(forms[0]) - _HEADING_SIDES
        return next((form for form in forms if max(map(metrics.horizontalAdvance, form)) <= room), forms[-1])

    def settle(self) -> None:
        """Lay out other headings, or another style, now: Qt would do it while it paints, and then paint everything once more."""
        self.executeDelayedItemsLayout()

    def _show_look(self) -> None:
        self.settle()
        self.viewport().update()

    @property
    def empty_state(self) -> EmptyState | None:
        """None: an empty grid is shown as it is."""
        return None

    def place_of(self, day: date) -> QRect:
        """Return the rectangle of a day, in the viewport."""
        return self.visualRect(self.cells.index_at(midnight(day)))

    def show_selected(self, selected: frozenset[CardKey]) -> None:
        """Highlight these cards."""
        if self.cells.context:
            self.cells.context = replace(self.cells.context, selected=selected)
        self.viewport().update()

    # The cursor

    def cards_in_view(self) -> tuple[Card, ...]:
        """Return the cards of the shown days that were read."""
        return self.cells.cards

    def cursor_card(self) -> Card | None:
        """Return the card with the cursor."""
        position = self.card_cursor.position()
        return position.card if position else None

    def cursor_day(self) -> date | None:
        """Return the day with the cursor."""
        position = self.card_cursor.position()
        return position.cell.wall.date() if position else None

    def move_to_time(self, moment: date | datetime) -> None:
        """Put the cursor on a day, or on the cell of a wall time."""
        wall = moment if isinstance(moment, datetime) else datetime.combine(moment, self.CURSOR_TIME)
        self.card_cursor.move_to_time(wall)

    def move_to_card(self, card: Card) -> bool:
        """Put the cursor on a draft or post; return False where that is not shown."""
        return self.card_cursor.move_to_card(card)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.mouse.carrying:
            self.mouse.let_go()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        elif not self._does(event):
            event.ignore()

    def _does(self, event: QKeyEvent) -> bool:
        """Handle a key of the grid; return False for any other."""
        position, alt = self.card_cursor.position(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if position is None:
            return False
        if step := arrow_step(event.key(), self.STEP_DOWN, right_to_left=self.isRightToLeft()):
            if alt:
                self._mover.move(position.meant, step, keeps_selection=True)
            else:
                self.card_cursor.walk(position, event.key(), step)
            return True
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._requests.open(position)
            case Qt.Key.Key_Space:
                self._requests.toggle(position)
            case Qt.Key.Key_N if not event.modifiers():
                self._requests.start_post(position)
            case Qt.Key.Key_I if not event.modifiers():
                self._requests.show_popover(position)
            case _:
                return False
        return True

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first click may have opened the composer beside the view: by now another cell can be under the mouse.
        first = self.mouse.first_of_two(event)
        if first and first.card:
            self._requests.open(first)
        elif first:
            # The new post of the first click took the focus from the view; the double click opens it once more.
            self._click(first)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        position = self.places.under(event.pos()) if by_mouse else self.card_cursor.position()
        if position:
            self.card_cursor.move_to(position)
            below = self.viewport().mapToGlobal(position.rect.bottomLeft())
            self.menu_requested.emit(position.card, position.cell, event.globalPos() if by_mouse else below)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            position = self.places.under(event.pos())
            words = position.line(self.cells.context) if position and self.cells.context else ""
            QToolTip.showText(event.globalPos(), escape_markup(words), self.viewport())
            return True
        return super().viewportEvent(event)

    def _click(self, position: CellPosition) -> None:
        self._requests.click(position, SelectMode.by(self.mouse.modifiers))

    def currentChanged(self, current: Index, previous: Index) -> None:
        self._highlights.place = ITSELF
        super().currentChanged(current, previous)
