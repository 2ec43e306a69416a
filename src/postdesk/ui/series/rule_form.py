"""The rule of a series as fields: its days, its time, and its end."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from postdesk.domain.calendar_days import WEEK, add_months
from postdesk.domain.series import LAST, Frequency, RecurrenceRule
from postdesk.domain.typed_times import FieldKind, parse_typed_time
from postdesk.ui.kit.fields.period import DayField
from postdesk.ui.kit.fields.step_fields import StepField
from postdesk.ui.kit.forms import FieldForm, WheelGuard, choice_box, number_box
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.series import month_day_words
from postdesk.ui.text.times import day_names, time_words, unreadable_words, widest_time

_MOST_STEPS: Final = 99
_MOST_TIMES: Final = 999
_MOST_WEEKS_AHEAD: Final = 12
_DAY_OF_LAST: Final = 31
_FOURTH: Final = 4
_USUAL_TIMES: Final = 10
_NEVER, _UNTIL, _TIMES = "never", "until", "times"
_QUARTER: Final = timedelta(minutes=15)
_QUARTERS_AN_HOUR: Final = 4


class RuleForm(QWidget):
    """The fields of a rule. `changed` follows each change; `rule` is None while `input_problem` names a problem."""

    changed = Signal()

    def __init__(self, theme: Theme, rule: RecurrenceRule, ahead_days: int, today: Callable[[], date]) -> None:
        super().__init__()
        self._rule = rule
        self._step = number_box("repeat.step", self.tr("Interval"), 1, _MOST_STEPS)
        self._unit = QComboBox()
        identify(self._unit, "repeat.unit", self.tr("Unit"))
        for every in (Frequency.DAYS, Frequency.WEEKS, Frequency.MONTH_DAY):
            self._unit.addItem("", every)
        self._weekdays = WeekdayRow(theme.first_weekday)
        named = ((month_day_words(each), each) for each in month_rules(rule))
        days = ((words[:1].upper() + words[1:], each) for words, each in named)
        self._month_days = choice_box("repeat.month_day", self.tr("Day of the month"), days)
        self._time = TimeField("repeat.time", self.tr("Time"), today)
        ends = (self.tr("Never"), _NEVER), (self.tr("On a date"), _UNTIL), (self.tr("After a number of posts"), _TIMES)
        self._ends = choice_box("repeat.ends", self.tr("Ends"), ends)
        self._until = DayField(theme, "repeat.until", self.tr("Last day"), today)
        self._times = number_box("repeat.times", self.tr("How many times"), 1, _MOST_TIMES)
        self._ahead = number_box("repeat.ahead", self.tr("Weeks ahead"), 1, _MOST_WEEKS_AHEAD)
        self._form = FieldForm()
        self._show_rule(rule, ahead_days)
        self._lay_out()
        self._wire()
        self._show_fields()

    @property
    def input_problem(self) -> str:
        """The missing part of the rule, as a sentence; empty where nothing is missing."""
        if self._every is Frequency.WEEKS and not self._weekdays.weekdays:
            return self.tr("Select at least one weekday.")
        if self._time.time is None:
            return unreadable_words(FieldKind.CLOCK, self._time.text())
        if self._ends.currentData() == _UNTIL and self._until.day is None:
            return unreadable_words(FieldKind.DAY, self._until.text())
        return ""

    @property
    def rule(self) -> RecurrenceRule | None:
        """The rule with the present choices; None while `input_problem` names a problem."""
        if self.input_problem:
            return None
        assert self._time.time is not None
        ends = self._ends.currentData()
        month: RecurrenceRule = self._month_days.currentData()
        chosen = replace(month if self._in_months else self._rule, every=self._every, step=self._step.value())
        return replace(
            chosen,
            first=datetime.combine(self._rule.first.date(), self._time.time),
            weekdays=self._weekdays.weekdays if self._every is Frequency.WEEKS else chosen.weekdays,
            until=self._until.day if ends == _UNTIL else None,
            times=self._times.value() if ends == _TIMES else None,
        )

    @property
    def ahead_days(self) -> int:
        """The number of days ahead for which posts are scheduled."""
        return self._ahead.value() * WEEK

    @property
    def _in_months(self) -> bool:
        return Frequency(self._unit.currentData()) is Frequency.MONTH_DAY

    @property
    def _every(self) -> Frequency:
        month: RecurrenceRule = self._month_days.currentData()
        return month.every if self._in_months else Frequency(self._unit.currentData())

    def _show_rule(self, rule: RecurrenceRule, ahead_days: int) -> None:
        unit = Frequency.MONTH_DAY if rule.every is Frequency.MONTH_WEEKDAY else rule.every
        self._unit.setCurrentIndex(self._unit.findData(unit))
        self._step.setValue(rule.step)
        self._weekdays.choose(rule.weekdays if rule.every is Frequency.WEEKS else (rule.first.isoweekday(),))
        self._time.choose(rule.first.time())
        self._until.choose(rule.until or add_months(rule.first.date(), 3))
        self._times.setValue(rule.times or _USUAL_TIMES)
        self._ends.setCurrentIndex(self._ends.findData(_UNTIL if rule.until else _TIMES if rule.times else _NEVER))
        self._ahead.setValue(-(-ahead_days // WEEK))

    def _show_fields(self) -> None:
        one = self._step.value() == 1
        units = self.tr("day"), self.tr("week"), self.tr("month")
        for number, word in enumerate(units if one else (self.tr("days"), self.tr("weeks"), self.tr("months"))):
            self._unit.setItemText(number, word)
        self._form.setRowVisible(self._weekdays, self._every is Frequency.WEEKS)
        self._form.setRowVisible(self._month_days, self._in_months)
        self._until.setVisible(self._ends.currentData() == _UNTIL)
        self._times.setVisible(self._ends.currentData() == _TIMES)
        self._times.setSuffix(self.tr(" post") if self._times.value() == 1 else self.tr(" posts"))
        self._ahead.setSuffix(self.tr(" week ahead") if self._ahead.value() == 1 else self.tr(" weeks ahead"))
        self.changed.emit()

    def _wire(self) -> None:
        for box in (self._unit, self._month_days, self._ends):
            box.currentIndexChanged.connect(self._show_fields)
        for number in (self._step, self._times, self._ahead):
            number.valueChanged.connect(self._show_fields)
        for tick in self._weekdays.ticks.values():
            tick.toggled.connect(self._show_fields)
        for field in (self._time, self._until):
            field.chosen.connect(self._show_fields)

    def _lay_out(self) -> None:
        form = self._form
        form.setContentsMargins(0, 0, 0, 0)
        form.add(self.tr("Every"), _row(self._step, self._unit))
        form.add(self.tr("On"), self._weekdays)
        form.add(self.tr("On the"), self._month_days)
        form.add(self.tr("At"), _row(self._time))
        form.add(self.tr("Ends"), _row(self._ends, self._until, self._times))
        form.add(self.tr("Scheduled"), _row(self._ahead))
        self.setLayout(form)


def month_rules(rule: RecurrenceRule) -> tuple[RecurrenceRule, ...]:
    """Return the offered days of a month: the rule's own first, then those that match its first day, then the last one."""
    day = rule.first.date()
    nth = (day.day - 1) // WEEK + 1
    by_day = replace(rule, every=Frequency.MONTH_DAY, day=day.day)
    by_weekday = replace(rule, every=Frequency.MONTH_WEEKDAY, weekdays=(day.isoweekday(),))
    offered = [
        rule if rule.every in (Frequency.MONTH_DAY, Frequency.MONTH_WEEKDAY) else by_day,
        by_day,
        replace(by_weekday, nth=nth) if nth <= _FOURTH else None,
        replace(by_weekday, nth=LAST),
        replace(by_day, day=_DAY_OF_LAST),
    ]
    seen = {month_day_words(each): each for each in reversed(offered) if each}
    return tuple(seen[words] for words in dict.fromkeys(month_day_words(each) for each in offered if each))


