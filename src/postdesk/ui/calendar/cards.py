"""Paints cards: a state's icon, the time, the platforms, the first words, and the client where several are shown."""

from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from postdesk.domain.board import Card
from postdesk.domain.clients import Client
from postdesk.ui.calendar.cell_layout import count_fitting
from postdesk.ui.calendar.paint_kit import PaintKit
from postdesk.ui.calendar.state import CalendarContext
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.colours import Colours
from postdesk.ui.kit.icon_label import scale_to_font
from postdesk.ui.text.cards import card_approval, card_head, card_icon, card_icon_colour, card_tone, shows_approval
from postdesk.ui.text.states import Tone, approval_icon, approval_tone
from postdesk.ui.text.times import exact_clock_text, time_words

_STRIPE: Final = 3
_RADIUS: Final = 4
_MOST_KEPT: Final = 500
_PAD: Final = 6
_GAP: Final = 5
_CLOSE: Final = 2
_FEWEST: Final = 5
"""The fewest letters: with less room the text would be meaningless."""
_WIDE: Final = 70
"""The letters from which a card also names its client."""
_NAME: Final = 22

_MOST_CLOCKS: Final = 1000


class CardBackground(NamedTuple):
    """The key of a card's background: size, tone of the state, draft or not, client colour, and highlights.

    A tuple, since one is made for each painted card as a cache key.
    """

    width: int
    height: int
    tone: Tone
    draft: bool
    client_colour: str
    marked: bool
    selected: bool = False


def _painted(colours: Colours, ratio: float, background: CardBackground) -> QPixmap:
    """Return the background as a picture of its size."""
    pixmap = QPixmap(QSize(background.width, background.height) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_background(painter, colours, background)
    painter.end()
    return pixmap


def _paint_background(painter: QPainter, colours: Colours, background: CardBackground) -> None:
    ours = background.tone in (Tone.ACCENT, Tone.NEUTRAL)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0.5, 0.5, background.width - 1, background.height - 1), _RADIUS, _RADIUS)
    state = colours.surface if ours else colours.of(f"{background.tone}_soft")
    painter.fillPath(path, QColor(colours.accent_soft if background.selected else state))
    if background.client_colour:
        painter.save()
        painter.setClipRect(QRect(0, 0, _STRIPE + 1, background.height))
        painter.fillPath(path, QColor(background.client_colour))
        painter.restore()
    if background.marked or background.selected:
        painter.setPen(QPen(QColor(colours.accent), 2 if background.marked else 1))
    elif ours:
        style = Qt.PenStyle.DashLine if background.draft else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(colours.outline if background.draft else colours.accent), 1, style))
    if background.marked or background.selected or ours:
        painter.drawPath(path)


@dataclass(slots=True)
class Strip:
    """The free part of a line, from `left` to before `right`; it shrinks as parts are painted at its sides."""

    left: int
    right: int
    top: int

    @property
    def width(self) -> int:
        """The width of the free part."""
        return self.right - self.left


