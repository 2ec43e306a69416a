"""Identifiers and accessible names of widgets, by which screen readers, tests and tours find them."""

from PySide6.QtWidgets import QWidget


def identify(widget: QWidget, identifier: str, name: str = "") -> None:
    """Set a stable identifier ("composer.schedule") and, except for labels that change, an accessible name."""
    widget.setObjectName(identifier)
    widget.setAccessibleIdentifier(identifier)
    if name:
        widget.setAccessibleName(name)
