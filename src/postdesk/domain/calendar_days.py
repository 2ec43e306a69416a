"""Days, hours and moves as a calendar lays them out in one zone.

A wall time is naive and read on a clock in that zone; a moment is aware UTC. Weekdays are ISO numbers, Monday 1 to Sunday 7.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from postdesk.domain.times import MIN_LEAD, Resolved, WallTime, resolve

WEEK = 7
HOURS = 24
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
"""How far a calendar goes."""

_QUARTER = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def clamped(day: date) -> date:
    """The nearest day that a calendar shows."""
    return min(max(day, EARLIEST), LATEST)


def months_later(day: date, months: int) -> date:
    """The same day of another month, its last day where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return clamped(date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])))


def week_of(day: date, first_weekday: int) -> tuple[date, ...]:
    """The seven days of the week that `day` is in."""
    first = day - timedelta(days=(day.isoweekday() - first_weekday) % WEEK)
    return tuple(first + timedelta(days=n) for n in range(WEEK))


def month_of(day: date, first_weekday: int) -> tuple[date, ...]:
    """The days of all weeks that have a day in the month of `day`: four to six weeks."""
    last_of_month = day.replace(day=monthrange(day.year, day.month)[1])
    first, last = week_of(day.replace(day=1), first_weekday)[0], week_of(last_of_month, first_weekday)[-1]
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def midnight(day: date) -> datetime:
    """The wall time at which a day begins."""
    return datetime.combine(day, time())


def wall_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock in `zone` shows at that moment."""
    return moment.astimezone(zone).replace(tzinfo=None)


def edges(walls: Sequence[datetime], zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments at which ascending wall times come first. Never descending: what a zone skips has no length."""
    moments = [wall.replace(tzinfo=zone).astimezone(UTC) for wall in walls]
    return tuple(accumulate(reversed(moments), min))[::-1]


def shifted(moment: datetime, zone: ZoneInfo, by: timedelta) -> Resolved:
    """`moment` later by so much on the clock of `zone`: by days the time of day stays, also as clocks change."""
    return resolve(wall_time(moment, zone) + by, zone)


def settled(landed: Resolved) -> datetime:
    """The moment of a time that nobody can be asked about: of a skipped one the later, of a doubled one the first."""
    return landed.second if landed.kind is WallTime.SKIPPED else landed.first


def free_slot(wanted: datetime, end: datetime, now: datetime) -> datetime | None:
    """`wanted`, or what can still be scheduled after it and before `end`, on a quarter where there is one; None if nothing."""
    earliest = now + MIN_LEAD
    if wanted >= earliest:
        return wanted
    quarter = earliest - (earliest - datetime(1970, 1, 1, tzinfo=UTC)) % _QUARTER + _QUARTER
    return quarter if quarter < end else None


@dataclass(frozen=True, slots=True)
class ClockChange:
    """When a zone's clock jumps, to the minute, and by how much it is ahead of UTC before and after."""

    at: datetime
    before: timedelta
    after: timedelta


def clock_changes(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[ClockChange, ...]:
    """The jumps of a zone's clock after `start` and until `end`, as far as none is undone within a day."""
    days = (end - start) // _DAY + 1
    stations = [min(start + n * _DAY, end) for n in range(days + 1)]
    return tuple(_jump(zone, early, late) for early, late in pairwise(stations) if _ahead(zone, early) != _ahead(zone, late))


def _jump(zone: ZoneInfo, early: datetime, late: datetime) -> ClockChange:
    before, after = _ahead(zone, early), _ahead(zone, late)
    while late - early > _MINUTE:
        middle = early + (late - early) / 2
        early, late = (middle, late) if _ahead(zone, middle) == before else (early, middle)
    return ClockChange(late.replace(second=0, microsecond=0), before, after)


def _ahead(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
