"""The agenda: all that has a time from a day on, one line each."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from postdesk.domain.board import Card
from postdesk.domain.day_notes import DayNote
from postdesk.ui.calendar.agenda_lines import AgendaDelegate, AgendaModel, Page
from postdesk.ui.calendar.chosen import Picking, picking
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.theme import Theme

_LEFT_TO_THE_PANE: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Delete)


class AgendaView(QListView):
    """A list by days. `card_opened` carries a Card, `card_chosen` the one that the user went to.

    `card_picked` carries a Card and a Picking, `note_asked` a date, `menu_asked` a Card, None and where on the screen.
    """

    card_opened = Signal(object)
    card_chosen = Signal(object)
    card_picked = Signal(object, object)
    note_asked = Signal(object)
    menu_asked = Signal(object, object, QPoint)

    def __init__(self, theme: Theme, mover: Mover) -> None:
        super().__init__()
        identify(self, "calendar.agenda", self.tr("Agenda"))
        self._mover = mover
        self.lines = AgendaModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(AgendaDelegate(theme, self.lines, self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyState(theme, "calendar.agenda.empty", "calendar", "", parent=self.viewport())
        self.empty.hide()
        self.activated.connect(self._open)
        self.clicked.connect(self._click)
        theme.changed.connect(self.viewport().update)

    def show_from(self, sight: Sight, page: Page, notes: Sequence[DayNote] = ()) -> None:
        """Show what `page` gives, from its beginning, with the notes on the days; what was chosen stays so."""
        before, top = self.lines.line(self.currentIndex()), self.verticalScrollBar().value()
        self.lines.show(sight, page, notes)
        if isinstance(before, Card | DayNote):
            self.stand_on(before)
            self.verticalScrollBar().setValue(top)

    def card(self) -> Card | None:
        """The card that is chosen."""
        line = self.lines.line(self.currentIndex())
        return line if isinstance(line, Card) else None

    def day(self) -> date | None:
        """The day of the card or note that is chosen."""
        line = self.lines.line(self.currentIndex())
        return self.lines.day_of(line) if line else None

    def stand_on(self, wanted: Card | DayNote) -> bool:
        """Choose that draft, post or note, and bring it into view; False where it is not among what was read."""
        index = self.lines.index_of(wanted)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and (step := _step(event.key())):
            self._mover.move(self.card(), step)
        elif event.key() == Qt.Key.Key_Space and (card := self.card()):
            self.card_picked.emit(card, Picking.TOGGLE)
        elif event.key() in _LEFT_TO_THE_PANE or event.text().isalpha() or event.matches(QKeySequence.StandardKey.SelectAll):
            event.ignore()
        else:
            before = self.currentIndex()
            super().keyPressEvent(event)
            if self.currentIndex() != before:
                self._tell_chosen()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        line = self.lines.line(index)
        if isinstance(line, Card):
            self.setCurrentIndex(index)
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_asked.emit(line, None, event.globalPos() if by_mouse else below)

    def _click(self, index: QModelIndex) -> None:
        """A click on a day chooses nothing, so what is chosen is not meant by it."""
        line = self.lines.line(index)
        if isinstance(line, Card):
            self.card_chosen.emit(line)
            self.card_picked.emit(line, picking(QGuiApplication.keyboardModifiers()))

    def _tell_chosen(self) -> None:
        if card := self.card():
            self.card_chosen.emit(card)

    def _open(self) -> None:
        line = self.lines.line(self.currentIndex())
        if isinstance(line, Card):
            self.card_opened.emit(line)
        elif isinstance(line, DayNote):
            self.note_asked.emit(line.day)


def _step(key: int) -> timedelta | None:
    day, hour = timedelta(days=1), timedelta(hours=1)
    steps = (
        (Qt.Key.Key_Left, -day),
        (Qt.Key.Key_Right, day),
        (Qt.Key.Key_Up, -hour),
        (Qt.Key.Key_Down, hour),
    )
    return next((step for arrow, step in steps if arrow == key), None)
