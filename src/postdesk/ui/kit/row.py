"""Widgets beside and below each other."""

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget


def fill(layout: QBoxLayout, *parts: QWidget | QLayout | int) -> None:
    """Put parts into a layout, one after the other. A number is empty room, which takes that share of what is left."""
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addStretch(part)


def row_of(*widgets: QWidget, spacing: int = 8) -> QHBoxLayout:
    """These in a row, the last as wide as there is room."""
    row = packed_row(*widgets, spacing=spacing)
    row.setStretchFactor(widgets[-1], 1)
    return row


def packed_row(*parts: QWidget | QLayout | int, spacing: int = 8) -> QHBoxLayout:
    """These in a row, each as wide as it asks for where a number leaves room."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    fill(row, *parts)
    return row


def column_of(*parts: QWidget | QLayout | int, spacing: int = 8) -> QVBoxLayout:
    """These below each other."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    fill(column, *parts)
    return column
