"""The layout of a cell: pure geometry, for painting and for finding what was clicked."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics

_MARGIN = 4
_GAP = 3
_CLOSE = 2
"""The gap and margin of cards packed closely."""

_WORDED = 2
"""The number of cards that show their text before more cards are shown without it."""


@dataclass(frozen=True, slots=True)
class CellMeasures:
    """Sizes in logical pixels that follow the font.

    `label` is the height above the cards, a margin where there is no label; below it are `note` pixels for a note, where the
    cell has one.
    """

    line: int
    label: int
    labelled: bool
    note: int = 0

    @classmethod
    def of(cls, metrics: QFontMetrics, *, labelled: bool) -> "CellMeasures":
        """Return the sizes for a cell with or without a day's number above its cards."""
        return cls(metrics.height(), metrics.height() + 7 if labelled else _MARGIN, labelled)

    def noted(self) -> "CellMeasures":
        """Return the sizes for a cell with a note above its cards."""
        return replace(self, note=self.line + 4)

    @property
    def tall_height(self) -> int:
        """The height of a card of two lines: time and platforms, then the text."""
        return 2 * self.line + 7

    @property
    def close(self) -> int:
        """The height of a card of two lines with hardly any margins: the least it takes."""
        return 2 * self.line

    @property
    def flat_height(self) -> int:
        """The height of a card of one line."""
        return self.line + 6

    def max_cards(self, cell: QSize) -> int:
        """Return the most cards that a cell of that size can show."""
        heights, _ = _packed(cell, cell.height(), cell.height(), self)
        return len(heights)

    def suits_margins(self, width: int) -> bool:
        """Return whether a cell is wide enough for margins beside its cards."""
        return width >= 5 * self.line

    def suits_flat(self, width: int) -> bool:
        """Return whether a flat card has room for more than its time."""
        return width >= 8 * self.line

    @property
    def more_line_height(self) -> int:
        """The height that "+3 more" takes below the cards; beside a label it takes none."""
        return 0 if self.labelled else self.line + _GAP

    def height_for(self, cards: int, *, more: bool, flat: bool = False) -> int:
        """Return the height of a cell with so many cards, tall or `flat`, and the line for more."""
        card, gap, margin = (self.flat_height, _CLOSE, _CLOSE) if flat else (self.tall_height, _GAP, _MARGIN)
        return self.label + cards * (card + gap) + (self.more_line_height if more else 0) + margin


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


def arrange(cell: QSize, count: int, known: int, measures: CellMeasures) -> CellLayout:
    """Lay `count` cards out in a cell of that size, the first `known` of which can be shown.

    Where tall cards have no room for all, they stand closer, with a flat one in the rest below them. Where not even two tall
    ones fit, all are flat, except in a narrow cell, where a flat one has no room for text.
    """
    return _arranged(cell.width(), cell.height(), min(count, known + 1), known, measures)


@lru_cache(256)
def _arranged(width: int, height: int, count: int, known: int, measures: CellMeasures) -> CellLayout:
    """Cached layout: most cells of a month are alike in all of these values, and each is laid out whenever it is painted."""
    side = _MARGIN if measures.suits_margins(width) else 1
    label = QRect(_MARGIN, 2, width - 2 * _MARGIN, measures.label - 4)
    heights, gap = _packed(QSize(width, height), count, known, measures)
    wide, below = width - 2 * side - 1, list(accumulate((each + gap for each in heights), initial=measures.label + measures.note))
    note = QRect(_MARGIN, measures.label - 1, width - 2 * _MARGIN, measures.note - 1) if measures.note else None
    cards = tuple(QRect(side, top, wide, each) for top, each in zip(below, heights, strict=False))
    if len(cards) == count:
        return CellLayout(label, cards, None, note)
    if measures.labelled:
        return CellLayout(label, cards, label.adjusted(label.width() // 3, 0, 0, 0), note)
    return CellLayout(label, cards, QRect(side, below[-1], wide, measures.line))


def _packed(cell: QSize, count: int, known: int, measures: CellMeasures) -> tuple[list[int], int]:
    """Return the heights of the cards in a cell, and the gap between them."""
    height = cell.height() - measures.label - measures.note
    ways = ((measures.tall_height, _GAP, _MARGIN), (measures.close, _CLOSE, _CLOSE), (measures.flat_height, _CLOSE, _CLOSE))
    roomy, close, flat = (
        _fitting(count, known, height - margin, card, gap, measures.more_line_height) for card, gap, margin in ways
    )
    if roomy in (count, known):
        return [measures.tall_height] * roomy, _GAP
    if not measures.labelled or close < (min(count, _WORDED) if measures.suits_flat(cell.width()) else 1):
        return [measures.flat_height] * flat, _CLOSE
    rest = height - close * (measures.close + _CLOSE) - _CLOSE
    last = [measures.flat_height] if rest >= measures.flat_height and close < min(count, known) else []
    return [min(measures.tall_height, measures.close + max(0, rest - sum(last)) // close)] * close + last, _CLOSE


def _fitting(count: int, known: int, room: int, height: int, gap: int, line: int) -> int:
    """Return how many cards of that height have room, with a line of height `line` for the others where not all fit."""
    if count <= known and count * (height + gap) - gap <= room:
        return count
    return max(0, min(known, (room - line + gap) // (height + gap)))


def count_fitting(count: int, room: int, each: int, more: int) -> int:
    """Return how many things of width `each` have room beside each other, with `more` for "+2" where not all do."""
    return count if count * each <= room else max(0, (room - more) // each)
