"""The position of popups."""

from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

_GAP: Final = 4


def popup_corner(popup: QWidget, anchor: QWidget) -> QPoint:
    """Return the popup's corner: above the anchor, or below it if that is off the screen, within the screen's width."""
    screen, top = anchor.screen().availableGeometry(), anchor.mapToGlobal(QPoint(0, 0))
    y = top.y() - popup.height() - _GAP
    if y < screen.top():
        y = min(top.y() + anchor.height() + _GAP, screen.bottom() - popup.height())
    x = max(screen.left(), min(top.x(), screen.right() - popup.width()))
    return QPoint(x, max(screen.top(), y))
