"""How a cell is painted: its ground, the day's number, its cards, and where the cursor stands."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from postdesk.domain.board import Tally
from postdesk.domain.calendar_days import wall_time
from postdesk.ui.calendar.arrangement import Measures, arrange
from postdesk.ui.calendar.cards import CardPainter
from postdesk.ui.calendar.kit import Kit, Lettering
from postdesk.ui.calendar.places import ITSELF
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.wording import day_number, more_forms, more_state
from postdesk.ui.parts.mark import scaled
from postdesk.ui.words import state_icon, state_tone

_HOUR: Final = timedelta(hours=1)
_SIGN, _SIGN_GAP = 14, 4
"""The icon before "+3 more"."""


class CellPainter:
    """Paints cells with a kit."""

    def __init__(self, kit: Kit, measures: Measures) -> None:
        self.kit, self._measures = kit, measures
        self._cards = CardPainter(kit)

    def paint(
        self, painter: QPainter, rect: QRect, cell: Cell, sight: Sight, today: date, *, place: int | None, target: bool
    ) -> None:
        """A cell in `rect`. `place`: where in it the cursor stands, None where that is elsewhere; `target`: a drag ends on it."""
        past = cell.span.end <= sight.now
        painter.fillRect(rect, self.kit.colour("accent_soft" if target else "sunk" if past else "surface"))
        cards = cell.span.cards
        lies = arrange(rect.size(), cell.span.count, len(cards), self._measures)
        if place is not None and place >= lies.places:
            place = ITSELF
        painter.translate(rect.topLeft())
        if self._measures.labelled:
            self._paint_number(painter, lies.label, cell, today=cell.wall.date() == today)
        elif cell.span.start <= sight.now < cell.span.end:
            self._paint_now(painter, rect, cell, sight)
        for n, where in enumerate(lies.cards):
            self._cards.paint(painter, where, cards[n], sight, marked=n == place)
        if lies.more:
            self._paint_more(painter, lies.more, cell.span.after(len(lies.cards)), marked=place == len(lies.cards))
        painter.translate(-rect.topLeft())
        if place == ITSELF or target:
            self._ring(painter, QRectF(rect).adjusted(1, 1, -2, -2))

    def _paint_number(self, painter: QPainter, area: QRect, cell: Cell, *, today: bool) -> None:
        number, lettering = day_number(cell.wall.date()), self.kit.strong if today else self.kit.medium
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.kit.colour("accent"))
            width = lettering.width(number) + 16
            painter.drawRoundedRect(QRectF(area.left(), area.top() + 1, width, area.height() - 2), 9, 9)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.kit.colour("on_accent" if today else "secondary" if cell.foreign else "text"))
        lettering.write(painter, area.left() + (8 if today else 4), _top(area, lettering), number)

    def _paint_now(self, painter: QPainter, rect: QRect, cell: Cell, sight: Sight) -> None:
        """A line across the hour that it is, at its minute."""
        passed = wall_time(sight.now, sight.zone) - cell.wall
        top = round(rect.height() * min(1.0, passed / _HOUR))
        painter.fillRect(0, top - 1, rect.width(), 2, self.kit.colour("accent"))

    def _paint_more(self, painter: QPainter, area: QRect, more: Tally, *, marked: bool) -> None:
        """How many posts have no room, and whether one of them needs the user.

        It stands at the right, beside the day's number, or at the left, below the cards.
        """
        lettering, state, forms = self.kit.plain, more_state(more), more_forms(more)
        icon = scaled(lettering.metrics, _SIGN) if state else 0
        sign = icon + _SIGN_GAP if state else 0
        room = area.width() - 8 - sign
        words = next((form for form in forms if lettering.width(form) <= room), forms[-1])
        left = area.right() - 5 - lettering.width(words) if self._measures.labelled else area.left() + 6 + sign
        tone = state_tone(state) if state else "secondary"
        if state:
            pixmap = self.kit.icon(state_icon(state), tone, icon)
            painter.drawPixmap(left - sign, area.top() + (area.height() - icon) // 2, pixmap)
        painter.setPen(self.kit.colour("accent" if marked else tone))
        lettering.write(painter, left, _top(area, lettering), words)
        if marked:
            self._ring(painter, QRectF(area))

    def _ring(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(self.kit.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 4, 4)


def _top(area: QRect, lettering: Lettering) -> int:
    """Where a line begins that stands in the middle of `area`."""
    return area.top() + (area.height() - lettering.metrics.height()) // 2
