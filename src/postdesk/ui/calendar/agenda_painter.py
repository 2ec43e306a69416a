"""Paints the lines of the agenda: days, notes and cards."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QObject, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.board import Card
from postdesk.domain.day_notes import DayNote
from postdesk.ui.calendar.agenda_lines import AgendaModel, Index
from postdesk.ui.calendar.state import CalendarContext
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.line_painter import LinePainter
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.cards import card_approval, card_head, card_icon, card_icon_colour, card_short_state, shows_approval
from postdesk.ui.text.states import approval_icon, approval_tone
from postdesk.ui.text.times import date_text, exact_clock_text, time_words

translate = QCoreApplication.translate

_PAD = 12
_GAP = 8
_NARROW, _NAMED = 60, 30
"""The width in letters below which a state is its icon alone, and how much more it takes beside a client's name."""
_STATE, _SHORTEST = 18, 6
"""The letters of a state, and of a time."""


def line_height(metrics: QFontMetrics) -> int:
    """Return the height of a line."""
    return metrics.height() + 16


class AgendaDelegate(QStyledItemDelegate):
    """Paints the lines of an `AgendaModel`."""

    def __init__(self, theme: Theme, model: AgendaModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, line_height(option.fontMetrics))

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


def _day_words(day: date, context: CalendarContext) -> str:
    """Return a day as a heading: "Today" or "Tomorrow" with it, and another year."""
    today = context.today
    pattern = "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy"
    words = date_text(day, pattern)
    near = {0: translate("Calendar", "Today, {0}"), 1: translate("Calendar", "Tomorrow, {0}")}.get((day - today).days, "{0}")
    return near.format(words)
