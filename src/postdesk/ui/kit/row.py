"""Widgets beside each other."""

from PySide6.QtWidgets import QHBoxLayout, QWidget


def row_of(*widgets: QWidget, spacing: int = 8) -> QHBoxLayout:
    """These in a row, the last as wide as there is room."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return row
