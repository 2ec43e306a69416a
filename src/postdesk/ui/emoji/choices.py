"""The rows of small buttons of which one is chosen: the groups of emoji, and the skin tones."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from postdesk.ui.emoji.model import RECENT
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import plain_tooltip

_GROUP_SIGNS: Final = tuple(zip((RECENT, 0, 1, 3, 4, 5, 6, 7, 8, 9), "🕘😀👋🐻🍎🚗⚽💡🔣🏁", strict=True))
_TONE_SIGNS: Final = ("✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿")


class Choices(QWidget):
    """`chosen` carries the number of the button that was clicked. A choice is its number, an emoji for it, and its name."""

    chosen = Signal(int)

    def __init__(self, identifier: str, choices: Sequence[tuple[int, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        font = QFont(self.font())
        font.setPixelSize(QFontMetrics(font).height())
        for number, sign, name in choices:
            button = QToolButton()
            button.setText(sign)
            button.setFont(font)
            button.setCheckable(True)
            button.setProperty("role", "quiet")
            identify(button, f"{identifier}.{number}", name)
            plain_tooltip(button, name)
            self._group.addButton(button, number + 1)  # Qt gives a number of its own where it is below zero
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda number: self.chosen.emit(number - 1))

    def choose(self, number: int) -> None:
        """Show this one as chosen."""
        self._group.button(number + 1).setChecked(True)

    def offer(self, number: int, *, offered: bool) -> None:
        """Whether this one can be chosen."""
        self._group.button(number + 1).setEnabled(offered)


class Groups(Choices):
    """Unicode's groups of emoji, and those used last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        names = (
            self.tr("Used last"),
            self.tr("Smileys and emotion"),
            self.tr("People and body"),
            self.tr("Animals and nature"),
            self.tr("Food and drink"),
            self.tr("Travel and places"),
            self.tr("Activities"),
            self.tr("Objects"),
            self.tr("Symbols"),
            self.tr("Flags"),
        )
        super().__init__("emoji.group", [(*sign, name) for sign, name in zip(_GROUP_SIGNS, names, strict=True)], parent)


class Tones(Choices):
    """The skin tones, 1 (light) to 5 (dark), and 0 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        names = (
            self.tr("No skin tone"),
            self.tr("Light skin tone"),
            self.tr("Medium-light skin tone"),
            self.tr("Medium skin tone"),
            self.tr("Medium-dark skin tone"),
            self.tr("Dark skin tone"),
        )
        super().__init__("emoji.tone", [(n, *each) for n, each in enumerate(zip(_TONE_SIGNS, names, strict=True))], parent)
