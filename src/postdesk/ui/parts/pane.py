"""A pane of the window, and where its focus goes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class Pane(QWidget):
    """Gives its focus on to one of its parts; with a focus proxy Qt would leave out all the others with the Tab key."""

    @property
    def leads_to(self) -> QWidget:
        """The part that takes the focus for all."""
        raise NotImplementedError

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.leads_to.setFocus(reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.leads_to.setFocus(event.reason())
