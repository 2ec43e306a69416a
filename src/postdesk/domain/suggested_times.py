"""The times that are offered: for the next post, and as quick picks."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from postdesk.domain.times import resolve

_MORNING = time(9)


class Pick(StrEnum):
    """A time that is chosen with one click."""

    IN_AN_HOUR = "in_an_hour"
    THIS_EVENING = "this_evening"
    TOMORROW = "tomorrow"
    NEXT_MONDAY = "next_monday"
    WEEK_LATER = "week_later"


def next_time(last: datetime | None, zone: ZoneInfo, now: datetime, taken: Collection[datetime] = ()) -> datetime:
    """The client's usual time of day (that of its last scheduled post, 9:00 for the first) on the next day where it is free."""
    clock = last.astimezone(zone).time().replace(second=0, microsecond=0) if last else _MORNING
    wall = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), clock)
    while _at(wall, zone) in taken:
        wall += timedelta(days=1)
    return _at(wall, zone)


def pick_time(pick: Pick, chosen: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment of a quick pick; `chosen` is the time that is set now, whose time of day is kept."""
    local, today = chosen.astimezone(zone), now.astimezone(zone)
    clock = local.time().replace(second=0, microsecond=0)
    match pick:
        case Pick.IN_AN_HOUR:
            return (now + timedelta(hours=1)).replace(second=0, microsecond=0)
        case Pick.THIS_EVENING:
            return _at(datetime.combine(today.date(), time(18)), zone)
        case Pick.TOMORROW:
            return _at(datetime.combine(today.date() + timedelta(days=1), clock), zone)
        case Pick.NEXT_MONDAY:
            return _at(datetime.combine(today.date() + timedelta(days=7 - today.weekday()), clock), zone)
        case Pick.WEEK_LATER:
            return _at(datetime.combine(local.date() + timedelta(days=7), clock), zone)


def _at(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a wall-clock time; where the clock is changed at that hour, the first of the two it could be."""
    return resolve(wall, zone).first
