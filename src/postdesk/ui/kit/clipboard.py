"""How long what was copied can be pasted."""

import ctypes
from typing import Any, Final

from PySide6.QtGui import QGuiApplication

_FORGETFUL: Final = frozenset({"xcb", "wayland"})
"""There a text is with the program that copied it, and gone with it unless a clipboard manager takes it over at the end."""


def outlives_postdesk() -> bool:
    """Return whether what is copied now can be pasted after Postdesk has ended.

    On X11 Qt hands it to the clipboard manager at the end (ICCCM, SAVE_TARGETS), where there is one; Wayland tells nobody.
    """
    platform = QGuiApplication.platformName()
    return platform not in _FORGETFUL or (platform == "xcb" and _has_clipboard_manager())


def _has_clipboard_manager() -> bool:
    """Ask the X server, over a connection of its own: Qt keeps its own to itself."""
    try:
        x: Any = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = x.XGetSelectionOwner.restype = ctypes.c_ulong
    if not (opened := x.XOpenDisplay(None)):
        return False
    display = ctypes.c_void_p(opened)
    try:
        manager = ctypes.c_ulong(x.XInternAtom(display, b"CLIPBOARD_MANAGER", 0))
        return bool(x.XGetSelectionOwner(display, manager))
    finally:
        x.XCloseDisplay(display)
