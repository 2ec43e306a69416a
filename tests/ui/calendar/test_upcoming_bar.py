"""The week ahead: the posts of each day that can still be changed, are locked or need this computer."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from tests.support.waiting import until
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.ui.calendar.conftest import CalendarDriver, november

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.store import settings
from postdesk.ui.calendar.header import CalendarHeader
from postdesk.ui.calendar.state import View
from postdesk.ui.calendar.upcoming_bar import CountButton, UpcomingBar


def strip(planning: CalendarDriver) -> UpcomingBar:
    return find(planning.pane, UpcomingBar, "ahead")


def day(planning: CalendarDriver, number: int) -> QAbstractButton:
    return find(planning.pane, QAbstractButton, f"ahead.day_{number}")


def line(planning: CalendarDriver) -> list[str]:
    """Return the texts of the one line, as they are visible."""
    labels = strip(planning).findChildren(QLabel)
    parts: list[QLabel | CountButton] = [*labels, *strip(planning).findChildren(CountButton)]
    return [each.text() for each in parts if each.isVisible() and each.text()]


def a_week(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(24, 15))
    planning.post(client, november(26, 9))
    planning.post(client, november(26, 10), platform=Platform.INSTAGRAM)
    planning.post(client, november(26, 11), state=State.ACCEPTED)
    planning.post(client, november(26, 12), state=State.ACCEPTED, stage=Stage.PUBLISHED)
    planning.post(client, november(26, 13), state=State.CANCELLED)
    planning.post(client, november(23, 9), state=State.PLANNED)
    planning.post(client, november(30, 23), state=State.ACCEPTED)
    planning.post(client, november(30, 23) + timedelta(days=2), state=State.ACCEPTED)
    planning.open(client)


async def test_one_line_sums_up_today_and_seven_days(planning: CalendarDriver) -> None:
    a_week(planning)
    assert line(planning) == ["Next 7 days", "3 editable", "2 locked", "1 needs this computer"]
    assert not day(planning, 0).isVisible()


async def test_unfolded_it_says_so_day_by_day_and_that_is_remembered(planning: CalendarDriver) -> None:
    a_week(planning)
    find(planning.pane, QAbstractButton, "ahead.fold").click()
    assert day(planning, 0).accessibleName() == "Tuesday 24 November 2026: 1 editable"
    told = "Thursday 26 November 2026: 2 editable, 1 locked, 1 needs this computer"
    assert day(planning, 2).accessibleName() == told
    assert day(planning, 3).accessibleName() == "Friday 27 November 2026: nothing scheduled"
    assert day(planning, 6).accessibleName() == "Monday 30 November 2026: 1 locked"
    await until(lambda: not settings.load(planning.database.reader).ahead_folded)
    assert day(planning, 7).isVisible()


@pytest.mark.parametrize(("width", "words"), [(1200, ["2 editable", "1 locked", "1 this computer"]), (540, ["2", "1", "1"])])
async def test_a_day_has_its_counts_without_words_where_they_would_be_cut(
    planning: CalendarDriver, width: int, words: list[str]
) -> None:
    a_week(planning)
    planning.pane.resize(width, 900)
    find(planning.pane, QAbstractButton, "ahead.fold").click()
    thursday = day(planning, 2)
    said = [label.text() for label in thursday.findChildren(QLabel) if label.isVisible() and label.text()]
    assert said == ["Thu 26", *words]
    assert "2 editable, 1 locked, 1 needs this computer" in thursday.accessibleName()


async def test_a_click_and_a_key_go_to_the_day(planning: CalendarDriver) -> None:
    a_week(planning)
    find(planning.pane, QAbstractButton, "ahead.fold").click()
    day(planning, 2).click()
    assert planning.pane.view is View.DAY
    assert planning.pane.period == (date(2026, 11, 26), date(2026, 11, 26))
    day(planning, 6).setFocus()
    QTest.keyClick(day(planning, 6), Qt.Key.Key_Space)
    assert planning.pane.period == (date(2026, 11, 30), date(2026, 11, 30))


def shown(planning: CalendarDriver) -> list[str]:
    """Return the cards of the agenda, by their days and times."""
    lines, context = planning.agenda.lines, planning.agenda.lines.context
    cards = [card for row in range(lines.rowCount()) if isinstance(card := lines.line(lines.index(row)), Card)]
    return [f"{wall_time(card.due_at, context.zone):%d %H:%M}" for card in cards if context]


@pytest.mark.parametrize(
    ("part", "expected", "said"),
    [
        ("changeable", ["24 15:00", "26 09:00", "26 10:00"], "the editable posts of the next 7 days."),
        ("locked", ["26 11:00", "30 23:00"], "the locked posts of the next 7 days."),
        ("needs_this_computer", ["26 10:00"], "the posts of the next 7 days that need this computer."),
    ],
)
async def test_a_count_shows_just_what_it_counts_and_leads_back(
    planning: CalendarDriver, part: str, expected: list[str], said: str
) -> None:
    a_week(planning)
    planning.draft(planning.client("Bea Rossi"), november(25))
    count = find(planning.pane, QAbstractButton, f"ahead.{part}")
    count.setFocus()
    QTest.keyClick(count, Qt.Key.Key_Return)
    assert planning.pane.view is View.AGENDA
    assert shown(planning) == expected
    assert planning.said("title") == "Next 7 days"
    assert planning.said("part.text") == f"Showing only {said}"
    assert count.isChecked()
    find(planning.pane, QAbstractButton, "calendar.part.action").click()
    assert (planning.pane.view, planning.said("part.text"), count.isChecked()) == (View.MONTH, "", False)


async def test_each_way_to_other_days_shows_everything_again(planning: CalendarDriver) -> None:
    a_week(planning)
    locked = find(planning.pane, QAbstractButton, "ahead.locked")
    ways: tuple[Callable[[], object], ...] = (
        lambda: planning.press(Qt.Key.Key_Escape),
        lambda: planning.press(Qt.Key.Key_W),
        lambda: planning.press(Qt.Key.Key_PageDown),
        lambda: planning.press(Qt.Key.Key_T),
        locked.click,
    )
    for way in ways:
        locked.click()
        assert planning.said("part.text")
        way()
        assert not planning.said("part.text")
        assert not locked.isChecked()


async def test_all_that_is_chosen_at_once_is_what_is_shown(planning: CalendarDriver) -> None:
    a_week(planning)
    find(planning.pane, QAbstractButton, "ahead.locked").click()
    for _ in range(2):
        planning.press(Qt.Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert planning.said("several.count") == "2 selected"


async def test_what_was_filtered_is_so_again_after_a_count_was_shown(planning: CalendarDriver) -> None:
    a_week(planning)
    header = find(planning.pane, CalendarHeader, "calendar.header")
    header.platforms.choose(Platform.INSTAGRAM)
    find(planning.pane, QAbstractButton, "ahead.locked").click()
    assert shown(planning) == ["26 11:00", "30 23:00"]
    planning.press(Qt.Key.Key_Escape)
    assert header.platforms.platform == Platform.INSTAGRAM


async def test_a_post_in_both_worlds_counts_in_both(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(25))
    planning.post(client, november(25, 10), state=State.ACCEPTED)
    planning.database.submit(
        lambda conn: conn.execute(
            """UPDATE posts SET marks = '[["linkedin","locked"],["instagram","from_here"]]' WHERE id = ?""", (post.id,)
        )
    ).result()
    planning.open(client)
    assert line(planning)[1:] == ["1 editable", "2 locked", "1 needs this computer"]
    find(planning.pane, QAbstractButton, "ahead.locked").click()
    assert shown(planning) == ["25 09:00", "25 10:00"]


async def test_it_follows_the_posts_the_client_and_the_clock(planning: CalendarDriver) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi", "Asia/Tokyo")
    planning.post(alex, november(26))
    planning.open(alex)
    planning.scope.show_client(bea.id)
    await until(lambda: line(planning) == ["Next 7 days", "nothing scheduled"])
    planning.post(bea, november(27))
    planning.session.changes.posts.emit()
    await until(lambda: line(planning)[1:] == ["1 editable"])
    planning.scope.show_client(None)
    await until(lambda: line(planning)[1:] == ["2 editable"])
    planning.session.clock.offset += timedelta(days=2, hours=12)
    planning.pane.refresh()
    await until(lambda: line(planning)[1:] == ["1 editable"])


async def test_it_keeps_to_what_every_widget_has_to(planning: CalendarDriver) -> None:
    a_week(planning)
    find(planning.pane, QAbstractButton, "ahead.fold").click()
    for width in (900, 480):
        planning.pane.resize(width, 700)
        assert not cut_off(strip(planning))
    assert not unidentified(strip(planning))
    assert not rich_labels(strip(planning))


async def test_locking_in_is_offered_where_there_is_something_to_change(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    assert not find(planning.pane, QAbstractButton, "ahead.lock_in").isVisible()
