"""Small marks at characters that are invisible or that a platform may interpret."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextBlock

from postdesk.domain.oddities import UnusualCharacter, UnusualKind
from postdesk.ui.kit.colours import Colours
from postdesk.ui.kit.editor.text_analysis import code_point_index, to_utf16_units

_COLOURS: Final = {UnusualKind.FIXED_SPACE: "secondary", UnusualKind.UNSENDABLE: "bad"}
_FLAG: Final = 5
_TICK: Final = 3
_LEAST: Final = 2
_MOST: Final = 300
"""The most marks in a block: more can't be told apart."""


def draw_odd_marks(
    painter: QPainter, block: QTextBlock, odd: Sequence[UnusualCharacter], origin: QPointF, colours: Colours
) -> None:
    """Draw the marks of the visible part of a block that begins at `origin`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    text = block.text()
    units = to_utf16_units(text)
    first, last = (code_point_index(text, unit) for unit in _shown(block, QRectF(painter.viewport()).translated(-origin)))
    place_of = attrgetter("place")
    for each in odd[bisect_left(odd, first, key=place_of) : bisect_right(odd, last, key=place_of)][:_MOST]:
        place = _place(block, units(each.place), units(each.place + 1))
        painter.setPen(QPen(QColor(colours.of(_COLOURS.get(each.kind, "attention"))), 1.5))
        _draw(painter, place.translated(origin), each.kind)


def _shown(block: QTextBlock, view: QRectF) -> tuple[int, int]:
    """Return the visible range of the block in UTF-16 units: some blocks have thousands of lines."""
    layout = block.layout()
    lines = range(layout.lineCount())
    if not lines:
        return 0, 0
    above = max(0, bisect_left(lines, view.top(), key=lambda line: layout.lineAt(line).y()) - 1)
    below = min(lines[-1], bisect_right(lines, view.bottom(), key=lambda line: layout.lineAt(line).y()))
    end = layout.lineAt(below)
    return layout.lineAt(above).textStart(), end.textStart() + end.textLength()


def _place(block: QTextBlock, start: int, end: int) -> QRectF:
    """Return the rectangle of the character in its block; its width may be 0."""
    line = block.layout().lineForTextPosition(start)
    left, right = sorted((_x(line.cursorToX(start)), _x(line.cursorToX(end))))
    return QRectF(left, line.y(), right - left, line.height())


def _x(found: object) -> float:
    """Return the x of `cursorToX`, which in PySide returns a tuple with the index."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _draw(painter: QPainter, place: QRectF, kind: UnusualKind) -> None:
    """Draw a flag for a character without width, a bracket for a space, and dots for anything else."""
    if place.width() < _LEAST:
        top = place.topLeft() + QPointF(0, 1)
        painter.drawLine(top, place.bottomLeft())
        painter.setBrush(painter.pen().color())
        painter.drawPolygon(QPolygonF([top, top + QPointF(_FLAG, _FLAG / 2), top + QPointF(0, _FLAG)]))
        return
    left, right = place.bottomLeft() + QPointF(0.5, -1), place.bottomRight() + QPointF(-0.5, -1)
    if kind is UnusualKind.FIXED_SPACE:
        painter.drawPolyline([left - QPointF(0, _TICK), left, right, right - QPointF(0, _TICK)])
        return
    painter.setPen(QPen(painter.pen().color(), 2, Qt.PenStyle.DotLine))
    painter.drawLine(left, right)
