"""How a card is painted: a state's icon, the time, the platforms, the first words, and whose it is where that is asked."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from postdesk.domain.board import Card
from postdesk.domain.clients import Client
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.calendar.wording import card_head, card_icon, card_tone, is_draft
from postdesk.ui.parts.avatar import avatar_pixmap
from postdesk.ui.parts.mark import scaled
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone, clock_text

_RADIUS: Final = 4
_PAD: Final = 6
_GAP: Final = 5
_STRIPE: Final = 3
_FEWEST: Final = 5
"""Letters: where there is room for fewer, words would say nothing."""
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_ONE_LINE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class CardPainter:
    """Paints cards in one font for screens with one device pixel ratio; keeps what is the same on many of them."""

    def __init__(self, theme: Theme, font: QFont, ratio: float) -> None:
        self._theme, self._ratio = theme, ratio
        self.font, self._strong = QFont(font), QFont(font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._metrics, self._strong_metrics = QFontMetrics(self.font), QFontMetrics(self._strong)
        self._line = self._metrics.height()
        self._icon = scaled(self._metrics, 14)
        self._time_width = self._icon + _GAP + self._strong_metrics.horizontalAdvance("00:00")
        self._avatars: dict[int, tuple[Client, QPixmap]] = {}

    def suits(self, font: QFont, ratio: float) -> bool:
        """Whether it serves for this font and screen."""
        return font == self.font and ratio == self._ratio

    def paint(self, painter: QPainter, rect: QRect, card: Card, sight: Sight, *, marked: bool) -> None:
        """The card in `rect`, on one line or two as there is room; `marked` where the card cursor stands."""
        line, client = self._line, sight.client(card.client_id) if sight.several else None
        self._paint_box(painter, rect, card, client, marked=marked)
        pad, stripe = self._pad(rect.width()), _STRIPE if client else 0
        inner, slack = rect.adjusted(pad + stripe, 0, -pad, 0), rect.height() - 2 * line
        if slack >= 0:
            first = QRect(inner.left(), inner.top() + (slack + 1) * 3 // 8, inner.width(), line)
            self._paint_platforms(painter, self._paint_when(painter, first, card, sight), card)
            last = self._paint_whose(painter, first.translated(0, line + min(slack, 1)), client)
        else:
            only = QRect(inner.left(), rect.center().y() - line // 2, inner.width(), line)
            last = self._paint_when(painter, self._paint_whose(painter, only, client), card, sight)
            last = self._paint_platforms(painter, last, card)
        self._write(painter, last, card_head(card), self._ink(card))

    def _pad(self, width: int) -> int:
        """The room at the sides, less where the time would be cut."""
        return _PAD if width >= self._time_width + 2 * _PAD + _STRIPE else _PAD // 3

    def _ink(self, card: Card) -> str:
        return self._theme.colours.locked if card_tone(card) is Tone.LOCKED else self._theme.colours.text

    def _paint_box(self, painter: QPainter, rect: QRect, card: Card, client: Client | None, *, marked: bool) -> None:
        colours, tone = self._theme.colours, card_tone(card)
        ours = tone in (Tone.ACCENT, Tone.NEUTRAL)
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.fillPath(path, QColor(colours.surface if ours else colours.of(f"{tone}_soft")))
        if client:
            painter.save()
            painter.setClipRect(QRect(rect.left(), rect.top(), _STRIPE + 1, rect.height()))
            painter.fillPath(path, QColor(client.colour))
            painter.restore()
        if marked:
            painter.setPen(QPen(QColor(colours.accent), 2))
        elif ours:
            style = Qt.PenStyle.DashLine if is_draft(card) else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colours.outline if is_draft(card) else colours.accent), 1, style))
        if marked or ours:
            painter.drawPath(path)

    def _paint_when(self, painter: QPainter, area: QRect, card: Card, sight: Sight) -> QRect:
        """The icon and the time at the left of `area`; returns what is left of it."""
        tone = card_tone(card)
        colour = "secondary" if tone is Tone.NEUTRAL else tone
        self._picture(painter, self._theme.pixmap(card_icon(card), colour, self._icon, self._ratio), area.left(), area)
        left = area.left() + self._icon + _GAP
        text = clock_text(card.due_at, sight.zone)
        width = self._strong_metrics.horizontalAdvance(text)
        painter.setFont(self._strong)
        painter.setPen(QColor(self._ink(card)))
        painter.drawText(QRect(left, area.top(), min(width, area.right() - left) + 2, area.height()), _MIDDLE, text)
        return area.adjusted(left + width + _GAP + 1 - area.left(), 0, 0, 0)

    def _paint_platforms(self, painter: QPainter, area: QRect, card: Card) -> QRect:
        """The platforms' marks as far as there is room, "…" where there is not; returns what is left of `area`."""
        left, step = area.left(), self._icon + _GAP
        for n, platform in enumerate(card.platforms):
            last = n + 1 == len(card.platforms)
            if left + self._icon + (0 if last else step // 2) > area.right() + 1:
                self._write(painter, QRect(left, area.top(), area.right() - left + 1, area.height()), "…", self._ink(card))
                return area.adjusted(area.width(), 0, 0, 0)
            colour = "locked" if card_tone(card) is Tone.LOCKED else ""
            self._picture(painter, self._theme.brand_pixmap(platform, self._icon, self._ratio, colour), left, area)
            left += step
        return area.adjusted(left - area.left(), 0, 0, 0)

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

    def _write(self, painter: QPainter, area: QRect, text: str, colour: str) -> None:
        fewest = self._metrics.averageCharWidth() * min(_FEWEST, len(text) + 1)
        if area.width() < fewest:
            return
        painter.setFont(self.font)
        painter.setPen(QColor(colour))
        painter.drawText(area, _ONE_LINE, self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width()))
