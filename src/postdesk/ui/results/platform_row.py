"""A platform of the selected post: its state, its story and its actions."""

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import column_of, fill, row_of
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.lines import ResultsLine


class PlatformRow(QWidget):
    """A platform of a post, with the `buttons` of its actions."""

    def __init__(self, theme: Theme, buttons: Sequence[Button]) -> None:
        super().__init__()
        self._brand, self._icon = IconLabel(theme, "info"), IconLabel(theme, "info")
        self._name, self._state = PlainLabel(), PlainLabel(elide=True)
        self._story = PlainLabel(role="secondary", wrap=True)
        bar = QWidget()
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        flow = FlowLayout(bar, spacing=6)
        for button in buttons:
            flow.addWidget(button)
        bar.setVisible(bool(buttons))
        head = row_of(self._brand, self._name, self._icon, self._state, spacing=6, grow=self._state)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(3)
        fill(self._parts, column_of(head, self._story, spacing=3), bar)

    def turn(self, *, narrow: bool) -> None:
        """Put the buttons below the words where it is narrow, and beside them otherwise."""
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        for part in range(2):
            self._parts.setStretch(part, int(not narrow))

    def tell(self, line: ResultsLine) -> None:
        """Show a platform, its state and its story."""
        self._brand.show_icon(f"brand-{line.platform}")
        self._name.setText(line.title)
        self._icon.show_icon(line.look.icon, line.look.tone)
        self._state.setText(line.look.word)
        set_tone(self._state, line.look.tone)
        self._story.setText(line.story)
        self._story.setVisible(bool(line.story))
