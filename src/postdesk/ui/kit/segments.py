"""A row of buttons in one frame, one of which is down."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.theme import Theme

_AROUND: Final = 2


class SegmentedControl(Frame):
    """A button for each value, in the order of `words`; `chosen` carries the value that the user selects.

    The buttons are named `segment` and the value: "results.tab.all".
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, identifier: str, name: str, segment: str, words: Mapping[StrEnum, str]) -> None:
        super().__init__("segments", identifier, name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._shown: StrEnum | None = None
        self.segments: dict[StrEnum, Button] = {}
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        self.row.setSpacing(_AROUND)
        for value, title in words.items():
            button = Button(theme, title, f"{segment}.{value}", role="quiet")
            button.setCheckable(True)
            button.setAutoExclusive(True)  # a radio button for screen readers; the group alone would leave it a check box
            button.toggled.connect(partial(self._choose, value))  # also by a screen reader, which needn't click
            self._group.addButton(button)
            self.row.addWidget(button)
            self.segments[value] = button

    @property
    def pressed_button(self) -> QWidget:
        """The button that is down."""
        return self._group.checkedButton() or self

    def show_value(self, value: StrEnum) -> None:
        """Press the button of that value; `chosen` is for the user's choices."""
        self._shown = value
        self.segments[value].setChecked(True)

    def _choose(self, value: StrEnum, checked: bool) -> None:  # a slot of `toggled`
        if checked and value is not self._shown:
            self._shown = value
            self.chosen.emit(value)
