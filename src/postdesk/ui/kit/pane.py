"""A pane of the window, and where its focus goes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget


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


class TransientFrame(QFrame):
    """A frame that comes and goes: before it is hidden, its pane gets the focus that is within it.

    Qt would give the focus to any part of the window, and the keys of a pane would be lost then.
    """

    def setVisible(self, visible: bool) -> None:
        if not visible:
            self._pass_focus_on()
        super().setVisible(visible)

    def _pass_focus_on(self) -> None:
        focused = QApplication.focusWidget()
        if not focused or not (focused is self or self.isAncestorOf(focused)):
            return
        place = self.parentWidget()
        while place and not isinstance(place, Pane):
            place = place.parentWidget()
        if place:
            place.setFocus()
