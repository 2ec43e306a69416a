"""All pictures on one sheet, small, to look at quickly."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

_COLUMNS: Final = 3
_WIDTH: Final = 640
_GAP: Final = 8


def contact_sheet(pictures: Sequence[QImage]) -> QImage:
    """Return a sheet with these pictures of one size, in rows from left to right."""
    small = [each.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation) for each in pictures]
    rows = -(-len(small) // _COLUMNS)
    across, down = _WIDTH + _GAP, small[0].height() + _GAP
    sheet = QImage(_COLUMNS * across + _GAP, rows * down + _GAP, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.darkGray)
    painter = QPainter(sheet)
    for number, each in enumerate(small):
        each.setDevicePixelRatio(1)
        row, column = divmod(number, _COLUMNS)
        painter.drawImage(_GAP + column * across, _GAP + row * down, each)
    painter.end()
    return sheet
