"""The time: entered in the client's zone, mine beside it, asked about where the clock is changed."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateEdit, QLineEdit, QTimeEdit, QWidget
from tests.support.quiet_desk import NOON
from tests.ui.composer.conftest import Writing

from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.platforms import Platform
from postdesk.ui.composer.chips import Chip


async def ready(writing: Writing, zone: str = "America/New_York", lock_in: LockIn | None = None) -> None:
    client = await writing.client(zone=zone, lock_in=lock_in)
    await writing.accounts(client, Platform.LINKEDIN, Platform.INSTAGRAM)
    writing.open(client)
    writing.find(Chip, "chip.linkedin").click()
    writing.write("Hello")


def set_time(writing: Writing, day: QDate, time: QTime) -> None:
    writing.find(QDateEdit, "date").setDate(day)
    writing.find(QTimeEdit, "time").setTime(time)


async def scheduled_at(writing: Writing) -> datetime:
    writing.click("schedule")
    return (await writing.post()).due_at.replace(microsecond=0)


async def test_the_time_is_the_clients_and_mine_stands_beside_it(writing: Writing) -> None:
    await ready(writing)
    set_time(writing, QDate(2026, 11, 27), QTime(9, 0))
    assert writing.text_of("remark") == (
        "14:00 your time. Editable until Thu 09:00, then locked in: it goes out by itself and can’t be changed."
    )
    assert await scheduled_at(writing) == datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


async def test_in_the_week_when_only_one_zone_changes_its_clock_the_moment_is_still_right(writing: Writing) -> None:
    await ready(writing)
    set_time(writing, QDate(2027, 3, 16), QTime(9, 0))  # New York is an hour ahead since the 14th, London only on the 28th
    assert writing.text_of("remark").startswith("13:00 your time.")
    assert await scheduled_at(writing) == datetime(2027, 3, 16, 13, 0, tzinfo=UTC)


async def test_my_day_is_named_where_it_is_another(writing: Writing) -> None:
    await ready(writing, "Asia/Tokyo")
    set_time(writing, QDate(2026, 12, 4), QTime(6, 0))
    assert writing.text_of("remark").startswith("Thu 3 Dec 21:00 your time.")


@pytest.mark.parametrize(
    ("day", "asked", "place", "expected"),
    [
        (QDate(2027, 3, 14), "02:30 doesn’t exist", "first", datetime(2027, 3, 14, 6, 30, tzinfo=UTC)),
        (QDate(2027, 3, 14), "02:30 doesn’t exist", "second", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
        (QDate(2027, 11, 7), "01:30 comes twice", "first", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
        (QDate(2027, 11, 7), "01:30 comes twice", "second", datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),
    ],
)
async def test_an_hour_that_is_skipped_or_comes_twice_is_asked_about(
    writing: Writing, day: QDate, asked: str, place: str, expected: datetime
) -> None:
    await ready(writing)
    set_time(writing, day, QTime(2, 30) if "doesn" in asked else QTime(1, 30))
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
    set_time(writing, QDate(due.year, due.month, due.day), QTime(due.hour, due.minute))
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
    set_time(writing, QDate(2026, 11, 27), QTime(9, 0))
    assert said in writing.text_of("remark")


async def test_what_the_service_cannot_schedule_is_sent_from_here_and_says_so(writing: Writing) -> None:
    await ready(writing)
    set_time(writing, QDate(2026, 11, 27), QTime(9, 0))
    writing.click("add_title")
    QTest.keyClicks(writing.find(QLineEdit, "title"), "A title")
    assert writing.text_of("remark") == "14:00 your time. Sent from this computer: leave Postdesk running at Fri 09:00."


async def test_a_quick_pick_sets_the_time(writing: Writing) -> None:
    await ready(writing)
    next(each for each in writing.menu("picks").actions() if each.objectName() == "composer.pick.next_monday").trigger()
    assert await scheduled_at(writing) == datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
