"""The lines of the agenda: days, notes and cards as a list model that is read page by page, and their painting."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.day_notes import DayNote, notes_on
from postdesk.ui.calendar.cells import card_line
from postdesk.ui.calendar.reader import ReadCards
from postdesk.ui.calendar.state import CalendarContext
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.cards import card_approval, card_head, card_icon, card_icon_colour, card_short_state, shows_approval
from postdesk.ui.text.states import approval_icon, approval_tone
from postdesk.ui.text.times import date_text, exact_clock_text, long_day, time_words

translate = QCoreApplication.translate

PAGE: Final = 100
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
AgendaItem = date | Card | DayNote
"""A line of the agenda: the heading of a day, a note on it, or a card of it."""

_PAD = 12
_GAP = 8
_NARROW, _NAMED = 60, 30
"""The width in letters below which a state is its icon alone, and how much more it takes beside a client's name."""
_STATE, _SHORTEST = 18, 6
"""The letters of a state, and of a time."""


class AgendaModel(QAbstractListModel):
    """The cards in the order of their times, with a heading before each day's first unless they are all of one day."""

    def __init__(self, parent: QObject | None = None, *, one_day: bool = False) -> None:
        super().__init__(parent)
        self._one_day = one_day
        self.context: CalendarContext | None = None
        self._lines: list[AgendaItem] = []
        self._cards = 0
        self._ended = True
        self._notes: Sequence[DayNote] = ()
        self._page: ReadCards = lambda limit, offset: ()

    def show(self, context: CalendarContext, page: ReadCards, notes: Sequence[DayNote] = ()) -> None:
        """Show the result of `page(limit, offset)`, at least as many cards as before, and the notes on the days."""
        known = max(self._cards, PAGE)
        self.beginResetModel()
        self.context, self._page, self._notes = context, page, notes
        cards = page(known, 0)
        self._cards, self._ended = len(cards), len(cards) < known
        self._lines = list(self._headed(cards, None))
        self.endResetModel()

    def line(self, index: Index) -> AgendaItem | None:
        """Return the day, note or card at an index."""
        return self._lines[index.row()] if index.isValid() else None

    def index_of(self, wanted: Card | DayNote) -> QModelIndex:
        """Return the index of that draft, post or note, even if its time changed."""
        lines = ((n, each) for n, each in enumerate(self._lines) if isinstance(each, Card | DayNote))
        row = next((n for n, each in lines if _key(each) == _key(wanted)), None)
        return QModelIndex() if row is None else self.index(row)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def canFetchMore(self, parent: Index) -> bool:
        return not self._ended

    def fetchMore(self, parent: Index) -> None:
        cards = self._page(PAGE, self._cards)
        self._ended = len(cards) < PAGE
        self._cards += len(cards)
        lines = list(self._headed(cards, self._lines[-1] if self._lines else None))
        if lines:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled if isinstance(self.line(index), Card | DayNote) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None or self.context is None or role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        if isinstance(line, DayNote):
            return translate("Calendar", "{0}, note: {1}").format(long_day(line.day), line.text)
        if not isinstance(line, Card):
            return long_day(line)
        return f"{long_day(self._day(line))}, {card_line(line, self.context)}"

    def _headed(self, cards: tuple[Card, ...], last: AgendaItem | None) -> Iterator[AgendaItem]:
        if self._one_day:
            yield from cards
            return
        day = self.day_of(last) if last else None
        for card in cards:
            if (at := self._day(card)) != day:
                yield from self._noted(day, at)
                day = at
                yield day
                yield from notes_on(self._notes, day)
            yield card
        if self._ended:
            yield from self._noted(day, date.max)

    def _noted(self, after: date | None, before: date) -> Iterator[AgendaItem]:
        """Yield the lines of the days between two that have notes but no cards."""
        for day in sorted({note.day for note in self._notes if (after is None or note.day > after) and note.day < before}):
            yield day
            yield from notes_on(self._notes, day)

    def day_of(self, line: AgendaItem) -> date:
        """Return the day of a line."""
        if isinstance(line, DayNote):
            return line.day
        return self._day(line) if isinstance(line, Card) else line

    def _day(self, card: Card) -> date:
        assert self.context
        return wall_time(card.due_at, self.context.zone).date()


