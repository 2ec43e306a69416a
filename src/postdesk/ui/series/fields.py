"""A time of day, and days of the week."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from postdesk.domain.calendar_days import WEEK
from postdesk.domain.entered import Kind, read
from postdesk.ui.kit.fields.text_field import Entry
from postdesk.ui.kit.identity import identify
from postdesk.ui.text.clock import roomy_time, time_words
from postdesk.ui.text.typed_dates import day_names

_QUARTER: Final = timedelta(minutes=15)
_QUARTERS_AN_HOUR: Final = 4


class TimeField(Entry):
    """One time of day. `time` is None while what was typed can't be read; `chosen` follows each change of it."""

    chosen = Signal()

    def __init__(self, identifier: str, name: str, today: Callable[[], date]) -> None:
        super().__init__(identifier, name, _QUARTERS_AN_HOUR)
        self._today, self._settled = today, time()
        self.time: time | None = self._settled
        self.setFixedWidth(self.room_for(roomy_time()))
        self.typed.connect(self._read)
        self.editingFinished.connect(self._finish)
        self.given_up.connect(lambda: self.choose(self._settled))
        self.stepped.connect(self._step)

    def choose(self, chosen: time) -> None:
        """It is this time, whatever was typed."""
        self.time = self._settled = chosen
        self.show_words(time_words(chosen.hour, chosen.minute))
        self.mark(unread=False)
        self.chosen.emit()

    def _step(self, quarters: int) -> None:
        self.choose((datetime.combine(self._today(), self._settled) + quarters * _QUARTER).time())

    def _read(self) -> None:
        found = read(self.text(), Kind.CLOCK, self._today(), day_names())
        self.time = found.clock if found else None
        self.mark(unread=self.time is None)
        self.chosen.emit()

    def _finish(self) -> None:
        if self.pending and self.time:
            self.choose(self.time)


class WeekdayRow(QWidget):
    """A tick for each day of a week, from the `first` on."""

    def __init__(self, first: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.ticks: dict[int, QCheckBox] = {}
        for day in ((first - 1 + step) % WEEK + 1 for step in range(WEEK)):
            self.ticks[day] = tick = QCheckBox(QLocale().dayName(day, QLocale.FormatType.ShortFormat))
            identify(tick, f"repeat.weekday.{day}", QLocale().dayName(day, QLocale.FormatType.LongFormat))
            row.addWidget(tick)
        row.addStretch(1)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Those that are ticked."""
        return tuple(sorted(day for day, tick in self.ticks.items() if tick.isChecked()))

    def choose(self, weekdays: Iterable[int]) -> None:
        """Tick these."""
        for day, tick in self.ticks.items():
            tick.setChecked(day in weekdays)
