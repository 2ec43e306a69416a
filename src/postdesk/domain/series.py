"""A **series** repeats: the rule of its days, the times that this makes in a client's zone, and what each of its posts says.

A wall time is naive and read on a clock in the client's zone, so that it stays the same as clocks change. Weekdays are ISO
numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.drafts import Draft, Variant, storable
from postdesk.domain.platforms import Platform
from postdesk.domain.times import WallTime, resolve

AHEAD_DAYS: Final = 28
"""How far ahead posts are made, unless the series says otherwise."""

LAST: Final = -1
"""The last of a month's Tuesdays, where others are the first to the fourth."""

_IN_EVERY_MONTH: Final = 28
_WIDEST_CHANGE: Final = timedelta(days=2)
"""A clock was never changed by more: Samoa left out a day."""


class Every(StrEnum):
    """What a rule counts by: `step` days, weeks or months."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"


@dataclass(frozen=True, slots=True)
class Rule:
    """Which days, at which time. `first`: a wall time, nothing is before it; weeks and months are counted from its own.

    `weekdays`: those of WEEKS, or the one of MONTH_WEEKDAY, of which it is the `nth` (or LAST). `day`: that of MONTH_DAY, the
    last one of a shorter month. It ends with the day `until`, or after so many `times`, or never.
    """

    every: Every
    first: datetime
    step: int = 1
    weekdays: tuple[int, ...] = ()
    day: int = 1
    nth: int = 1
    until: date | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a rule. `number` is its day's (`date.toordinal`), so that it stays what it is when the rule changes.

    `kind` says whether the wall time was skipped, and `due_at` comes as much later, or doubled, and is the first of the two.
    """

    number: int
    wall: datetime
    due_at: datetime
    kind: WallTime


class SeriesState(StrEnum):
    """Whether posts are made. COPIED: none are until the user says so, since another copy of the folder may make them too."""

    RUNNING = "running"
    PAUSED = "paused"
    COPIED = "copied"
    ENDED = "ended"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Wording:
    """What one post of a series says: what is shared, and the platforms' own."""

    text: str
    variants: tuple[Variant, ...] = ()
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Posts of one client that repeat. `id` is a UUID; `wordings` are taken in turn, none of them twice in a row.

    `day`: the one that the platforms' own times belong to. `since`: nothing that was due before is missed. `same_meant`: the
    user said that the same words may follow each other.
    """

    id: str
    client_id: int
    rule: Rule
    platforms: tuple[Platform, ...]
    wordings: tuple[Wording, ...]
    day: date
    since: datetime
    labels: tuple[str, ...] = ()
    plain_links: bool = False
    overridden: tuple[str, ...] = ()
    ahead_days: int = AHEAD_DAYS
    same_meant: bool = False
    state: SeriesState = SeriesState.RUNNING

    @property
    def horizon(self) -> timedelta:
        """How far ahead its posts are made."""
        return timedelta(days=self.ahead_days)


class Outcome(StrEnum):
    """What became of one time: a post, a draft since it could not be one, skipped by the user, or past before it was made."""

    MADE = "made"
    DRAFTED = "drafted"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the time with that number. `draft_id`: the draft that was made of it, or that its posts were made of.

    `moments`: when its posts were due or its draft was kept, as they were made: where that differs now, they were changed by
    hand. `turn`: which of the wordings it got. `reason`: why it is a draft, a `warning_key` where it is one platform's.
    """

    series_id: str
    number: int
    outcome: Outcome
    draft_id: str = ""
    moments: tuple[datetime, ...] = ()
    turn: int = 0
    reason: str = ""


def occurrences(rule: Rule, zone: ZoneInfo, after: datetime, before: datetime | None = None) -> Iterator[Occurrence]:
    """Its times after a moment, to another one or without an end, the earliest first."""
    start = max(rule.first, wall_time(after, zone) - _WIDEST_CHANGE)
    walls = _rrule(_nearer(rule, start)).xafter(start, inc=True)
    coming = (each for each in _apart(_at(wall, zone) for wall in walls) if each.due_at > after)
    return takewhile(lambda each: before is None or each.due_at <= before, coming)


def before_day(rule: Rule, number: int) -> Rule | None:
    """The same as far as its times come before the day of that number; None where none does."""
    last = max(_walls_before(rule, number), default=None)
    return replace(rule, until=last.date(), times=None) if last else None


def from_day(rule: Rule, number: int) -> Rule | None:
    """The same from the day of that number on, counted as before; None where no time of it is left."""
    first = _rrule(rule).after(datetime.fromordinal(number), inc=True)
    if first is None:
        return None
    times = rule.times - sum(1 for _ in _walls_before(rule, number)) if rule.times and not rule.until else rule.times
    return replace(rule, first=first, times=times)