class AgendaDelegate(QStyledItemDelegate):
    """Paints the lines of an `AgendaModel`."""

    def __init__(self, theme: Theme, model: AgendaModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, context = self._model.line(index), self._model.context
        if line is None or context is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        made = _AgendaLine(painter, option, self._theme, pad=_PAD, gap=_GAP, size=14)
        if isinstance(line, Card):
            made.paint_card(line, context)
        elif isinstance(line, DayNote):
            made.paint_note(line, context)
        else:
            painter.fillRect(option.rect, QColor(self._theme.colours.sunk))
            made.write(_day_words(line, context), "accent" if line == context.today else "text", bold=True)
        painter.restore()


class _AgendaLine(LinePainter):
    """Paints one line from the left, and the client's name from the right."""

    @property
    def _letter(self) -> int:
        return self.option.fontMetrics.averageCharWidth()

    @property
    def _current(self) -> bool:
        return bool(self.option.state & QStyle.StateFlag.State_Selected)

    def paint_card(self, card: Card, context: CalendarContext) -> None:
        """Paint a draft or a post."""
        selected, least = card.key in context.selected, _NARROW + (_NAMED if context.many_clients else 0)
        wide = self.option.rect.width() > least * self._letter
        self.paint_background(marked=selected or self._current)
        if selected:
            self.paint_icon("check", "accent")
        clock = exact_clock_text(card.due_at, context.zone)
        self._write_column(clock, max(_SHORTEST, len(time_words(22, 58)), len(clock)), "text", bold=True)
        self._paint_state(card, context, wide=wide)
        if context.many_clients:
            self._paint_whose(card, context, wide=wide)
        if card.repeats:
            self.paint_icon("repeat-2", "secondary")
        self._paint_platforms(card, 4 if wide else 2)
        self.write(card_head(card), "text")
        if self.option.state & QStyle.StateFlag.State_HasFocus:
            self.paint_frame()

    def paint_note(self, note: DayNote, context: CalendarContext) -> None:
        """Paint a note, behind its mark."""
        colours = self.theme.colours
        self.painter.fillRect(self.option.rect, QColor(colours.accent_soft if self._current else colours.surface))
        self.paint_icon("bookmark", "accent")
        client = context.client(note.client_id) if context.many_clients and note.client_id else None
        self.write(f"{note.text} · {client.name}" if client else note.text, "text")

    def _paint_state(self, card: Card, context: CalendarContext, *, wide: bool) -> None:
        """Paint the state, with its words where `wide`; then the approval's mark, where the state's icon doesn't show it."""
        colour = card_icon_colour(card, context.now)
        self.paint_icon(card_icon(card, context.now), colour)
        self.area.setLeft(self.area.left() - 2)
        if wide:
            self._write_column(card_short_state(card, context.now), _STATE, colour)
            self.area.setLeft(self.area.left() - _GAP)
        approval = card_approval(card)
        if approval and not shows_approval(card):
            self.paint_icon(approval_icon(approval), approval_tone(approval))
        else:
            self.area.setLeft(self.area.left() + self.side + _GAP)

    def _paint_platforms(self, card: Card, most: int) -> None:
        left = self.area.left()
        for n, platform in enumerate(card.platforms[:most]):
            self.area.setLeft(left + n * (self.side + 4))
            self.paint_brand(platform)
        self.area.setLeft(left + most * (self.side + 4))
        rest = QRect(self.area.left(), self.area.top(), 4 * self._letter, self.area.height())
        if len(card.platforms) > most:
            self.write(f"+{len(card.platforms) - most}", "secondary", rest)
        self.area.setLeft(rest.right() + 1)

    def _paint_whose(self, card: Card, context: CalendarContext, *, wide: bool) -> None:
        client = context.client(card.client_id)
        if client is None:
            return
        side = self.option.fontMetrics.height() + 2
        width = side + (16 * self._letter if wide else 0)
        left = self.area.right() - width
        top = self.area.top() + (self.area.height() - side) // 2
        mark = QStyle.visualRect(self.option.direction, self.option.rect, QRect(left, top, side, side))
        paint_avatar(self.painter, QRectF(mark), client.name, client.colour)
        if wide:
            self.write(client.name, "secondary", QRect(left + side + 6, self.area.top(), width - side - 6, self.area.height()))
        self.area.setRight(left - _GAP)

    def _write_column(self, text: str, letters: int, colour: str, *, bold: bool = False) -> None:
        """Write in a column `letters` wide; the rest of the line begins after it."""
        column = QRect(self.area.left(), self.area.top(), letters * self._letter + 12, self.area.height())
        self.write(text, colour, column, bold=bold)
        self.area.setLeft(column.left() + column.width() + _GAP)


def _key(line: Card | DayNote) -> object:
    return line.key if isinstance(line, Card) else line.id


def _day_words(day: date, context: CalendarContext) -> str:
    """Return a day as a heading: "Today" or "Tomorrow" with it, and another year."""
    today = context.today
    pattern = "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy"
    words = date_text(day, pattern)
    near = {0: translate("Calendar", "Today, {0}"), 1: translate("Calendar", "Tomorrow, {0}")}.get((day - today).days, "{0}")
    return near.format(words)
