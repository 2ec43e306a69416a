"""A card as it is painted, on the screen or on paper."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from postdesk.ui.previews.looks import Shades
from postdesk.ui.previews.stack import Stack

CORNER: Final = 8
"""The radius of a card's corners, in pixels."""


def paint_card(painter: QPainter, stack: Stack, shades: Shades, rect: QRectF, clip: QRectF, pen: QPen) -> None:
    """The parts of a card that stands at 0, 0 in a box with round corners; those that lie in `clip`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QPainterPath()
    whole.addRoundedRect(rect.adjusted(1, 1, -1, -1), CORNER, CORNER)
    amid = rect.adjusted(CORNER, CORNER, -CORNER, -CORNER).contains(clip)
    painter.fillRect(clip, QColor(shades.card)) if amid else painter.fillPath(whole, QColor(shades.card))
    for part in stack.parts:
        if stack.with_side(part.rect).intersects(clip):
            painter.save()
            if part.rect.top() < CORNER:
                painter.setClipPath(whole, Qt.ClipOperation.IntersectClip)
            part.block.paint(painter, part.rect, clip)
            painter.restore()
    if not amid:
        painter.strokePath(whole, pen)
