"""How a cell is painted: its ground, the day's number, its cards, and where the cursor stands."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from postdesk.domain.calendar_days import wall_time
from postdesk.ui.calendar.arrangement import Measures, arrange
from postdesk.ui.calendar.cards import CardPainter
from postdesk.ui.calendar.cells import CellsModel
from postdesk.ui.calendar.places import ITSELF, Highlights
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.wording import day_number, more_words
from postdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_HOUR: Final = timedelta(hours=1)


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a `CellsModel`."""

    def __init__(self, theme: Theme, model: CellsModel, highlights: Highlights, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model, self._highlights = theme, model, highlights
        self._cards: CardPainter | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, sight = self._model.cell(index), self._model.sight
        if cell is None or sight is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, font = option.rect, option.font
        place = self._highlights.place if option.state & QStyle.StateFlag.State_HasFocus else None
        target = self._highlights.target == (index.row(), index.column())
        self._paint_ground(painter, rect, cell, sight, target=target)
        measures = Measures.of(option.fontMetrics, labelled=not self._model.hourly)
        lies = arrange(rect, cell.span.count, len(cell.span.cards), measures)
        if place is not None and place >= lies.places:
            place = ITSELF
        cards = self._card_painter(font, painter.device().devicePixelRatioF())
        if self._model.hourly:
            self._paint_now(painter, rect, cell, sight)
        else:
            today = cell.wall.date() == sight.today
            painter.setFont(cards.strong if today else cards.medium)
            self._paint_day(painter, lies.label, cell, today=today)
        for n, (where, card) in enumerate(zip(lies.cards, cell.span.cards, strict=False)):
            cards.paint(painter, where, card, sight, marked=n == place)
        if lies.more:
            painter.setFont(cards.font)
            self._paint_more(painter, lies.more, cell.span.count - len(lies.cards), measures, marked=place == len(lies.cards))
        if place == ITSELF or target:
            self._ring(painter, QRectF(rect).adjusted(1, 1, -2, -2))
        painter.restore()

    def _card_painter(self, font: QFont, ratio: float) -> CardPainter:
        if self._cards is None or not self._cards.suits(font, ratio):
            self._cards = CardPainter(self._theme, font, ratio)
        return self._cards

    def _paint_ground(self, painter: QPainter, rect: QRect, cell: Cell, sight: Sight, *, target: bool) -> None:
        colours = self._theme.colours
        past = cell.span.end <= sight.now
        painter.fillRect(rect, QColor(colours.accent_soft if target else colours.sunk if past else colours.surface))

    def _paint_day(self, painter: QPainter, area: QRect, cell: Cell, *, today: bool) -> None:
        colours, number = self._theme.colours, day_number(cell.wall.date())
        if today:
            width = painter.fontMetrics().horizontalAdvance(number) + 16
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 1, width, area.height() - 2), 9, 9)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(colours.on_accent if today else colours.secondary if cell.foreign else colours.text))
        left = area.left() + (8 if today else 4)
        painter.drawText(QRect(left, area.top(), area.width(), area.height()), Qt.AlignmentFlag.AlignVCenter, number)

    def _paint_now(self, painter: QPainter, rect: QRect, cell: Cell, sight: Sight) -> None:
        """A line across the hour that it is, at its minute."""
        if not cell.span.start <= sight.now < cell.span.end:
            return
        passed = wall_time(sight.now, sight.zone) - cell.wall
        top = rect.top() + round(rect.height() * min(1.0, passed / _HOUR))
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
        painter.drawLine(rect.left(), top, rect.right(), top)

    def _paint_more(self, painter: QPainter, area: QRect, count: int, measures: Measures, *, marked: bool) -> None:
        painter.setPen(QColor(self._theme.colours.accent if marked else self._theme.colours.secondary))
        words = more_words(count)
        if painter.fontMetrics().horizontalAdvance(words) > area.width() - 8:
            words = f"+{count}"
        side = Qt.AlignmentFlag.AlignRight if measures.labelled else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area.adjusted(6, 0, -6, 0), side | Qt.AlignmentFlag.AlignVCenter, words)
        if marked:
            self._ring(painter, QRectF(area))

    def _ring(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 4, 4)
