"""How a card is painted: a state's icon, the time, the platforms and the first words."""

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
        two_lines = rect.height() >= 2 * line
        self._paint_box(rect, card, sight, marked=marked)
        top = QRect(rect.left() + _PAD, rect.top() + 3, rect.width() - 2 * _PAD, line)
        if not two_lines:
            top.moveTop(rect.top() + (rect.height() - line) // 2)
        if sight.several:
            top.setLeft(top.left() + _STRIPE)
            self._paint_whose(top, card, sight)
        left = self._paint_when(top, card, sight)
        left = self._paint_platforms(QRect(left, top.top(), top.right() - left + 1, line), card)
        words = QRect(left, top.top(), top.right() - left + 1, line)
        if two_lines:
            words = QRect(top.left(), top.bottom() + 2, rect.right() - _PAD - top.left() + 1, line)
        self._write(words, card_head(card), self._ink(card))

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

    def _paint_when(self, area: QRect, card: Card, sight: Sight) -> int:
        """The icon and the time; returns where the next thing may begin."""
        tone = card_tone(card)
        colour = "secondary" if tone is Tone.NEUTRAL else tone
        self._picture(self._theme.pixmap(card_icon(card), colour, self._icon, self._ratio), area.left(), area)
        left = area.left() + self._icon + _GAP
        text = clock_text(card.due_at, sight.zone)
        width = self._strong_metrics.horizontalAdvance(text)
        self._painter.setFont(self._strong)
        self._painter.setPen(QColor(self._ink(card)))
        self._painter.drawText(QRect(left, area.top(), width + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return left + width + _GAP + 1

    def _paint_platforms(self, area: QRect, card: Card) -> int:
        """The platforms' marks as far as there is room, "…" where there is not; returns where the next thing may begin."""
        left, step = area.left(), self._icon + _GAP
        for n, platform in enumerate(card.platforms):
            last = n + 1 == len(card.platforms)
            if left + self._icon + (0 if last else step // 2) > area.right() + 1:
                self._write(QRect(left, area.top(), step, area.height()), "…", self._ink(card))
                return left + step
            colour = "locked" if card_tone(card) is Tone.LOCKED else ""
            self._picture(self._theme.brand_pixmap(platform, self._icon, self._ratio, colour), left, area)
            left += step
        return left

    def _paint_whose(self, area: QRect, card: Card, sight: Sight) -> None:
        """The client's mark at the end of the line, which it shortens."""
        if client := sight.client(card.client_id):
            side = area.height()
            paint_avatar(self._painter, QRectF(area.right() - side + 3, area.top(), side, side), client.name, client.colour)
            area.setRight(area.right() - side)

    def _picture(self, pixmap: QPixmap, left: int, area: QRect) -> None:
        self._painter.drawPixmap(QPoint(left, area.top() + (area.height() - self._icon) // 2), pixmap)

    def _write(self, area: QRect, text: str, colour: str) -> None:
        if area.width() <= 0:
            return
        self._painter.setFont(self._plain)
        self._painter.setPen(QColor(colour))
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self._painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
