"""Suggested times: for the next post, and as quick picks."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from postdesk.domain.times import resolve

_MORNING = time(9)


class QuickPick(StrEnum):
    """A time that one click sets."""

    IN_AN_HOUR = "in_an_hour"
    THIS_EVENING = "this_evening"
    TOMORROW = "tomorrow"
    NEXT_MONDAY = "next_monday"
    WEEK_LATER = "week_later"


def next_time(
    last: datetime | None, zone: ZoneInfo, now: datetime, is_taken: Callable[[datetime], bool] = lambda moment: False
) -> datetime:
    """Return the client's time of day, that of its last scheduled post or else 9:00, on the next day where it is free."""
    clock = last.astimezone(zone).time().replace(second=0, microsecond=0) if last else _MORNING
    wall = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), clock)
    while is_taken(_at(wall, zone)):
        wall += timedelta(days=1)
    return _at(wall, zone)


def pick_time(pick: QuickPick, chosen: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the moment of a quick pick. `chosen`: the current time of the draft, whose time of day is kept."""
    local, today = chosen.astimezone(zone), now.astimezone(zone)
    clock = local.time().replace(second=0, microsecond=0)
    match pick:
        case QuickPick.IN_AN_HOUR:
            return (now + timedelta(hours=1)).replace(second=0, microsecond=0)
        case QuickPick.THIS_EVENING:
            return _at(datetime.combine(today.date(), time(18)), zone)
        case QuickPick.TOMORROW:
            return _at(datetime.combine(today.date() + timedelta(days=1), clock), zone)
        case QuickPick.NEXT_MONDAY:
            return _at(datetime.combine(today.date() + timedelta(days=7 - today.weekday()), clock), zone)
        case QuickPick.WEEK_LATER:
            return _at(datetime.combine(local.date() + timedelta(days=7), clock), zone)


def _at(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a wall-clock time. Of two possible ones (at a clock change) it is the first."""
    return resolve(wall, zone).first
