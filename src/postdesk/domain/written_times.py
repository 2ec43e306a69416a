"""Days and times as spreadsheets and other schedulers write them.

3/4/2027 is told from the whole column: where no day of it is beyond the 12th, a person has to say which of the two is the month.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import EARLIEST, LATEST
from postdesk.domain.entered import CLOCK, DAY, ENGLISH, Kind, clock_of, day_of, read
from postdesk.domain.times import Resolved, WallTime, resolve

_MONTHS: Final = 12


class Order(StrEnum):
    """Which of two numbers is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Told:
    """What a column says of the order of its numbers: both where it contradicts itself, none where it says nothing.

    `open`: some of its days could be read both ways.
    """

    orders: frozenset[Order]
    open: bool

    @property
    def order(self) -> Order | None:
        """The one that is certain; None where a person has to say it, or nobody needs to."""
        return next(iter(self.orders)) if len(self.orders) == 1 else None

    @property
    def asks(self) -> bool:
        """Whether a person has to say it."""
        return self.open and self.order is None


@dataclass(frozen=True, slots=True)
class Written:
    """A day and a time as they were written. `offset` is their distance from UTC, where that was written too."""

    day: date | None = None
    clock: time | None = None
    offset: timedelta | None = None

    def resolved(self, zone: ZoneInfo) -> Resolved | None:
        """The moments that it stands for on a clock in that zone; None without a day or a time."""
        if self.day is None or self.clock is None:
            return None
        wall = datetime.combine(self.day, self.clock)
        if self.offset is None:
            return resolve(wall, zone)
        moment = wall.replace(tzinfo=timezone(self.offset)).astimezone(UTC)
        return Resolved(WallTime.PLAIN, moment, moment)


class Unclear(Exception):
    """The cell holds no day and time. `order`: it can be read both ways."""

    def __init__(self, *, order: bool = False) -> None:
        super().__init__("both ways" if order else "no day and time")
        self.order = order


_POINT: Final = re.compile(r"(\d\.) (?=\d)")
_SECONDS: Final = re.compile(r"(\d:\d\d):\d\d")
_NAMED: Final = re.compile(r"[^\W\d_]{3}")
_BOTH_WAYS: Final = re.compile(r"\d ?[/-] ?\d")
_BETWEEN: Final = re.compile(r"(?:t|[ ,]+(?:at |@ ?|um )?| - )")


def told(cells: Iterable[str]) -> Told:
    """What the days of a column say of the order of their numbers."""
    orders, is_open = set[Order](), False
    for match in (DAY.match(cell.strip()) for cell in cells):
        if match and match["last"] and "." not in match["between"]:
            first, second = int(match["first"]), int(match["second"])
            if max(first, second) > _MONTHS >= min(first, second):
                orders.add(Order.DAY_FIRST if first > second else Order.MONTH_FIRST)
            elif first != second:
                is_open = True
    return Told(frozenset(orders), is_open)


def written(day: str, clock: str, order: Order | None, today: date) -> Written:
    """What stands in a cell for the day, maybe with the time, and in one for the time, which counts then. Raises Unclear."""
    from_day = _read(_plain(day), order, today) if day.strip() else Written()
    if not clock.strip():
        return from_day
    of_clock = _clock(_plain(clock)) or _read(_plain(clock), order, today)
    if of_clock.clock is None:
        raise Unclear
    offset = from_day.offset if of_clock.offset is None else of_clock.offset
    return Written(from_day.day or of_clock.day, of_clock.clock, offset)


def _read(cell: str, order: Order | None, today: date) -> Written:
    """A day, or a day and a time. Raises Unclear."""
    numbers = _POINT.sub(r"\1", cell)
    match = DAY.match(numbers)
    if match is None or not (match["year"] or match["last"]):
        return _in_words(cell, today)
    day = _day(match, order, today)
    rest = numbers[match.end() :]
    if not rest.strip():
        return Written(day)
    between = _BETWEEN.match(rest)
    at = _clock(rest[between.end() :]) if between else None
    if at is None:
        raise Unclear
    return Written(day, at.clock, at.offset)


def _day(match: re.Match[str], order: Order | None, today: date) -> date:
    day_first = order is not Order.MONTH_FIRST
    if match["last"]:
        first, second = int(match["first"]), int(match["second"])
        if "." in match["between"]:  # nobody writes the month first with dots
            day_first = True
            if second > _MONTHS:
                raise Unclear
        elif order is None and first != second and max(first, second) <= _MONTHS:
            raise Unclear(order=True)
    day = day_of(match, today, day_first=day_first)
    if day is None or not EARLIEST <= day <= LATEST:
        raise Unclear
    return day


def _in_words(cell: str, today: date) -> Written:
    """14 March 2027, 9 am; next Friday at 2 pm. What has only numbers in it could mean several days."""
    found = read(_SECONDS.sub(r"\1", cell), Kind.DAY, today, ENGLISH) if _NAMED.search(cell) else None
    if found is None or _BOTH_WAYS.search(cell):
        raise Unclear
    return Written(found.day, found.clock)


def _clock(cell: str) -> Written | None:
    """A time of day alone; None where it is none."""
    match = CLOCK.fullmatch(cell)
    clock = clock_of(match) if match else None
    if match is None or clock is None or not (match["half"] or match["minute"] or "h" in cell):
        return None
    return Written(None, clock, _offset(match["zone"]))


def _offset(words: str | None) -> timedelta | None:
    if words is None:
        return None
    digits = re.sub(r"\D", "", words)
    if not digits:
        return timedelta()
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -ahead if "-" in words else ahead


def _plain(cell: str) -> str:
    """Lower case, single spaces."""
    return " ".join(cell.replace("\u202f", " ").casefold().split())
