"""Dates and times as spreadsheets and other schedulers write them.

The order of 3/4/2027 is read from the whole column. Where no number of it is greater than 12, the user has to select which of
the two is the month.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import EARLIEST, LATEST
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.times import ResolvedTime, WallTimeKind, resolve
from postdesk.domain.typed_times import CLOCK, DAY, ENGLISH_DAY_NAMES, FieldKind, clock_of, day_of, parse_typed_time

_MONTHS: Final = 12


class DateOrder(StrEnum):
    """The order of day and month."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class ColumnOrder:
    """The order of day and month in a column: both where it contradicts itself, none where it shows none.

    `open`: some of its dates could be read both ways.
    """

    orders: frozenset[DateOrder]
    open: bool

    @property
    def order(self) -> DateOrder | None:
        """The order that is certain; None where the user has to select it, or where it does not matter."""
        return next(iter(self.orders)) if len(self.orders) == 1 else None

    @property
    def asks(self) -> bool:
        """True where the user has to select the order."""
        return self.open and self.order is None


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A date and a time as they were written. `offset`: the UTC offset, where it was written too."""

    day: date | None = None
    clock: time | None = None
    offset: timedelta | None = None

    def resolved(self, zone: ZoneInfo) -> ResolvedTime | None:
        """Return its moments on a clock in that zone; None without a date or a time."""
        if self.day is None or self.clock is None:
            return None
        wall = datetime.combine(self.day, self.clock)
        if self.offset is None:
            return resolve(wall, zone)
        moment = wall.replace(tzinfo=timezone(self.offset)).astimezone(UTC)
        return ResolvedTime(WallTimeKind.PLAIN, moment, moment)


class UnclearTime(Exception):
    """Raised where a cell holds no date and time. `order`: it can be read both ways."""

    def __init__(self, *, order: bool = False) -> None:
        super().__init__("both ways" if order else "no day and time")
        self.order = order


_POINT: Final = re.compile(r"(\d\.) (?=\d)")
_SECONDS: Final = re.compile(r"(\d:\d\d):\d\d")
_NAMED: Final = re.compile(r"[^\W\d_]{3}")
_BOTH_WAYS: Final = re.compile(r"\d ?[/-] ?\d")
_BETWEEN: Final = re.compile(r"(?:t|[ ,]+(?:at |@ ?|um )?| - )")


def column_order(cells: Iterable[str]) -> ColumnOrder:
    """Return the order of day and month that the dates of a column show."""
    orders, is_open = set[DateOrder](), False
    for match in (DAY.match(cell.strip()) for cell in cells):
        if match and match["last"] and "." not in match["between"]:
            first, second = int(match["first"]), int(match["second"])
            if max(first, second) > _MONTHS >= min(first, second):
                orders.add(DateOrder.DAY_FIRST if first > second else DateOrder.MONTH_FIRST)
            elif first != second:
                is_open = True
    return ColumnOrder(frozenset(orders), is_open)


def parse_cells(day: str, clock: str, order: DateOrder | None, today: date) -> WrittenTime:
    """Return the date and time of two cells. A time in `day` yields to that in `clock`. Raises UnclearTime."""
    from_day = _read(_plain(day), order, today) if day.strip() else WrittenTime()
    if not clock.strip():
        return from_day
    of_clock = _clock(_plain(clock)) or _read(_plain(clock), order, today)
    if of_clock.clock is None:
        raise UnclearTime
    offset = from_day.offset if of_clock.offset is None else of_clock.offset
    return WrittenTime(from_day.day or of_clock.day, of_clock.clock, offset)


def _read(cell: str, order: DateOrder | None, today: date) -> WrittenTime:
    """Return a date, or a date and a time. Raises UnclearTime."""
    numbers = _POINT.sub(r"\1", cell)
    match = DAY.match(numbers)
    if match is None or not (match["year"] or match["last"]):
        return _in_words(cell, today)
    day = _day(match, order, today)
    rest = numbers[match.end() :]
    if not rest.strip():
        return WrittenTime(day)
    between = _BETWEEN.match(rest)
    at = _clock(rest[between.end() :]) if between else None
    if at is None:
        raise UnclearTime
    return WrittenTime(day, at.clock, at.offset)


def _day(match: re.Match[str], order: DateOrder | None, today: date) -> date:
    day_first = order is not DateOrder.MONTH_FIRST
    if match["last"]:
        first, second = int(match["first"]), int(match["second"])
        if "." in match["between"]:  # dates with dots always have the day first
            day_first = True
            if second > _MONTHS:
                raise UnclearTime
        elif order is None and first != second and max(first, second) <= _MONTHS:
            raise UnclearTime(order=True)
    day = day_of(match, today, day_first=day_first)
    if day is None or not EARLIEST <= day <= LATEST:
        raise UnclearTime
    return day


def _in_words(cell: str, today: date) -> WrittenTime:
    """Return a date in words: 14 March 2027, 9 am; next Friday at 2 pm. Numbers alone raise UnclearTime."""
    found = parse_typed_time(_SECONDS.sub(r"\1", cell), FieldKind.DAY, today, ENGLISH_DAY_NAMES) if _NAMED.search(cell) else None
    if found is None or _BOTH_WAYS.search(cell):
        raise UnclearTime
    return WrittenTime(found.day, found.clock)


def _clock(cell: str) -> WrittenTime | None:
    """Return a time of day alone; None where it is none."""
    match = CLOCK.fullmatch(cell)
    clock = clock_of(match) if match else None
    if match is None or clock is None or not (match["half"] or match["minute"] or "h" in cell):
        return None
    return WrittenTime(None, clock, _offset(match["zone"]))


def _offset(words: str | None) -> timedelta | None:
    if words is None:
        return None
    digits = re.sub(r"\D", "", words)
    if not digits:
        return timedelta()
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -ahead if "-" in words else ahead


def _plain(cell: str) -> str:
    """Return the cell in lower case, with single spaces."""
    return " ".join(cell.replace("\u202f", " ").casefold().split())
