"""Fields of the page of weekly slots: new slots, and the gap between posts."""

from datetime import date, time, timedelta
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.calendar_days import WEEK
from postdesk.domain.gaps import PROPOSED_GAP
from postdesk.domain.platforms import Platform
from postdesk.domain.slots import ANY
from postdesk.domain.typed_times import FieldKind, parse_typed_time
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.flow_layout import FlowLayout
from postdesk.ui.kit.forms import WheelGuard, check_box, choice_box, number_box
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import day_names, slot_platform_words, time_words, weekday_word

_ANY_DAY: Final = date(2000, 1, 1)
_WORKDAYS: Final = (1, 2, 3, 4, 5)
_MINUTE: Final = timedelta(minutes=1)
_A_DAY: Final = 24 * 60


def times_in(text: str) -> tuple[time, ...] | None:
    """Return the times in a line, each once, sorted; None where one of them can't be read or there is none."""
    names = day_names()
    found = [
        parse_typed_time(part, FieldKind.CLOCK, _ANY_DAY, names) for part in text.replace(";", ",").split(",") if part.strip()
    ]
    clocks = {each.clock for each in found if each and each.day is None and each.clock is not None}
    return tuple(sorted(clocks)) if clocks and all(each and each.clock in clocks for each in found) else None


class SlotEntry(QWidget):
    """Fields for new slots. `added` carries the weekdays and the times; `platform`: the platform of new slots."""

    added = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        week = ((theme.first_weekday - 1 + n) % WEEK + 1 for n in range(WEEK))
        days = (
            *((weekday_word(day), (day,)) for day in week),
            (self.tr("Workdays, {0} to {1}").format(weekday_word(1), weekday_word(5)), _WORKDAYS),
            (self.tr("Every day"), tuple(range(1, WEEK + 1))),
        )
        platforms = ((slot_platform_words(platform), str(platform)) for platform in (ANY, *Platform))
        self.days = choice_box("settings.slots.days", self.tr("Days"), days)
        self.platform_box = choice_box("settings.slots.platform", self.tr("For"), platforms)
        for box in (self.days, self.platform_box):
            WheelGuard(box)
        example = self.tr("Times, such as {0}, {1}").format(time_words(9, 0), time_words(17, 30))
        self.times = text_field("settings.slots.times", self.tr("Times"), example)
        self.add = Button(theme, self.tr("Add"), "settings.slots.add", icon="plus")
        self._problem_label = PlainLabel(wrap=True, identifier="settings.slots.amiss")
        set_tone(self._problem_label, Tone.BAD)
        self._lay_out()
        self.times.returnPressed.connect(self._ask)
        self.times.textEdited.connect(self._problem_label.hide)
        self.add.clicked.connect(self._ask)

    @property
    def platform(self) -> str:
        return str(self.platform_box.currentData())

    def _ask(self) -> None:
        times = times_in(self.times.text())
        if times is None:
            self._problem_label.setText(self.tr("Enter times like 9:30, 0930, 9am or 14h30, separated by commas."))
            self._problem_label.show()
            self.times.setFocus()
            return
        self.times.clear()
        self.added.emit(self.days.currentData(), times)

    def _lay_out(self) -> None:
        which = row_of(self.days, self.platform_box, ROOM)
        when = row_of(self.times, self.add, grow=self.times)
        self.setLayout(column_of(which, when, self._problem_label, spacing=8))
        self._problem_label.hide()


class GapRow(QWidget):
    """The field for the gap between posts. `chosen` carries it, 0 for none."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.warn = check_box("settings.slots.warn", self.tr("Warn about posts to one platform less than"))
        name, unit = self.tr("Minutes apart"), self.tr(" minutes apart")
        self.minutes = number_box("settings.slots.gap", name, 1, _A_DAY, unit)
        WheelGuard(self.minutes)
        row = FlowLayout()
        for part in (self.warn, self.minutes):
            row.addWidget(part)
        self.setLayout(row)
        self.show_gap(timedelta())
        self.warn.toggled.connect(self._tell)
        self.minutes.valueChanged.connect(self._tell)

    def show_gap(self, gap: timedelta) -> None:
        """Show that gap; for 0, the field holds the proposed one."""
        with QSignalBlocker(self):
            self.warn.setChecked(bool(gap))
            self.minutes.setValue((gap or PROPOSED_GAP) // _MINUTE)
        self.minutes.setEnabled(bool(gap))

    def _tell(self) -> None:
        self.minutes.setEnabled(self.warn.isChecked())
        self.chosen.emit(self.minutes.value() * _MINUTE if self.warn.isChecked() else timedelta())
