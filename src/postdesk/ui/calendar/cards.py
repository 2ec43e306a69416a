"""How a card is painted: a state's icon, the time, the platforms, the first words, and whose it is where that is asked."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from postdesk.domain.board import Card
from postdesk.domain.clients import Client
from postdesk.ui.calendar.arrangement import with_room
from postdesk.ui.calendar.grounds import STRIPE, Ground, Grounds
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.calendar.wording import card_head, card_icon, card_tone, is_draft
from postdesk.ui.parts.avatar import avatar_pixmap
from postdesk.ui.parts.mark import scaled
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone, sure_clock_text

_PAD: Final = 6
_GAP: Final = 5
_FEWEST: Final = 5
"""Letters: where there is room for fewer, words would say nothing."""
_NARROWEST: Final = 3
"""Pixels: words are cut to what could have room if each letter were so narrow, since measuring all of them takes long."""
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class CardPainter:
    """Paints cards in one font and palette for screens with one device pixel ratio; keeps what is the same on many of them."""

    def __init__(self, theme: Theme, font: QFont, ratio: float) -> None:
        self._theme, self._ratio, self._palette = theme, ratio, theme.colours
        self.font, self.medium, self.strong = QFont(font), QFont(font), QFont(font)
        self.medium.setWeight(QFont.Weight.Medium)
        self.strong.setWeight(QFont.Weight.DemiBold)
        self._metrics, self._strong_metrics = QFontMetrics(self.font), QFontMetrics(self.strong)
        self._line, self._letter = self._metrics.height(), self._metrics.averageCharWidth()
        self._icon = scaled(self._metrics, 14)
        self._time_width = self._icon + _GAP + self._strong_metrics.horizontalAdvance("00:00")
        self._more_width = self._metrics.horizontalAdvance("+8")
        self._text, self._pale = QColor(self._palette.text), QColor(self._palette.locked)
        self._grounds = Grounds(theme, ratio)
        self._widths: dict[str, int] = {}
        self._brands: dict[tuple[str, str], QPixmap] = {}
        self._avatars: dict[int, tuple[Client, QPixmap]] = {}

    def suits(self, font: QFont, ratio: float) -> bool:
        """Whether it serves for this font and screen, in the present palette."""
        return self._palette is self._theme.colours and ratio == self._ratio and font == self.font

    def paint(self, painter: QPainter, rect: QRect, card: Card, sight: Sight, *, marked: bool) -> None:
        """The card in `rect`, on one line or two as there is room; `marked` where the card cursor stands."""
        line, client, tone = self._line, sight.client(card.client_id) if sight.several else None, card_tone(card, sight.now)
        ground = Ground(rect.width(), rect.height(), tone, is_draft(card), client.colour if client else "", marked)
        painter.drawPixmap(rect.topLeft(), self._grounds.pixmap(ground))
        painter.setPen(self._pale if tone is Tone.LOCKED else self._text)
        pad, stripe = self._pad(rect.width()), STRIPE if client else 0
        inner, slack = rect.adjusted(pad + stripe, 0, -pad, 0), rect.height() - 2 * line
        if slack >= 0:
            first = QRect(inner.left(), inner.top() + (slack + 1) * 3 // 8, inner.width(), line)
            beside = self._paint_when(painter, first, card, sight, tone)
            last = self._paint_whose(painter, first.translated(0, line + min(slack, 1)), client)
            if beside.width() >= min(self._icon, self._more_width):
                self._paint_platforms(painter, beside, card, tone)
            else:
                last = self._paint_platforms_last(painter, last, card, tone)
        else:
            only = QRect(inner.left(), rect.center().y() - line // 2, inner.width(), line)
            last = self._paint_when(painter, self._paint_whose(painter, only, client), card, sight, tone)
            last = self._paint_platforms(painter, last, card, tone)
        self._write(painter, last, card_head(card))

    def _pad(self, width: int) -> int:
        """The room at the sides, less where the time would be cut."""
        return _PAD if width >= self._time_width + 2 * _PAD + STRIPE else _PAD // 3

    def _paint_when(self, painter: QPainter, area: QRect, card: Card, sight: Sight, tone: Tone) -> QRect:
        """The icon and the time at the left of `area`, the time or the icon alone where both don't fit; returns the rest."""
        text = sure_clock_text(card.due_at, sight.zone)
        width, left = self._width_of(text), area.left()
        if area.width() >= self._icon + 1 + width or area.width() < width:
            colour = "secondary" if tone is Tone.NEUTRAL else tone
            icon = self._theme.pixmap(card_icon(card, sight.now), colour, self._icon, self._ratio)
            self._picture(painter, icon, left, area)
            left += self._icon + (_GAP if area.width() >= self._time_width else 1)
        if left + width <= area.right() + 1:
            painter.setFont(self.strong)
            painter.drawText(QRect(left, area.top(), width + 2, area.height()), _MIDDLE, text)
            left += width
        return area.adjusted(left + _GAP + 1 - area.left(), 0, 0, 0)

    def _width_of(self, clock: str) -> int:
        if clock not in self._widths:
            self._widths[clock] = self._strong_metrics.horizontalAdvance(clock)
        return self._widths[clock]

    def _paint_platforms(self, painter: QPainter, area: QRect, card: Card, tone: Tone) -> QRect:
        """The platforms' marks as far as there is room, and how many more there are; returns what is left of `area`."""
        left, step, colour = area.left(), self._icon + _GAP, "locked" if tone is Tone.LOCKED else ""
        shown = with_room(len(card.platforms), area.width() + _GAP, step, self._more_width)
        for platform in card.platforms[:shown]:
            self._picture(painter, self._brand(platform, colour), left, area)
            left += step
        rest = len(card.platforms) - shown
        if not rest:
            return area.adjusted(left - area.left(), 0, 0, 0)
        if self._more_width <= area.right() + 1 - left:
            painter.setFont(self.font)
            painter.drawText(left, self._baseline(area), f"+{rest}")
        return area.adjusted(area.width(), 0, 0, 0)

    def _paint_platforms_last(self, painter: QPainter, area: QRect, card: Card, tone: Tone) -> QRect:
        """Where beside the time is no room: at the right of the words, or in their place. Returns what is left for them."""
        width = self._icon if len(card.platforms) == 1 else self._more_width
        left = area.right() + 1 - width
        if left - _GAP - area.left() < self._letter * _FEWEST:
            return self._paint_platforms(painter, area, card, tone)
        self._paint_platforms(painter, QRect(left, area.top(), width, area.height()), card, tone)
        return area.adjusted(0, 0, -width - _GAP, 0)

    def _brand(self, platform: str, colour: str) -> QPixmap:
        key = platform, colour
        if key not in self._brands:
            self._brands[key] = self._theme.brand_pixmap(platform, self._icon, self._ratio, colour)
        return self._brands[key]

    def _paint_whose(self, painter: QPainter, area: QRect, client: Client | None) -> QRect:
        """The client's mark at the right of `area`, where there is more room than the time needs; returns what is left."""
        side = area.height()
        if client is None or area.width() < self._time_width + side + _GAP:
            return area
        painter.drawPixmap(QPoint(area.right() - side + 3, area.top()), self._avatar(client))
        return area.adjusted(0, 0, -side, 0)

    def _avatar(self, client: Client) -> QPixmap:
        known = self._avatars.get(client.id)
        if known is None or known[0] != client:
            known = self._avatars[client.id] = client, avatar_pixmap(client.name, client.colour, self._line, self._ratio)
        return known[1]

    def _picture(self, painter: QPainter, pixmap: QPixmap, left: int, area: QRect) -> None:
        painter.drawPixmap(QPoint(left, area.top() + (area.height() - self._icon) // 2), pixmap)

    def _baseline(self, area: QRect) -> int:
        """Where words stand in the middle of `area`: painting them at a point takes less than in a rectangle."""
        return area.top() + (area.height() - self._line) // 2 + self._metrics.ascent()

    def _write(self, painter: QPainter, area: QRect, text: str) -> None:
        width = area.width()
        if width < self._letter * min(_FEWEST, len(text) + 1):
            return
        painter.setFont(self.font)
        shown = self._metrics.elidedText(text[: width // _NARROWEST + 1], Qt.TextElideMode.ElideRight, width)
        painter.drawText(area.left(), self._baseline(area), shown)
