"""A parser for days and times as users type them: "14.3.27", "mar 14", "fri", "+3"; "0230", "2.30", "9am"; "next tue 9am".

`written_times` reads those in files by the same rules: `DAY`, `CLOCK` and the functions for their matches.

Pure and strict: unfinished or ambiguous input gives None, never a guess. A day without a year is the next such day. Names of
months and days may be abbreviated as long as they are unique. Only for a date that could be read both ways (3/4) the order of
the user's language decides.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from postdesk.domain.calendar_days import EARLIEST, LATEST
from postdesk.domain.lazy_dataclass import dataclass

_SHORTEST_NAME: Final = 2
_MAX_MONTH: Final = 12
_DAYS_TO_A_31ST: Final = 62
_YEARS_TO_A_LEAP_DAY: Final = 8


class FieldKind(StrEnum):
    """The kind of an input field. The other part (day or time) may be typed with it, but not alone."""

    DAY = "day"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class DayNames:
    """The words for days in a language, in lower case: the names of twelve months and of seven days from Monday, in all forms.

    `day_first`: 3/4 is the 3rd of April. `halves`: the suffixes for times before and after noon, beside am and pm.
    """

    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    day_first: bool = True
    halves: tuple[str, str] = ("am", "pm")


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A parsed day, time of day, or both. `rolled`: the year was not typed and is a later one, since the date is past."""

    day: date | None = None
    clock: time | None = None
    rolled: bool = field(default=False, compare=False)


def parse_typed_time(text: str, kind: FieldKind, today: date, names: DayNames) -> TypedTime | None:
    """Parse the text of a field of that kind. Returns None for unfinished, meaningless or ambiguous text."""
    found = _read(text, kind, today, names)
    if found is None or found.day is None or found.day.year <= today.year:
        return found
    # The year was not typed if the same text, read on that date one year before, gives that date.
    before = _date(found.day.year - 1, found.day.month, found.day.day)
    earlier = _read(text, kind, before, names) if before else None
    return replace(found, rolled=earlier is not None and earlier.day == before)


def _read(text: str, kind: FieldKind, today: date, names: DayNames) -> TypedTime | None:
    words = _plain(text)
    if kind is FieldKind.DAY and (day := _day(words, today, names)):
        return TypedTime(day=day)
    if kind is FieldKind.CLOCK and (clock := _clock(words, names)) is not None:
        return TypedTime(clock=clock)
    return _both(words, today, names)


def _plain(text: str) -> str:
    """Return the text in lower case with single spaces, and variants of characters unified (NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace(",", " ").split())


_CLOCK_WORDS: Final = (("noon", time(12)), ("midday", time(12)), ("midnight", time(0)))
CLOCK: Final = re.compile(
    r"(?P<hour>\d\d?)(?:(?: ?[:.h] ?|(?P<hyphen>-))?(?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?)?"
    r"(?: ?(?:(?P<half>[ap])\.?(?:m\.?)?|h|uhr))?(?: ?(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-](?:0\d|1[0-4]):?[0-5]\d))?"
)
"""A time of day, with the parts in `_IN_FILES_ALONE`. No clock is more than 14 hours from UTC."""

_IN_FILES_ALONE: Final = ("hyphen", "second", "zone")
_MARKED: Final = re.compile(r"[:h]|[ap]\.?m|noon|mid|uhr")
"""The marks by which a time is recognised beside a day."""


def _clock(words: str, names: DayNames) -> time | None:
    if found := dict(_CLOCK_WORDS).get(words):
        return found
    for half, name in zip("ap", map(_plain, names.halves), strict=True):
        if name and words.endswith(name):
            words = words.removesuffix(name) + half
            break
    match = CLOCK.fullmatch(words)
    return clock_of(match) if match and not any(match[name] for name in _IN_FILES_ALONE) else None


def clock_of(match: re.Match[str]) -> time | None:
    """Return the time of day for a match of `CLOCK`; None for a time that no clock shows."""
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (match["half"] == "p")
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _both(words: str, today: date, names: DayNames) -> TypedTime | None:
    """Parse a day and a recognisable time, in either order."""
    for left, right, has_at in _splits(words):
        for day_words, clock_words in ((left, right), (right, left)):
            clock = _clock(clock_words, names) if has_at or _MARKED.search(clock_words) else None
            day = _day(day_words, today, names) if clock is not None else None
            if clock is not None and day is not None:
                return TypedTime(day, clock)
    return None


def _splits(words: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the words in two parts, split at each space, and True if "at" was between them."""
    parts = words.split(" ")
    for n in range(1, len(parts)):
        has_at = parts[n] in ("at", "@", "um")
        yield " ".join(parts[:n]), " ".join(parts[n + has_at :]), has_at


Reader = Callable[[str, date, DayNames], date | None]


def _day(words: str, today: date, names: DayNames) -> date | None:
    """Return the day that the first matching reader finds."""
    found = (reader(words, today, names) for reader in _READERS)
    day = next((each for each in found if each), None)
    return day if day and EARLIEST <= day <= LATEST else None


_FROM_TODAY: Final = (("today", 0), ("tomorrow", 1), ("tmrw", 1), ("day after tomorrow", 2))
_LATER: Final = re.compile(r"(?:\+|in |\+ )(?P<number>\d{1,3}) ?(?P<unit>d|days?|w|weeks?)?")


