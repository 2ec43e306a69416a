"""Typed days and times, and the inputs that are never guessed."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.calendar_days import EARLIEST, LATEST
from postdesk.domain.typed_times import ENGLISH_DAY_NAMES, DayNames, FieldKind, TypedTime, parse_typed_time

TUESDAY = date(2026, 11, 24)
MONTH_FIRST = replace(ENGLISH_DAY_NAMES, day_first=False)
days = st.dates(EARLIEST, LATEST)
orders = st.sampled_from([ENGLISH_DAY_NAMES, MONTH_FIRST])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0230", time(2, 30)),
        ("230", time(2, 30)),
        ("2:30", time(2, 30)),
        ("2.30", time(2, 30)),
        ("02:30", time(2, 30)),
        ("230pm", time(14, 30)),
        ("2:30 p.m.", time(14, 30)),
        ("9am", time(9)),
        ("9 AM", time(9)),
        ("9p", time(21)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("14", time(14)),
        ("14h", time(14)),
        ("14h30", time(14, 30)),
        ("9 Uhr", time(9)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("  14:05  ", time(14, 5)),
        ("１４：０５", time(14, 5)),  # as an input method of a wide script writes it
    ],
)
def test_a_time_is_understood(typed: str, expected: time) -> None:
    assert parse_typed_time(typed, FieldKind.CLOCK, TUESDAY, ENGLISH_DAY_NAMES) == TypedTime(clock=expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("2:40 p. m.", time(14, 40)), ("2:40\u202fp.\u00a0m.", time(14, 40)), ("12 a. m.", time(0)), ("2:40 PM", time(14, 40))],
)
def test_the_halves_of_a_day_may_have_names_of_the_language(typed: str, expected: time) -> None:
    spanish = replace(ENGLISH_DAY_NAMES, halves=("a.\u00a0m.", "p.\u00a0m."))
    assert parse_typed_time(typed, FieldKind.CLOCK, TUESDAY, spanish) == TypedTime(clock=expected)


@pytest.mark.parametrize(
    "typed", ["", " ", "2:", "2:3", ":30", "24", "2460", "14:60", "0am", "1430pm", "13pm", "nine", "-3", "12345"]
)
def test_what_is_no_time_or_not_yet_one_is_nothing(typed: str) -> None:
    assert parse_typed_time(typed, FieldKind.CLOCK, TUESDAY, ENGLISH_DAY_NAMES) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14.3.27", date(2027, 3, 14)),
        ("14.3.2027", date(2027, 3, 14)),
        ("14.03.", date(2027, 3, 14)),
        ("14/3", date(2027, 3, 14)),
        ("14-3-27", date(2027, 3, 14)),
        ("14 mar", date(2027, 3, 14)),
        ("14mar", date(2027, 3, 14)),
        ("Mar 14", date(2027, 3, 14)),
        ("March 14th, 2027", date(2027, 3, 14)),
        ("14. March 27", date(2027, 3, 14)),
        ("2027 mar 14", date(2027, 3, 14)),
        ("Sun 14 Mar 2027", date(2027, 3, 14)),
        ("Mon 14 Mar 2027", date(2027, 3, 14)),  # the field's earlier text with another number: the number counts
        ("2027-03-14", date(2027, 3, 14)),
        ("20270314", date(2027, 3, 14)),
        ("14.3.26", date(2026, 3, 14)),
        ("today", date(2026, 11, 24)),
        ("Tomorrow", date(2026, 11, 25)),
        ("day after tomorrow", date(2026, 11, 26)),
        ("fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("tue", date(2026, 12, 1)),
        ("next tue", date(2026, 12, 1)),
        ("next fri", date(2026, 12, 4)),
        ("+3", date(2026, 11, 27)),
        ("+2w", date(2026, 12, 8)),
        ("in 3 days", date(2026, 11, 27)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("24", date(2026, 11, 24)),
        ("23", date(2026, 12, 23)),
        ("31st", date(2026, 12, 31)),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_a_day_is_understood(typed: str, expected: date) -> None:
    assert parse_typed_time(typed, FieldKind.DAY, TUESDAY, ENGLISH_DAY_NAMES) == TypedTime(day=expected)


@pytest.mark.parametrize(
    "typed",
    ["", "mar", "14 ma", "3 ju", "0", "32", "32/14", "31/4", "30.2.27", "14.3.2", "14.3.202", "14.3.0027", "in 3", "yesterday",
     "someday", "14 mar mar", "14 mar 27 3", "t", "next", "9am", "2300-01-01", "1980-01-01", "1A2B"],
)  # fmt: skip
def test_what_is_no_day_or_could_be_two_is_nothing(typed: str) -> None:
    assert parse_typed_time(typed, FieldKind.DAY, TUESDAY, ENGLISH_DAY_NAMES) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("next tue 9am", TypedTime(date(2026, 12, 1), time(9))),
        ("tomorrow at noon", TypedTime(date(2026, 11, 25), time(12))),
        ("24/12 20:00", TypedTime(date(2026, 12, 24), time(20))),
        ("24/12, 8 pm", TypedTime(date(2026, 12, 24), time(20))),
        ("in 2 weeks 8am", TypedTime(date(2026, 12, 8), time(8))),
        ("noon tomorrow", TypedTime(date(2026, 11, 25), time(12))),
        ("2026-12-24 20:00", TypedTime(date(2026, 12, 24), time(20))),
    ],
)
@pytest.mark.parametrize("kind", FieldKind)
def test_a_whole_sentence_is_understood_in_either_field(typed: str, expected: TypedTime, kind: FieldKind) -> None:
    assert parse_typed_time(typed, kind, TUESDAY, ENGLISH_DAY_NAMES) == expected


@pytest.mark.parametrize(
    ("typed", "rolled"),
    [
        ("20 nov", True),
        ("20/11", True),
        ("nov 20 9am", True),
        ("20 nov 2027", False),
        ("20/11/27", False),
        ("27 nov", False),
        ("24 nov", False),
        ("+60", False),
        ("in 8 weeks 9am", False),
        ("next fri", False),
        ("29 feb", False),  # of a leap year: the year is shown
    ],
)
def test_a_date_that_is_past_in_this_year_is_known_to_be_of_the_next(typed: str, rolled: bool) -> None:
    found = parse_typed_time(typed, FieldKind.DAY, TUESDAY, ENGLISH_DAY_NAMES)
    assert found
    assert found.rolled is rolled


def test_the_language_decides_only_where_both_orders_are_possible() -> None:
    assert parse_typed_time("3/4", FieldKind.DAY, TUESDAY, ENGLISH_DAY_NAMES) == TypedTime(day=date(2027, 4, 3))
    assert parse_typed_time("3/4", FieldKind.DAY, TUESDAY, MONTH_FIRST) == TypedTime(day=date(2027, 3, 4))
    for typed in ("14/3", "3/14"):
        for names in (ENGLISH_DAY_NAMES, MONTH_FIRST):
            assert parse_typed_time(typed, FieldKind.DAY, TUESDAY, names) == TypedTime(day=date(2027, 3, 14))


def test_names_of_another_language_are_understood_beside_the_english_ones() -> None:
    months = tuple((*forms, {2: "märz", 4: "mai"}.get(n, forms[0])) for n, forms in enumerate(ENGLISH_DAY_NAMES.months))
    weekdays = tuple(
        (*forms, ("mo", "di", "mi", "do", "fr", "sa", "so")[n]) for n, forms in enumerate(ENGLISH_DAY_NAMES.weekdays)
    )
    german = replace(ENGLISH_DAY_NAMES, months=months, weekdays=weekdays)
    assert parse_typed_time("So 14. März 2027", FieldKind.DAY, TUESDAY, german) == TypedTime(day=date(2027, 3, 14))
    assert parse_typed_time("14 mar", FieldKind.DAY, TUESDAY, german) == TypedTime(day=date(2027, 3, 14))
    assert parse_typed_time("di", FieldKind.DAY, TUESDAY, german) == TypedTime(day=date(2026, 12, 1))


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("next tue 9am", TypedTime(date(2026, 12, 1), time(9))),
        ("9am next tue", TypedTime(date(2026, 12, 1), time(9))),
        ("tomorrow at 14", TypedTime(date(2026, 11, 25), time(14))),
        ("14.3. 2:30", TypedTime(date(2027, 3, 14), time(2, 30))),
        ("2027-03-14 02:30", TypedTime(date(2027, 3, 14), time(2, 30))),
        ("fri noon", TypedTime(date(2026, 11, 27), time(12))),
    ],
)
def test_both_can_be_typed_into_either_field(kind: FieldKind, typed: str, expected: TypedTime) -> None:
    assert parse_typed_time(typed, kind, TUESDAY, ENGLISH_DAY_NAMES) == expected


def test_a_number_beside_a_day_is_no_time_unless_it_is_marked_as_one() -> None:
    assert parse_typed_time("fri 9", FieldKind.CLOCK, TUESDAY, ENGLISH_DAY_NAMES) is None


@given(days, days, orders)
def test_a_day_in_full_means_itself_whatever_the_day_it_is_read_on(day: date, today: date, names: DayNames) -> None:
    for form in (f"{day:%a} {day.day} {day:%b} {day.year}", day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day:%Y%m%d}"):
        assert parse_typed_time(form, FieldKind.DAY, today, names) == TypedTime(day=day)


@given(days, days)
def test_a_day_in_numbers_means_itself_in_the_order_of_the_language(day: date, today: date) -> None:
    for mark in "./-":
        day_first, month_first = (mark.join(map(str, parts)) for parts in (
            (day.day, day.month, day.year), (day.month, day.day, day.year)
        ))  # fmt: skip
        assert parse_typed_time(day_first, FieldKind.DAY, today, ENGLISH_DAY_NAMES) == TypedTime(day=day)
        assert parse_typed_time(month_first, FieldKind.DAY, today, MONTH_FIRST) == TypedTime(day=day)


@given(st.times().map(lambda each: each.replace(second=0, microsecond=0)))
def test_every_minute_means_itself(clock: time) -> None:
    for form in (f"{clock:%H:%M}", f"{clock:%H%M}", f"{clock:%H.%M}", f"{clock:%Hh%M}", f"{clock:%I:%M%p}", f"{clock:%I%M %p}"):
        assert parse_typed_time(form, FieldKind.CLOCK, TUESDAY, ENGLISH_DAY_NAMES) == TypedTime(clock=clock)


@given(st.integers(1, 31), st.integers(1, 12), days.filter(lambda day: day.year < LATEST.year - 8))
def test_a_day_without_its_year_is_still_to_come_and_within_a_year_but_for_leap_days(day: int, month: int, today: date) -> None:
    found = parse_typed_time(f"{day}.{month}.", FieldKind.DAY, today, ENGLISH_DAY_NAMES)
    if found and found.day:
        assert (found.day.day, found.day.month) == (day, month)
        assert today <= found.day
        assert found.day < today + timedelta(days=366) or (day, month) == (29, 2)


@given(st.text(max_size=20) | st.text("0123456789.:/-+ amprhfitue", max_size=12), st.sampled_from(FieldKind), days, orders)
def test_anything_can_be_typed_and_a_day_is_one_that_a_calendar_shows(
    typed: str, kind: FieldKind, today: date, names: DayNames
) -> None:
    found = parse_typed_time(typed, kind, today, names)
    assert found is None or found.day is None or EARLIEST <= found.day <= LATEST