def _walls_before(rule: Rule, number: int) -> Iterator[datetime]:
    return takewhile(lambda wall: wall.toordinal() < number, _rrule(rule))


def _apart(found: Iterator[Occurrence]) -> Iterator[Occurrence]:
    """Without what falls on the next one: the time of a whole day that a zone leaves out."""
    last: Occurrence | None = None
    for each in found:
        if last and last.due_at != each.due_at:
            yield last
        last = each
    if last:
        yield last


def next_of(rule: Rule, zone: ZoneInfo, after: datetime, count: int) -> tuple[Occurrence, ...]:
    """The next so many times after a moment, fewer where it ends."""
    return tuple(islice(occurrences(rule, zone, after), count))


def _at(wall: datetime, zone: ZoneInfo) -> Occurrence:
    resolved = resolve(wall, zone)
    due_at = resolved.second if resolved.kind is WallTime.SKIPPED else resolved.first
    return Occurrence(wall.toordinal(), wall, due_at, resolved.kind)


def _nearer(rule: Rule, start: datetime) -> Rule:
    """The rule from a later one of its own days on, so that years need not be gone through; not where its times are counted."""
    length = {Every.DAYS: 1, Every.WEEKS: 7}.get(rule.every, 0) * rule.step
    steps = 0 if rule.times or not length else (start - rule.first).days // length
    return replace(rule, first=rule.first + timedelta(days=steps * length))


def _rrule(rule: Rule) -> rrule:
    made = _endless(rule)
    if rule.until:
        return made.replace(until=datetime.combine(rule.until, time.max))
    return made.replace(count=rule.times) if rule.times else made


def _endless(rule: Rule) -> rrule:
    match rule.every:
        case Every.DAYS:
            return rrule(DAILY, rule.first, rule.step)
        case Every.WEEKS:
            return rrule(WEEKLY, rule.first, rule.step, byweekday=[each - 1 for each in rule.weekdays])
        case Every.MONTH_DAY:
            # The last that there is of these is that day, or the last of a shorter month.
            days = range(min(rule.day, _IN_EVERY_MONTH), rule.day + 1)
            return rrule(MONTHLY, rule.first, rule.step, bymonthday=list(days), bysetpos=-1)
        case Every.MONTH_WEEKDAY:
            return rrule(MONTHLY, rule.first, rule.step, byweekday=[weekday(each - 1, rule.nth) for each in rule.weekdays])


def draft_for(series: Series, turn: int, occurrence: Occurrence, zone: ZoneInfo, draft_id: str) -> Draft:
    """What is submitted for that time, with that one of the wordings."""
    draft = replace(
        as_draft(series.wordings[turn]),
        id=draft_id,
        client_id=series.client_id,
        platforms=series.platforms,
        labels=series.labels,
        plain_links=series.plain_links,
        overridden=series.overridden,
    )
    later = timedelta(days=(occurrence.wall.date() - series.day).days)
    own = draft.retimed(lambda moment: _at(wall_time(moment, zone) + later, zone).due_at)
    return replace(own, due_at=occurrence.due_at)


def as_draft(wording: Wording) -> Draft:
    """A draft of nobody's that says this."""
    words = wording.title, wording.media_url, wording.thumbnail_url
    return Draft("", 0, (), wording.text, wording.variants, *words)


def storable_wording(wording: Wording) -> Wording:
    """The same with what neither a file nor a request can hold taken out."""
    return wording_of(storable(as_draft(wording)))


def wording_of(draft: Draft) -> Wording:
    """What a draft says."""
    return Wording(draft.text, draft.variants, draft.title, draft.media_url, draft.thumbnail_url)


def all_alike(series: Series) -> bool:
    """Whether each of its posts would say the same as the last one, on some platform: then it is to be asked about."""
    return any(len({_said(wording, platform) for wording in series.wordings}) == 1 for platform in series.platforms)


def _said(wording: Wording, platform: Platform) -> tuple[str, str]:
    own = next((each for each in wording.variants if each.platform is platform), Variant(platform))
    text = wording.text if own.text is None else own.text
    media = wording.media_url if own.media_url is None else own.media_url
    return " ".join(text.split()), media.strip()


class Hindrance(StrEnum):
    """Why a time becomes a draft, beside what refuses a submission and what breaks a rule."""

    SAME_WORDS = "same_words"


def turns(series: Series, last: int | None) -> tuple[int, ...]:
    """The wordings in the order in which they are tried, after that turn."""
    count, start = len(series.wordings), 0 if last is None else last + 1
    return tuple((start + step) % count for step in range(count))
