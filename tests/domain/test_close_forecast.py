"""The forecast of the time at which somebody who closes the window is likely back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.close_forecast import expected_return

# Naive: hypothesis adds the zone.
FIRST, LAST = (datetime.fromisoformat(day) for day in ("2020-01-01", "2035-01-01"))


@pytest.mark.parametrize(
    ("closed", "back"),
    [
        ("2026-11-24T18:00", "2026-11-25T10:00"),
        ("2026-11-24T23:30", "2026-11-25T10:00"),
        ("2026-11-25T03:00", "2026-11-26T10:00"),
        ("2026-11-27T18:00", "2026-11-30T10:00"),
        ("2026-11-28T12:00", "2026-11-30T10:00"),
        ("2026-03-28T18:00", "2026-03-30T10:00"),
    ],
)
def test_the_next_working_mornings(closed: str, back: str) -> None:
    here = ZoneInfo("Europe/Berlin")
    found = expected_return(datetime.fromisoformat(closed).replace(tzinfo=here).astimezone(UTC), here)
    assert found == datetime.fromisoformat(back).replace(tzinfo=here)


@given(
    st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"]),
)
def test_it_is_always_a_working_morning_there_within_four_days(now: datetime, place: str) -> None:
    here = ZoneInfo(place)
    back = expected_return(now, here)
    local = back.astimezone(here)
    assert local.time() == time(10)
    assert local.weekday() < 5
    assert timedelta(hours=7) <= back - now <= timedelta(days=4)
