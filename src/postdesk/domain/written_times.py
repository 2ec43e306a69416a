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
from postdesk.domain.entered import ENGLISH, Kind, read
from postdesk.domain.times import Resolved, WallTime, resolve

_MONTHS: Final = 12
_THIS_CENTURY: Final = 2000
_TWO_DIGITS: Final = 2


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


_NUMBERS: Final = re.compile(r"(\d\d?)([-/ ])(\d\d?)\2(\d{4}|\d\d)(?!\d)")
_DOTTED: Final = re.compile(r"(\d\d?)\. ?(\d\d?)\. ?(\d{4}|\d\d)(?!\d)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/. ])(\d\d?)\2(\d\d?)(?!\d)|(\d{4})()(\d\d)(\d\d)(?!\d)")
_CLOCK: Final = (
    r"(?P<hour>\d\d?)(?:[:.h-]?(?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?| ?(?:h|uhr))?(?: ?(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-](?:0\d|1[0-4]):?[0-5]\d))?"
)
"""No clock is more than 14 hours from UTC."""

_TIME: Final = re.compile(_CLOCK)
_SECONDS: Final = re.compile(r"(\d:\d\d):\d\d")
_NAMED: Final = re.compile(r"[^\W\d_]{3}")
_BOTH_WAYS: Final = re.compile(r"\d ?[/-] ?\d")
_BETWEEN: Final = re.compile(r"(?:t|[ ,]+(?:at |@ ?|um )?| - )")


def told(cells: Iterable[str]) -> Told:
    """What the days of a column say of the order of their numbers."""
    orders, is_open = set[Order](), False
    for match in (_NUMBERS.match(cell.strip()) for cell in cells):
        if match:
            first, second = int(match[1]), int(match[3])
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
    for pattern in (_YEAR_FIRST, _DOTTED, _NUMBERS):
        if match := pattern.match(cell):
            day = _day(pattern, match, order)
            rest = cell[match.end() :]
            if not rest.strip():
                return Written(day)
            between = _BETWEEN.match(rest)
            at = _clock(rest[between.end() :]) if between else None
            if at is None:
                raise Unclear
            return Written(day, at.clock, at.offset)
    return _in_words(cell, today)


def _day(pattern: re.Pattern[str], match: re.Match[str], order: Order | None) -> date:
    if pattern is _YEAR_FIRST:
        year, month, day = (int(each) for each in match.groups() if each and each.isdigit())
        return _date(year, month, day)
    if pattern is _DOTTED:  # nobody writes the month first with dots
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    first, second = int(match[1]), int(match[3])
    if max(first, second) > _MONTHS:
        order = Order.DAY_FIRST if first > second else Order.MONTH_FIRST
    elif first != second and order is None:
        raise Unclear(order=True)
    day, month = (second, first) if order is Order.MONTH_FIRST else (first, second)
    return _date(_year(match[4]), month, day)


def _in_words(cell: str, today: date) -> Written:
    """14 March 2027, 9 am; next Friday at 2 pm. What has only numbers in it could mean several days."""
    found = read(_SECONDS.sub(r"\1", cell), Kind.DAY, today, ENGLISH) if _NAMED.search(cell) else None
    if found is None or _BOTH_WAYS.search(cell):
        raise Unclear
    return Written(found.day, found.clock)


def _clock(cell: str) -> Written | None:
    """A time of day alone; None where it is none."""
    match = _TIME.fullmatch(cell)
    if match is None:
        return None
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= _MONTHS:
            return None
        hour = hour % _MONTHS + _MONTHS * (match["half"] == "p")
    elif match["minute"] is None and "h" not in cell:
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Written(None, time(hour, minute, second), _offset(match["zone"]))


def _offset(words: str | None) -> timedelta | None:
    if words is None:
        return None
    digits = re.sub(r"\D", "", words)
    if not digits:
        return timedelta()
    ahead = timedelta(hours=int(digits[:_TWO_DIGITS]), minutes=int(digits[_TWO_DIGITS:]))
    return -ahead if "-" in words else ahead


def _plain(cell: str) -> str:
    """Lower case, single spaces."""
    return " ".join(cell.replace("\u202f", " ").casefold().split())


def _year(digits: str) -> int:
    return int(digits) + (_THIS_CENTURY if len(digits) == _TWO_DIGITS else 0)


def _date(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unclear from None
    if not EARLIEST <= found <= LATEST:
        raise Unclear
    return found
