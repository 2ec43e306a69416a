"""The lines of the agenda: days, notes and cards as a list model that is read page by page, and how they are painted."""

from collections.abc import Callable, Iterator, Sequence
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
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.day_notes import DayNote, on
from postdesk.ui.calendar.cells import card_line
from postdesk.ui.calendar.state import CalendarContext
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.mark import scaled
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.cards import card_approval, card_head, card_icon, card_icon_colour, card_short_state, shows_approval
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.states import approval_icon, approval_tone
from postdesk.ui.text.times import date_text, sure_clock_text, time_words, whole_day

translate = QCoreApplication.translate

PAGE: Final = 100
_NOWHERE: Final = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Line = date | Card | DayNote
"""A line of the agenda: the day that begins, a note on it, or a card of it."""

Page = Callable[[int, int], tuple[Card, ...]]
"""Cards by time: so many (limit), after so many (offset)."""

_PAD = 14
_GAP = 8
_NARROW = 60
"""Below so many letters of width a state is its icon alone."""
_STATE, _SHORTEST = 18, 6
"""Letters of a state, and of a time."""


class AgendaModel(QAbstractListModel):
    """Cards in the order of their times, a heading before each day's first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context: CalendarContext | None = None
        self._lines: list[Line] = []
        self._cards = 0
        self._ended = True
        self._notes: Sequence[DayNote] = ()
        self._page: Page = lambda limit, offset: ()

    def show(self, context: CalendarContext, page: Page, notes: Sequence[DayNote] = ()) -> None:
        """Show what `page(limit, offset)` gives, at least as much of it as before, and the notes on the days."""
        known = max(self._cards, PAGE)
        self.beginResetModel()
        self.context, self._page, self._notes = context, page, notes
        cards = page(known, 0)
        self._cards, self._ended = len(cards), len(cards) < known
        self._lines = list(self._headed(cards, None))
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        """The day or the card at an index."""
        return self._lines[index.row()] if index.isValid() else None

    def index_of(self, wanted: Card | DayNote) -> QModelIndex:
        """Return the index of that draft, post or note, whatever its time is now."""
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
            return translate("Calendar", "{0}, note: {1}").format(whole_day(line.day), line.text)
        if not isinstance(line, Card):
            return whole_day(line)
        return f"{whole_day(self._day(line))}, {card_line(line, self.context)}"

    def _headed(self, cards: tuple[Card, ...], last: Line | None) -> Iterator[Line]:
        day = self.day_of(last) if last else None
        for card in cards:
            if (at := self._day(card)) != day:
                yield from self._noted(day, at)
                day = at
                yield day
                yield from on(self._notes, day)
            yield card
        if self._ended:
            yield from self._noted(day, date.max)

    def _noted(self, after: date | None, before: date) -> Iterator[Line]:
        """The days between two that have notes alone."""
        for day in sorted({note.day for note in self._notes if (after is None or note.day > after) and note.day < before}):
            yield day
            yield from on(self._notes, day)

    def day_of(self, line: Line) -> date:
        """The day that a line is of."""
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
        if isinstance(line, Card):
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            _CardLine(painter, option, self._theme).paint(line, context, focused=focused)
        elif isinstance(line, DayNote):
            _CardLine(painter, option, self._theme).paint_note(line, context)
        else:
            self._paint_day(painter, option, line, context)
        painter.restore()

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, day: date, context: CalendarContext) -> None:
        colours = self._theme.colours
        painter.fillRect(option.rect, QColor(colours.sunk))
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(colours.accent if day == context.today else colours.text))
        area = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, _day_words(day, context))


class _CardLine:
    """One card's line, painted from the left and, for whose it is, from the right."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        self._painter, self._option, self._theme = painter, option, theme
        self._area = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        self._icon = scaled(option.fontMetrics, 14)
        self._letter = option.fontMetrics.averageCharWidth()

    def paint(self, card: Card, context: CalendarContext, *, focused: bool) -> None:
        colours, rect = self._theme.colours, self._option.rect
        selected, current = card.key in context.selected, bool(self._option.state & QStyle.StateFlag.State_Selected)
        self._painter.fillRect(rect, QColor(colours.accent_soft if selected or current else colours.surface))
        self._painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        wide = rect.width() > _NARROW * self._letter
        if selected:
            self._paint_sign("check", "accent")
        clock = sure_clock_text(card.due_at, context.zone)
        self._write(clock, max(_SHORTEST, len(time_words(22, 58)), len(clock)), colours.text, bold=True)
        self._paint_state(card, context, wide=wide)
        if context.several:
            self._paint_whose(card, context, wide=wide)
        if card.repeats:
            self._paint_sign("repeat-2", "secondary")
        self._paint_platforms(card, 4 if wide else 2)
        self._write(card_head(card), 0, colours.text)
        if focused:
            self._painter.setPen(QPen(QColor(colours.accent), 2))
            self._painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -2), 4, 4)

    def paint_note(self, note: DayNote, context: CalendarContext) -> None:
        """A note, behind its mark."""
        colours, rect = self._theme.colours, self._option.rect
        current = bool(self._option.state & QStyle.StateFlag.State_Selected)
        self._painter.fillRect(rect, QColor(colours.accent_soft if current else colours.surface))
        self._paint_sign("bookmark", "accent")
        client = context.client(note.client_id) if context.several and note.client_id else None
        self._draw(self._area, f"{note.text} · {client.name}" if client else note.text, colours.text)

    def _paint_sign(self, icon: str, colour: str) -> None:
        """Paint a mark, and go on at its right."""
        pixmap = self._theme.pixmap(icon, colour, self._icon, self._ratio())
        self._painter.drawPixmap(self._area.left(), self._middle(), pixmap)
        self._area.setLeft(self._area.left() + self._icon + _GAP)

    def _paint_state(self, card: Card, context: CalendarContext, *, wide: bool) -> None:
        """With its words where it is wide; then the mark of what the client said, where the state's icon doesn't say it."""
        colour = card_icon_colour(card, context.now)
        self._paint_sign(card_icon(card, context.now), colour)
        self._area.setLeft(self._area.left() - 2)
        if wide:
            self._write(card_short_state(card, context.now), _STATE, self._theme.colours.of(colour))
            self._area.setLeft(self._area.left() - _GAP)
        approval = card_approval(card)
        if approval and not shows_approval(card):
            self._paint_sign(approval_icon(approval), approval_tone(approval))
        else:
            self._area.setLeft(self._area.left() + self._icon + _GAP)

    def _paint_platforms(self, card: Card, most: int) -> None:
        step = self._icon + 4
        for n, platform in enumerate(card.platforms[:most]):
            pixmap = self._theme.brand_pixmap(platform, self._icon, self._ratio())
            self._painter.drawPixmap(self._area.left() + n * step, self._middle(), pixmap)
        left = self._area.left() + most * step
        if len(card.platforms) > most:
            rest = QRect(left, self._area.top(), 4 * self._letter, self._area.height())
            self._painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"+{len(card.platforms) - most}")
        self._area.setLeft(left + 4 * self._letter)

    def _paint_whose(self, card: Card, context: CalendarContext, *, wide: bool) -> None:
        client = context.client(card.client_id)
        if client is None:
            return
        side = self._option.fontMetrics.height() + 2
        width = side + (16 * self._letter if wide else 0)
        left = self._area.right() - width
        top = self._area.top() + (self._area.height() - side) // 2
        paint_avatar(self._painter, QRectF(left, top, side, side), client.name, client.colour)
        if wide:
            name = QRect(left + side + 6, self._area.top(), width - side - 6, self._area.height())
            self._draw(name, client.name, self._theme.colours.secondary)
        self._area.setRight(left - _GAP)

    def _write(self, text: str, letters: int, colour: str, *, bold: bool = False) -> None:
        """Text in a column of so many letters (0: all that is left), which the rest begins after."""
        width = letters * self._letter + 12 if letters else self._area.width()
        self._draw(QRect(self._area.left(), self._area.top(), width, self._area.height()), text, colour, bold=bold)
        self._area.setLeft(self._area.left() + width + _GAP)

    def _draw(self, area: QRect, text: str, colour: str, *, bold: bool = False) -> None:
        font = QFont(self._option.font)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        shown = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(area.width(), 0))
        self._painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _middle(self) -> int:
        return self._area.top() + (self._area.height() - self._icon) // 2

    def _ratio(self) -> float:
        return self._painter.device().devicePixelRatioF()


def _key(line: Card | DayNote) -> object:
    return line.key if isinstance(line, Card) else line.id


def _day_words(day: date, context: CalendarContext) -> str:
    """Return a day as a heading: with "Today" or "Tomorrow", with another year, and with the zone of many clients."""
    today = context.today
    pattern = "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy"
    words = date_text(day, pattern)
    near = {0: translate("Calendar", "Today, {0}"), 1: translate("Calendar", "Tomorrow, {0}")}.get((day - today).days, "{0}")
    heading = near.format(words)
    return translate("Calendar", "{0} · {1} time").format(heading, zone_word(context.zone.key)) if context.several else heading
