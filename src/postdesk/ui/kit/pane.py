"""A pane of the window, and where its focus goes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget


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


def pass_focus_on(widget: QWidget) -> None:
    """Give the focus that is within `widget` to its pane, before `widget` is hidden: Qt would give it to any part of the window.

    The keys of a pane would be lost then.
    """
    focused = QApplication.focusWidget()
    if focused and (focused is widget or widget.isAncestorOf(focused)):
        place = widget.parentWidget()
        while place and not isinstance(place, Pane):
            place = place.parentWidget()
        if place:
            place.setFocus()
