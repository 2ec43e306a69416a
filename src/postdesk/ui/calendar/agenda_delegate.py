"""How the agenda's lines are painted: a day as a heading; a card with time, state, platforms, words and whose it is."""

from datetime import date

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.board import Card
from postdesk.domain.day_notes import DayNote
from postdesk.ui.calendar.agenda_model import AgendaModel
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.calendar.wording import (
    agenda_day_words,
    card_approval,
    card_head,
    card_icon,
    card_icon_colour,
    card_short_state,
    word_in_its_place,
)
from postdesk.ui.kit.avatar import paint_avatar
from postdesk.ui.kit.mark import scaled
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.approvals import approval_icon, approval_tone
from postdesk.ui.text.clock import time_words
from postdesk.ui.text.words import sure_clock_text

_PAD = 14
_GAP = 8
_NARROW = 60
"""Below so many letters of width a state is its icon alone."""
_STATE, _SHORTEST = 18, 6
"""Letters of a state, and of a time."""

Index = QModelIndex | QPersistentModelIndex


class AgendaDelegate(QStyledItemDelegate):
    """Paints the lines of an `AgendaModel`."""

    def __init__(self, theme: Theme, model: AgendaModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, sight = self._model.line(index), self._model.sight
        if line is None or sight is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Card):
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            _CardLine(painter, option, self._theme).paint(line, sight, focused=focused)
        elif isinstance(line, DayNote):
            _CardLine(painter, option, self._theme).paint_note(line, sight)
        else:
            self._paint_day(painter, option, line, sight)
        painter.restore()

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, day: date, sight: Sight) -> None:
        colours = self._theme.colours
        painter.fillRect(option.rect, QColor(colours.sunk))
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(colours.accent if day == sight.today else colours.text))
        area = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, agenda_day_words(day, sight))


class _CardLine:
    """One card's line, painted from the left and, for whose it is, from the right."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        self._painter, self._option, self._theme = painter, option, theme
        self._area = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        self._icon = scaled(option.fontMetrics, 14)
        self._letter = option.fontMetrics.averageCharWidth()

    def paint(self, card: Card, sight: Sight, *, focused: bool) -> None:
        colours, rect = self._theme.colours, self._option.rect
        chosen, current = card.key in sight.chosen, bool(self._option.state & QStyle.StateFlag.State_Selected)
        self._painter.fillRect(rect, QColor(colours.accent_soft if chosen or current else colours.surface))
        self._painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        wide = rect.width() > _NARROW * self._letter
        if chosen:
            self._paint_sign("check", "accent")
        clock = sure_clock_text(card.due_at, sight.zone)
        self._write(clock, max(_SHORTEST, len(time_words(22, 58)), len(clock)), colours.text, bold=True)
        self._paint_state(card, sight, wide=wide)
        if sight.several:
            self._paint_whose(card, sight, wide=wide)
        if card.repeats:
            self._paint_sign("repeat-2", "secondary")
        self._paint_platforms(card, 4 if wide else 2)
        self._write(card_head(card), 0, colours.text)
        if focused:
            self._painter.setPen(QPen(QColor(colours.accent), 2))
            self._painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -2), 4, 4)

    def paint_note(self, note: DayNote, sight: Sight) -> None:
        """A note, behind its mark."""
        colours, rect = self._theme.colours, self._option.rect
        current = bool(self._option.state & QStyle.StateFlag.State_Selected)
        self._painter.fillRect(rect, QColor(colours.accent_soft if current else colours.surface))
        pixmap = self._theme.pixmap("bookmark", "accent", self._icon, self._ratio())
        self._painter.drawPixmap(self._area.left(), self._middle(), pixmap)
        self._area.setLeft(self._area.left() + self._icon + _GAP)
        client = sight.client(note.client_id) if sight.several and note.client_id else None
        self._draw(self._area, f"{note.text} · {client.name}" if client else note.text, colours.text)

    def _paint_sign(self, icon: str, colour: str) -> None:
        """The mark of what is chosen, or of what repeats."""
        pixmap = self._theme.pixmap(icon, colour, self._icon, self._ratio())
        self._painter.drawPixmap(self._area.left(), self._middle(), pixmap)
        self._area.setLeft(self._area.left() + self._icon + _GAP)

    def _paint_state(self, card: Card, sight: Sight, *, wide: bool) -> None:
        """With its words where it is wide; then the mark of what the client said, where the state's icon doesn't say it."""
        colour = card_icon_colour(card, sight.now)
        pixmap = self._theme.pixmap(card_icon(card, sight.now), colour, self._icon, self._ratio())
        self._painter.drawPixmap(self._area.left(), self._middle(), pixmap)
        self._area.setLeft(self._area.left() + self._icon + _GAP - 2)
        if wide:
            self._write(card_short_state(card, sight.now), _STATE, self._theme.colours.of(colour))
            self._area.setLeft(self._area.left() - _GAP)
        approval = card_approval(card)
        if approval and not word_in_its_place(card):
            pixmap = self._theme.pixmap(approval_icon(approval), approval_tone(approval), self._icon, self._ratio())
            self._painter.drawPixmap(self._area.left(), self._middle(), pixmap)
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

    def _paint_whose(self, card: Card, sight: Sight, *, wide: bool) -> None:
        client = sight.client(card.client_id)
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
