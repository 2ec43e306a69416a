"""A label whose words come and go without moving what is around it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.plain import PlainLabel


class SteadyLabel(PlainLabel):
    """Keeps the room of so many lines, and of the most that it took at its present width."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, role: str = "", lines: int = 2) -> None:
        self._lines, self._held = lines, 0
        super().__init__("", parent, role=role)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._hold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._held = 0
            self._hold()

    def _hold(self) -> None:
        self._held = max(self._held, self._lines * self.fontMetrics().lineSpacing(), self.heightForWidth(self.width()))
        self.setMinimumHeight(self._held)
