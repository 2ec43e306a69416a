"""The popover of a day: all its posts and drafts as a list."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import first_moments, midnight
from postdesk.ui.calendar.agenda_lines import AgendaModel
from postdesk.ui.calendar.agenda_painter import AgendaDelegate
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.popover import Popover
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import long_day

_LETTERS: Final = 74
_FEWEST_LINES, _MOST_LINES = 3, 10
"""The fewest and the most lines in view."""


class DayPopover(Popover):
    """Lists the cards of a day; below it a post can be begun, and the day's view opened."""

    def __init__(self, theme: Theme, reader: CalendarReader, day: date, owner: QWidget) -> None:
        super().__init__("calendar.day_posts", long_day(day), owner, letters=_LETTERS)
        self._day = day
        self.cards = DayCards(theme)
        self._count = PlainLabel(role="secondary", identifier="calendar.day_posts.count")
        self.new_post = Button(theme, self.tr("New post"), "calendar.day_posts.new", icon="plus")
        self.whole_day = Button(theme, self.tr("Show the day"), "calendar.day_posts.show", role="link")
        title = PlainLabel(long_day(day), role="title", elide=True)
        close = IconButton(theme, "x", self.tr("Close"), "calendar.day_posts.close", on_click=self.close)
        head = row_of(title, self._count, close, grow=title)
        fill(self.body, head, self.cards, row_of(self.new_post, ROOM, self.whole_day), grow=self.cards)
        self.read(reader)
        self.focus_target = self.cards

    def read(self, reader: CalendarReader) -> None:
        """Show the cards as they are now, and keep the current one."""
        walls = [midnight(self._day), midnight(self._day + timedelta(days=1))]
        start, end = first_moments(walls, reader.context.zone)
        (span,) = reader.spans(walls, 1)
        wanted, board = reader.state.board_filter, reader.session.board
        self._count.setText(self.tr("Posts: {0}").format(span.count))
        before = self.cards.current()
        self.cards.lines.show(reader.context, board.agenda_days(start, end, wanted, reader.context.zone), needed=span.count)
        self.cards.show_lines(min(span.count, _MOST_LINES))
        if before:
            self.cards.go_to(before)


class DayCards(QListView):
    """The list of cards, the first one current. `opened` carries the Card that was clicked, or opened by a key."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        identify(self, "calendar.day_posts.list", self.tr("Posts of the day"))
        self.lines = AgendaModel(self, one_day=True)
        self.setModel(self.lines)
        self.setItemDelegate(AgendaDelegate(theme, self.lines, self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._count = 1
        self.clicked.connect(self._open)

    def show_lines(self, count: int) -> None:
        """Be as high as so many lines, and make the first card current."""
        self._count = count
        self.updateGeometry()
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.lines.index(0))

    def sizeHint(self) -> QSize:
        return QSize(0, self._count * self.sizeHintForRow(0))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self._count, _FEWEST_LINES) * self.sizeHintForRow(0))

    def current(self) -> Card | None:
        """Return the current card."""
        line = self.lines.line(self.currentIndex())
        return line if isinstance(line, Card) else None

    def go_to(self, card: Card) -> None:
        """Make a card current, and scroll to it."""
        index = self.lines.index_of(card)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_I):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        line = self.lines.line(index)
        if isinstance(line, Card):
            self.opened.emit(line)
