"""Posts whose time has passed while this computer was off: to what times they can be moved with one click."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import settled, shifted
from postdesk.domain.times import MIN_LEAD

_SOON = timedelta(hours=1)
_QUARTER = 15
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class NewTimes:
    """In an hour, on a quarter; at the same time of day as soon as can be; and on the same day of the week. All are ahead."""

    soon: datetime
    same_time: datetime
    next_week: datetime


def new_times(due_at: datetime, zone: ZoneInfo, now: datetime) -> NewTimes:
    """Those of a post that was due then, by the clock in `zone`."""
    soon = (now + _SOON).replace(second=0, microsecond=0)
    on_quarter = soon + timedelta(minutes=-soon.minute % _QUARTER)
    due = due_at.replace(microsecond=0)
    return NewTimes(on_quarter, _ahead(due, zone, now, 1), _ahead(due, zone, now, _WEEK_DAYS))


def _ahead(due_at: datetime, zone: ZoneInfo, now: datetime, step: int) -> datetime:
    """The first time so many days after it, or a multiple of them, that is ahead, by the clock in `zone`."""
    days = max(0, (now - due_at).days // step) * step
    while (moment := settled(shifted(due_at, zone, timedelta(days=days)))) < now + MIN_LEAD:
        days += step
    return moment
