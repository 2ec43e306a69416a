"""Days, hours and moves as a calendar lays them out in one time zone.

A wall time is a naive datetime on a clock in that zone; a moment is an aware datetime in UTC. Weekdays are ISO numbers,
Monday 1 to Sunday 7.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.times import MIN_LEAD, ResolvedTime, WallTimeKind, resolve

WEEK = 7
HOURS = 24
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
"""The first and the last day that a calendar shows."""

_QUARTER = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def clamp_day(day: date) -> date:
    """Return the nearest day that a calendar shows."""
    return min(max(day, EARLIEST), LATEST)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, `months` later, or the last day of a shorter month; clamped."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return clamp_day(date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])))


def week_of(day: date, first_weekday: int) -> tuple[date, ...]:
    """Return the seven days of the week that contains `day`."""
    first = day - timedelta(days=(day.isoweekday() - first_weekday) % WEEK)
    return tuple(first + timedelta(days=n) for n in range(WEEK))


def whole_weeks(first: date, last: date, first_weekday: int) -> tuple[date, ...]:
    """Return the days of all weeks that overlap the days from `first` to `last`."""
    start, end = week_of(first, first_weekday)[0], week_of(last, first_weekday)[-1]
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))


def midnight(day: date) -> datetime:
    """Return the wall time at which a day begins."""
    return datetime.combine(day, time())


def wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall time in `zone` at that moment."""
    return moment.astimezone(zone).replace(tzinfo=None)


def first_moments(walls: Sequence[datetime], zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the first moments of ascending wall times. They never descend: wall times that the zone skips have no length."""
    moments = [wall.replace(tzinfo=zone).astimezone(UTC) for wall in walls]
    return tuple(accumulate(reversed(moments), min))[::-1]


def shift_moment(moment: datetime, zone: ZoneInfo, by: timedelta) -> ResolvedTime:
    """Return `moment` moved by `by` on the clock of `zone`: a move by days keeps the time of day across clock changes."""
    return resolve(wall_time(moment, zone) + by, zone)


def resolve_by_default(landed: ResolvedTime) -> datetime:
    """Return the moment to use without asking the user: the later for a skipped time, the first for a doubled one."""
    return landed.second if landed.kind is WallTimeKind.SKIPPED else landed.first


def earliest_schedulable(wanted: datetime, end: datetime, now: datetime) -> datetime | None:
    """Return `wanted`, or the earliest moment before `end` that can still be scheduled; None if there is none.

    The earliest moment is `MIN_LEAD` from now, moved on to the next quarter of an hour (UTC).
    """
    earliest = now + MIN_LEAD
    if wanted >= earliest:
        return wanted
    quarter = earliest - (earliest - datetime(1970, 1, 1, tzinfo=UTC)) % _QUARTER + _QUARTER
    return quarter if quarter < end else None


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A change of a zone's clock: the moment, to the minute, and the UTC offsets before and after it."""

    at: datetime
    before: timedelta
    after: timedelta


def clock_changes(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[ClockChange, ...]:
    """Return the clock changes of a zone after `start` and until `end`, but for those that are undone within a day."""
    days = (end - start) // _DAY + 1
    stations = [min(start + n * _DAY, end) for n in range(days + 1)]
    return tuple(
        _jump(zone, early, late) for early, late in pairwise(stations) if _utc_offset(zone, early) != _utc_offset(zone, late)
    )


def _jump(zone: ZoneInfo, early: datetime, late: datetime) -> ClockChange:
    before, after = _utc_offset(zone, early), _utc_offset(zone, late)
    while late - early > _MINUTE:
        middle = early + (late - early) / 2
        early, late = (middle, late) if _utc_offset(zone, middle) == before else (early, middle)
    return ClockChange(late.replace(second=0, microsecond=0), before, after)


def _utc_offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
