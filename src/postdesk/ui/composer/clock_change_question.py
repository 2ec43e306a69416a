"""The question about a time that a clock change skips or doubles."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from postdesk.domain.times import ResolvedTime, WallTimeKind
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel, set_notice_tone, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import zone_word
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import clock_text, offset_text, time_words


class ClockChangeQuestion(Frame):
    """Asks for one of the two possible moments. `answered` carries the moment."""

    answered = Signal(object)

    def __init__(self, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__("notice", "composer.which_hour")
        self._local_zone = local_zone
        self._moments: tuple[datetime, ...] = ()
        self.label = PlainLabel(wrap=True)
        set_tone(self.label, Tone.ATTENTION)
        self.buttons = [Button(theme, "", f"composer.which_hour.{place}") for place in ("first", "second")]
        for number, button in enumerate(self.buttons):
            button.setAutoDefault(True)  # Return presses the focused button
            button.clicked.connect(lambda _=False, number=number: self.answered.emit(self._moments[number]))
        rows = (row_of(button, ROOM) for button in self.buttons)
        self.setLayout(column_of(self.label, *rows, spacing=6, margins=(12, 8, 12, 8)))
        set_notice_tone(self, Tone.ATTENTION)
        self.hide()

    def ask(self, resolved: ResolvedTime, wall: datetime, zone: ZoneInfo) -> None:
        """Show the question with both moments."""
        self._moments = resolved.first, resolved.second
        self.label.setText(self.words(resolved, wall, zone))
        orders = self.tr("the first"), self.tr("the second")
        for button, moment, order in zip(self.buttons, self._moments, orders, strict=True):
            name = f"{clock_text(moment, zone)} {offset_text(moment, zone)}"
            if resolved.kind is WallTimeKind.DOUBLED:
                name = f"{name}, {order}"
            mine = clock_text(moment, self._local_zone)
            same = mine == clock_text(moment, zone)
            button.set_text(name if same else self.tr("{0} ({1} your time)").format(name, mine))
        self.show()
        announce(self, self.label.text(), urgent=True)

    def answer_first(self) -> None:
        """Focus the first answer."""
        self.buttons[0].setFocus()

    def words(self, resolved: ResolvedTime, wall: datetime, zone: ZoneInfo) -> str:
        """Return the question in words."""
        if resolved.kind is WallTimeKind.SKIPPED:
            words = self.tr("{0} doesn’t exist on that day in {1}. Clocks go forward then. Select a time.")
        else:
            words = self.tr("{0} comes twice on that day in {1}. Clocks go back then. Select one.")
        return words.format(time_words(wall.hour, wall.minute), zone_word(zone.key))
