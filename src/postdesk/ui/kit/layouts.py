"""Rows and columns of widgets."""

from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

LayoutPart = QWidget | QLayout | int
"""An item of a row or a column; a number is a gap in logical pixels, or `ROOM`."""

Margins = tuple[int, int, int, int]
"""The margins of a layout: left, top, right, bottom, in logical pixels."""

ROOM: Final = -1
"""A stretch that takes the free room."""

_NO_MARGINS: Final = (0, 0, 0, 0)
_ALMOST_ALL: Final = 100
_NESTED: Final = 6
"""The layouts of a part of the window in each other, at most."""
UNBOUNDED: Final = (1 << 24) - 1
"""Qt's greatest width and height of a widget, for those without a bound."""
_Box = TypeVar("_Box", bound=QBoxLayout)


def row_of(
    *parts: LayoutPart, spacing: int = 8, margins: Margins = _NO_MARGINS, grow: QWidget | QLayout | None = None
) -> QHBoxLayout:
    """Return a row of these; `grow`, or else the last item, takes the free width."""
    if grow is None and ROOM not in parts:
        return _filled(QHBoxLayout(), parts, spacing, margins, parts[-1])
    return _filled(QHBoxLayout(), parts, spacing, margins, grow)


def column_of(
    *parts: LayoutPart, spacing: int = 12, margins: Margins = _NO_MARGINS, grow: QWidget | QLayout | None = None
) -> QVBoxLayout:
    """Return a column of these; `grow`, if given, takes the free height."""
    return _filled(QVBoxLayout(), parts, spacing, margins, grow)


def narrow(column: QLayout, widest: int) -> QHBoxLayout:
    """Return a row that begins with this column, which is at most `widest` pixels wide: long lines are hard to read."""
    held = QWidget()
    held.setLayout(column)
    held.setMaximumWidth(widest)
    row = row_of(held, ROOM)
    row.setStretch(0, _ALMOST_ALL)
    return row


def parts_of(layout: QLayout) -> list[QWidget | QLayout]:
    """Return the widgets and the layouts in a layout, in its order.

    Never `itemAt` of one of Qt's layouts: the layout keeps the Python object of an item that Qt deletes with its widget. Shiboken
    then takes it for the next object at that address, and writes into freed memory when that one is deleted.
    """
    parent = layout.parentWidget()
    within = [*layout.children(), *(parent.children() if parent else ())]
    placed = [(layout.indexOf(each), each) for each in within if isinstance(each, QWidget | QLayout)]
    return [each for index, each in sorted(placed, key=lambda one: one[0]) if index >= 0]


def settle_layouts() -> None:
    """Give all widgets their places now that Qt would give them before long, partly after they are painted.

    Each time the layouts ask those around them.
    """
    for _ in range(_NESTED):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def clear_layout(layout: QLayout) -> None:
    """Remove all items from a layout, and delete their widgets."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def _filled(box: _Box, parts: tuple[LayoutPart, ...], spacing: int, margins: Margins, grow: LayoutPart | None) -> _Box:
    box.setSpacing(spacing)
    box.setContentsMargins(*margins)
    fill(box, *parts, grow=grow)
    return box


def fill(box: QBoxLayout, *parts: LayoutPart, grow: LayoutPart | None = None) -> None:
    """Append these to a layout; `grow` takes the free room."""
    for part in parts:
        if isinstance(part, int):
            box.addStretch(1) if part == ROOM else box.addSpacing(part)
        elif isinstance(part, QWidget):
            box.addWidget(part, int(part is grow))
        else:
            box.addLayout(part, int(part is grow))
