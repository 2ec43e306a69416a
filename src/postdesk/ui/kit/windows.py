"""Raising of windows, and the width of a narrow one."""

from typing import Final

from PySide6.QtWidgets import QWidget

NARROW_BELOW: Final = 1100
"""The width (logical pixels) below which a window has no room for the composer beside a place, and a sheet takes all of it."""


def bring_to_front(window: QWidget) -> None:
    """Show a window above all others, even if it is hidden or minimized."""
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
