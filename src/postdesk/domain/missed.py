"""New times for missed posts, to which one click moves them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import resolve_by_default, shift_moment
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.times import MIN_LEAD

_SOON = timedelta(hours=1)
_QUARTER = 15
_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class NewTimes:
    """Three future times for a missed post.

    `soon`: in an hour, on a quarter of an hour. `same_time`: the next possible day at the same time of day. `next_week`: the
    next possible day with the same weekday.
    """

    soon: datetime
    same_time: datetime
    next_week: datetime


def new_times(due_at: datetime, zone: ZoneInfo, now: datetime) -> NewTimes:
    """Return the new times of a post that was due at `due_at`, by the clock in `zone`."""
    soon = (now + _SOON).replace(second=0, microsecond=0)
    on_quarter = soon + timedelta(minutes=-soon.minute % _QUARTER)
    due = due_at.replace(microsecond=0)
    return NewTimes(on_quarter, _ahead(due, zone, now, 1), _ahead(due, zone, now, _WEEK_DAYS))


def _ahead(due_at: datetime, zone: ZoneInfo, now: datetime, step: int) -> datetime:
    """Return the first future time that is a multiple of `step` days after `due_at`, by the clock in `zone`."""
    days = max(0, (now - due_at).days // step) * step
    while (moment := resolve_by_default(shift_moment(due_at, zone, timedelta(days=days)))) < now + MIN_LEAD:
        days += step
    return moment
