"""Moments and wall-clock times: the service's format, milliseconds for the store, and hours that a zone skips or doubles."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)
_YEARS: Final = range(1970, 9999)

MIN_LEAD = timedelta(minutes=2)
"""A scheduled post is asked for at least this far ahead of the server's clock (the API text says only "future")."""

FAR_AHEAD = timedelta(days=183)
"""Beyond this a time is warned about: how far ahead the service plans is not stated."""


class WallTime(StrEnum):
    """How a wall-clock time exists in a zone on that day."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A wall-clock time as moments: one, or the two candidates between which a person has to choose.

    For a skipped time the candidates are the times an hour before and after the gap; for a doubled one its two occurrences.
    """

    kind: WallTime
    first: datetime
    second: datetime


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, as the store keeps moments."""
    return round((moment - _EPOCH) / _MS)


def from_ms(ms: int) -> datetime:
    """The aware UTC moment of `ms` milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)


def wire_time(moment: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ`, the form of `scheduleAt` in the API text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_wire_time(text: str) -> datetime | None:
    """An ISO 8601 time of the service as an aware UTC moment, None where it is none.

    Nor is one at the ends of the calendar, with which nothing could be reckoned.
    """
    try:
        moment = datetime.fromisoformat(text)
        aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year in _YEARS else None


def zone(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local_zone_name() -> str:
    """The computer's IANA zone, `UTC` where it has none that is known."""
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    except LookupError:
        return "UTC"
    return name if name and zone(name) else "UTC"


def resolve(wall: datetime, zone: ZoneInfo) -> Resolved:
    """The moments a naive wall-clock time stands for in `zone` (zoneinfo alone accepts skipped and doubled hours silently)."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return Resolved(WallTime.PLAIN, first, first)
    exists = first.astimezone(zone).replace(tzinfo=None) == wall
    kind = WallTime.DOUBLED if exists else WallTime.SKIPPED
    return Resolved(kind, min(first, second), max(first, second))


def same_clock(moment: datetime, before: ZoneInfo, after: ZoneInfo) -> datetime:
    """The moment at which a clock in `after` shows what one in `before` shows at `moment`; the first where there are two."""
    return resolve(moment.astimezone(before).replace(tzinfo=None), after).first


def unique_millisecond(moment: datetime, taken: frozenset[int]) -> datetime | None:
    """`moment` with the first free milliseconds of 1–999 in its second, so that no two `scheduleAt` of a workspace are alike.

    `taken` holds the milliseconds (0–999) already used in that second. None where all are used.
    """
    second = moment.replace(microsecond=0)
    for ms in range(1, 1000):
        if ms not in taken:
            return second + timedelta(milliseconds=ms)
    return None
