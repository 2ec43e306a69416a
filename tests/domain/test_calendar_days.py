"""Days, hours and moves as the calendar lays them out, also where clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from postdesk.domain.calendar_days import (
    EARLIEST,
    LATEST,
    add_months,
    earliest_schedulable,
    first_moments,
    midnight,
    shift_moment,
    wall_time,
    week_of,
    whole_weeks,
)
from postdesk.domain.times import WallTimeKind

NEW_YORK = ZoneInfo("America/New_York")
MONDAY, SUNDAY = 1, 7


def hours_of(day: date, count: int = 24) -> list[datetime]:
    return [midnight(day) + timedelta(hours=n) for n in range(count + 1)]


def test_a_month_is_shown_in_whole_weeks() -> None:
    days = whole_weeks(date(2026, 11, 1), date(2026, 11, 30), MONDAY)
    assert (days[0], days[-1]) == (date(2026, 10, 26), date(2026, 12, 6))


def test_a_month_that_fits_four_weeks_has_no_more() -> None:
    assert len(whole_weeks(date(2027, 2, 1), date(2027, 2, 28), MONDAY)) == 28


def test_weeks_begin_on_the_wanted_day() -> None:
    assert week_of(date(2026, 11, 24), MONDAY)[0] == date(2026, 11, 23)
    assert week_of(date(2026, 11, 24), SUNDAY)[0] == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 1, 5), -1, date(2025, 12, 5)),
        (LATEST, 1, LATEST),
        (EARLIEST, -1, EARLIEST),
    ],
)
def test_months_keep_the_day_where_they_can(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_a_skipped_hour_has_no_length_and_nothing_is_shown_twice() -> None:
    found = first_moments(hours_of(date(2027, 3, 14)), NEW_YORK)
    lengths = [(end - start) // timedelta(minutes=1) for start, end in pairwise(found)]
    assert lengths[2] == 0
    assert sum(lengths) == 23 * 60


def test_a_doubled_hour_is_two_hours_long() -> None:
    found = first_moments(hours_of(date(2026, 11, 1)), NEW_YORK)
    assert found[2] - found[1] == timedelta(hours=2)
    assert found[-1] - found[0] == timedelta(hours=25)


def test_edges_never_descend_where_a_whole_day_is_skipped() -> None:
    found = first_moments(hours_of(date(2011, 12, 29), 72), ZoneInfo("Pacific/Apia"))
    assert list(found) == sorted(found)
    assert found[-1] - found[0] == timedelta(hours=48)


def test_a_move_keeps_the_clock_time_across_a_change_of_clocks() -> None:
    before = datetime(2026, 10, 31, 13, 0, tzinfo=UTC)
    after = shift_moment(before, NEW_YORK, timedelta(days=1))
    assert after.kind is WallTimeKind.PLAIN
    assert wall_time(before, NEW_YORK).hour == wall_time(after.first, NEW_YORK).hour == 9
    assert after.first - before == timedelta(hours=25)


def test_a_move_into_a_skipped_hour_has_two_candidates() -> None:
    landed = shift_moment(datetime(2027, 3, 13, 7, 30, tzinfo=UTC), NEW_YORK, timedelta(days=1))
    assert landed.kind is WallTimeKind.SKIPPED
    assert {wall_time(each, NEW_YORK).hour for each in (landed.first, landed.second)} == {1, 3}


NOW = datetime(2026, 11, 24, 14, 41, tzinfo=UTC)


def test_a_slot_ahead_is_taken_as_it_is() -> None:
    wanted = NOW + timedelta(days=1)
    assert earliest_schedulable(wanted, wanted + timedelta(hours=1), NOW) == wanted


def test_a_slot_that_has_begun_starts_at_the_next_quarter() -> None:
    begun = NOW.replace(minute=0)
    assert earliest_schedulable(begun, begun + timedelta(hours=1), NOW) == NOW.replace(minute=45)


def test_a_slot_that_is_over_holds_nothing() -> None:
    begun = NOW - timedelta(hours=5)
    assert earliest_schedulable(begun, begun + timedelta(hours=1), NOW) is None
    almost_over = NOW.replace(minute=50)
    assert earliest_schedulable(NOW.replace(minute=0), almost_over.replace(hour=15, minute=0), almost_over) is None
