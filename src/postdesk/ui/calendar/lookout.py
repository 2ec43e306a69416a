"""Where the calendar looks: whose posts, in which view, and around which day."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from postdesk.domain.ahead import DAYS, Part
from postdesk.domain.calendar_days import clamped, months_later, week_of
from postdesk.domain.times import zone
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.ahead_words import week_ahead_words
from postdesk.ui.calendar.sight import Cell, Sight, View, period
from postdesk.ui.calendar.slots import moment_in
from postdesk.ui.calendar.wording import day_title, from_words, month_words, week_words


class Lookout:
    """Holds what is looked at, and goes on with the clock. `client_id` is None where all clients' posts are shown.

    `part`: what alone is shown of the week ahead, in the agenda; None where everything is.
    `zone` and `today` are those of whom is shown, when that was looked at last.
    """

    def __init__(self, desk: Desk, here: ZoneInfo, client_id: int | None) -> None:
        self._desk, self._here = desk, here
        self.client_id = client_id
        self.view = View.MONTH
        self.part: Part | None = None
        first = self.sight()
        self.zone, self.day, self.today = first.zone, first.today, first.today

    def sight(self) -> Sight:
        """How it is seen now: one client's posts in the client's zone, those of several in this computer's."""
        one = None if self.client_id is None else self._desk.clients.get(self.client_id)
        clients = (one,) if one else self._desk.clients.all()
        where = zone(clients[0].zone) if len(clients) == 1 else None
        return Sight(where or self._here, self._here, self._desk.clock.now(), clients, len(clients) > 1, self._first_weekday())

    def _first_weekday(self) -> int:
        return self._desk.settings.current.first_weekday or QLocale().firstDayOfWeek().value

    def go_on(self, sight: Sight, stood_on: date | None) -> bool:
        """Where the present month or week was shown, go on to the one that is present now; whether the cursor goes along.

        It does into another month or week, and where it stood on today and whom is shown now has another day.
        """
        before, zone_before = self.today, self.zone
        self.today, self.zone = sight.today, sight.zone
        then, shown, now = (period(self.view, day, sight.first_weekday) for day in (before, self.day, sight.today))
        if before == sight.today or shown != then:
            return False
        self.day = sight.today
        return shown != now or (stood_on == before and sight.zone != zone_before)

    def title(self, sight: Sight) -> str:
        """What is shown, in words."""
        match self.view:
            case View.MONTH:
                return month_words(self.day)
            case View.WEEK:
                days = week_of(self.day, sight.first_weekday)
                return week_words(days[0], days[-1])
            case View.DAY:
                return day_title(self.day)
            case _:
                return from_words(self.day) if self.part is None else week_ahead_words()

    def moment_in(self, cell: Cell) -> datetime | None:
        """The time of a new post in that empty place, a free slot's where there is one; None where it is over."""
        if self.view is View.MONTH and self.client_id is not None:
            free = self._desk.slots.free_between(self.client_id, cell.span.start, cell.span.end)
            cell = replace(cell, free=free)
        return moment_in(cell, self.sight(), self._desk.composer, timed=self.view in (View.WEEK, View.DAY))

    def days(self) -> tuple[date, date]:
        """The first and the last day that are shown; in the agenda, a month from its day, or the week of a part."""
        match self.view:
            case View.MONTH:
                first = self.day.replace(day=1)
                return first, months_later(first, 1) - timedelta(days=1)
            case View.WEEK:
                days = week_of(self.day, self._first_weekday())
                return days[0], days[-1]
            case View.DAY:
                return self.day, self.day
            case _:
                return self.day, months_later(self.day, 1) if self.part is None else self.day + timedelta(days=DAYS - 1)

    def turned(self, day: date, way: int) -> date:
        """The day that comes up when one turns back (-1) or on (1) from `day`."""
        match self.view:
            case View.WEEK:
                return clamped(day + timedelta(weeks=way))
            case View.DAY:
                return clamped(day + timedelta(days=way))
            case _:
                return months_later(day, way)
