"""Fields of the page of weekly slots: new slots, and the distance between posts."""

from datetime import date, time, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from postdesk.domain.calendar_days import WEEK
from postdesk.domain.entered import Kind, read
from postdesk.domain.gaps import PROPOSED_GAP
from postdesk.domain.platforms import Platform
from postdesk.domain.slots import ANY
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import WheelGuard, give_room
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone
from postdesk.ui.text.times import day_names, for_whom, time_words, weekday_word

_ANY_DAY: Final = date(2000, 1, 1)
_WORKDAYS: Final = (1, 2, 3, 4, 5)
_MINUTE: Final = timedelta(minutes=1)
_A_DAY: Final = 24 * 60


def times_in(text: str) -> tuple[time, ...] | None:
    """The times that are named in a line, each once, by the clock; None where one of them can't be read or there is none."""
    names = day_names()
    found = [read(part, Kind.CLOCK, _ANY_DAY, names) for part in text.replace(";", ",").split(",") if part.strip()]
    clocks = {each.clock for each in found if each and each.day is None and each.clock is not None}
    return tuple(sorted(clocks)) if clocks and all(each and each.clock in clocks for each in found) else None


class SlotEntry(QWidget):
    """`added` carries the weekdays and the times that were asked for; `platform`: whom new slots are for."""

    added = Signal(object, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.days, self.whom = QComboBox(), QComboBox()
        for box, identifier, name in ((self.days, "days", self.tr("Days")), (self.whom, "platform", self.tr("For"))):
            identify(box, f"settings.slots.{identifier}", name)
            WheelGuard(box)
        for day in ((theme.first_weekday - 1 + n) % WEEK + 1 for n in range(WEEK)):
            self.days.addItem(weekday_word(day), (day,))
        self.days.addItem(self.tr("Workdays, {0} to {1}").format(weekday_word(1), weekday_word(5)), _WORKDAYS)
        self.days.addItem(self.tr("Every day"), tuple(range(1, WEEK + 1)))
        for platform in (ANY, *Platform):
            self.whom.addItem(for_whom(platform), str(platform))
        self.times = QLineEdit(placeholderText=self.tr("{0}, {1}").format(time_words(9, 0), time_words(17, 30)))
        identify(self.times, "settings.slots.times", self.tr("Times"))
        self.add = Button(theme, self.tr("Add"), "settings.slots.add", icon="plus")
        self._amiss = PlainLabel("")
        self._amiss.setWordWrap(True)
        identify(self._amiss, "settings.slots.amiss")
        set_tone(self._amiss, Tone.BAD)
        self._lay_out()
        self.times.returnPressed.connect(self._ask)
        self.times.textEdited.connect(self._amiss.hide)
        self.add.clicked.connect(self._ask)

    @property
    def platform(self) -> str:
        return str(self.whom.currentData())

    def _ask(self) -> None:
        times = times_in(self.times.text())
        if times is None:
            self._amiss.setText(self.tr("Enter times like 9:30, 0930, 9am or 14h30, separated by commas."))
            self._amiss.show()
            self.times.setFocus()
            return
        self.times.clear()
        self.added.emit(self.days.currentData(), times)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.days)
        row.addWidget(self.times, 1)
        row.addWidget(self.whom)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._amiss)
        self._amiss.hide()


class GapRow(QWidget):
    """`chosen` carries the gap, 0 where none is wanted."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.warn = QCheckBox(self.tr("Warn about posts to one platform less than"))
        identify(self.warn, "settings.slots.warn")
        self.minutes = QSpinBox(minimum=1, maximum=_A_DAY, value=PROPOSED_GAP // _MINUTE, suffix=self.tr(" minutes apart"))
        identify(self.minutes, "settings.slots.gap", self.tr("Minutes apart"))
        give_room(self.minutes)
        WheelGuard(self.minutes)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.warn)
        row.addWidget(self.minutes)
        row.addStretch(1)
        self.show_gap(timedelta())
        self.warn.toggled.connect(self._tell)
        self.minutes.valueChanged.connect(self._tell)

    def show_gap(self, gap: timedelta) -> None:
        """Show that gap; where there is none, what is proposed stands beside it."""
        self.blockSignals(True)
        self.warn.setChecked(bool(gap))
        self.minutes.setValue((gap or PROPOSED_GAP) // _MINUTE)
        self.minutes.setEnabled(bool(gap))
        self.blockSignals(False)

    def _tell(self) -> None:
        self.minutes.setEnabled(self.warn.isChecked())
        self.chosen.emit(self.minutes.value() * _MINUTE if self.warn.isChecked() else timedelta())
