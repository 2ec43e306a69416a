"""A text as a platform shows it: cut after a number of characters or rows, whichever comes first."""

import re
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.marks import MarkKind, marks
from postdesk.ui.kit.editor.text_analysis import code_point_index
from postdesk.ui.previews.text_layout import LineLayout, LineLayoutCache, LineText, TextStyle, drawable

_ROW: Final = 160
"""The most code points in a row: text beyond them is not laid out."""

_DOTS: Final = "…."
_JOINED: Final = 16
_JOINER: Final = "\u200d"
_JOINS: Final = re.compile("[\u0300-\u036f\u200d\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True)
class FoldRequest:
    """A text to fold: `lead` is a name before it; `until` and `over` are code points of the text without the name.

    `tail` marks the cut, in a row of its own (`own_row`) or in the last of `rows`. With `one_tag` only the first hashtag is
    marked.
    """

    text: str
    lead: str = ""
    until: int | None = None
    rows: int = 1
    over: int | None = None
    tail: str = ""
    own_row: bool = False
    one_tag: bool = False


@dataclass(frozen=True, slots=True)
class FoldMark:
    """The end of a cut text: the last row is visible up to `x`, in pixels; the tail follows there or in its own row."""

    x: float
    tail: QTextLayout
    own_row: bool

    @property
    def width(self) -> float:
        return self.tail.lineAt(0).naturalTextWidth()


@dataclass(frozen=True, slots=True)
class FoldResult:
    """A folded text: its lines, the number of visible rows of the last line, and the visible text."""

    lines: tuple[LineLayout, ...] = ()
    last_rows: int = 0
    ending: FoldMark | None = None
    shown: str = ""
    height: float = 0.0


class FoldedText:
    """Lays out the text, and paints it."""

    def __init__(self, style: TextStyle) -> None:
        self._style = style
        self._lines = LineLayoutCache(style, 0)
        self._folding = FoldRequest("")
        self._done: tuple[FoldRequest, float] | None = None
        self.folded = FoldResult()

    def show(self, folding: FoldRequest) -> bool:
        """Set the text for the next `arrange`, and return True if it differs in its visible part."""
        new = _bounded(folding)
        if new == self._folding:
            return False
        self._folding = new
        return True

    @property
    def has_text(self) -> bool:
        """True if there is text to show."""
        return bool(self._folding.text)

    def arrange(self, width: float) -> float:
        """Lay out a changed text, and return its height."""
        if self._done != (self._folding, width):
            if width != self._lines.width:
                self._lines = LineLayoutCache(self._style, width)
            self.folded = _fold(self._folding, self._lines)
            self._lines.drop_unused()
            self._done = self._folding, width
        return self.folded.height

    def paint(self, painter: QPainter, rect: QRectF, clip: QRectF) -> None:
        """Paint the lines in `clip`."""
        painter.setPen(QColor(self._style.text))
        folded, y = self.folded, rect.y()
        for line in folded.lines:
            last = line is folded.lines[-1]
            if last and folded.ending:
                self._paint_last(painter, QRectF(rect.x(), y, rect.width(), 0), line, folded.ending)
            elif y + line.height >= clip.top() and y <= clip.bottom():
                line.layout.draw(painter, QPointF(rect.x(), y))
            y += line.height

    def _paint_last(self, painter: QPainter, rect: QRectF, line: LineLayout, ending: FoldMark) -> None:
        """Paint the last visible line up to the cut, and the tail."""
        at, rows = rect.topLeft(), self.folded.last_rows
        for row in range(rows - 1):
            line.layout.lineAt(row).draw(painter, at)
        top = at.y() + (rows - 1) * line.row
        seen_of_it = QRectF(at.x(), top, ending.x, line.row)
        if line.leftwards:
            seen_of_it = QRectF(at.x() + ending.x, top, rect.width() - ending.x, line.row)
        painter.save()
        painter.setClipRect(seen_of_it, Qt.ClipOperation.IntersectClip)
        line.layout.lineAt(rows - 1).draw(painter, at)
        painter.restore()
        x = ending.x - ending.width if line.leftwards else ending.x
        ending.tail.draw(painter, QPointF(at.x() + (0 if ending.own_row else x), top + (line.row if ending.own_row else 0)))


def _bounded(folding: FoldRequest) -> FoldRequest:
    """Return the request with one code point more than can be shown, so that later changes make no difference."""
    text = folding.text
    until = min(len(text), folding.rows * _ROW, len(text) if folding.until is None else folding.until)
    until = _before_joined(text, until)
    if until < len(text):
        until = len(text[:until].rstrip(" "))
    over = folding.over if folding.over is not None and folding.over < until else None
    return replace(folding, text=text[:until] + ("…" if until < len(text) else ""), until=until, over=over)


def _before_joined(text: str, end: int) -> int:
    """Return `end`, or a smaller index if it would split an emoji sequence or a letter from its marks."""
    for _ in range(_JOINED):
        if not 0 < end < len(text) or not (_JOINS.match(text[end]) or text[end - 1] == _JOINER):
            break
        end -= 1
    return end


def _fold(folding: FoldRequest, lines: LineLayoutCache) -> FoldResult:
    until, lead = folding.until or 0, f"{folding.lead} " if folding.lead else ""
    paragraphs = (lead + folding.text[:until]).split("\n")
    over = None if folding.over is None else len(lead) + folding.over
    untagged: int | None = None
    laid: list[LineLayout] = []
    room = folding.rows
    for index, line in enumerate(paragraphs):
        if folding.one_tag:
            untagged = _first_tag_ends(line) if untagged is None else 0
        one = lines.laid(LineText(line, 0 if index else len(lead), _within(line, over), untagged))
        laid.append(one)
        last = index == len(paragraphs) - 1
        more = not last or until < len(folding.text)
        if one.rows > room or (more and (last or one.rows == room)):
            return _cut(folding, lead, paragraphs[: index + 1], tuple(laid), room, lines)
        room -= one.rows
        over = None if over is None else over - len(line) - 1
    height = sum(one.height for one in laid)
    return FoldResult(tuple(laid), laid[-1].rows, None, folding.text[:until], height)


def _within(line: str, index: int | None) -> int | None:
    """Return the index limited to this line; None if it is behind the line."""
    return None if index is None or index >= len(line) else max(0, index)


def _first_tag_ends(line: str) -> int | None:
    return next((mark.end for mark in marks(line) if mark.kind is MarkKind.HASHTAG), None)


def _cut(
    folding: FoldRequest, lead: str, read: list[str], laid: tuple[LineLayout, ...], room: int, lines: LineLayoutCache
) -> FoldResult:
    """Return the text cut in the last row that has room, with room for the tail."""
    one, rows, tail = laid[-1], min(laid[-1].rows, room), folding.tail
    layout = lines.tail(_tail(tail, leftwards=one.leftwards) if read[-1].strip() else tail.strip())
    width = 0.0 if folding.own_row else layout.lineAt(0).naturalTextWidth()
    end, x = one.end_with_room(rows - 1, width)
    shown = "\n".join([*read[:-1], read[-1][: code_point_index(drawable(read[-1]), end)]])[len(lead) :]
    height = sum(each.height for each in laid[:-1]) + (rows + folding.own_row) * one.row
    return FoldResult(laid, rows, FoldMark(x, layout, folding.own_row), shown.rstrip(), height)


def _tail(tail: str, *, leftwards: bool) -> str:
    """Return the tail with its space and its dots on the side of the text."""
    blank = "\u00a0" if tail.startswith(" ") else ""
    if not leftwards:
        return f"{blank}{tail.strip()}"
    words = tail.strip().lstrip(_DOTS)
    dots = tail.strip().removesuffix(words)
    gap = "\u00a0" if words.startswith(" ") else ""
    return f"{words.strip()}{gap}{dots}{blank}"
