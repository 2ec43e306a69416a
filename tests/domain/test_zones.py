"""Zones are found by their common names."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.zones import find_time_zones, time_zone_named, time_zones

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def first(typed: str) -> str:
    return next((place.zone for place in find_time_zones(typed, NOON)), "")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("new york", "America/New_York"),
        ("NEW_YORK", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("york", "America/New_York"),
        ("sao paulo", "America/Sao_Paulo"),
        ("germany", "Europe/Berlin"),
        ("usa", "America/New_York"),
        ("uk", "Europe/London"),
        ("india", "Asia/Kolkata"),
        ("calcutta", "Asia/Calcutta"),
        ("utc", "UTC"),
        ("utc+5:45", "Asia/Kathmandu"),
        ("UTC−3:30", "America/St_Johns"),
        ("gmt +13:45", "Pacific/Chatham"),
    ],
)
def test_a_zone_is_found(typed: str, expected: str) -> None:
    assert first(typed) == expected


@pytest.mark.parametrize("typed", ["", "  ", "atlantis", "utc+99", "+2:17"])
def test_what_is_no_zone_finds_none(typed: str) -> None:
    assert find_time_zones(typed, NOON) == ()


def test_an_offset_is_that_of_the_moment() -> None:
    july = datetime(2026, 7, 1, tzinfo=UTC)
    assert "Europe/Berlin" in [place.zone for place in find_time_zones("+2", july)]
    assert "Europe/Berlin" not in [place.zone for place in find_time_zones("+2", NOON)]


def test_a_city_names_its_zone_and_a_country_of_many_none() -> None:
    assert (place := time_zone_named("New York"))
    assert place.zone == "America/New_York"
    assert time_zone_named("usa") is None
    assert time_zone_named("york") is None


def test_every_zone_that_is_offered_exists_and_is_found_by_its_name() -> None:
    names = [place.zone for place in time_zones()]
    assert {"UTC", "Europe/Berlin", "America/New_York"} <= set(names)
    for place in time_zones():
        assert ZoneInfo(place.zone).key == place.zone
        assert place in find_time_zones(place.shown, NOON)
        assert time_zone_named(place.zone) == place


@given(st.text(max_size=20))
def test_anything_can_be_typed(typed: str) -> None:
    find_time_zones(typed, NOON)
    time_zone_named(typed)
