"""Moves by days and hours in zones that other programs get wrong, compared with `dateutil`."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st
from tests.support.zones import ZONES

from postdesk.domain.calendar_days import resolve_by_default, shift_moment, wall_time
from postdesk.domain.times import WallTimeKind

_MINUTES: Final = st.integers(0, 20 * 366 * 24 * 60)
moments: Final = _MINUTES.map(lambda minutes: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
steps: Final = st.one_of(
    st.integers(-60, 60).map(lambda days: timedelta(days=days)), st.integers(-240, 240).map(lambda n: timedelta(minutes=15 * n))
)


@given(moments, steps, st.sampled_from(ZONES))
def test_a_move_keeps_the_clock_or_says_that_there_is_no_such_time(moment: datetime, step: timedelta, name: str) -> None:
    zone, second = ZoneInfo(name), tz.gettz(name)
    landed = shift_moment(moment, zone, step)
    wanted = wall_time(moment, zone) + step
    at = resolve_by_default(landed)
    assert tz.datetime_exists(wanted, second) is (landed.kind is not WallTimeKind.SKIPPED)
    assert tz.datetime_ambiguous(wanted, second) is (landed.kind is WallTimeKind.DOUBLED)
    if landed.kind is WallTimeKind.SKIPPED:
        assert wall_time(at, zone) > wanted
        assert at == tz.resolve_imaginary(wanted.replace(tzinfo=second)).astimezone(UTC)
    else:
        assert wall_time(at, zone) == wanted
        assert at == tz.enfold(wanted.replace(tzinfo=second), 0).astimezone(UTC)


@given(moments, st.integers(-60, 60), st.sampled_from(ZONES))
def test_a_move_there_and_back_ends_where_it_began_unless_it_was_said_on_the_way(moment: datetime, days: int, name: str) -> None:
    zone, step = ZoneInfo(name), timedelta(days=days)
    there = shift_moment(moment, zone, step)
    back = shift_moment(resolve_by_default(there), zone, -step)
    if there.kind is WallTimeKind.PLAIN and back.kind is WallTimeKind.PLAIN:
        assert back.first == moment


@pytest.mark.parametrize(
    ("name", "before", "after", "kind"),
    [
        ("Australia/Lord_Howe", "2026-10-03T02:15", "2026-10-04T02:45", WallTimeKind.SKIPPED),
        ("Antarctica/Troll", "2026-03-28T01:30", "2026-03-29T03:30", WallTimeKind.SKIPPED),
        ("Pacific/Apia", "2011-12-29T09:00", "2011-12-31T09:00", WallTimeKind.SKIPPED),
        ("America/Santiago", "2026-09-05T00:30", "2026-09-06T01:30", WallTimeKind.SKIPPED),
        ("Africa/Cairo", "2026-10-28T23:30", "2026-10-29T23:30", WallTimeKind.DOUBLED),
        ("Atlantic/Azores", "2026-10-24T00:30", "2026-10-25T00:30", WallTimeKind.DOUBLED),
        ("Europe/London", "2026-03-28T09:00", "2026-03-29T09:00", WallTimeKind.PLAIN),
    ],
)
def test_a_day_later_where_clocks_are_changed(name: str, before: str, after: str, kind: WallTimeKind) -> None:
    zone = ZoneInfo(name)
    moment = datetime.fromisoformat(before).replace(tzinfo=zone).astimezone(UTC)
    landed = shift_moment(moment, zone, timedelta(days=1))
    assert landed.kind is kind
    assert wall_time(resolve_by_default(landed), zone) == datetime.fromisoformat(after)
