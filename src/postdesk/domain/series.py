"""Repeating posts: the rule of a **series**, its times in a client's zone, and the content of each of its posts.

A wall time is naive and belongs to a clock in the client's zone, so that it stays the same across clock changes. Weekdays are
ISO numbers.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.drafts import Draft, Variant, make_storable
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform
from postdesk.domain.times import WallTimeKind, resolve

if TYPE_CHECKING:
    from dateutil.rrule import rrule

AHEAD_DAYS: Final = 28
"""The number of days ahead for which posts are made, unless the series sets another."""

LAST: Final = -1
"""The `nth` of the last such weekday of a month, such as the last Tuesday. Others are 1 to 4."""

_IN_EVERY_MONTH: Final = 28
_WIDEST_CHANGE: Final = timedelta(days=2)
"""The greatest clock change that ever was, with a margin: Samoa left out a day."""


class Frequency(StrEnum):
    """The unit of a rule: it repeats every `step` days, weeks or months."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTH_DAY = "month_day"
    MONTH_WEEKDAY = "month_weekday"


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """The rule of a series: its days and their time. `first`: a wall time, and the earliest; weeks and months count from it.

    `weekdays`: the days of a WEEKS rule, or the single weekday of a MONTH_WEEKDAY rule. `nth`: which such weekday of the month,
    1 to 4 or LAST. `day`: the day of a MONTH_DAY rule; a shorter month takes its last day. The rule ends with the day `until`,
    or after `times` occurrences, or never.
    """

    every: Frequency
    first: datetime
    step: int = 1
    weekdays: tuple[int, ...] = ()
    day: int = 1
    nth: int = 1
    until: date | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a rule. `number` is that of its day (`date.toordinal`), so that it stays the same when the rule changes.

    `kind`: the wall time is skipped (`due_at` is as much later) or doubled (`due_at` is the first of the two), or plain.
    """

    number: int
    wall: datetime
    due_at: datetime
    kind: WallTimeKind


class SeriesState(StrEnum):
    """The state of a series. COPIED: no posts until the user agrees, since another copy of the folder may make some."""

    RUNNING = "running"
    PAUSED = "paused"
    COPIED = "copied"
    ENDED = "ended"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SeriesText:
    """The content of one post of a series: shared, and per platform."""

    text: str
    variants: tuple[Variant, ...] = ()
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Repeating posts of one client. `id` is a UUID. `wordings` are taken in turn, none of them twice in a row.

    `day`: the day to which the platforms' own times belong. `since`: earlier times do not count as missed. `repeat_confirmed`:
    the user confirmed that equal texts may follow each other.
    """

    id: str
    client_id: int
    rule: RecurrenceRule
    platforms: tuple[Platform, ...]
    wordings: tuple[SeriesText, ...]
    day: date
    since: datetime
    labels: tuple[str, ...] = ()
    plain_links: bool = False
    overridden: tuple[str, ...] = ()
    days_in_advance: int = AHEAD_DAYS
    repeat_confirmed: bool = False
    state: SeriesState = SeriesState.RUNNING

    @property
    def horizon(self) -> timedelta:
        """The time ahead for which posts are made."""
        return timedelta(days=self.days_in_advance)


class OccurrenceOutcome(StrEnum):
    """The outcome of one time of a series.

    MADE: a post. DRAFTED: a draft, since it could not become a post. SKIPPED: by the user. MISSED: past before it was made.
    """

    MADE = "made"
    DRAFTED = "drafted"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class OccurrenceRecord:
    """The record of the outcome of one occurrence. `draft_id`: the draft that was made, or of which its posts were made.

    `moments`: the times of its posts, or of the saving of its draft, as they were made. Where the current ones differ, the user
    changed them. `text_index`: the index in `wordings`. `reason`: why it is a draft; a `warning_key` where it concerns one
    platform.
    """

    series_id: str
    number: int
    outcome: OccurrenceOutcome
    draft_id: str = ""
    moments: tuple[datetime, ...] = ()
    text_index: int = 0
    reason: str = ""


def occurrences(rule: RecurrenceRule, zone: ZoneInfo, after: datetime, before: datetime | None = None) -> Iterator[Occurrence]:
    """Yield the occurrences after a moment, up to `before` or without an end, the earliest first."""
    start = max(rule.first, wall_time(after, zone) - _WIDEST_CHANGE)
    walls = _rrule(_nearer(rule, start)).xafter(start, inc=True)
    coming = (each for each in _apart(_at(wall, zone) for wall in walls) if each.due_at > after)
    return takewhile(lambda each: before is None or each.due_at <= before, coming)


def rule_before(rule: RecurrenceRule, number: int) -> RecurrenceRule | None:
    """Return the rule limited to times before the day of that number; None where none is left."""
    last = max(_walls_before(rule, number), default=None)
    return replace(rule, until=last.date(), times=None) if last else None


