"""Parts of a widget beside and below each other."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Part = QWidget | QLayout
Margins = tuple[int, int, int, int]

_Box = TypeVar("_Box", bound=QBoxLayout)
_NONE: Margins = (0, 0, 0, 0)


def row_of(*parts: Part | None, growing: Part | None = None, spacing: int = 8, margins: Margins = _NONE) -> QHBoxLayout:
    """Return these in a row; `growing`, or the last, is as wide as there is room, unless None stands for that room."""
    widest = growing or (None if None in parts else parts[-1])
    return _filled(QHBoxLayout(), parts, widest, spacing, margins)


def column_of(*parts: Part | None, growing: Part | None = None, spacing: int = 8, margins: Margins = _NONE) -> QVBoxLayout:
    """Return these in a column; `growing` is as high as there is room, unless None stands for that room."""
    return _filled(QVBoxLayout(), parts, growing, spacing, margins)


def _filled(box: _Box, parts: tuple[Part | None, ...], growing: Part | None, spacing: int, margins: Margins) -> _Box:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    fill(box, *parts, growing=growing)
    return box


def fill(box: QBoxLayout, *parts: Part | None, growing: Part | None = None) -> None:
    """Put these behind what a layout has; `growing` takes the room that is left, unless None stands for that."""
    for part in parts:
        stretch = 1 if part is growing else 0
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QWidget):
            box.addWidget(part, stretch)
        else:
            box.addLayout(part, stretch)


def clear(layout: QLayout) -> None:
    """Take all out of a layout, and delete its widgets."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
