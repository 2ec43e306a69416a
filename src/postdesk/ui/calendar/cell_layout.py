"""The layout of a cell: pure geometry, for painting and for finding what was clicked."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics

from postdesk.domain.lazy_dataclass import dataclass

_MARGIN = 4
_GAP = 3
_CLOSE = 2
"""The gap and margin of cards packed closely."""
_AIR = 7
"""The height of a card's margins above and below its lines."""
_LEAST_AIR = 3
"""The height of these margins without which a card shows fewer lines."""

_WORDED = 2
"""The number of cards that show their text before more cards are shown without it."""
_USUAL = 3
"""The number of cards that a row of days has room for, where it can: two with their text, and one line."""


@dataclass(frozen=True, slots=True)
class CellMeasures:
    """Sizes in logical pixels that follow the font. `mirrored`: a line begins at the right.

    `label` is the height above the cards, a margin where there is no label; below it are `note` pixels for a note, where the
    cell has one.
    """

    line: int
    label: int
    labelled: bool
    note: int = 0
    mirrored: bool = False

    @classmethod
    def of(cls, metrics: QFontMetrics, *, labelled: bool, mirrored: bool = False) -> "CellMeasures":
        """Return the sizes for a cell with or without a day's number above its cards."""
        line = metrics.height()
        return cls(line, line + 7 if labelled else _MARGIN, labelled, mirrored=mirrored)

    def noted(self) -> "CellMeasures":
        """Return the sizes for a cell with a note above its cards."""
        return replace(self, note=self.line + 4)

    @property
    def tall_height(self) -> int:
        """The height of a card of two lines: time and platforms, then the text."""
        return 2 * self.line + _AIR

    @property
    def close(self) -> int:
        """The height of a card of two lines with hardly any margins: the least it takes."""
        return 2 * self.line

    @property
    def flat_height(self) -> int:
        """The height of a card of one line."""
        return self.line + 6

    @property
    def least_height(self) -> int:
        """The height of a cell for one flat card."""
        return self.label + self.line + self.flat_height + 12

    @property
    def fair_height(self) -> int:
        """The height of a cell for one card with two lines of text, which each row has before any has more."""
        return self.label + 3 * self.line + _AIR + 2 * _MARGIN + _CLOSE

    @property
    def full_height(self) -> int:
        """The height of a cell for two cards with two lines of text each."""
        return self.label + _WORDED * (3 * self.line + _LEAST_AIR + _CLOSE) + _CLOSE

    def max_cards(self, cell: QSize) -> int:
        """Return the most cards that a cell of that size can show."""
        heights, _ = _packed(cell, cell.height(), cell.height(), self, ())
        return len(heights)

    def suits_margins(self, width: int) -> bool:
        """Return whether a cell is wide enough for margins beside its cards."""
        return width >= 5 * self.line

    @property
    def more_line_height(self) -> int:
        """The height that "+3 more" takes below the cards; beside a label it takes none."""
        return 0 if self.labelled else self.line + _GAP

    def height_for(self, cards: int, *, more: bool, flat: bool = False) -> int:
        """Return the height of a cell with so many cards, tall or `flat`, and the line for more."""
        card, gap, margin = (self.flat_height, _CLOSE, _CLOSE) if flat else (self.tall_height, _GAP, _MARGIN)
        return self.label + cards * (card + gap) + (self.more_line_height if more else 0) + margin

    def wanted_height(self, lines: Sequence[int]) -> int:
        """Return the height for the usual number of cards with that many lines of text, the third in one line."""
        worded = [self.line * (1 + each) + _AIR + _GAP for each in lines[:_WORDED]]
        third = self.flat_height + _GAP if len(lines) >= _USUAL else 0
        return self.label + self.note + sum(worded) + third + _MARGIN


