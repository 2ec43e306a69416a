"""Bringing a window to the eyes of the user."""

from PySide6.QtWidgets import QWidget


def bring_to_front(window: QWidget) -> None:
    """Show a window above the others, also one that is hidden or minimized."""
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
