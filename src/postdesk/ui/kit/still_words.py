"""Words that change with every key, in a layout that rests meanwhile."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.ui.kit.plain import PlainLabel

_DIGITS: Final = str.maketrans("123456789", "000000000")


class StillWords(QWidget):
    """A label that lets its surroundings rest while only the digits in its text change, which takes no other room."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self.label = PlainLabel("", self, role=role)
        self.label.setWordWrap(True)
        self.label.setFont(_even_digits())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Show another text."""
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


def _even_digits() -> QFont:
    """The font of what is around, with digits of one width: another number breaks no line elsewhere."""
    font = QFont()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
