"""Widgets beside and below each other."""

from typing import Final, TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Part = QWidget | QLayout | int
"""What stands in a row or a column; a number is so much room (logical pixels)."""

Margins = tuple[int, int, int, int]
"""Room around a layout: left, above, right, below (logical pixels)."""

ROOM: Final = -1
"""All the room that is left."""

_NO_MARGINS: Final = (0, 0, 0, 0)
_Box = TypeVar("_Box", bound=QBoxLayout)


def row_of(*parts: Part, spacing: int = 8, margins: Margins = _NO_MARGINS, grow: QWidget | QLayout | None = None) -> QHBoxLayout:
    """These in a row: `grow`, or else the last, is as wide as there is room."""
    if grow is None and ROOM not in parts:
        return _filled(QHBoxLayout(), parts, spacing, margins, parts[-1])
    return _filled(QHBoxLayout(), parts, spacing, margins, grow)


def column_of(
    *parts: Part, spacing: int = 12, margins: Margins = _NO_MARGINS, grow: QWidget | QLayout | None = None
) -> QVBoxLayout:
    """These below each other: `grow`, if one is named, is as high as there is room."""
    return _filled(QVBoxLayout(), parts, spacing, margins, grow)


def clear(layout: QLayout) -> None:
    """Take all out of a layout, and delete its widgets."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def _filled(box: _Box, parts: tuple[Part, ...], spacing: int, margins: Margins, grow: Part | None) -> _Box:
    box.setSpacing(spacing)
    box.setContentsMargins(*margins)
    fill(box, *parts, grow=grow)
    return box


def fill(box: QBoxLayout, *parts: Part, grow: Part | None = None) -> None:
    """Put these behind what a layout has; `grow` takes the room that is left."""
    for part in parts:
        if isinstance(part, int):
            box.addStretch(1) if part == ROOM else box.addSpacing(part)
        elif isinstance(part, QWidget):
            box.addWidget(part, int(part is grow))
        else:
            box.addLayout(part, int(part is grow))
