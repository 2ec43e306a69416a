"""The bases of the window's panes and frames, and frames that pass on their focus."""

import logging
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.tab_stops import focus_order, move_focus

_log = logging.getLogger("postdesk.ui")


class Pane(QWidget):
    """A pane that passes its focus to one of its widgets. With a focus proxy, Qt would skip all others on Tab."""

    @property
    def focus_target(self) -> QWidget:
        """The widget that takes the pane's focus."""
        raise NotImplementedError

    def can_read(self, read: Callable[[], object]) -> bool:
        """Call `read`, and return False where it fails, which is logged: the pane says so in the place of its contents."""
        try:
            read()
        except Exception:
            _log.exception("%s can't be read", type(self).__name__)
            return False
        return True

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.focus_target.setFocus(reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_target.setFocus(event.reason())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus of a widget that is being hidden in the pane, where Qt would move it to the first of the window."""
        focused: QWidget | None = self.window().focusWidget()
        if focused and not focused.isVisible() and self.isVisible():
            order = (each for each in focus_order(self, hidden=True) if each is focused or each.isVisible())
            if move_focus(list(order), focused, forward=forward):
                return True
        return super().focusNextPrevChild(forward)


class Frame(QFrame):
    """A frame with a role in the style sheet, an identifier and, if given, an accessible name."""

    def __init__(self, role: str, identifier: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        identify(self, identifier, name)


class TransientFrame(Frame):
    """A frame that is shown and hidden. Before it is hidden, a focus within it moves to its pane.

    Qt would move the focus to any widget of the window, and the pane's keys would stop working.
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