def _row(*fields: QWidget) -> QWidget:
    holder = QWidget()
    row = row_of(*fields, ROOM)
    for field in fields:
        row.setAlignment(field, Qt.AlignmentFlag.AlignVCenter)
        if isinstance(field, QComboBox | QSpinBox):
            WheelGuard(field)
    holder.setLayout(row)
    holder.setFocusProxy(fields[0])
    return holder


class TimeField(StepField):
    """A field for a time of day. `time` is None while the input can't be read; `chosen` follows each change."""

    chosen = Signal()

    def __init__(self, identifier: str, name: str, today: Callable[[], date]) -> None:
        super().__init__(identifier, name, _QUARTERS_AN_HOUR)
        self._today, self._settled = today, time()
        self.time: time | None = self._settled
        self.setFixedWidth(self.width_for(widest_time()))
        self.typed.connect(self._read)
        self.editingFinished.connect(self._finish)
        self.given_up.connect(lambda: self.choose(self._settled))
        self.stepped.connect(self._step)

    def choose(self, chosen: time) -> None:
        """Show this time in the place of the input."""
        self.time = self._settled = chosen
        self.show_words(time_words(chosen.hour, chosen.minute))
        self.mark(unread=False)
        self.chosen.emit()

    def _step(self, quarters: int) -> None:
        self.choose((datetime.combine(self._today(), self._settled) + quarters * _QUARTER).time())

    def _read(self) -> None:
        found = parse_typed_time(self.text(), FieldKind.CLOCK, self._today(), day_names())
        self.time = found.clock if found else None
        self.mark(unread=self.time is None)
        self.chosen.emit()

    def _finish(self) -> None:
        if self.pending and self.time:
            self.choose(self.time)


class WeekdayRow(QWidget):
    """A check box for each weekday, beginning with `first`."""

    def __init__(self, first: int) -> None:
        super().__init__()
        self.ticks: dict[int, QCheckBox] = {}
        for day in ((first - 1 + step) % WEEK + 1 for step in range(WEEK)):
            self.ticks[day] = tick = QCheckBox(QLocale().dayName(day, QLocale.FormatType.ShortFormat))
            identify(tick, f"repeat.weekday.{day}", QLocale().dayName(day, QLocale.FormatType.LongFormat))
        self.setLayout(row_of(*self.ticks.values(), ROOM, spacing=12))

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The checked days."""
        return tuple(sorted(day for day, tick in self.ticks.items() if tick.isChecked()))

    def choose(self, weekdays: Iterable[int]) -> None:
        """Check these days, and no other."""
        for day, tick in self.ticks.items():
            tick.setChecked(day in weekdays)
