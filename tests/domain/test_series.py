"""The occurrences of a series: days by the calendar, times by the client's clock, and the text of each post."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import resolve_imaginary
from hypothesis import given
from hypothesis import strategies as st
from tests.support.zones import ZONES, second_opinion

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.drafts import Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.series import (
    LAST,
    Frequency,
    Occurrence,
    RecurrenceRule,
    Series,
    SeriesText,
    draft_for,
    has_repeated_text,
    next_occurrences,
    occurrences,
    text_order,
)
from postdesk.domain.times import WallTimeKind

BERLIN: Final = ZoneInfo("Europe/Berlin")
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


WALLS = st.datetimes(wall("2005-01-01T00:00"), wall("2034-01-01T00:00")).map(lambda some: some.replace(second=0, microsecond=0))
NIGHTS = st.builds(lambda some, minute: some.replace(hour=minute // 60, minute=minute % 60), WALLS, st.integers(0, 239))
"""Clocks change at night."""


@st.composite
def rules(draw: st.DrawFn, walls: st.SearchStrategy[datetime] = WALLS) -> RecurrenceRule:
    every = draw(st.sampled_from(Frequency))
    some = draw(st.sets(st.integers(1, 7), min_size=1, max_size=1 if every is Frequency.MONTH_WEEKDAY else 7))
    day, nth = draw(st.integers(1, 31)), draw(st.sampled_from((1, 2, 3, 4, LAST)))
    return RecurrenceRule(every, draw(walls), draw(st.integers(1, 5)), tuple(sorted(some)), day, nth)


def days_by_the_calendar(rule: RecurrenceRule) -> Iterator[date]:
    """Yield the days of the rule, found by a test of every day."""
    day, first = rule.first.date(), rule.first.date()
    while True:
        if _is_a_day_of(rule, day, first):
            yield day
        day += timedelta(days=1)


def _is_a_day_of(rule: RecurrenceRule, day: date, first: date) -> bool:
    months = (day.year - first.year) * 12 + day.month - first.month
    last = monthrange(day.year, day.month)[1]
    match rule.every:
        case Frequency.DAYS:
            return (day - first).days % rule.step == 0
        case Frequency.WEEKS:
            weeks = (day - timedelta(days=day.weekday()) - (first - timedelta(days=first.weekday()))).days // 7
            return weeks % rule.step == 0 and day.isoweekday() in rule.weekdays
        case Frequency.MONTH_DAY:
            return months % rule.step == 0 and day.day == min(rule.day, last)
        case Frequency.MONTH_WEEKDAY:
            nth = (day.day - 1) // 7 + 1 if rule.nth > 0 else -((last - day.day) // 7 + 1)
            return months % rule.step == 0 and day.isoweekday() in rule.weekdays and nth == rule.nth


def walls(rule: RecurrenceRule, count: int = 12) -> list[datetime]:
    return [each.wall for each in next_occurrences(rule, BERLIN, LONG_AGO, count)]


@given(rules())
def test_the_days_are_those_of_the_calendar(rule: RecurrenceRule) -> None:
    found, expected = walls(rule), days_by_the_calendar(rule)
    assert found == [datetime.combine(next(expected), rule.first.time()) for _ in found]


@given(rules(NIGHTS), st.sampled_from(ZONES))
def test_the_times_are_what_a_clock_in_the_zone_shows_as_a_second_library_has_it(rule: RecurrenceRule, name: str) -> None:
    for each in next_occurrences(rule, ZoneInfo(name), LONG_AGO, 30):
        if each.wall.year < 2037:  # dateutil reads no further
            assert each.due_at == resolve_imaginary(each.wall.replace(tzinfo=second_opinion(name))).astimezone(UTC)


@pytest.mark.parametrize("name", ZONES)
def test_around_each_change_of_the_clocks_every_day_has_its_time_once(name: str) -> None:
    """Every quarter of an hour of the night, through 2011, in which Apia left out a day."""
    zone = ZoneInfo(name)
    for minute in range(0, 24 * 60, 15):
        first = wall("2010-12-31T00:00") + timedelta(minutes=minute)
        found = next_occurrences(RecurrenceRule(Frequency.DAYS, first), zone, LONG_AGO, 370)
        assert all(one.due_at < after.due_at for one, after in pairwise(found))
        shown = [wall_time(each.due_at, zone) == each.wall for each in found]
        assert shown == [each.kind is not WallTimeKind.SKIPPED for each in found]
        missing = {date(2011, 12, 30)} if name == "Pacific/Apia" else set()
        days = {first.date() + timedelta(days=n) for n in range(370 + len(missing))}
        assert {each.wall.date() for each in found} == days - missing


@given(rules(NIGHTS), st.sampled_from(ZONES), st.integers(0, 400), st.integers(0, 60 * 24 * 60))
def test_a_span_has_those_of_the_whole_that_are_in_it(rule: RecurrenceRule, name: str, skipped: int, minutes: int) -> None:
    """Any start of the span gives the same times with the same numbers."""
    zone, start = ZoneInfo(name), rule.first.replace(tzinfo=UTC) + timedelta(days=skipped)
    end = start + timedelta(minutes=minutes)
    whole = list(occurrences(rule, zone, LONG_AGO, end))
    assert list(occurrences(rule, zone, start, end)) == [each for each in whole if each.due_at > start]


def test_a_skipped_hour_takes_the_later_one_and_a_doubled_one_the_first_and_both_are_said() -> None:
    spring, autumn = wall("2026-03-28T02:30"), wall("2026-10-24T02:30")
    found = [next_occurrences(RecurrenceRule(Frequency.DAYS, first), BERLIN, LONG_AGO, 3) for first in (spring, autumn)]
    assert [each.kind for each in found[0]] == [WallTimeKind.PLAIN, WallTimeKind.SKIPPED, WallTimeKind.PLAIN]
    assert [wall_time(each.due_at, BERLIN).time() for each in found[0]] == [time(2, 30), time(3, 30), time(2, 30)]
    assert [each.kind for each in found[1]] == [WallTimeKind.PLAIN, WallTimeKind.DOUBLED, WallTimeKind.PLAIN]
    assert found[1][1].due_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_left_out_day_has_no_second_post_on_the_next_and_one_on_it_alone_comes_a_day_later() -> None:
    apia = ZoneInfo("Pacific/Apia")
    daily = next_occurrences(RecurrenceRule(Frequency.DAYS, wall("2011-12-29T09:00")), apia, LONG_AGO, 3)
    assert [each.wall.day for each in daily] == [29, 31, 1]
    weekly = next_occurrences(RecurrenceRule(Frequency.WEEKS, wall("2011-12-29T09:00"), weekdays=(5,)), apia, LONG_AGO, 1)
    assert [(each.kind, wall_time(each.due_at, apia).day) for each in weekly] == [(WallTimeKind.SKIPPED, 31)]


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert [each.day for each in walls(RecurrenceRule(Frequency.MONTH_DAY, wall("2027-12-31T09:00"), day=31), 5)] == [
        31,
        31,
        29,
        31,
        30,
    ]


def test_the_second_and_the_last_tuesday_of_a_month_are_found() -> None:
    rule = RecurrenceRule(Frequency.MONTH_WEEKDAY, wall("2026-12-01T09:00"), weekdays=(2,), nth=2)
    assert [each.date() for each in walls(rule, 2)] == [date(2026, 12, 8), date(2027, 1, 12)]
    assert [each.date() for each in walls(replace(rule, nth=LAST), 2)] == [date(2026, 12, 29), date(2027, 1, 26)]


def test_it_ends_with_a_day_or_after_a_number() -> None:
    rule = RecurrenceRule(Frequency.DAYS, wall("2026-12-01T23:59"), step=2)
    assert [each.day for each in walls(replace(rule, until=date(2026, 12, 5)))] == [1, 3, 5]
    assert [each.day for each in walls(replace(rule, times=2))] == [1, 3]


def a_series(*texts: str, **fields: object) -> Series:
    rule = RecurrenceRule(Frequency.DAYS, wall("2026-12-01T09:00"))
    since = datetime(2026, 11, 25, tzinfo=UTC)
    wordings = tuple(SeriesText(text) for text in texts)
    made = Series("series", 1, rule, (Platform.LINKEDIN, Platform.TWITTER), wordings, rule.first.date(), since)
    return replace(made, **fields)  # type: ignore[arg-type]


def test_the_texts_are_taken_in_turn_from_the_first() -> None:
    series = a_series("One", "Two", "Three")
    assert text_order(series, None) == (0, 1, 2)
    assert text_order(series, 0) == (1, 2, 0)
    assert text_order(series, 2) == (0, 1, 2)
    assert text_order(series, 7) == (2, 0, 1)  # the series had more texts before


def test_one_text_is_alike_and_so_are_two_that_are_one_on_a_platform() -> None:
    assert has_repeated_text(a_series("One"))
    assert not has_repeated_text(a_series("One", "Two"))
    assert has_repeated_text(a_series("One", " One\n"))
    for_x = tuple(SeriesText(text, (Variant(Platform.TWITTER, "Same"),)) for text in ("One", "Two"))
    assert has_repeated_text(a_series(wordings=for_x))
    assert not has_repeated_text(a_series(wordings=for_x, platforms=(Platform.LINKEDIN,)))


def at(series: Series, number: int) -> Occurrence:
    return next_occurrences(series.rule, BERLIN, LONG_AGO, number + 1)[number]


def test_a_platform_s_own_time_is_the_same_on_the_clock_each_time() -> None:
    own = datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN).astimezone(UTC)
    wording = SeriesText("One", (Variant(Platform.TWITTER, due_at=own),))
    rule = RecurrenceRule(Frequency.DAYS, wall("2026-03-28T09:00"))
    series = a_series(rule=rule, wordings=(wording,), day=date(2026, 3, 28))
    for number, day in enumerate((28, 29, 30)):
        draft = draft_for(series, 0, at(series, number), BERLIN, "draft")
        assert draft.due_at == datetime(2026, 3, day, 9, tzinfo=BERLIN)
        assert draft.due_for(Platform.TWITTER) == datetime(2026, 3, day, 12, tzinfo=BERLIN)
