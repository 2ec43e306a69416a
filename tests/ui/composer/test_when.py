"""The time: entered in the client's zone, mine beside it, asked about where the clock is changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from tests.support.quiet_desk import NOON
from tests.ui.composer.conftest import Writing

from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.entry import Entry


async def ready(writing: Writing, zone: str = "America/New_York", lock_in: LockIn | None = None) -> None:
    client = await writing.client(zone=zone, lock_in=lock_in)
    await writing.accounts(client, Platform.LINKEDIN, Platform.INSTAGRAM)
    writing.open(client)
    writing.pane.activateWindow()
    await writing.until(writing.pane.isActiveWindow)
    writing.write("Hello")


def type_into(writing: Writing, entry: str, words: str) -> None:
    """Go to the field and type, as a person does: what was in it is selected, so it is replaced."""
    field = writing.find(Entry, entry)
    field.setFocus()
    QTest.keyClicks(field, words)


def set_time(writing: Writing, day: date, time: str) -> None:
    type_into(writing, "date", day.isoformat())
    type_into(writing, "time", time)
    leave(writing)


def leave(writing: Writing) -> None:
    QTest.keyClick(writing.find(Entry, "time"), Qt.Key.Key_Return)


def shown(writing: Writing) -> tuple[str, str]:
    """What stands in the two fields."""
    return writing.find(Entry, "date").text(), writing.find(Entry, "time").text()


async def scheduled_at(writing: Writing) -> datetime:
    writing.click("schedule")
    return (await writing.post()).due_at.replace(microsecond=0)


async def test_the_time_is_the_clients_and_mine_stands_beside_it(writing: Writing) -> None:
    await ready(writing)
    set_time(writing, date(2026, 11, 27), "09:00")
    assert writing.text_of("remark") == (
        "14:00 your time. Editable until Thu 09:00, then locked in: it goes out by itself and can’t be changed."
    )
    assert await scheduled_at(writing) == datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


async def test_in_the_week_when_only_one_zone_changes_its_clock_the_moment_is_still_right(writing: Writing) -> None:
    await ready(writing)
    set_time(writing, date(2027, 3, 16), "09:00")  # New York is an hour ahead since the 14th, London only on the 28th
    assert writing.text_of("remark").startswith("13:00 your time.")
    assert await scheduled_at(writing) == datetime(2027, 3, 16, 13, 0, tzinfo=UTC)


async def test_my_day_is_named_where_it_is_another(writing: Writing) -> None:
    await ready(writing, "Asia/Tokyo")
    set_time(writing, date(2026, 12, 4), "06:00")
    assert writing.text_of("remark").startswith("Thu 3 Dec 21:00 your time.")


@pytest.mark.parametrize(
    ("day", "asked", "place", "expected"),
    [
        (date(2027, 3, 14), "02:30 doesn’t exist", "first", datetime(2027, 3, 14, 6, 30, tzinfo=UTC)),
        (date(2027, 3, 14), "02:30 doesn’t exist", "second", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        (date(2027, 11, 7), "01:30 comes twice", "first", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        (date(2027, 11, 7), "01:30 comes twice", "second", datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),
    ],
)
async def test_an_hour_that_is_skipped_or_comes_twice_is_asked_about(
    writing: Writing, day: date, asked: str, place: str, expected: datetime
) -> None:
    await ready(writing)
    set_time(writing, day, asked[:5])
    assert any(asked in label for label in writing.labels())
    writing.click("schedule")
    assert writing.submitted == []
    assert writing.focused() == "which_hour.first"
    writing.click(f"which_hour.{place}")
    assert not writing.find(QWidget, "which_hour").isVisible()
    assert await scheduled_at(writing) == expected


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(hours=-1), "This time is past."),
        (timedelta(minutes=1), "This is less than two minutes ahead."),
        (timedelta(days=300), "That is more than six months ahead"),
    ],
)
async def test_a_time_that_is_no_good_is_said_at_once(writing: Writing, ahead: timedelta, said: str) -> None:
    await ready(writing, "UTC")
    due = NOON + ahead
    set_time(writing, due.date(), f"{due:%H:%M}")
    assert said in writing.text_of("remark")


@pytest.mark.parametrize(
    ("lock_in", "said"),
    [
        (LockIn(LockInRule.RIGHT_AWAY), "Locked in right away"),
        (LockIn(LockInRule.HOURS_BEFORE, 2), "Editable until Fri 07:00, then locked in"),
        (LockIn(LockInRule.WHEN_I_SAY), "Leave Postdesk running at Fri 09:00, or lock it in before."),
    ],
)
async def test_the_clients_lock_in_is_explained(writing: Writing, lock_in: LockIn, said: str) -> None:
    await ready(writing, lock_in=lock_in)
    set_time(writing, date(2026, 11, 27), "09:00")
    assert said in writing.text_of("remark")


async def test_what_the_service_cannot_schedule_is_sent_from_here_and_says_so(writing: Writing) -> None:
    await ready(writing)
    set_time(writing, date(2026, 11, 27), "09:00")
    writing.click("add_title")
    QTest.keyClicks(writing.find(QLineEdit, "title"), "A title")
    assert writing.text_of("remark") == "14:00 your time. Sent from this computer: leave Postdesk running at Fri 09:00."


async def test_a_quick_pick_sets_the_time(writing: Writing) -> None:
    await ready(writing)
    next(each for each in writing.menu("picks").actions() if each.objectName() == "composer.pick.next_monday").trigger()
    assert await scheduled_at(writing) == datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
