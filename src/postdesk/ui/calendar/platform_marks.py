"""The marks of a card's platforms, and icons in its lines."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetrics, QPixmap

from postdesk.domain.board import Card
from postdesk.ui.calendar.card_background import CARD_RADIUS
from postdesk.ui.calendar.cell_layout import count_fitting
from postdesk.ui.calendar.paint_kit import Canvas, PaintKit, Strip
from postdesk.ui.calendar.state import CalendarContext
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.text.cards import card_tone
from postdesk.ui.text.states import Tone

PAD: Final = 6
GAP: Final = 5
CLOSE: Final = 2
FEWEST: Final = 5
"""The fewest letters: with less room the text would be meaningless."""
_SOME: Final = 2
"""The fewest marks of several platforms: fewer than that say less than their number."""
_MORE_PLATFORMS: Final = "…"
"""Stands for platforms without room; "+2" would read as more posts."""


class PlatformMarks:
    """Paints the marks of a card's platforms with a kit: as many as have room, or the number of several. `mirrored`: as cards."""

    def __init__(self, kit: PaintKit, *, mirrored: bool) -> None:
        self._kit, self._mirrored = kit, mirrored
        metrics = kit.plain.metrics
        self._line, self._letter, self._icon = metrics.height(), metrics.averageCharWidth(), icon_side(metrics)
        self._more_width = kit.plain.width(_MORE_PLATFORMS)

    def paint(self, painter: Canvas, strip: Strip, card: Card, context: CalendarContext) -> None:
        """Paint the platforms' marks as far as there is room, and "…" for the others; nothing is left.

        Where all have room when packed closely, they are packed, up to the middle of the margin. Where only one of several has
        room, their number takes its place.
        """
        colour = "locked" if card_tone(card, context.now) is Tone.LOCKED else ""
        count, gap = len(card.platforms), GAP
        if count * (self._icon + gap) - gap > strip.width and count * (self._icon + CLOSE) - CLOSE <= strip.width + PAD // 2:
            gap = CLOSE
            strip.take_end(-(PAD // 2))
        step = self._icon + gap
        shown = count_fitting(count, strip.width + gap, step, self._more_width + GAP)
        if shown < min(count, _SOME):
            shown = 0
        for platform in card.platforms[:shown]:
            paint_icon(painter, strip, self._kit.brand(platform, colour, self._icon), self._icon, self._line, gap)
        if shown:
            if shown < count:
                self._kit.plain.write(painter, strip.take(self._more_width), strip.top, _MORE_PLATFORMS)
        elif count and self._icon <= strip.width + PAD // 2:
            strip.take_end(min(0, strip.width - self._icon))
            self._paint_count(painter, strip, count)
        if shown < count:
            strip.take(strip.width)

    def _paint_count(self, painter: Canvas, strip: Strip, count: int) -> None:
        """Paint the number of platforms within a frame as large as the mark of one."""
        side, words = self._icon, str(count)
        area = QRectF(strip.take(side) + 0.5, strip.top + (self._line - side) // 2 + 0.5, side - 1, side - 1)
        painter.drawRoundedRect(area, CARD_RADIUS - 1, CARD_RADIUS - 1)
        left = round(area.left() + (side - self._kit.plain.width(words)) / 2)
        self._kit.plain.write(painter, left, strip.top, words)

    def paint_last(self, painter: Canvas, strip: Strip, card: Card, context: CalendarContext, *, only_line: bool) -> None:
        """Paint the platforms at the end of the words, where there is no room beside the time, or in their place.

        On the only line for words, the number of several platforms leaves more room for them.
        """
        room = strip.width - GAP - self._letter * FEWEST
        width = self._icon if len(card.platforms) == 1 else _SOME * (self._icon + CLOSE) - CLOSE
        if only_line and width > room:
            width = self._icon
        if width > room:
            self.paint(painter, strip, card, context)
        else:
            left = strip.take_end(width, GAP)
            self.paint(painter, Strip(left, left + width, strip.top, self._mirrored), card, context)


def icon_side(metrics: QFontMetrics) -> int:
    """Return the side of a card's icons."""
    return scale_to_font(metrics, 14)


def paint_icon(painter: Canvas, strip: Strip, pixmap: QPixmap, side: int, line: int, gap: int) -> None:
    """Paint an icon at the beginning of a strip, in the middle of its line, and take its room and the gap."""
    painter.drawPixmap(strip.take(side, gap), strip.top + (line - side) // 2, pixmap)