def _near(words: str, today: date, names: DayNames) -> date | None:
    days = dict(_FROM_TODAY).get(words)
    if days is None and (match := _LATER.fullmatch(words)):
        if words.startswith("in") and not match["unit"]:
            return None
        days = int(match["number"]) * (7 if (match["unit"] or "").startswith("w") else 1)
    return None if days is None else today + timedelta(days=days)


def _weekday(words: str, today: date, names: DayNames) -> date | None:
    """Return the next such weekday after today; with "next", the one in the week that begins on the coming Monday."""
    head, _, tail = words.rpartition(" ")
    wanted = _named(tail, names.weekdays)
    if wanted is None or head not in ("", "next", "this", "on"):
        return None
    if head == "next":
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


DAY: Final = re.compile(
    r"(?:(?P<year>\d{4})(?:(?P<mark>[-./ ])|(?=\d{4}(?!\d)))(?P<month>\d\d?)(?(mark)(?P=mark))(?P<day>\d\d?)"
    r"|(?P<first>\d\d?)(?P<between> ?[-./] ?| )(?P<second>\d\d?)(?:(?P=between)(?P<last>\d{4}|\d\d)|[.])?)(?!\d)"
)
"""A day in numbers: 2027-03-14, 20270314, or 14/3/27, with an optional year."""


def _in_numbers(words: str, today: date, names: DayNames) -> date | None:
    match = DAY.fullmatch(words)
    if match is None or " " in (match["mark"], match["between"]):
        return None
    return day_of(match, today, day_first=names.day_first)


def day_of(match: re.Match[str], today: date, *, day_first: bool) -> date | None:
    """Return the day for a match of `DAY`; None if no calendar has it.

    Of two numbers the day is first if `day_first`, else the month; the other way round if only that is possible.
    """
    if match["year"]:
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if day_first else (second, first)
    if month > _MAX_MONTH:
        day, month = month, day
    return _dated(match["last"], month, day, today)


_ONE: Final = re.compile(r"(\d\d?)(?:st|nd|rd|th|\.)?")


def _day_of_month(words: str, today: date, names: DayNames) -> date | None:
    """Parse a day of the month, such as 14th: the next one from today."""
    match = _ONE.fullmatch(words)
    if match is None:
        return None
    days = (today + timedelta(days=n) for n in range(_DAYS_TO_A_31ST + 1))
    return next((each for each in days if each.day == int(match[1])), None)


_TOKENS: Final = re.compile(r"\d+|[^\W\d_]+")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th", "of", "de"})


def _with_name(words: str, today: date, names: DayNames) -> date | None:
    """Parse 14 Mar, Mar 14, Sun 14 Mar 2027, 2027 Mar 14. The weekday beside a date is ignored."""
    tokens = [token for token in _TOKENS.findall(words) if token not in _ORDINALS]
    if len(tokens) > 2 and _named(tokens[0], names.weekdays) is not None:
        tokens = tokens[1:]
    numbers = [token for token in tokens if token.isdigit()]
    others = [token for token in tokens if not token.isdigit()]
    month = _named(others[0], names.months) if len(others) == 1 else None
    if month is None or len(numbers) not in (1, 2):
        return None
    if len(numbers[0]) == 4 and len(numbers) == 2:
        numbers.reverse()
    day, year = numbers[0], (numbers[1] if len(numbers) == 2 else None)
    if len(day) > 2 or (year and len(year) not in (2, 4)):
        return None
    return _dated(year, month + 1, int(day), today)


_SPELLED: Final = re.compile(r"(?:(.+) )?(\d\d?) (.+) (\d{4})")


def _spelled(words: str, today: date, names: DayNames) -> date | None:
    """Parse 14 3月 2027: the display format of languages with numbers, marks or spaces in their names."""
    match = _SPELLED.fullmatch(words)
    if match is None:
        return None
    weekdays = {_plain(form) for forms in names.weekdays for form in forms}
    months = [n for n, forms in enumerate(names.months, start=1) if match[3] in map(_plain, forms)]
    if len(months) != 1 or (match[1] and match[1] not in weekdays):
        return None
    return _date(int(match[4]), months[0], int(match[2]))


_READERS: Final[tuple[Reader, ...]] = (_near, _weekday, _in_numbers, _day_of_month, _with_name, _spelled)


def _named(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    """Return the index of the name that the word equals or begins; None if there is none or more than one."""
    word = word.rstrip(".")
    exact = {n for n, forms in enumerate(names) if word in (form.rstrip(".") for form in forms)}
    begun = {n for n, forms in enumerate(names) if any(form.startswith(word) for form in forms)}
    found = exact or (begun if len(word) >= _SHORTEST_NAME else set())
    return found.pop() if len(found) == 1 else None


def _dated(year: str | None, month: int, day: int, today: date) -> date | None:
    """Return that day of the year, or, without a year, the next such day from today."""
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    years = range(today.year, today.year + _YEARS_TO_A_LEAP_DAY + 1)
    return next((found for each in years if (found := _date(each, month, day)) and found >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

ENGLISH_DAY_NAMES: Final = DayNames(
    months=tuple((name, name[:3]) for name in _MONTHS), weekdays=tuple((name, name[:3]) for name in _WEEKDAYS)
)
"""The names that are understood in every language."""