def rule_from(rule: RecurrenceRule, number: int) -> RecurrenceRule | None:
    """Return the rule from the day of that number on, counted as before; None where no time is left."""
    first = _rrule(rule).after(datetime.fromordinal(number), inc=True)
    if first is None:
        return None
    times = rule.times - sum(1 for _ in _walls_before(rule, number)) if rule.times and not rule.until else rule.times
    return replace(rule, first=first, times=times)


def _walls_before(rule: RecurrenceRule, number: int) -> Iterator[datetime]:
    return takewhile(lambda wall: wall.toordinal() < number, _rrule(rule))


def _apart(found: Iterator[Occurrence]) -> Iterator[Occurrence]:
    """Yield the occurrences without one that falls on the next one: from a whole day that a zone leaves out."""
    last: Occurrence | None = None
    for each in found:
        if last and last.due_at != each.due_at:
            yield last
        last = each
    if last:
        yield last


def next_occurrences(rule: RecurrenceRule, zone: ZoneInfo, after: datetime, count: int) -> tuple[Occurrence, ...]:
    """Return the next `count` occurrences after a moment, fewer where the rule ends."""
    return tuple(islice(occurrences(rule, zone, after), count))


def _at(wall: datetime, zone: ZoneInfo) -> Occurrence:
    resolved = resolve(wall, zone)
    due_at = resolved.second if resolved.kind is WallTimeKind.SKIPPED else resolved.first
    return Occurrence(wall.toordinal(), wall, due_at, resolved.kind)


def _nearer(rule: RecurrenceRule, start: datetime) -> RecurrenceRule:
    """Return the rule from a later day of its own on, to avoid counting through years. Unchanged where `times` is counted."""
    length = {Frequency.DAYS: 1, Frequency.WEEKS: 7}.get(rule.every, 0) * rule.step
    steps = 0 if rule.times or not length else (start - rule.first).days // length
    return replace(rule, first=rule.first + timedelta(days=steps * length))


def _rrule(rule: RecurrenceRule) -> "rrule":
    made = _endless(rule)
    if rule.until:
        return made.replace(until=datetime.combine(rule.until, time.max))
    return made.replace(count=rule.times) if rule.times else made


def _endless(rule: RecurrenceRule) -> "rrule":
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday  # a start without series needs none of it

    match rule.every:
        case Frequency.DAYS:
            return rrule(DAILY, rule.first, rule.step)
        case Frequency.WEEKS:
            return rrule(WEEKLY, rule.first, rule.step, byweekday=[each - 1 for each in rule.weekdays])
        case Frequency.MONTH_DAY:
            # The last of these days that exists is `day`, or the last day of a shorter month.
            days = range(min(rule.day, _IN_EVERY_MONTH), rule.day + 1)
            return rrule(MONTHLY, rule.first, rule.step, bymonthday=list(days), bysetpos=-1)
        case Frequency.MONTH_WEEKDAY:
            return rrule(MONTHLY, rule.first, rule.step, byweekday=[weekday(each - 1, rule.nth) for each in rule.weekdays])


def draft_for(series: Series, turn: int, occurrence: Occurrence, zone: ZoneInfo, draft_id: str) -> Draft:
    """Return the draft to submit for the occurrence, with the text of index `turn`."""
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


def as_draft(wording: SeriesText) -> Draft:
    """Return a draft with this content and without id, client, platforms and time."""
    words = wording.title, wording.media_url, wording.thumbnail_url
    return Draft("", 0, (), wording.text, wording.variants, *words)


def storable_series_text(wording: SeriesText) -> SeriesText:
    """Return the content without characters that neither a file nor a request can hold."""
    return series_text_of(make_storable(as_draft(wording)))


def series_text_of(draft: Draft) -> SeriesText:
    """Return the content of a draft."""
    return SeriesText(draft.text, draft.variants, draft.title, draft.media_url, draft.thumbnail_url)


def has_repeated_text(series: Series) -> bool:
    """Tell whether all posts would have the same text and media on some platform. The user is asked about that."""
    return any(len({_said(wording, platform) for wording in series.wordings}) == 1 for platform in series.platforms)


def _said(wording: SeriesText, platform: Platform) -> tuple[str, str]:
    own = next((each for each in wording.variants if each.platform is platform), Variant(platform))
    text = wording.text if own.text is None else own.text
    media = wording.media_url if own.media_url is None else own.media_url
    return " ".join(text.split()), media.strip()


class DraftedReason(StrEnum):
    """A reason for a draft instead of a post, beside refused submissions and broken rules."""

    SAME_WORDS = "same_words"


def text_order(series: Series, last: int | None) -> tuple[int, ...]:
    """Return the indexes of the texts in the order in which they are tried, after the index `last`."""
    count, start = len(series.wordings), 0 if last is None else last + 1
    return tuple((start + step) % count for step in range(count))
