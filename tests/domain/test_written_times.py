"""Days and times as other programs write them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.times import WallTimeKind
from postdesk.domain.written_times import DateOrder, UnclearTime, WrittenTime, column_order, parse_cells

TODAY: Final = date(2026, 11, 25)  # a Wednesday
DAY: Final = date(2027, 3, 14)


def read(day: str, clock: str = "", order: DateOrder | None = None) -> WrittenTime:
    return parse_cells(day, clock, order, TODAY)


@pytest.mark.parametrize(
    "cell",
    [
        "2027-03-14 09:05",
        "2027/03/14 9:05",
        "2027.3.14 9:05",
        "20270314 0905",
        "2027-03-14T09:05:00",
        "14.03.2027 09:05",
        "14.3.27, 9.05",
        "14/03/2027 09:05 AM",
        "03/14/2027 9:05 a.m.",
        "3/14/27 9:05:00 AM",
        "14 Mar 2027 9:05",
        "Sunday, March 14, 2027 at 9:05 AM",
        "14 March 2027 09:05:00",
        "2027-03-14 09-05",
        "2027-03-14 9h05",
    ],
)
def test_a_day_and_a_time_in_one_cell(cell: str) -> None:
    assert read(cell) == WrittenTime(DAY, time(9, 5))


@pytest.mark.parametrize("clock", ["9:05", "09:05:00", "9.05", "0905", "9:05 AM", "9:05am", "9h05", "2027-01-01 09:05"])
def test_a_time_of_its_own_counts(clock: str) -> None:
    assert read("2027-03-14", clock) == WrittenTime(DAY, time(9, 5))
    assert read("2027-03-14 00:00:00", clock) == WrittenTime(DAY, time(9, 5))


def test_what_others_understand_as_words_is_understood() -> None:
    assert read("next friday at 2 pm") == WrittenTime(date(2026, 12, 4), time(14))


@pytest.mark.parametrize("offset", ["+99:00", "-24:00", "+1500", "+05:99"])
def test_a_distance_from_utc_that_no_clock_has_is_not_guessed(offset: str) -> None:
    for day, clock in ((f"2027-03-14T09:05{offset}", ""), ("2027-03-14", f"09:05 {offset}")):
        with pytest.raises(UnclearTime):
            read(day, clock)


@pytest.mark.parametrize(("offset", "hours"), [("+14:00", 14), ("-12:00", -12), ("+0530", 5.5)])
def test_the_farthest_clocks_are_read(offset: str, hours: float) -> None:
    assert read(f"2027-03-14T09:05{offset}").offset == timedelta(hours=hours)


@pytest.mark.parametrize(
    "cell", ["soon", "14", "+3", "3/4", "3/4 at 9am", "2027-02-30", "2027-13-01", "14/14/2027", "2027-03-14 25:00", "1/2/3/4"]
)
def test_what_is_no_day_or_could_be_several_is_not_guessed(cell: str) -> None:
    with pytest.raises(UnclearTime):
        read(cell, order=DateOrder.DAY_FIRST)


def test_a_day_without_a_time_is_no_moment() -> None:
    assert read("2027-03-14").resolved(ZoneInfo("Europe/London")) is None


def test_a_distance_from_utc_makes_it_that_moment() -> None:
    for cell in ("2027-03-14T09:05:00+02:00", "2027-03-14 09:05 +0200", "2027-03-14T07:05:00Z", "2027-03-14 07:05 UTC"):
        resolved = read(cell).resolved(ZoneInfo("America/New_York"))
        assert resolved
        assert resolved.kind is WallTimeKind.PLAIN
        assert resolved.first == datetime(2027, 3, 14, 7, 5, tzinfo=UTC)


def test_the_order_is_told_from_the_whole_column() -> None:
    cells = ["03/04/2027 09:00", "13/04/2027 09:00", ""]
    assert column_order(cells).order is DateOrder.DAY_FIRST
    assert not column_order(cells).asks
    assert read(cells[0], order=column_order(cells).order) == WrittenTime(date(2027, 4, 3), time(9))
    assert column_order(["04/13/2027", "03/04/2027"]).order is DateOrder.MONTH_FIRST


def test_a_column_that_tells_nothing_or_contradicts_itself_is_asked_about() -> None:
    assert column_order(["03/04/2027", "05/06/2027"]).asks
    assert column_order(["13/04/2027", "04/13/2027", "03/04/2027"]).asks
    assert not column_order(["13/04/2027", "04/13/2027"]).asks  # each of them can be read in one way only
    assert not column_order(["2027-03-04", "03.04.2027", "5/5/2027"]).asks
    with pytest.raises(UnclearTime) as unclear:
        read("03/04/2027 09:00")
    assert unclear.value.order


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times().map(lambda each: each.replace(microsecond=0)))
def test_what_was_written_in_any_spelling_is_read(day: date, clock: time) -> None:
    for spelled in ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S"):
        cell = datetime.combine(day, clock).strftime(spelled)
        assert read(cell, order=DateOrder.DAY_FIRST) == WrittenTime(day, clock), cell


@given(st.text(max_size=30), st.text(max_size=10))
def test_any_words_are_read_or_unclear(day: str, clock: str) -> None:
    try:
        found = read(day, clock)
    except UnclearTime:
        return
    assert found.offset is None or abs(found.offset) < timedelta(days=5)