class CardPainter:
    """Paints cards with a kit, and caches what many of them share."""

    def __init__(self, kit: PaintKit) -> None:
        self._kit = kit
        metrics = kit.plain.metrics
        self._line, self._letter = metrics.height(), metrics.averageCharWidth()
        self._icon = scale_to_font(metrics, 14)
        self._icon_down = (self._line - self._icon) // 2
        self._time_width = self._icon + _GAP + kit.strong.width(time_words(20, 58))
        self._more_width = kit.plain.width("+8")
        self._text, self._pale = kit.colour("text"), kit.colour("locked")
        self._clock = lru_cache(_MOST_CLOCKS)(exact_clock_text)
        self._background = lru_cache(_MOST_KEPT)(partial(_painted, kit.palette, kit.ratio))
        self._avatar = cache(avatar_pixmap)

    def paint(self, painter: QPainter, rect: QRect, card: Card, context: CalendarContext, *, marked: bool) -> None:
        """Paint the card in `rect`, on one line or two as there is room; `marked` where the card cursor stands."""
        line, tone = self._line, card_tone(card, context.now)
        client = context.client(card.client_id) if context.many_clients else None
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        selected = card.key in context.selected
        background = CardBackground(width, height, tone, card.is_draft, client.colour if client else "", marked, selected)
        painter.drawPixmap(left, top, self._background(background))
        painter.setPen(self._pale if tone is Tone.LOCKED else self._text)
        pad, slack = self._pad(width), height - 2 * line
        last = Strip(left + pad + (_STRIPE if client else 0), left + width - pad, top + (height - 1) // 2 - line // 2)
        if selected:
            self._paint_sign(painter, last, "check", "accent", 1)
        if slack >= 0:
            first = Strip(last.left, last.right, top + (slack + 1) * 3 // 8)
            last.top = first.top + line + min(slack, 1)
            self._paint_when(painter, first, card, context)
            said = self._paint_approval(painter, first, card)
            self._paint_whose(painter, last, client)
            if first.width >= min(self._icon, self._more_width):
                self._paint_platforms(painter, first, card, tone)
            else:
                self._paint_platforms_last(painter, last, card, tone)
        else:
            self._paint_whose(painter, last, client)
            self._paint_when(painter, last, card, context)
            said = self._paint_approval(painter, last, card)
            self._paint_platforms(painter, last, card, tone)
        if not said and self._has_room_for_sign(last.width):
            approval = card_approval(card)
            self._paint_sign(painter, last, approval_icon(approval), approval_tone(approval), _GAP)
        if card.repeats and self._has_room_for_sign(last.width):
            self._paint_sign(painter, last, "repeat-2", "secondary", _GAP)
        self._write(painter, last, card_head(card))

    def _has_room_for_sign(self, width: int) -> bool:
        """Return True where the sign has room beside the words, or the words have too little room in any case."""
        words = self._letter * _FEWEST
        return width >= self._icon + _GAP + words or self._icon <= width < words

    def _paint_sign(self, painter: QPainter, strip: Strip, icon: str, colour: str, gap: int) -> None:
        """Paint the mark of a selected card, before all else, or of a repeating or an approved one, before the words."""
        self._picture(painter, self._kit.icon(icon, colour, self._icon), strip)
        strip.left += self._icon + gap

    def _pad(self, width: int) -> int:
        """Return the margin at the sides, smaller where the time would be cut."""
        return _PAD if width >= self._time_width + 2 * _PAD + _STRIPE else _PAD // 3

    def _paint_when(self, painter: QPainter, strip: Strip, card: Card, context: CalendarContext) -> None:
        """Paint the icon and the time at the left, or only one of them where both don't fit."""
        clock = self._clock(card.due_at, context.zone)
        room, width = strip.width, self._kit.strong.width(clock)
        if room >= self._icon + 1 + width or room < width:
            icon = self._kit.icon(card_icon(card, context.now), card_icon_colour(card, context.now), self._icon)
            self._picture(painter, icon, strip)
            strip.left += self._icon + (_GAP if room >= self._time_width else 1)
        if width <= strip.width:
            self._kit.strong.write(painter, strip.left, strip.top, clock)
            strip.left += width
        strip.left += _GAP + 1

    def _paint_approval(self, painter: QPainter, strip: Strip, card: Card) -> bool:
        """Paint the approval where there is room beside a platform or two; return True where it is shown."""
        approval = card_approval(card)
        if not approval or shows_approval(card):
            return True
        if strip.width < 2 * (self._icon + _GAP):
            return False
        self._paint_sign(painter, strip, approval_icon(approval), approval_tone(approval), _GAP)
        return True

    def _paint_platforms(self, painter: QPainter, strip: Strip, card: Card, tone: Tone) -> None:
        """Paint the platforms' marks as far as there is room, and the number of the others; then nothing is left.

        Where all have room when packed closely, they are packed, up to the middle of the margin.
        """
        count, colour, gap = len(card.platforms), "locked" if tone is Tone.LOCKED else "", _GAP
        if count * (self._icon + gap) - gap > strip.width and count * (self._icon + _CLOSE) - _CLOSE <= strip.width + _PAD // 2:
            gap, strip.right = _CLOSE, strip.right + _PAD // 2
        step = self._icon + gap
        shown = count_fitting(count, strip.width + gap, step, self._more_width + _GAP)
        for platform in card.platforms[:shown]:
            self._picture(painter, self._kit.brand(platform, colour, self._icon), strip)
            strip.left += step
        if rest := count - shown:
            if self._more_width <= strip.width:
                self._kit.plain.write(painter, strip.left, strip.top, f"+{rest}")
            strip.left = strip.right

    def _paint_platforms_last(self, painter: QPainter, strip: Strip, card: Card, tone: Tone) -> None:
        """Paint the platforms at the right of the words, or in their place, where there is no room beside the time."""
        width = self._icon if len(card.platforms) == 1 else self._more_width
        left = strip.right - width
        if left - _GAP - strip.left < self._letter * _FEWEST:
            self._paint_platforms(painter, strip, card, tone)
        else:
            self._paint_platforms(painter, Strip(left, strip.right, strip.top), card, tone)
            strip.right = left - _GAP

    def _paint_whose(self, painter: QPainter, strip: Strip, client: Client | None) -> None:
        """Paint the client's mark at the right, where there is more room than the time needs."""
        side = self._line
        if client and strip.width >= self._time_width + side + _GAP:
            painter.drawPixmap(strip.right - side + 2, strip.top, self._avatar(client.name, client.colour, side, self._kit.ratio))
            strip.right -= side
            if strip.width >= self._letter * _WIDE:
                self._paint_name(painter, strip, client.name)

    def _paint_name(self, painter: QPainter, strip: Strip, name: str) -> None:
        """Paint the client's name before the mark, where a card is as wide as a day."""
        words = self._kit.plain.elided(name, self._letter * _NAME)
        strip.right -= self._kit.plain.width(words) + _GAP
        self._kit.plain.write(painter, strip.right, strip.top, words)
        strip.right -= 2 * _GAP

    def _picture(self, painter: QPainter, pixmap: QPixmap, strip: Strip) -> None:
        painter.drawPixmap(strip.left, strip.top + self._icon_down, pixmap)

    def _write(self, painter: QPainter, strip: Strip, text: str) -> None:
        if strip.width >= self._letter * min(_FEWEST, len(text) + 1):
            self._kit.plain.write(painter, strip.left, strip.top, self._kit.plain.elided(text, strip.width))
