"""The agenda: everything with a time from a day on, one line each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import LATEST
from postdesk.domain.day_notes import DayNote
from postdesk.engine.agenda import Agenda
from postdesk.ui.calendar.agenda_lines import PAGE, AgendaModel
from postdesk.ui.calendar.agenda_painter import AgendaDelegate, line_height
from postdesk.ui.calendar.grid_input import arrow_step
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.selection import SelectMode
from postdesk.ui.calendar.state import VIEWS, CardKey, View
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.theme import Theme

translate = QCoreApplication.translate

_LEFT_TO_THE_PANE: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Delete)


class AgendaView(QTableView):
    """A list by days. `menu_requested` carries a Card, None and the point on the screen."""

    menu_requested = Signal(object, object, QPoint)

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, view: View) -> None:
        super().__init__()
        identify(self, f"calendar.{view}", translate("Calendar", VIEWS[view].name))
        self._model, self._mover = model, mover
        self.lines = AgendaModel(self)
        self.setModel(self.lines)
        self.lines.rowsInserted.connect(self._fit_bar)
        self.lines.recounted.connect(self._take_recounted)
        self.setItemDelegate(AgendaDelegate(theme, self.lines, self))
        self._make_a_list()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty_state = EmptyState(theme, "calendar.agenda.empty", "calendar", "")
        self.empty_state.setParent(self.viewport())
        self.empty_state.hide()
        self.activated.connect(self._open)
        self.clicked.connect(self._click)
        theme.changed.connect(self.viewport().update)

    def _make_a_list(self) -> None:
        """Show the table as a list. A list of Qt would ask for each of its lines whenever it is laid out."""
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setProperty("role", "painted")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._measure()

    def _fit_bar(self) -> None:
        """Let the scroll bar reach to lines that have just been counted, which Qt does a moment later."""
        self.updateGeometries()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(line_height(self.fontMetrics()))

    def read(self, reader: CalendarReader) -> bool:
        """Show everything from the day on, with the notes, and keep the current line. Return True where there is anything."""
        notes = () if reader.state.part else reader.notes(reader.state.day, LATEST)
        self._change(partial(self.lines.show, reader.context, reader.agenda(), notes, self.rowAt(0) + PAGE, self._rows_in_view()))
        return self.lines.rowCount() > 0

    def cards_in_view(self) -> tuple[Card, ...]:
        """Return the cards whose lines are in view."""
        lines = (self.lines.line(self.lines.index(row)) for row in self._rows_in_view())
        return tuple(line for line in lines if isinstance(line, Card))

    def _rows_in_view(self) -> range:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(first, 0), (last if last >= 0 else self.lines.rowCount() - 1) + 1)

    def _take_recounted(self, agenda: Agenda) -> None:
        self._change(partial(self.lines.take, agenda))

    def _change(self, change: Callable[[], object]) -> None:
        """Change the lines, and keep the current one and the place; where that one is gone, none is current."""
        row, top = self.currentIndex().row(), self.verticalScrollBar().value()
        before = self.lines.line(self.currentIndex())
        change()
        if isinstance(before, Card | DayNote):
            if not self._go_to(self.lines.index_of(before, near=row)):
                self.setCurrentIndex(QModelIndex())  # not the card that has its line now: the next key is about the one before
            self.verticalScrollBar().setValue(top)

    def place_of(self, day: date) -> QRect:
        """Return the rectangle of the current line, in the viewport."""
        return self.visualRect(self.currentIndex())

    def show_selected(self, selected: frozenset[CardKey]) -> None:
        """Highlight these cards."""
        if self.lines.context:
            self.lines.context = replace(self.lines.context, selected=selected)
        self.viewport().update()

    def cursor_card(self) -> Card | None:
        """Return the current card."""
        line = self.lines.line(self.currentIndex())
        return line if isinstance(line, Card) else None

    def cursor_day(self) -> date | None:
        """Return the day of the current card or note."""
        line = self.lines.line(self.currentIndex())
        return self.lines.day_of(line) if line else None

    def move_to_time(self, moment: date | datetime) -> None:
        """Do nothing: the list begins with that day."""

    def move_to_card(self, card: Card | DayNote) -> bool:
        """Make that draft, post or note current, and scroll to it; return False where it was not read."""
        return self._go_to(self.lines.index_of(card))

    def _go_to(self, index: QModelIndex) -> bool:
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Move to the first and last line of the list, where a table's keys lead through its columns."""
        match action:
            case QAbstractItemView.CursorAction.MoveHome:
                return self.lines.index(min(1, self.lines.rowCount() - 1))  # below the heading of the first day
            case QAbstractItemView.CursorAction.MoveEnd:
                return self.lines.index(self.lines.rowCount() - 1)
        return super().moveCursor(action, modifiers)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty_state.setGeometry(self.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and (step := arrow_step(event.key(), timedelta(hours=1))):
            self._mover.move(self.cursor_card(), step, keeps_selection=True)
        elif event.key() == Qt.Key.Key_Space and (card := self.cursor_card()):
            self._model.requests.select_requested.emit(card, SelectMode.TOGGLE)
        elif event.key() == Qt.Key.Key_I and not event.modifiers() and (card := self.cursor_card()):
            self._show_popover(card)
        elif event.key() in _LEFT_TO_THE_PANE or event.text().isalpha() or event.matches(QKeySequence.StandardKey.SelectAll):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        line = self.lines.line(index)
        if isinstance(line, Card):
            self.setCurrentIndex(index)
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_requested.emit(line, None, event.globalPos() if by_mouse else below)

    def _click(self, index: QModelIndex) -> None:
        """Handle a click. A click on a day or a note selects nothing."""
        line = self.lines.line(index)
        if isinstance(line, Card):
            mode = SelectMode.by(QGuiApplication.keyboardModifiers())
            self._model.requests.select_requested.emit(line, mode)
            if mode is SelectMode.ALONE:
                self._show_popover(line)

    def _show_popover(self, card: Card) -> None:
        line = self.visualRect(self.currentIndex())
        # Beside the words of a line, which is as wide as the window, is below it.
        place = QRect(self.viewport().mapTo(self.window(), line.topLeft()), line.size())
        self._model.requests.card_requested.emit(card, place)

    def _open(self) -> None:
        line = self.lines.line(self.currentIndex())
        if isinstance(line, Card):
            self._model.requests.open(line)
        elif isinstance(line, DayNote):
            self._model.requests.note_requested.emit(line.day)
