"""The times that are offered for a missed post lie in the future, at the same time of day on its client's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st
from tests.support.zones import ZONES

from postdesk.domain.missed import new_times
from postdesk.domain.times import MIN_LEAD


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("due", "now", "soon", "same_time", "next_week"),
    [
        ("2026-11-24T09:00", "2026-11-24T10:05", "2026-11-24T11:15", "2026-11-25T09:00", "2026-12-01T09:00"),
        ("2026-11-24T09:00", "2026-11-25T08:00", "2026-11-25T09:00", "2026-11-25T09:00", "2026-12-01T09:00"),
        ("2026-11-24T09:00", "2026-11-25T08:59", "2026-11-25T10:00", "2026-11-26T09:00", "2026-12-01T09:00"),
        ("2026-11-10T09:00", "2026-11-24T10:00", "2026-11-24T11:00", "2026-11-25T09:00", "2026-12-01T09:00"),
    ],
)
def test_an_hour_from_now_the_same_time_and_the_same_weekday(
    due: str, now: str, soon: str, same_time: str, next_week: str
) -> None:
    zone = "America/New_York"
    found = new_times(at(due, zone), ZoneInfo(zone), at(now, zone))
    assert (found.soon, found.same_time, found.next_week) == (at(soon, zone), at(same_time, zone), at(next_week, zone))


def test_the_clock_time_stays_when_clocks_change_and_a_skipped_one_is_later() -> None:
    london = ZoneInfo("Europe/London")
    found = new_times(at("2027-03-27T01:30", "Europe/London"), london, at("2027-03-27T03:00", "Europe/London"))
    assert found.same_time == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert found.next_week == datetime(2027, 4, 3, 0, 30, tzinfo=UTC)


@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 17 * 365 * 24 * 60),
    late=st.timedeltas(timedelta(minutes=15), timedelta(days=40)),
)
def test_all_are_ahead_and_a_clock_there_shows_the_time_of_day(zone: str, minutes: int, late: timedelta) -> None:
    missed = datetime(2011, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    now = missed + late
    found = new_times(missed, ZoneInfo(zone), now)
    there = tz.gettz(zone)
    wall = missed.astimezone(there)
    for moment in (found.same_time, found.next_week):
        assert moment >= now + MIN_LEAD
        shown = moment.astimezone(there)
        meant = shown.replace(hour=wall.hour, minute=wall.minute, second=wall.second)
        assert shown.time() == wall.time() or not tz.datetime_exists(meant)
    assert found.soon >= now + MIN_LEAD
    assert found.soon.minute % 15 == 0
    assert found.same_time <= now + timedelta(days=3)
