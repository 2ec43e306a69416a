"""Raising of windows."""

from PySide6.QtWidgets import QWidget


def bring_to_front(window: QWidget) -> None:
    """Show a window above all others, even if it is hidden or minimized."""
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()
