"""The base of popups that open beside a button."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QWidget

from postdesk.ui.kit.identifiers import identify

_GAP: Final = 4


class Popup(QFrame):
    """A frame above the window, which a click beside it closes; `closed` follows always."""

    closed = Signal()

    def __init__(self, identifier: str, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        identify(self, identifier, name)
        self.setProperty("role", "popup")

    def show_beside(self, anchor: QWidget) -> None:
        """Show the popup above the anchor, or below it if that is off the screen, within the screen's width."""
        self.adjustSize()
        screen, top = anchor.screen().availableGeometry(), anchor.mapToGlobal(QPoint(0, 0))
        y = top.y() - self.height() - _GAP
        if y < screen.top():
            y = min(top.y() + anchor.height() + _GAP, screen.bottom() - self.height())
        x = max(screen.left(), min(top.x(), screen.right() - self.width()))
        self.move(x, max(screen.top(), y))
        self.show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()
