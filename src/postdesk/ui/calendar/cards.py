"""How a card is painted: a state's icon, the time, the platforms and the first words."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from postdesk.domain.board import Card
from postdesk.ui.calendar.sight import Sight
from postdesk.ui.calendar.wording import card_head, card_icon, card_tone, is_draft
from postdesk.ui.parts.avatar import paint_avatar
from postdesk.ui.parts.mark import scaled
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone, clock_text

_RADIUS = 4
_PAD = 6
_GAP = 5
_STRIPE = 3
_FEWEST = 5
"""Letters: where there is room for fewer, words would say nothing."""


class CardPainter:
    """Paints cards with one painter; made anew for each paint event, so that it follows font, palette and screen."""

    def __init__(self, painter: QPainter, theme: Theme, font: QFont, ratio: float) -> None:
        self._painter, self._theme, self._ratio = painter, theme, ratio
        self._plain, self._strong = QFont(font), QFont(font)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._metrics, self._strong_metrics = QFontMetrics(self._plain), QFontMetrics(self._strong)
        self._icon = scaled(self._metrics, 14)

    def paint(self, rect: QRect, card: Card, sight: Sight, *, marked: bool) -> None:
        """The card in `rect`, on one line or two as there is room; `marked` where the card cursor stands."""
        line = self._metrics.height()
        self._paint_box(rect, card, sight, marked=marked)
        inner = rect.adjusted(_PAD + (_STRIPE if sight.several else 0), 3, -_PAD, -3)
        if rect.height() >= 2 * line:
            first = QRect(inner.left(), inner.top(), inner.width(), line)
            self._paint_platforms(self._paint_when(first, card, sight), card)
            last = QRect(inner.left(), first.bottom() + 2, inner.width(), line)
        else:
            first = QRect(inner.left(), rect.center().y() - line // 2, inner.width(), line)
            last = self._paint_platforms(self._paint_when(self._paint_whose(first, card, sight), card, sight), card)
            sight = replace(sight, several=False)
        self._write(self._paint_whose(last, card, sight), card_head(card), self._ink(card))

    def _ink(self, card: Card) -> str:
        return self._theme.colours.locked if card_tone(card) is Tone.LOCKED else self._theme.colours.text

    def _paint_box(self, rect: QRect, card: Card, sight: Sight, *, marked: bool) -> None:
        colours, tone = self._theme.colours, card_tone(card)
        ours = tone in (Tone.ACCENT, Tone.NEUTRAL)
        shape = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(shape, _RADIUS, _RADIUS)
        self._painter.fillPath(path, QColor(colours.surface if ours else colours.of(f"{tone}_soft")))
        if sight.several and (client := sight.client(card.client_id)):
            self._painter.save()
            self._painter.setClipRect(QRect(rect.left(), rect.top(), _STRIPE + 1, rect.height()))
            self._painter.fillPath(path, QColor(client.colour))
            self._painter.restore()
        if marked:
            self._painter.setPen(QPen(QColor(colours.accent), 2))
        elif ours:
            style = Qt.PenStyle.DashLine if is_draft(card) else Qt.PenStyle.SolidLine
            self._painter.setPen(QPen(QColor(colours.outline if is_draft(card) else colours.accent), 1, style))
        if marked or ours:
            self._painter.drawPath(path)

    def _paint_when(self, area: QRect, card: Card, sight: Sight) -> QRect:
        """The icon and the time at the left of `area`; returns what is left of it."""
        tone = card_tone(card)
        colour = "secondary" if tone is Tone.NEUTRAL else tone
        self._picture(self._theme.pixmap(card_icon(card), colour, self._icon, self._ratio), area.left(), area)
        left = area.left() + self._icon + _GAP
        text = clock_text(card.due_at, sight.zone)
        width = self._strong_metrics.horizontalAdvance(text)
        self._painter.setFont(self._strong)
        self._painter.setPen(QColor(self._ink(card)))
        room = QRect(left, area.top(), min(width, area.right() - left) + 2, area.height())
        self._painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        return area.adjusted(left + width + _GAP + 1 - area.left(), 0, 0, 0)

    def _paint_platforms(self, area: QRect, card: Card) -> QRect:
        """The platforms' marks as far as there is room, "…" where there is not; returns what is left of `area`."""
        left, step = area.left(), self._icon + _GAP
        for n, platform in enumerate(card.platforms):
            last = n + 1 == len(card.platforms)
            if left + self._icon + (0 if last else step // 2) > area.right() + 1:
                self._write(QRect(left, area.top(), step, area.height()), "…", self._ink(card))
                return area.adjusted(area.width(), 0, 0, 0)
            colour = "locked" if card_tone(card) is Tone.LOCKED else ""
            self._picture(self._theme.brand_pixmap(platform, self._icon, self._ratio, colour), left, area)
            left += step
        return area.adjusted(left - area.left(), 0, 0, 0)

    def _paint_whose(self, area: QRect, card: Card, sight: Sight) -> QRect:
        """The client's mark at the right of `area`, where there is more room than the time needs; returns what is left."""
        client = sight.client(card.client_id) if sight.several else None
        side = area.height()
        if client is None or area.width() < self._icon + self._strong_metrics.horizontalAdvance("00:00") + side + 2 * _GAP:
            return area
        paint_avatar(self._painter, QRectF(area.right() - side + 3, area.top(), side, side), client.name, client.colour)
        return area.adjusted(0, 0, -side, 0)

    def _picture(self, pixmap: QPixmap, left: int, area: QRect) -> None:
        self._painter.drawPixmap(QPoint(left, area.top() + (area.height() - self._icon) // 2), pixmap)

    def _write(self, area: QRect, text: str, colour: str) -> None:
        if area.width() < _FEWEST * self._metrics.averageCharWidth() and len(text) > 1:
            return
        self._painter.setFont(self._plain)
        self._painter.setPen(QColor(colour))
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self._painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
