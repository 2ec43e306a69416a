"""Moments and wall-clock times, with hours that zones skip and double."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.times import WallTimeKind, from_ms, parse_wire_time, resolve, to_ms, unique_millisecond, wire_time, zone

# Naive: hypothesis adds the zone.
FIRST, LAST = (datetime.fromisoformat(day) for day in ("2020-01-01", "2035-01-01"))
ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
    "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Apia", "Pacific/Chatham",
    "Africa/Casablanca", "Pacific/Kiritimati",
)  # fmt: skip

moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
walls = st.datetimes(FIRST, LAST)
zones = st.sampled_from(ZONES).map(ZoneInfo)


@pytest.mark.parametrize(
    ("place", "wall", "kind", "first", "second"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", WallTimeKind.SKIPPED, "2026-03-29T00:30Z", "2026-03-29T01:30Z"),
        ("Europe/Berlin", "2026-10-25T02:30", WallTimeKind.DOUBLED, "2026-10-25T00:30Z", "2026-10-25T01:30Z"),
        ("America/New_York", "2026-03-08T02:30", WallTimeKind.SKIPPED, "2026-03-08T06:30Z", "2026-03-08T07:30Z"),
        ("America/New_York", "2026-11-01T01:30", WallTimeKind.DOUBLED, "2026-11-01T05:30Z", "2026-11-01T06:30Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", WallTimeKind.SKIPPED, "2026-10-03T15:15Z", "2026-10-03T15:45Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", WallTimeKind.DOUBLED, "2026-04-04T14:45Z", "2026-04-04T15:15Z"),
        ("Pacific/Apia", "2011-12-30T12:00", WallTimeKind.SKIPPED, "2011-12-29T22:00Z", "2011-12-30T22:00Z"),
        ("Europe/Berlin", "2026-03-29T03:00", WallTimeKind.PLAIN, "2026-03-29T01:00Z", "2026-03-29T01:00Z"),
        ("Asia/Kathmandu", "2026-03-29T02:30", WallTimeKind.PLAIN, "2026-03-28T20:45Z", "2026-03-28T20:45Z"),
    ],
)
def test_skipped_and_doubled_hours_are_told(place: str, wall: str, kind: WallTimeKind, first: str, second: str) -> None:
    found = resolve(datetime.fromisoformat(wall), ZoneInfo(place))
    assert found.kind == kind
    assert {found.first, found.second} == {datetime.fromisoformat(first), datetime.fromisoformat(second)}
    assert found.first <= found.second


@given(walls, zones)
def test_a_plain_time_is_one_moment_and_reads_the_same_there(wall: datetime, there: ZoneInfo) -> None:
    found = resolve(wall, there)
    shown = [moment.astimezone(there).replace(tzinfo=None) for moment in (found.first, found.second)]
    match found.kind:
        case WallTimeKind.PLAIN:
            assert found.first == found.second
            assert shown == [wall, wall]
        case WallTimeKind.DOUBLED:
            assert found.first < found.second
            assert shown == [wall, wall]
        case WallTimeKind.SKIPPED:
            assert shown[0] < wall < shown[1] or shown[1] < wall < shown[0]


@given(moments, zones)
def test_every_moment_is_found_again_by_its_wall_clock(moment: datetime, there: ZoneInfo) -> None:
    found = resolve(moment.astimezone(there).replace(tzinfo=None, fold=0), there)
    assert found.kind != WallTimeKind.SKIPPED
    assert moment in (found.first, found.second)


@given(st.integers(-(10**12), 10**14))
def test_milliseconds_come_back_as_they_were(ms: int) -> None:
    assert to_ms(from_ms(ms)) == ms


@given(st.integers(0, 10**13), st.integers(-12, 14))
def test_the_services_form_keeps_the_moment(ms: int, hours: int) -> None:
    moment = from_ms(ms).astimezone(timezone(timedelta(hours=hours)))
    text = wire_time(moment)
    assert text.endswith("Z")
    assert len(text) == len("2026-11-24T12:00:00.000Z")
    assert parse_wire_time(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "9999-06-01T00:00:00Z",
        "0001-01-02T00:00:00Z",
        "1969-12-31T23:00:00Z",
        "",
        "soon",
        "2026-13-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_wire_time(text) is None


@given(st.text())
def test_reading_a_time_never_fails(text: str) -> None:
    moment = parse_wire_time(text)
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../etc/passwd", "Europe/\0Berlin", "Europe"])
def test_an_unknown_zone_is_none(name: str) -> None:
    assert zone(name) is None


def test_legacy_names_are_known() -> None:
    assert zone("US/Eastern") == ZoneInfo("US/Eastern")


@given(moments, st.frozensets(st.integers(0, 999), max_size=1000))
def test_a_unique_millisecond_is_the_first_free_one_of_that_second(moment: datetime, taken: frozenset[int]) -> None:
    found = unique_millisecond(moment, taken)
    free = [ms for ms in range(1, 1000) if ms not in taken]
    assert found == (moment.replace(microsecond=0) + timedelta(milliseconds=free[0]) if free else None)
