"""Moments and wall-clock times: the service's format, milliseconds for the store, and skipped and doubled hours."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from postdesk.domain.lazy_dataclass import dataclass

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)
_YEARS: Final = range(1970, 9999)

MIN_LEAD = timedelta(minutes=2)
"""The smallest lead of a scheduled post over the clock of the service (the API text says only "future")."""

FAR_AHEAD = timedelta(days=183)
"""A time further ahead causes a warning: the API text does not state how far ahead the service plans."""


class WallTimeKind(StrEnum):
    """The existence of a wall-clock time in a zone on a day."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A wall-clock time as moments: one, or two candidates between which the user has to choose.

    The candidates for a skipped time are earlier and later by the length of the gap. For a doubled time they are its two
    occurrences.
    """

    kind: WallTimeKind
    first: datetime
    second: datetime


def to_ms(moment: datetime) -> int:
    """Return the milliseconds since 1970, the form of moments in the store."""
    return round((moment - _EPOCH) / _MS)


def from_ms(ms: int) -> datetime:
    """Return the aware UTC moment of `ms` milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)


def wire_time(moment: datetime) -> str:
    """Return `YYYY-MM-DDTHH:MM:SS.mmmZ`, the form of `scheduleAt` in the API text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_wire_time(text: str) -> datetime | None:
    """Return an ISO 8601 time of the service as an aware UTC moment; None where it is invalid.

    Years before 1970 and after 9998 are invalid as well, since arithmetic with them could overflow.
    """
    try:
        moment = datetime.fromisoformat(text)
        aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return aware if aware.year in _YEARS else None


def zone(name: str) -> ZoneInfo | None:
    """Return the IANA zone of that name; None if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def local_zone_name() -> str:
    """Return the computer's IANA zone; `UTC` where it has none that is known."""
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    except LookupError:
        return "UTC"
    return name if name and zone(name) else "UTC"


def resolve(wall: datetime, zone: ZoneInfo) -> ResolvedTime:
    """Return the moments of a naive wall-clock time in `zone` (zoneinfo alone accepts skipped and doubled hours silently)."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first == second:
        return ResolvedTime(WallTimeKind.PLAIN, first, first)
    exists = first.astimezone(zone).replace(tzinfo=None) == wall
    kind = WallTimeKind.DOUBLED if exists else WallTimeKind.SKIPPED
    return ResolvedTime(kind, min(first, second), max(first, second))


def same_clock(moment: datetime, before: ZoneInfo, after: ZoneInfo) -> datetime:
    """Return the first moment at which a clock in `after` shows what one in `before` shows at `moment`."""
    return resolve(moment.astimezone(before).replace(tzinfo=None), after).first


def unique_millisecond(moment: datetime, taken: frozenset[int]) -> datetime | None:
    """Return `moment` with the first free milliseconds of 1–999, since each `scheduleAt` of a workspace is unique.

    `taken`: the milliseconds (0–999) already used in that second. None where all are used.
    """
    second = moment.replace(microsecond=0)
    for ms in range(1, 1000):
        if ms not in taken:
            return second + timedelta(milliseconds=ms)
    return None
