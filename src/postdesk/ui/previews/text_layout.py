"""Lines of text laid out for a width, with a cache: a key press lays out only the line that it changes."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextLayout, QTextOption

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.marks import MarkKind, TextMark, marks
from postdesk.ui.kit.editor.text_analysis import code_point_index, to_utf16_units

_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffc]")
_SPACING: Final = 1.36
"""The distance of two lines, in font sizes."""

_SLACK: Final = 1.0


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The font and the colours (`#rrggbb`) of a text; `marked` are the kinds of marks in the colour of links."""

    font: QFont
    text: str
    link: str
    tail: str
    strong_tail: bool
    over: str
    over_soft: str
    marked: frozenset[MarkKind]


class LineText(NamedTuple):
    """A line to lay out: the first `lead` code points are a name, those from `over` on are too many.

    Hashtags from `untagged` on are not marked.
    """

    line: str
    lead: int = 0
    over: int | None = None
    untagged: int | None = None

    def marks(self, mark: TextMark) -> bool:
        """Return True if a mark is drawn in the colour of links."""
        plain = mark.kind is MarkKind.HASHTAG and self.untagged is not None and mark.start >= self.untagged
        return mark.start >= self.lead and not plain


@dataclass(frozen=True, slots=True)
class LineLayout:
    """A laid out line of `rows` rows, each `row` pixels high."""

    layout: QTextLayout
    rows: int
    row: float

    @property
    def height(self) -> float:
        return self.rows * self.row

    @property
    def leftwards(self) -> bool:
        return self.layout.textOption().textDirection() is Qt.LayoutDirection.RightToLeft

    def end_with_room(self, row: int, room: float) -> tuple[int, float]:
        """Return the end of a row that leaves `room` pixels free: in UTF-16 units, and in pixels from the left."""
        line = self.layout.lineAt(row)
        end, rect = int(line.textStart()) + int(line.textLength()), line.naturalTextRect()
        if line.width() - line.naturalTextWidth() >= room:
            return end, rect.left() if self.leftwards else rect.right()
        index = line.xToCursor(rect.left() + room if self.leftwards else rect.right() - room - _SLACK)
        read = self.layout.text()[: code_point_index(self.layout.text(), index)]
        index = max(int(line.textStart()), index - (len(read) - len(read.rstrip(" "))))
        x_and_index = line.cursorToX(index)
        return index, float(x_and_index[0]) if isinstance(x_and_index, tuple) else rect.right()


class LineLayoutCache:
    """The laid out lines of one text at one width; lines not used between two calls of `drop_unused` are dropped."""

    def __init__(self, style: TextStyle, width: float) -> None:
        self.style, self.width = style, width
        self._kept: dict[LineText, LineLayout] = {}
        self._used: dict[LineText, LineLayout] = {}
        self.tail = lru_cache(None)(self._tail_anew)
        """Returns the layout of the words after a cut text."""
        self._formats = lru_cache(None)(_format)
        self._row = style.font.pixelSize() * _SPACING

    def laid(self, words: LineText) -> LineLayout:
        """Return the line, laid out."""
        found = self._used.get(words) or self._kept.get(words) or self._laid_anew(words)
        self._used[words] = found
        return found

    def drop_unused(self) -> None:
        """Drop the lines that weren't used since the last call."""
        self._kept, self._used = self._used, {}

    def _tail_anew(self, tail: str) -> QTextLayout:
        layout = QTextLayout(tail, self.style.font)
        layout.setFormats([self._range(0, len(tail), self.style.tail, strong=self.style.strong_tail)])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(self.width)
        line.setPosition(QPointF(0, (self._row - line.height()) / 2))
        layout.endLayout()
        return layout

    def _laid_anew(self, words: LineText) -> LineLayout:
        text = drawable(words.line)
        layout = QTextLayout(text, self.style.font)
        layout.setCacheEnabled(True)
        layout.setTextOption(_option(text))
        layout.setFormats([*self._ranges(words, text)])
        return break_into_rows(layout, self.width)

    def _ranges(self, words: LineText, text: str) -> Iterator[QTextLayout.FormatRange]:
        style, index = self.style, to_utf16_units(text)
        if words.lead:
            yield self._range(0, index(words.lead), style.text, strong=True)
        for mark in marks(text):
            if mark.kind in style.marked and words.marks(mark):
                yield self._range(index(mark.start), index(mark.end), style.link)
        if words.over is not None:
            yield self._range(index(words.over), index(len(text)), style.over, style.over_soft)

    def _range(self, start: int, end: int, colour: str, behind: str = "", *, strong: bool = False) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length = start, end - start
        made.format = self._formats(colour, behind, strong)
        return made


def break_into_rows(layout: QTextLayout, width: float) -> LineLayout:
    """Break a layout with its text, font and formats into rows of that width."""
    row = layout.font().pixelSize() * _SPACING
    layout.beginLayout()
    rows = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, rows * row + (row - line.height()) / 2))
        rows += 1
    layout.endLayout()
    return LineLayout(layout, rows, row)


def _format(colour: str, behind: str, strong: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    if behind:
        made.setBackground(QColor(behind))
    if strong:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made


def drawable(line: str) -> str:
    """Return the line with "�" for each character that can't be drawn."""
    return _UNSEEN.sub("\ufffd", line)


def _option(text: str) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if _runs_left(text):  # the first strong letter of a line sets its direction
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    return option


def _runs_left(text: str) -> bool:
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False
