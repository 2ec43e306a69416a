"""The times that are suggested."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from postdesk.domain.suggested_times import QuickPick, next_time, pick_time

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 19, 41, tzinfo=UTC)  # Tuesday, 14:41 in New York


def moment(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("last", "expected"), [(None, moment(25, 9)), (moment(20, 17, 30), moment(25, 17, 30)), (moment(27, 8), moment(25, 8))]
)
def test_the_next_post_is_offered_the_usual_time_of_day_tomorrow_however_far_ahead_the_last_one_was(
    last: datetime | None, expected: datetime
) -> None:
    assert next_time(last, NEW_YORK, NOW) == expected


def test_a_day_on_which_that_time_is_taken_is_passed_over() -> None:
    taken = {moment(day, 9).astimezone(UTC) for day in (25, 26, 28)}
    assert next_time(moment(20, 9), NEW_YORK, NOW, taken.__contains__) == moment(27, 9)


def test_the_clock_time_is_kept_when_the_zone_changes_its_clock() -> None:
    last = datetime(2026, 10, 31, 9, tzinfo=NEW_YORK)
    suggested = next_time(last, NEW_YORK, last)
    assert suggested.astimezone(NEW_YORK).hour == 9
    assert (suggested - last.astimezone(UTC)).total_seconds() == 25 * 3600


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        (QuickPick.IN_AN_HOUR, moment(24, 15, 41)),
        (QuickPick.THIS_EVENING, moment(24, 18)),
        (QuickPick.TOMORROW, moment(25, 10, 15)),
        (QuickPick.NEXT_MONDAY, moment(30, 10, 15)),
        (QuickPick.WEEK_LATER, moment(4, 10, 15, month=12)),
    ],
)
def test_quick_picks_keep_the_chosen_clock_time(pick: QuickPick, expected: datetime) -> None:
    assert pick_time(pick, moment(27, 10, 15), NEW_YORK, NOW) == expected
