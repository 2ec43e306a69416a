"""Paints cards: a state's icon, the time, the platforms, the first words, and the client where several are shown."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from postdesk.domain.board import Card
from postdesk.domain.clients import Client
from postdesk.ui.calendar.card_background import CARD_RADIUS, CLIENT_STRIPE, CardBackground, painted_background
from postdesk.ui.calendar.cell_layout import CellLayout, CellMeasures, arrange, count_fitting
from postdesk.ui.calendar.paint_kit import PaintKit, Strip
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.text.cards import card_approval, card_head, card_icon, card_icon_colour, card_tone, shows_approval
from postdesk.ui.text.states import Tone, approval_icon, approval_tone
from postdesk.ui.text.times import exact_clock_text, time_words

_MOST_KEPT: Final = 500
_PAD: Final = 6
_GAP: Final = 5
_CLOSE: Final = 2
_BESIDE_CARD: Final = 9
"""The width of a cell that its cards leave free."""
_NARROW: Final = 4
"""The width of a letter that most are wider than."""
_MOST_MEASURED: Final = 4
"""The cards of a cell whose text may have a second line."""
_FEWEST: Final = 5
"""The fewest letters: with less room the text would be meaningless."""
_WIDE: Final = 70
"""The letters from which a card also names its client."""
_NAME: Final = 22

_MOST_CLOCKS: Final = 1000
_SOME: Final = 2
"""The fewest marks of several platforms: fewer than that say less than their number."""
_MORE_PLATFORMS: Final = "…"
"""Stands for platforms without room; "+2" would read as more posts."""
Measure = Callable[[str], int]
"""Returns the width of a text in logical pixels."""


def arrange_cell(
    cell: Cell, size: QSize, measures: CellMeasures, context: CalendarContext | None, measure: Measure
) -> CellLayout:
    """Return the layout of a cell of that size."""
    cards, suitable = cell.span.cards, measures.noted() if cell.notes else measures
    lines = text_lines(cards, size.width(), context, measure) if measures.labelled else ()
    return arrange(size, cell.span.count, len(cards), suitable, lines)


def text_lines(cards: Sequence[Card], width: int, context: CalendarContext | None, measure: Measure) -> tuple[int, ...]:
    """Return the lines of text, one or two, that each card needs in a cell of that width."""
    room = text_width(width - _BESIDE_CARD, striped=context is not None and context.many_clients)
    most = room // _NARROW  # measuring is slow, and so many letters never fit
    return tuple(1 if len(card.head) <= most and measure(card_head(card)) <= room else 2 for card in cards[:_MOST_MEASURED])


def text_width(width: int, *, striped: bool, picture: int = 0) -> int:
    """Return the width of the text on a card of that width, beside a picture if there is one."""
    return width - 2 * _PAD - (CLIENT_STRIPE if striped else 0) - (picture + _GAP if picture else 0)


class PlatformMarks:
    """Paints the marks of a card's platforms with a kit: as many as have room, or the number of several. `mirrored`: as cards."""

    def __init__(self, kit: PaintKit, *, mirrored: bool) -> None:
        self._kit, self._mirrored = kit, mirrored
        metrics = kit.plain.metrics
        self._line, self._letter, self._icon = metrics.height(), metrics.averageCharWidth(), _icon_side(metrics)
        self._more_width = kit.plain.width(_MORE_PLATFORMS)

    def paint(self, painter: QPainter, strip: Strip, card: Card, context: CalendarContext) -> None:
        """Paint the platforms' marks as far as there is room, and "…" for the others; nothing is left.

        Where all have room when packed closely, they are packed, up to the middle of the margin. Where only one of several has
        room, their number takes its place.
        """
        colour = "locked" if card_tone(card, context.now) is Tone.LOCKED else ""
        count, gap = len(card.platforms), _GAP
        if count * (self._icon + gap) - gap > strip.width and count * (self._icon + _CLOSE) - _CLOSE <= strip.width + _PAD // 2:
            gap = _CLOSE
            strip.take_end(-(_PAD // 2))
        step = self._icon + gap
        shown = count_fitting(count, strip.width + gap, step, self._more_width + _GAP)
        if shown < min(count, _SOME):
            shown = 0
        for platform in card.platforms[:shown]:
            _paint_icon(painter, strip, self._kit.brand(platform, colour, self._icon), self._icon, self._line, gap)
        if shown:
            if shown < count:
                self._kit.plain.write(painter, strip.take(self._more_width), strip.top, _MORE_PLATFORMS)
        elif count and self._icon <= strip.width + _PAD // 2:
            strip.take_end(min(0, strip.width - self._icon))
            self._paint_count(painter, strip, count)
        if shown < count:
            strip.take(strip.width)

    def _paint_count(self, painter: QPainter, strip: Strip, count: int) -> None:
        """Paint the number of platforms within a frame as large as the mark of one."""
        side, words = self._icon, str(count)
        area = QRectF(strip.take(side) + 0.5, strip.top + (self._line - side) // 2 + 0.5, side - 1, side - 1)
        painter.drawRoundedRect(area, CARD_RADIUS - 1, CARD_RADIUS - 1)
        left = round(area.left() + (side - self._kit.plain.width(words)) / 2)
        self._kit.plain.write(painter, left, strip.top, words)

    def paint_last(self, painter: QPainter, strip: Strip, card: Card, context: CalendarContext, *, only_line: bool) -> None:
        """Paint the platforms at the end of the words, where there is no room beside the time, or in their place.

        On the only line for words, the number of several platforms leaves more room for them.
        """
        room = strip.width - _GAP - self._letter * _FEWEST
        width = self._icon if len(card.platforms) == 1 else _SOME * (self._icon + _CLOSE) - _CLOSE
        if only_line and width > room:
            width = self._icon
        if width > room:
            self.paint(painter, strip, card, context)
        else:
            left = strip.take_end(width, _GAP)
            self.paint(painter, Strip(left, left + width, strip.top, self._mirrored), card, context)


def _icon_side(metrics: QFontMetrics) -> int:
    return scale_to_font(metrics, 14)


def _paint_icon(painter: QPainter, strip: Strip, pixmap: QPixmap, side: int, line: int, gap: int) -> None:
    """Paint an icon at the beginning of a strip, in the middle of its line, and take its room and the gap."""
    painter.drawPixmap(strip.take(side, gap), strip.top + (line - side) // 2, pixmap)


class CardPainter:
    """Paints cards with a kit, and caches what many of them share. `mirrored`: lines begin at the right."""

    def __init__(self, kit: PaintKit, *, mirrored: bool = False) -> None:
        self._kit, self._mirrored = kit, mirrored
        metrics = kit.plain.metrics
        self._line, self._letter = metrics.height(), metrics.averageCharWidth()
        self._icon = _icon_side(metrics)
        self._time_width = self._icon + _GAP + kit.strong.width(time_words(20, 58))
        self._marks = PlatformMarks(kit, mirrored=mirrored)
        self._text, self._pale, self._faint = kit.colour("text"), kit.colour("locked"), kit.colour("secondary")
        self._clock = lru_cache(_MOST_CLOCKS)(exact_clock_text)
        self._background = lru_cache(_MOST_KEPT)(partial(painted_background, kit.palette, kit.ratio))
        self._avatar = cache(avatar_pixmap)

    def paint(self, painter: QPainter, rect: QRect, card: Card, context: CalendarContext, *, marked: bool) -> None:
        """Paint the card in `rect`, on as many lines as there is room for; `marked` where the card cursor stands."""
        tone = card_tone(card, context.now)
        client = context.client(card.client_id) if context.many_clients else None
        selected = card.key in context.selected
        colour = client.colour if client else ""
        background = CardBackground(rect.width(), rect.height(), tone, card.is_draft, colour, marked, selected, self._mirrored)
        painter.drawPixmap(rect.left(), rect.top(), self._background(background))
        painter.setPen(self._pale if tone is Tone.LOCKED else self._faint if card.is_draft else self._text)
        if rect.height() >= 2 * self._line:
            self._paint_lines(painter, rect, card, context, client)
        else:
            self._paint_line(
                painter, self._strip(rect, client, (rect.height() - 1) // 2 - self._line // 2), card, context, client
            )

    def _strip(self, rect: QRect, client: Client | None, down: int) -> Strip:
        """Return the line of a card that begins so far down."""
        pad, stripe = self._pad(rect.width()), CLIENT_STRIPE if client else 0
        strip = Strip(rect.left() + pad, rect.left() + rect.width() - pad, rect.top() + down, self._mirrored)
        strip.take(stripe)
        return strip

    def _paint_line(self, painter: QPainter, strip: Strip, card: Card, context: CalendarContext, client: Client | None) -> None:
        """Paint all on one line."""
        if card.key in context.selected:
            self._paint_sign(painter, strip, "check", "accent", 1)
        self._paint_whose(painter, strip, client)
        self._paint_when(painter, strip, card, context)
        said = self._paint_approval(painter, strip, card)
        self._marks.paint(painter, strip, card, context)
        self._paint_signs(painter, strip, card, said=said)
        self._write(painter, strip, card_head(card))

    def _paint_lines(self, painter: QPainter, rect: QRect, card: Card, context: CalendarContext, client: Client | None) -> None:
        """Paint time and platforms on one line, and the text on as many as there is room for below it."""
        line = self._line
        count = rect.height() // line - 1
        slack = rect.height() - line * (1 + count)
        down = (slack + 1) * 3 // 8
        first = self._strip(rect, client, down)
        text = [self._strip(rect, client, down + line * (1 + n) + min(slack, 1)) for n in range(count)]
        if card.key in context.selected:
            self._paint_sign(painter, text[0], "check", "accent", 1)
        self._paint_when(painter, first, card, context)
        said = self._paint_approval(painter, first, card)
        if first.width >= self._icon - _PAD // 2:
            self._paint_whose_beside(painter, first, len(card.platforms), client)
            self._marks.paint(painter, first, card, context)
        else:
            self._marks.paint_last(painter, text[0], card, context, only_line=count == 1)
        self._paint_signs(painter, text[0], card, said=said)
        self._write_text(painter, text, card_head(card))

    def _paint_signs(self, painter: QPainter, strip: Strip, card: Card, *, said: bool) -> None:
        """Paint the approval, unless it was `said`, and whether the post is one of a series."""
        if not said and self._has_room_for_sign(strip.width):
            approval = card_approval(card)
            self._paint_sign(painter, strip, approval_icon(approval), approval_tone(approval), _GAP)
        if card.repeats and self._has_room_for_sign(strip.width):
            self._paint_sign(painter, strip, "repeat-2", "secondary", _GAP)

    def _has_room_for_sign(self, width: int) -> bool:
        """Return True where the sign has room beside the words, or the words have too little room in any case."""
        words = self._letter * _FEWEST
        return width >= self._icon + _GAP + words or self._icon <= width < words

    def _paint_sign(self, painter: QPainter, strip: Strip, icon: str, colour: str, gap: int) -> None:
        """Paint the mark of a selected card, before all else, or of a repeating or an approved one, before the words."""
        self._picture(painter, self._kit.icon(icon, colour, self._icon), strip, gap)

    def _pad(self, width: int) -> int:
        """Return the margin at the sides, smaller where the time would be cut."""
        return _PAD if width >= self._time_width + 2 * _PAD + CLIENT_STRIPE else _PAD // 3

    def _paint_when(self, painter: QPainter, strip: Strip, card: Card, context: CalendarContext) -> None:
        """Paint the icon and the time at the beginning, or only one of them where both don't fit."""
        clock = self._clock(card.due_at, context.zone)
        room, width = strip.width, self._kit.strong.width(clock)
        if room >= self._icon + 1 + width or room < width:
            icon = self._kit.icon(card_icon(card, context.now), card_icon_colour(card, context.now), self._icon)
            self._picture(painter, icon, strip, _GAP if room >= self._time_width else 1)
        if width <= strip.width:
            self._kit.strong.write(painter, strip.take(width), strip.top, clock)
        strip.take(_GAP)

    def _paint_approval(self, painter: QPainter, strip: Strip, card: Card) -> bool:
        """Paint the approval where there is room beside a platform or two; return True where it is shown."""
        approval = card_approval(card)
        if not approval or shows_approval(card):
            return True
        if strip.width < 2 * (self._icon + _GAP):
            return False
        self._paint_sign(painter, strip, approval_icon(approval), approval_tone(approval), _GAP)
        return True

    def _paint_whose_beside(self, painter: QPainter, strip: Strip, platforms: int, client: Client | None) -> None:
        """Paint the client's mark at the end, where one platform or their number has room beside it.

        It takes half of the margin where the platforms, or their number, have no room otherwise.
        """
        if client and strip.width >= self._icon + self._line:
            room = strip.width - self._line
            close, loose = (platforms * (self._icon + gap) for gap in (_CLOSE, _GAP))
            if room < loose and (close <= room + _GAP or room < 2 * self._icon):
                strip.take_end(-(_PAD // 2))
            self._paint_mark(painter, strip, client)

    def _paint_whose(self, painter: QPainter, strip: Strip, client: Client | None) -> None:
        """Paint the client's mark at the end, where time and a platform leave room for it, and its name on a wide card."""
        if client and strip.width >= self._time_width + self._icon + self._line + 2 * _GAP:
            self._paint_mark(painter, strip, client)
            if strip.width >= self._letter * _WIDE:
                words = self._kit.plain.elided(client.name, self._letter * _NAME)
                left = strip.take_end(self._kit.plain.width(words) + _GAP, 2 * _GAP)
                self._kit.plain.write(painter, left, strip.top, words)

    def _paint_mark(self, painter: QPainter, strip: Strip, client: Client | None) -> None:
        if client:
            mark = self._avatar(client.name, client.colour, self._line, self._kit.ratio)
            painter.drawPixmap(strip.take_end(self._line - 2, _GAP) - 1, strip.top, mark)  # 2 px larger: 1 on either side

    def _picture(self, painter: QPainter, pixmap: QPixmap, strip: Strip, gap: int) -> None:
        _paint_icon(painter, strip, pixmap, self._icon, self._line, gap)

    def _write_text(self, painter: QPainter, strips: Sequence[Strip], text: str) -> None:
        """Write a text over the lines that have room for it, the last of which is elided."""
        free = [strip for strip in strips if self._has_room_for(text, strip.width)]
        for strip in free[:-1]:
            line, text = self._kit.plain.broken(text, strip.width)
            self._write(painter, strip, line, fits=True)
        for strip in free[-1:]:
            self._write(painter, strip, text)

    def _has_room_for(self, text: str, width: int) -> bool:
        """Return True where enough letters of a text have room."""
        return width >= self._letter * min(_FEWEST, len(text) + 1)

    def _write(self, painter: QPainter, strip: Strip, text: str, *, fits: bool = False) -> None:
        if fits or self._has_room_for(text, strip.width):
            words = text if fits else self._kit.plain.elided(text, strip.width)
            left = strip.right - self._kit.plain.width(words) if self._mirrored else strip.left
            self._kit.plain.write(painter, left, strip.top, words)
