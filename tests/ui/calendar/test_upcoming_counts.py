"""The week ahead: the posts of each day that can still be changed, are locked or need this computer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from tests.support.waiting import until
from tests.support.widgets import cut_off, find, rich_labels, unidentified
from tests.ui.calendar.conftest import CalendarDriver, november

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.ui.calendar.filter_button import FilterButton
from postdesk.ui.calendar.state import View
from postdesk.ui.calendar.upcoming_counts import CountButton, UpcomingCounts


def counts(planning: CalendarDriver) -> UpcomingCounts:
    return find(planning.pane, UpcomingCounts, "ahead")


def line(planning: CalendarDriver) -> list[str]:
    """Return the texts of the counts, as they are visible."""
    labels = counts(planning).findChildren(QLabel)
    parts: list[QLabel | CountButton] = [*labels, *counts(planning).findChildren(CountButton)]
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
    planning.open(client, width=1300)


async def test_one_line_sums_up_today_and_seven_days(planning: CalendarDriver) -> None:
    a_week(planning)
    assert line(planning) == ["Next 7 days:", "3 editable", "2 locked", "1 needs this computer"]


@pytest.mark.parametrize(
    ("width", "words"), [(1100, ["3 editable", "2 locked", "1 needs this computer"]), (880, ["3", "2", "1"]), (720, [])]
)
async def test_the_words_give_way_where_there_is_no_room(planning: CalendarDriver, width: int, words: list[str]) -> None:
    a_week(planning)
    planning.pane.resize(width, 900)
    await until(lambda: line(planning) == words)
    spoken = [each.accessibleName() for each in counts(planning).findChildren(CountButton)]
    assert spoken == [f"Next 7 days: {count}" for count in ("3 editable", "2 locked", "1 needs this computer")]


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
    action = planning.pane.findChild(QAction, "calendar.platform.instagram")
    assert action
    action.trigger()
    find(planning.pane, QAbstractButton, "ahead.locked").click()
    assert shown(planning) == ["26 11:00", "30 23:00"]
    planning.press(Qt.Key.Key_Escape)
    assert find(planning.pane, FilterButton, "calendar.filter").platform == Platform.INSTAGRAM


async def test_a_post_in_both_worlds_counts_in_both(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(25))
    planning.post(client, november(25, 10), state=State.ACCEPTED)
    planning.database.submit(
        lambda conn: conn.execute(
            """UPDATE posts SET marks = '[["linkedin","locked"],["instagram","from_here"]]' WHERE id = ?""", (post.id,)
        )
    ).result()
    planning.open(client, width=1300)
    assert line(planning)[1:] == ["1 editable", "2 locked", "1 needs this computer"]
    find(planning.pane, QAbstractButton, "ahead.locked").click()
    assert shown(planning) == ["25 09:00", "25 10:00"]


async def test_it_follows_the_posts_the_client_and_the_clock(planning: CalendarDriver) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi", "Asia/Tokyo")
    planning.post(alex, november(26))
    planning.open(alex, width=1300)
    planning.scope.show_client(bea.id)
    await until(lambda: line(planning) == ["Next 7 days:", "nothing scheduled"])
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
    for width in (1300, 900, 880):
        planning.pane.resize(width, 700)
        await until(lambda: not cut_off(counts(planning)))
    assert not unidentified(counts(planning))
    assert not rich_labels(counts(planning))


@pytest.mark.parametrize("some", [True, False])
async def test_locking_in_is_offered_where_there_is_something_to_change(planning: CalendarDriver, some: bool) -> None:
    client = planning.client()
    if some:
        planning.post(client, november(26))
    planning.open(client)
    lock_in = planning.pane.findChild(QAction, "calendar.lock_in")
    assert lock_in
    await until(lambda: lock_in.isVisible() is some)
    if some:
        lock_in.trigger()
        assert planning.navigator.asked == [("lock_in_posts",)]
