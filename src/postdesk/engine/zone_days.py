"""The days of a time zone as milliseconds, as the store knows moments."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import EARLIEST, LATEST, first_moments, midnight, wall_time
from postdesk.domain.times import from_ms, to_ms
from postdesk.store.post_filters import FAR


class ZoneDays:
    """The days of `zone`. All time before the calendar's first day counts as one day, and all after its last one."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._earliest, self._latest = self.moments(EARLIEST, LATEST)

    def day(self, start_ms: int) -> date:
        """Return the date of a day by its first moment."""
        return wall_time(from_ms(min(max(start_ms, self._earliest), self._latest)), self.zone).date()

    def edges(self, moment_ms: int) -> tuple[int, int]:
        """Return the first moment of the day of a moment, and that of the next day."""
        start, end = self.edges_from(moment_ms, 0)
        return start, end

    def moments(self, *days: date) -> list[int]:
        """Return the first moments of these days."""
        return [to_ms(moment) for moment in first_moments([midnight(day) for day in days], self.zone)]

    def edges_from(self, moment_ms: int, count: int) -> list[int]:
        """Return the edges of the days around a moment: so many days before that of the moment, or after it, and that day."""
        if not self._earliest <= moment_ms < self._latest:
            return [-FAR, self._earliest] if moment_ms < self._earliest else [self._latest, FAR]
        day = self.day(moment_ms)
        first, last = sorted((day, min(max(day + timedelta(days=count), EARLIEST), LATEST - timedelta(days=1))))
        return self.moments(*(first + timedelta(days=n) for n in range((last - first).days + 2)))