def share_height(height: int, wanted: Sequence[int], least: int) -> list[int]:
    """Return the heights of rows that fill `height`: each `least`, then what it wants as far as there is room, the rest evenly.

    Where not even that has room, all are equal.
    """
    count = len(wanted)
    if height <= count * least:
        return [height // count + (n < height % count) for n in range(count)]
    spare = height - count * least
    asked = [max(0, each - least) for each in wanted]
    scale = min(1.0, spare / max(1, sum(asked)))
    given = [int(each * scale) for each in asked]
    rest, odd = divmod(spare - sum(given), count)
    return [least + each + rest + (n < odd) for n, each in enumerate(given)]


@dataclass(frozen=True, slots=True)
class CellLayout:
    """The layout of a cell: its label, its note, the first cards, and the "+3 more" line (None where all cards have room).

    The rectangles are relative to the cell's top left corner.
    """

    label: QRect
    cards: tuple[QRect, ...]
    more: QRect | None
    note: QRect | None = None

    @property
    def places(self) -> int:
        """The number of positions for the card cursor, beside the cell itself."""
        return len(self.cards) + (self.more is not None)


def arrange(cell: QSize, count: int, known: int, measures: CellMeasures, lines: tuple[int, ...] = ()) -> CellLayout:
    """Lay `count` cards out in a cell of that size, the first `known` of which can be shown.

    `lines`: the lines that the text of each needs, one or two; one where it isn't given. Where not all have room, the first two
    have at least one line of text, or all that they need where there is room; a third is flat, and then text has the next room.
    Where only one has room for text, that is the first.
    """
    return _arranged(cell.width(), cell.height(), min(count, known + 1), known, measures, lines)


@lru_cache(1024)
def _arranged(width: int, height: int, count: int, known: int, measures: CellMeasures, lines: tuple[int, ...]) -> CellLayout:
    """Cached layout: most cells of a month are alike in all of these values, and each is laid out whenever it is painted."""
    side = _MARGIN if measures.suits_margins(width) else 1
    label = QRect(_MARGIN, 2, width - 2 * _MARGIN, measures.label - 4)
    heights, gap = _packed(QSize(width, height), count, known, measures, lines)
    wide, below = width - 2 * side - 1, list(accumulate((each + gap for each in heights), initial=measures.label + measures.note))
    note = QRect(_MARGIN, measures.label - 1, width - 2 * _MARGIN, measures.note - 1) if measures.note else None
    cards = tuple(QRect(side, top, wide, each) for top, each in zip(below, heights, strict=False))
    if len(cards) == count:
        return CellLayout(label, cards, None, note)
    if measures.labelled:
        number = label.width() // 3
        beside = label.adjusted(0, 0, -number, 0) if measures.mirrored else label.adjusted(number, 0, 0, 0)
        return CellLayout(label, cards, beside, note)
    return CellLayout(label, cards, QRect(side, below[-1], wide, measures.line))


def _packed(cell: QSize, count: int, known: int, measures: CellMeasures, lines: tuple[int, ...]) -> tuple[list[int], int]:
    """Return the heights of the cards in a cell, and the gap between them."""
    height, flat = cell.height() - measures.label - measures.note, measures.flat_height
    if not measures.labelled:
        tall = _fitting(count, known, height - _MARGIN, measures.tall_height, _GAP, measures.more_line_height)
        if tall in (count, known):
            return [measures.tall_height] * tall, _GAP
        return [flat] * _fitting(count, known, height - _CLOSE, flat, _CLOSE, measures.more_line_height), _CLOSE
    if count <= known:
        natural = [measures.line * (1 + _lines_of(lines, n)) + _AIR for n in range(count)]
        if sum(natural) + count * _GAP <= height - _MARGIN + _GAP:
            return natural, _GAP
    return _filled(min(count, known), height - _CLOSE, measures, lines), _CLOSE


def _filled(most: int, room: int, measures: CellMeasures, lines: tuple[int, ...]) -> list[int]:
    """Return the heights of as many cards as `room` has place for, in the order of `arrange`."""
    heights: list[int] = []
    free, close, flat = room, measures.close, measures.flat_height
    for n in range(most):
        if n == _USUAL or (n == _WORDED and _lacking(heights, measures, lines) <= free):
            free = _grown(heights, free, measures, lines)
        height = close if n < _WORDED and close <= free else flat
        if height > free:
            break
        heights.append(height)
        free -= height + _CLOSE
    free = _grown(heights, free + _CLOSE, measures, lines)
    air = free // max(1, len(heights))
    return [each if each < close else min(each + air, each - each % measures.line + _AIR) for each in heights]


def _grown(heights: list[int], free: int, measures: CellMeasures, lines: tuple[int, ...]) -> int:
    """Make cards higher for the lines of text that they need, from the first on; return the room that is left."""
    for n in range(len(heights)):
        for wanted in (measures.close + _LEAST_AIR, _text_height(n, measures, lines)):
            if 0 < (more := wanted - heights[n]) <= free:
                heights[n] = wanted
                free -= more
    return free


def _lacking(heights: list[int], measures: CellMeasures, lines: tuple[int, ...]) -> int:
    """Return the height that cards lack for the lines of text that they need."""
    return sum(max(0, _text_height(n, measures, lines) - height) for n, height in enumerate(heights))


def _text_height(n: int, measures: CellMeasures, lines: tuple[int, ...]) -> int:
    return measures.line * (1 + _lines_of(lines, n)) + _LEAST_AIR


def _lines_of(lines: tuple[int, ...], n: int) -> int:
    return lines[n] if n < len(lines) else 1


def _fitting(count: int, known: int, room: int, height: int, gap: int, line: int) -> int:
    """Return how many cards of that height have room, with a line of height `line` for the others where not all fit."""
    if count <= known and count * (height + gap) - gap <= room:
        return count
    return max(0, min(known, (room - line + gap) // (height + gap)))


def count_fitting(count: int, room: int, each: int, more: int) -> int:
    """Return how many things of width `each` have room beside each other, with `more` for "+2" where not all do."""
    return count if count * each <= room else max(0, (room - more) // each)
