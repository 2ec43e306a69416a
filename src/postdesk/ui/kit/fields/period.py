"""A period: two fields that read days as people type them, and a menu of usual periods."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QMenu, QWidget

from postdesk.domain.calendar_days import add_months, clamp_day, week_of
from postdesk.domain.typed_times import FieldKind, parse_typed_time
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.fields.step_fields import CalendarField
from postdesk.ui.kit.layouts import ROOM, row_of
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import day_names, short_day, unreadable_words

Period = tuple[date, date]
"""The first and the last day, both included."""

_WEEK: Final = 7


class DayField(CalendarField):
    """A field of one day. `day` is None while the text can't be read; `chosen` follows each change of it."""

    chosen = Signal()

    def __init__(self, theme: Theme, identifier: str, name: str, today: Callable[[], date]) -> None:
        super().__init__(theme, identifier, name, _WEEK, self.choose)
        self._today, self._names = today, day_names()
        self._settled = today()
        self.day: date | None = self._settled
        self.setMinimumWidth(self.width_for("Wed 30 Nov 2026"))
        self.typed.connect(self._read)
        self.editingFinished.connect(self._finish)
        self.given_up.connect(lambda: self.choose(self._settled))
        self.stepped.connect(lambda days: self.choose(self._settled + timedelta(days=days)))
        self.choose(self._settled)

    def choose(self, day: date) -> None:
        """Set the day, in place of any typed text."""
        self.day = self._settled = clamp_day(day)
        self.show_words(short_day(self._settled))
        self.show_day(QDate(self._settled.year, self._settled.month, self._settled.day))
        self.mark(unread=False)
        self.chosen.emit()

    def _read(self) -> None:
        found = parse_typed_time(self.text(), FieldKind.DAY, self._today(), self._names)
        self.day = found.day if found else None
        self.mark(unread=self.day is None)
        self.chosen.emit()

    def _finish(self) -> None:
        if self.pending and self.day:
            self.choose(self.day)


class PeriodRow(QWidget):
    """The fields of a period. `period` is None if a day is unreadable or the days are in the wrong order; see `input_problem`."""

    def __init__(self, theme: Theme, identifier: str, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._theme = today, theme
        self.first = DayField(theme, f"{identifier}.first", self.tr("From"), today)
        self.last = DayField(theme, f"{identifier}.last", self.tr("To"), today)
        self._usual = MenuButton(theme, self.tr("Period"), f"{identifier}.usual")
        self._usual.setMenu(self._menu(identifier))
        self.setLayout(row_of(self.first, PlainLabel(self.tr("to")), self.last, self._usual, ROOM))

    def on_change(self, slot: Callable[[], None]) -> None:
        """Call the slot after each change."""
        for field in (self.first, self.last):
            field.chosen.connect(slot)

    @property
    def period(self) -> Period | None:
        """The first and the last day, or None."""
        first, last = self.first.day, self.last.day
        return (first, last) if first and last and first <= last else None

    def choose(self, period: Period) -> None:
        """Set both days."""
        for field, day in zip((self.first, self.last), period, strict=True):
            field.choose(day)

    @property
    def input_problem(self) -> str:
        """The reason that there is no period, in words; empty if there is one."""
        unread = next((field for field in (self.first, self.last) if field.day is None), None)
        if unread:
            return unreadable_words(FieldKind.DAY, unread.text())
        return "" if self.period else self.tr("The last day is before the first.")

    def _menu(self, identifier: str) -> QMenu:
        menu = QMenu(self)
        for key, words, period in (
            ("week", self.tr("This week"), lambda: self._week(self._today())),
            ("next_week", self.tr("Next week"), lambda: self._week(self._today() + timedelta(days=_WEEK))),
            ("month", self.tr("This month"), lambda: month_of(self._today())),
            ("next_month", self.tr("Next month"), lambda: month_of(add_months(self._today(), 1))),
            ("last_month", self.tr("Last month"), lambda: month_of(add_months(self._today(), -1))),
        ):
            action = menu.addAction(words)
            action.setObjectName(f"{identifier}.usual.{key}")
            action.triggered.connect(lambda _=False, period=period: self.choose(period()))
        return menu

    def _week(self, day: date) -> Period:
        days = week_of(day, self._theme.first_weekday)
        return days[0], days[-1]


def month_of(day: date) -> Period:
    """Return the month of the day."""
    first = day.replace(day=1)
    return first, add_months(first, 1) - timedelta(days=1)
