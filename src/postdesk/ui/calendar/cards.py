"""Paints cards: a state's icon, the time, the platforms, the first words, and the client where several are shown."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from postdesk.domain.board import Card
from postdesk.domain.clients import Client
from postdesk.ui.calendar.card_background import CLIENT_STRIPE, CardBackground, painted_background
from postdesk.ui.calendar.cell_layout import CellLayout, CellMeasures, arrange
from postdesk.ui.calendar.paint_kit import Canvas, PaintKit, PaintRecord, Strip
from postdesk.ui.calendar.platform_marks import CLOSE, FEWEST, GAP, PAD, PlatformMarks, icon_side, paint_icon
from postdesk.ui.calendar.state import CalendarContext, Cell
from postdesk.ui.kit.avatar import avatar_pixmap
from postdesk.ui.text.cards import card_approval, card_head, card_icon, card_icon_colour, card_tone, is_late, shows_approval
from postdesk.ui.text.states import Tone, approval_icon, approval_tone
from postdesk.ui.text.times import exact_clock_text, time_words

_MOST_KEPT: Final = 500
_MOST_DRAWN: Final = 1000
"""The most cached drawings of cards: those of some months."""
_BESIDE_CARD: Final = 9
"""The width of a cell that its cards leave free."""
_NARROW: Final = 4
"""The width of a letter that most are wider than."""
_MOST_MEASURED: Final = 4
"""The cards of a cell whose text may have a second line."""
_WIDE: Final = 70
"""The letters from which a card also names its client."""
_NAME: Final = 22

_MOST_CLOCKS: Final = 1000
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
    return width - 2 * PAD - (CLIENT_STRIPE if striped else 0) - (picture + GAP if picture else 0)


class CardPainter:
    """Paints cards with a kit, and caches what many of them share. `mirrored`: lines begin at the right."""

    def __init__(self, kit: PaintKit, *, mirrored: bool = False) -> None:
        self._kit, self._mirrored = kit, mirrored
        metrics = kit.plain.metrics
        self._line, self._letter = metrics.height(), metrics.averageCharWidth()
        self._icon = icon_side(metrics)
        self._time_width = self._icon + GAP + kit.strong.width(time_words(20, 58))
        self._marks = PlatformMarks(kit, mirrored=mirrored)
        self._text, self._pale, self._faint = kit.colour("text"), kit.colour("locked"), kit.colour("secondary")
        self._clock = lru_cache(_MOST_CLOCKS)(exact_clock_text)
        self._background = lru_cache(_MOST_KEPT)(partial(painted_background, kit.palette, kit.ratio))
        self._avatar = cache(avatar_pixmap)
        self._records: dict[tuple[object, ...], PaintRecord] = {}

    def paint(self, painter: QPainter, rect: QRect, card: Card, context: CalendarContext, *, marked: bool) -> None:
        """Paint the card in `rect`, on as many lines as there is room for; `marked` where the card cursor stands."""
        client = context.client(card.client_id) if context.many_clients else None
        late, selected = is_late(card, context.now), card.key in context.selected
        look = card, rect.width(), rect.height(), late, client, selected, marked, context.zone
        record = self._records.get(look)
        if record is None:
            if len(self._records) >= _MOST_DRAWN:
                self._records.clear()
            record = PaintRecord()
            self._draw(record, QRect(QPoint(), rect.size()), card, context, client, marked=marked)
            self._records[look] = record  # once it is whole
        painter.translate(rect.topLeft())
        record.repeat(painter)
        painter.translate(-rect.topLeft())

    def _draw(
        self, painter: Canvas, rect: QRect, card: Card, context: CalendarContext, client: Client | None, *, marked: bool
    ) -> None:
        tone, colour, selected = card_tone(card, context.now), client.colour if client else "", card.key in context.selected
        background = CardBackground(rect.width(), rect.height(), tone, card.is_draft, colour, marked, selected, self._mirrored)
        painter.drawPixmap(rect.left(), rect.top(), self._background(background))
        painter.setPen(self._pale if tone is Tone.LOCKED else self._faint if card.is_draft else self._text)
        if rect.height() >= 2 * self._line:
            self._paint_lines(painter, rect, card, context, client)
        else:
            down = (rect.height() - 1) // 2 - self._line // 2
            self._paint_line(painter, self._strip(rect, client, down), card, context, client)

    def _strip(self, rect: QRect, client: Client | None, down: int) -> Strip:
        """Return the line of a card that begins so far down."""
        pad, stripe = self._pad(rect.width()), CLIENT_STRIPE if client else 0
        strip = Strip(rect.left() + pad, rect.left() + rect.width() - pad, rect.top() + down, self._mirrored)
        strip.take(stripe)
        return strip

    def _paint_line(self, painter: Canvas, strip: Strip, card: Card, context: CalendarContext, client: Client | None) -> None:
        """Paint all on one line."""
        if card.key in context.selected:
            self._paint_sign(painter, strip, "check", "accent", 1)
        self._paint_whose(painter, strip, client)
        self._paint_when(painter, strip, card, context)
        said = self._paint_approval(painter, strip, card)
        self._marks.paint(painter, strip, card, context)
        self._paint_signs(painter, strip, card, said=said)
        self._write(painter, strip, card_head(card))

    def _paint_lines(self, painter: Canvas, rect: QRect, card: Card, context: CalendarContext, client: Client | None) -> None:
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
        if first.width >= self._icon - PAD // 2:
            self._paint_whose_beside(painter, first, len(card.platforms), client)
            self._marks.paint(painter, first, card, context)
        else:
            self._marks.paint_last(painter, text[0], card, context, only_line=count == 1)
        self._paint_signs(painter, text[0], card, said=said)
        self._write_text(painter, text, card_head(card))

    def _paint_signs(self, painter: Canvas, strip: Strip, card: Card, *, said: bool) -> None:
        """Paint the approval, unless it was `said`, and whether the post is one of a series."""
        if not said and self._has_room_for_sign(strip.width):
            approval = card_approval(card)
            self._paint_sign(painter, strip, approval_icon(approval), approval_tone(approval), GAP)
        if card.repeats and self._has_room_for_sign(strip.width):
            self._paint_sign(painter, strip, "repeat-2", "secondary", GAP)

    def _has_room_for_sign(self, width: int) -> bool:
        """Return True where the sign has room beside the words, or the words have too little room in any case."""
        words = self._letter * FEWEST
        return width >= self._icon + GAP + words or self._icon <= width < words

    def _paint_sign(self, painter: Canvas, strip: Strip, icon: str, colour: str, gap: int) -> None:
        """Paint the mark of a selected card, before all else, or of a repeating or an approved one, before the words."""
        self._picture(painter, self._kit.icon(icon, colour, self._icon), strip, gap)

    def _pad(self, width: int) -> int:
        """Return the margin at the sides, smaller where the time would be cut."""
        return PAD if width >= self._time_width + 2 * PAD + CLIENT_STRIPE else PAD // 3

    def _paint_when(self, painter: Canvas, strip: Strip, card: Card, context: CalendarContext) -> None:
        """Paint the icon and the time at the beginning, or only one of them where both don't fit."""
        clock = self._clock(card.due_at, context.zone)
        room, width = strip.width, self._kit.strong.width(clock)
        if room >= self._icon + 1 + width or room < width:
            icon = self._kit.icon(card_icon(card, context.now), card_icon_colour(card, context.now), self._icon)
            self._picture(painter, icon, strip, GAP if room >= self._time_width else 1)
        if width <= strip.width:
            self._kit.strong.write(painter, strip.take(width), strip.top, clock)
        strip.take(GAP)

    def _paint_approval(self, painter: Canvas, strip: Strip, card: Card) -> bool:
        """Paint the approval where there is room beside a platform or two; return True where it is shown."""
        approval = card_approval(card)
        if not approval or shows_approval(card):
            return True
        if strip.width < 2 * (self._icon + GAP):
            return False
        self._paint_sign(painter, strip, approval_icon(approval), approval_tone(approval), GAP)
        return True

    def _paint_whose_beside(self, painter: Canvas, strip: Strip, platforms: int, client: Client | None) -> None:
        """Paint the client's mark at the end, where one platform or their number has room beside it.

        It takes half of the margin where the platforms, or their number, have no room otherwise.
        """
        if client and strip.width >= self._icon + self._line:
            room = strip.width - self._line
            close, loose = (platforms * (self._icon + gap) for gap in (CLOSE, GAP))
            if room < loose and (close <= room + GAP or room < 2 * self._icon):
                strip.take_end(-(PAD // 2))
            self._paint_mark(painter, strip, client)

    def _paint_whose(self, painter: Canvas, strip: Strip, client: Client | None) -> None:
        """Paint the client's mark at the end, where time and a platform leave room for it, and its name on a wide card."""
        if client and strip.width >= self._time_width + self._icon + self._line + 2 * GAP:
            self._paint_mark(painter, strip, client)
            if strip.width >= self._letter * _WIDE:
                words = self._kit.plain.elided(client.name, self._letter * _NAME)
                left = strip.take_end(self._kit.plain.width(words) + GAP, 2 * GAP)
                self._kit.plain.write(painter, left, strip.top, words)

    def _paint_mark(self, painter: Canvas, strip: Strip, client: Client | None) -> None:
        if client:
            mark = self._avatar(client.name, client.colour, self._line, self._kit.ratio)
            painter.drawPixmap(strip.take_end(self._line - 2, GAP) - 1, strip.top, mark)  # 2 px larger: 1 on either side

    def _picture(self, painter: Canvas, pixmap: QPixmap, strip: Strip, gap: int) -> None:
        paint_icon(painter, strip, pixmap, self._icon, self._line, gap)

    def _write_text(self, painter: Canvas, strips: Sequence[Strip], text: str) -> None:
        """Write a text over the lines that have room for it, the last of which is elided."""
        free = [strip for strip in strips if self._has_room_for(text, strip.width)]
        for strip in free[:-1]:
            line, text = self._kit.plain.broken(text, strip.width)
            self._write(painter, strip, line, fits=True)
        for strip in free[-1:]:
            self._write(painter, strip, text)

    def _has_room_for(self, text: str, width: int) -> bool:
        """Return True where enough letters of a text have room."""
        return width >= self._letter * min(FEWEST, len(text) + 1)

    def _write(self, painter: Canvas, strip: Strip, text: str, *, fits: bool = False) -> None:
        if fits or self._has_room_for(text, strip.width):
            words = text if fits else self._kit.plain.elided(text, strip.width)
            left = strip.right - self._kit.plain.width(words) if self._mirrored else strip.left
            self._kit.plain.write(painter, left, strip.top, words)
