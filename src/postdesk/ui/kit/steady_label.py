"""Labels whose text comes and goes, or changes with every key, without moving the widgets around them."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.ui.kit.plain_text import PlainLabel

_DIGITS: Final = str.maketrans("123456789", "000000000")


class SteadyLabel(PlainLabel):
    """Reserves the height of `lines` lines, and the largest height that its text took at the present width."""

    def __init__(self, *, role: str = "", lines: int = 2, identifier: str = "") -> None:
        self._lines, self._held = lines, 0
        super().__init__(role=role, wrap=True, identifier=identifier)

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


class CounterLabel(QWidget):
    """A label that causes no new layout while only the digits in its text change, since they have equal widths."""

    def __init__(self, role: str = "", identifier: str = "") -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self.label = PlainLabel(role=role, wrap=True, identifier=identifier)
        self.label.setParent(self)
        font = QFont()  # the inherited one, with digits of equal width: another number then wraps no line differently
        font.setFeature(QFont.Tag("tnum"), 1)
        self.label.setFont(font)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Show another text; a new layout follows only if more than digits changed."""
        before = self.label.text()
        if text == before:
            return
        self.label.setText(text)
        if _but_for_digits(text) != _but_for_digits(before):
            self._heights.clear()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.label.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self.label.heightForWidth(width)
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.label.setGeometry(self.rect())


def _but_for_digits(text: str) -> str:
    return text.translate(_DIGITS)
