"""The agenda: all that has a time from a day on, one line each."""

from datetime import timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from postdesk.domain.board import Card
from postdesk.ui.calendar.agenda_delegate import AgendaDelegate
from postdesk.ui.calendar.agenda_model import AgendaModel, Page
from postdesk.ui.calendar.moving import Mover, Step
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.parts.empty_state import EmptyState
from postdesk.ui.parts.identity import identify
from postdesk.ui.theme import Theme


class AgendaView(QListView):
    """A list by days. `card_opened` carries a Card, `card_chosen` the one that the user went to.

    `menu_asked` carries a Card, None and where on the screen.
    """

    card_opened = Signal(object)
    card_chosen = Signal(object)
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
        self.clicked.connect(self._tell_chosen)
        theme.changed.connect(self.viewport().update)

    def show_from(self, sight: Sight, page: Page) -> None:
        """Show what `page` gives, from its beginning; what was chosen stays so."""
        before = self.card()
        self.lines.show(sight, page)
        if before:
            self.stand_on(before)

    def card(self) -> Card | None:
        """The card that is chosen."""
        line = self.lines.line(self.currentIndex())
        return line if isinstance(line, Card) else None

    def stand_on(self, card: Card) -> bool:
        """Choose that draft or post, wherever it is now; False where it is not among what was read."""
        index = self.lines.index_of(card)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and (step := _step(event.key())):
            self._mover.move(self.card(), step)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) or event.text().isalpha():
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

    def _tell_chosen(self) -> None:
        if card := self.card():
            self.card_chosen.emit(card)

    def _open(self) -> None:
        if card := self.card():
            self.card_opened.emit(card)


def _step(key: int) -> Step | None:
    day, hour = timedelta(days=1), timedelta(hours=1)
    steps = (
        (Qt.Key.Key_Left, -day),
        (Qt.Key.Key_Right, day),
        (Qt.Key.Key_Up, -hour),
        (Qt.Key.Key_Down, hour),
    )
    return next((Step.of(step) for arrow, step in steps if arrow == key), None)
