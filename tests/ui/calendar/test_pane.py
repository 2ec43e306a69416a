"""The calendar pane: its contents, the time zone of its times, and navigation in it."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QLineEdit, QToolTip, QWidget
from tests.support.quiet_session import NOON
from tests.support.widgets import find, rich_labels, unidentified
from tests.ui.calendar.conftest import CalendarDriver, in_new_york, november, wall

from postdesk.domain.board import Card, CardTally
from postdesk.domain.calendar_days import midnight
from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.settings import Appearance
from postdesk.ui.calendar import hints
from postdesk.ui.calendar.cells import CellPosition
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.state import CalendarContext, View
from postdesk.ui.kit.line_painter import LinePainter

HOSTILE = '<img src="file:///etc/passwd"><b>bold</b>'


def choose(planning: CalendarDriver, identifier: str) -> None:
    action = planning.pane.findChild(QAction, f"calendar.{identifier}")
    assert action
    action.trigger()


def click(planning: CalendarDriver, identifier: str) -> None:
    find(planning.pane, QAbstractButton, f"calendar.{identifier}").click()


async def test_everything_with_a_time_is_on_its_day(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26, 10, 30), "Hiring", State.ACCEPTED)
    planning.post(client, november(23, 17), "Reel", State.ACCEPTED, Stage.FAILED, Platform.INSTAGRAM)
    planning.draft(client, november(28, 11), "An idea")
    planning.open(client)
    assert planning.spoken(date(2026, 11, 26)).endswith("posts: 1. 10:30, Locked, LinkedIn, Hiring")
    assert "17:00, Failed, Instagram, Reel" in planning.spoken(date(2026, 11, 23))
    assert "11:00, Draft, LinkedIn, An idea" in planning.spoken(date(2026, 11, 28))
    assert planning.spoken(date(2026, 11, 27)) == "Friday 27 November 2026, no posts"
    assert planning.spoken(date(2026, 11, 24)) == "Tuesday 24 November 2026, today, no posts"


async def test_one_client_is_shown_in_the_clients_zone_and_all_in_mine(planning: CalendarDriver) -> None:
    alex, bea = planning.client(), planning.client("Bea Rossi", "Asia/Tokyo")
    planning.post(alex, november(26, 22), "Late", State.ACCEPTED)
    planning.open(alex)
    assert planning.said("zone") == "New York time"
    assert "22:00" in planning.spoken(date(2026, 11, 26))
    planning.scope.show_client(None)
    assert planning.said("zone") == "your time, London"
    assert "03:00 London, Alex Morgan, Locked" in planning.spoken(date(2026, 11, 27))
    planning.scope.show_client(bea.id)
    assert planning.said("zone") == "Tokyo time"
    assert "no posts" in planning.spoken(date(2026, 11, 27))


async def test_what_changes_is_read_again_and_the_cursor_stays_on_its_post(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26, 10), "Second")
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_Down)
    planning.post(client, november(26, 9), "First")
    planning.session.changes.posts.emit()
    await planning.until(lambda: "posts: 2" in planning.spoken(date(2026, 11, 26)))
    spot = planning.month.card_cursor.position()
    assert spot
    assert spot.card
    assert spot.card.head == "Second"


async def test_filters_by_platform_and_by_state(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26, 9), "On LinkedIn", State.ACCEPTED)
    planning.post(client, november(26, 10), "On X", platform=Platform.TWITTER)
    planning.open(client)
    choose(planning, "platform.twitter")
    assert "On X" in planning.spoken(date(2026, 11, 26))
    assert "On LinkedIn" not in planning.spoken(date(2026, 11, 26))
    choose(planning, "state.locked")
    assert "no posts" in planning.spoken(date(2026, 11, 26))
    assert planning.said("empty.text") == "No posts match for 23 Nov 2026 – 3 Jan 2027."
    click(planning, "empty.action")
    assert "posts: 2" in planning.spoken(date(2026, 11, 26))
    assert planning.said("empty.text") == ""


async def test_an_empty_calendar_names_the_next_step(planning: CalendarDriver) -> None:
    planning.open()
    assert planning.said("empty.text") == "Who are you posting for?"
    click(planning, "empty.action")
    planning.client()
    planning.session.changes.clients.emit()
    await planning.until(lambda: planning.said("empty.text") == "No posts for 23 Nov 2026 – 3 Jan 2027 yet.")
    click(planning, "empty.action")
    assert planning.navigator.asked == [("add_client",), ("new_post",)]


async def test_the_first_post_moves_no_day_away_from_under_the_mouse(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.open(client, width=1600)
    await planning.until(lambda: bool(planning.said("empty.text")))
    before = planning.spot(wall(27), 0).rect.topLeft(), planning.month.mapTo(planning.pane, QPoint())
    planning.post(client, in_new_york(date(2026, 12, 5), 9))
    planning.session.changes.posts.emit()
    await planning.until(lambda: not planning.said("empty.text"))
    assert (planning.spot(wall(27), 0).rect.topLeft(), planning.month.mapTo(planning.pane, QPoint())) == before


async def test_the_bar_turns_months_and_weeks_and_comes_back_to_today(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    assert planning.said("title") == "December 2026"
    click(planning, "later")
    assert planning.said("title") == "January 2027"
    click(planning, "today")
    click(planning, "view.week")
    assert planning.said("title") == "23 – 29 Nov 2026"
    click(planning, "later")
    assert planning.said("title") == "30 Nov – 6 Dec 2026"
    click(planning, "earlier")
    click(planning, "view.agenda")
    assert planning.said("title") == "From 24 Nov 2026"


async def test_keys_choose_the_view_and_the_month(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_PageDown)
    assert planning.said("title") == "January 2027"
    planning.press(Qt.Key.Key_W)
    assert planning.view() is planning.week
    planning.press(Qt.Key.Key_A)
    assert planning.view() is planning.agenda
    planning.press(Qt.Key.Key_M)
    assert planning.view() is planning.month
    planning.press(Qt.Key.Key_T)
    assert planning.said("title") == "December 2026"


async def test_hours_go_on_into_the_next_day_and_week(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_W)
    planning.week.card_cursor.move_to_time(wall(29, 23))
    planning.press(Qt.Key.Key_Down)
    spot = planning.week.card_cursor.position()
    assert spot
    assert spot.cell.wall == wall(30)


async def test_the_week_shows_each_hour_and_begins_in_the_morning(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(27, 9, 30), "Last hours")
    planning.open(client, height=400)
    planning.press(Qt.Key.Key_W)
    assert "Friday 27 November 2026 09:00, 14:00 in London, posts: 1. 09:30, Scheduled" in planning.spoken(
        wall(27, 9), planning.week
    )
    assert planning.week.rowAt(0) == 7
    assert planning.week.model().rowCount() == 24


async def test_down_goes_through_the_cards_of_a_day_before_the_next_week(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(24, 9), "First")
    planning.post(client, november(24, 10), "Second")
    planning.open(client)
    heads = []
    for _ in range(3):
        planning.press(Qt.Key.Key_Down)
        spot = planning.month.card_cursor.position()
        assert spot
        heads.append(spot.card.head if spot.card else spot.cell.wall.day)
    assert heads == ["First", "Second", 1]


async def test_return_edits_the_card_or_opens_the_day_or_a_new_post(planning: CalendarDriver) -> None:
    client = planning.client()
    post, draft = planning.post(client, november(26)), planning.draft(client, november(27))
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    planning.stand_on(27)
    planning.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    planning.stand_on(28)
    planning.press(Qt.Key.Key_Return)
    assert planning.navigator.asked == [("edit_post", post.id), ("open_draft", draft.id), ("new_post_at", november(28, 9))]
    planning.stand_on(26)
    planning.press(Qt.Key.Key_Return)
    assert planning.popover().accessibleName() == "Thursday 26 November 2026"
    find(planning.popover(), QAbstractButton, "calendar.day_posts.show").click()
    assert planning.view() is planning.day
    assert planning.said("title") == "Thursday 26 Nov 2026"
    planning.press(Qt.Key.Key_Escape)
    assert planning.view() is planning.month


async def test_return_shows_a_post_in_the_results_that_can_t_be_edited(planning: CalendarDriver) -> None:
    client = planning.client()
    post = planning.post(client, november(26), state=State.ACCEPTED)
    planning.open(client)
    planning.stand_on(26)
    planning.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert planning.navigator.of("open_post") == [post.id]


async def test_a_click_on_an_empty_day_asks_for_a_post_at_the_last_time(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    for each in (wall(30), wall(23)):
        middle = planning.spot(each, -1).rect.center()
        planning.drag(middle, middle)
    # The 23rd of November has passed: a click there only selects the day.
    assert planning.navigator.of("new_post_at") == [november(30, 9)]


async def test_after_a_double_click_on_an_empty_day_its_post_has_the_focus(
    planning: CalendarDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = QLineEdit()
    monkeypatch.setattr(planning.navigator, "new_post_at", lambda moment, client_id: field.setFocus())
    pane = planning.open(planning.client())
    field.setParent(pane)
    field.show()
    area, middle = planning.month.viewport(), planning.spot(wall(30), -1).rect.center()
    for act in (QTest.mouseClick, QTest.mouseDClick, QTest.mouseRelease):
        act(area, Qt.MouseButton.LeftButton, pos=middle)
    assert pane.focusWidget() is field


@pytest.mark.parametrize("view", [View.MONTH, View.WEEK, View.DAY])
async def test_a_double_click_on_free_room_is_its_own_where_a_post_has_moved_under_the_mouse(
    planning: CalendarDriver, view: View
) -> None:
    client = planning.client()
    planning.post(client, november(24, 10))
    pane = planning.open(client)
    pane.show_view(view)
    grid = find(pane, GridView, f"calendar.{view}")
    free, taken = (wall(29), wall(24)) if view is View.MONTH else (wall(24, 12), wall(24, 10))
    planning.click(free, -1, grid)
    double_click(grid, planning.spot(taken, 0, grid).rect.center())
    asked = planning.navigator.asked
    assert [each[0] for each in asked] == ["new_post_at"] * 2  # the second one takes the focus again
    assert asked[0] == asked[1]


async def test_a_double_click_that_began_elsewhere_does_nothing(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    for place in (0, -1):
        double_click(planning.month, planning.spot(wall(26), place).rect.center())
    assert planning.navigator.asked == []


def double_click(grid: GridView, at: QPoint) -> None:
    """Press for the second time; Qt takes both presses together by their place in the window."""
    area, left, none = grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    there = QPointF(at)
    QApplication.sendEvent(area, QMouseEvent(QEvent.Type.MouseButtonDblClick, there, area.mapToGlobal(there), left, left, none))
    QTest.mouseRelease(area, left, pos=at)


async def test_n_on_a_day_that_is_over_says_so(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.stand_on(23)
    planning.press(Qt.Key.Key_N)
    assert planning.navigator.of("new_post_at") == []
    assert planning.said("told.text").startswith("That time has passed")


async def test_an_hour_of_the_week_is_a_slot(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_W)
    planning.week.card_cursor.move_to_time(wall(25, 16))
    planning.press(Qt.Key.Key_N)
    planning.week.card_cursor.move_to_time(wall(24, 7))  # it is seven in New York
    planning.press(Qt.Key.Key_N)
    assert planning.navigator.of("new_post_at") == [november(25, 16), NOON + timedelta(minutes=15)]


async def test_what_has_no_room_is_counted_and_opens_the_day(planning: CalendarDriver) -> None:
    client = planning.client()
    for minute in range(20):
        planning.post(client, november(26, 9, minute), f"Post {minute}")
    planning.open(client)
    planning.stand_on(26)
    index = planning.month.currentIndex()
    places = [planning.month.places.position(index, n) for n in range(20)]
    more = next(spot for spot in places if spot and spot.more)
    assert more.more == CardTally(20 - more.place)
    planning.drag(more.rect.center(), more.rect.center())
    find(planning.popover(), QAbstractButton, "calendar.day_posts.show").click()
    assert planning.view() is planning.day
    quarter = planning.spot(wall(26, 9), 6, planning.day)
    assert quarter.card
    assert quarter.card.head == "Post 6"


@pytest.mark.parametrize(
    ("state", "stage", "needs", "sign"),
    [
        (State.NEEDS_USER, Stage.SCHEDULED, "1 needs your answer", "attention"),
        (State.MISSED, Stage.SCHEDULED, "1 failed or missed", "bad"),
        (State.ACCEPTED, Stage.PARTIAL, "1 failed or missed", "bad"),
    ],
)
async def test_a_post_that_needs_the_user_and_has_no_room_is_said_to_be_there(
    state: State, stage: Stage, needs: str, sign: str, planning: CalendarDriver
) -> None:
    client = planning.client()
    for day, last in ((26, State.PLANNED), (27, state)):
        for hour in range(8):
            planning.post(client, november(day, 8 + hour), f"Post {hour}")
        planning.post(client, november(day, 20), "The last one", last, stage)
    planning.open(client)
    calm, pressing = (more_of(planning, day) for day in (26, 27))
    assert calm.line(in_sight(planning)) == f"+{9 - calm.place} more"
    assert pressing.line(in_sight(planning)) == f"+{9 - pressing.place} more, {needs}"
    assert needs in planning.spoken(date(2026, 11, 27))
    assert needs not in planning.spoken(date(2026, 11, 26))
    assert not shows(planning, calm, sign)
    assert shows(planning, pressing, sign)
    hover(planning, pressing)
    await planning.until(lambda: needs in QToolTip.text())


def in_sight(planning: CalendarDriver) -> CalendarContext:
    context = planning.month.cells.context
    assert context
    return context


def more_of(planning: CalendarDriver, day: int) -> CellPosition:
    """Return the line of the month's day that stands for the cards without room."""
    spots = (planning.spot(wall(day), place) for place in range(9))
    return next(spot for spot in spots if spot.more)


def shows(planning: CalendarDriver, spot: CellPosition, colour: str) -> bool:
    """Return whether any pixel there has that colour."""
    image = planning.month.viewport().grab(spot.rect).toImage()
    wanted = QColor(planning.theme.colours.of(colour))
    return any(image.pixelColor(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def hover(planning: CalendarDriver, spot: CellPosition) -> None:
    """Show the tool tip of the position."""
    area, at = planning.month.viewport(), spot.rect.center()
    QApplication.sendEvent(area, QHelpEvent(QEvent.Type.ToolTip, at, area.mapToGlobal(at)))


async def test_the_agenda_groups_by_day_and_reads_what_is_in_view(planning: CalendarDriver) -> None:
    client = planning.client()
    for n in range(130):
        planning.post(client, november(25, 0) + timedelta(hours=n), f"Post {n}")
    planning.open(client)
    planning.press(Qt.Key.Key_A)
    model = planning.agenda.model()
    assert model.rowCount() == 130 + 6
    first = model.index(0, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Wednesday 25 November 2026"
    assert not first.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "Wednesday 25 November 2026, 00:00, Scheduled" in model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(planning.agenda, Qt.Key.Key_End)
    card = planning.agenda.cursor_card()
    assert card
    assert card.head == "Post 129"
    QTest.keyClick(planning.agenda, Qt.Key.Key_Home)
    card = planning.agenda.cursor_card()
    assert card
    assert card.head == "Post 0"


async def test_a_post_made_elsewhere_has_no_words(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), " \n", State.ACCEPTED)
    planning.open(client)
    assert "No text yet" in planning.spoken(date(2026, 11, 26))


async def test_texts_are_never_markup(planning: CalendarDriver) -> None:
    client = planning.client(f"Alex {HOSTILE}")
    planning.post(client, november(26), HOSTILE)
    planning.open(client)
    assert not rich_labels(planning.pane)
    spot = planning.spot(wall(26), 0)
    area, point = planning.month.viewport(), spot.rect.center()
    QApplication.sendEvent(area, QHelpEvent(QEvent.Type.ToolTip, point, area.mapToGlobal(point)))
    assert "<img" not in QToolTip.text()
    assert "&lt;img" in QToolTip.text()


async def test_all_that_can_be_used_has_a_name(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client)
    for view in View:
        planning.pane.show_view(view)
        assert not unidentified(planning.pane)


async def test_it_fits_where_it_is_narrow(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client, width=330, height=500)
    assert planning.pane.width() == 330
    assert not planning.pane.grab().isNull()


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
async def test_cards_are_painted_in_their_states_colours(planning: CalendarDriver, appearance: Appearance) -> None:
    client = planning.client()
    planning.post(client, november(26), state=State.ACCEPTED, stage=Stage.FAILED)
    planning.theme.set_appearance(appearance)
    planning.open(client)
    card = planning.spot(wall(26), 0).rect
    image = planning.month.viewport().grab().toImage()
    inside = card.topRight() * image.devicePixelRatio() + QPoint(-4, 8)
    assert image.pixelColor(inside).name() == planning.theme.colours.bad_soft.lower()


async def test_there_is_a_ground_also_below_the_last_hour(planning: CalendarDriver) -> None:
    pane = planning.open(planning.client(), height=1500)
    pane.show_view(View.WEEK)
    area = planning.week.viewport()
    last = planning.week.visualRect(planning.week.model().index(23, 6))
    assert last.bottom() < area.height() - 50
    shown = area.grab().toImage()
    bottom = {shown.pixelColor(x, area.height() - 20).name() for x in range(0, area.width(), 40)}
    assert bottom == {planning.theme.colours.surface.lower()}


async def test_a_screen_reader_finds_the_days_with_their_posts(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26), "Hiring")
    planning.open(client)
    table = QAccessible.queryAccessibleInterface(planning.month)
    named = [table.child(n).text(QAccessible.Text.Name) for n in range(table.childCount())]
    assert any(name.endswith("posts: 1. 09:00, Scheduled, LinkedIn, Hiring") for name in named)
    assert "Mon" in named


async def test_the_present_week_stays_the_first_when_the_clock_is_moved(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.session.clock.offset += timedelta(days=20)
    planning.session.changes.practice.emit()
    await planning.until(lambda: planning.month.cells.at(0, 0).wall == wall(14, month=12))
    assert planning.spoken(date(2026, 12, 14)) == "Monday 14 December 2026, today, no posts"
    spot = planning.month.card_cursor.position()
    assert spot
    assert spot.cell.wall == wall(14, month=12)


async def test_the_cursor_stays_on_today_where_that_is_another_day_for_the_first_client(planning: CalendarDriver) -> None:
    planning.session.clock.offset += timedelta(hours=15)
    planning.open()
    client = planning.client()
    planning.session.changes.clients.emit()
    planning.scope.show_client(client.id)
    await planning.until(lambda: "today" in planning.spoken(date(2026, 11, 24)))
    planning.press(Qt.Key.Key_A)
    await planning.until(lambda: planning.said("title") == "From 24 Nov 2026")


async def test_today_goes_on_at_midnight_and_the_cursor_stays(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.stand_on(28)
    planning.session.clock.offset += timedelta(hours=17)
    planning.pane.refresh()
    await planning.until(lambda: "today" in planning.spoken(date(2026, 11, 25)))
    assert "today" not in planning.spoken(date(2026, 11, 24))
    spot = planning.month.card_cursor.position()
    assert spot
    assert spot.cell.wall == wall(28)


@pytest.mark.parametrize(("key", "then"), [(Qt.Key.Key_W, "30 Nov – 6 Dec 2026"), (Qt.Key.Key_A, "From 1 Dec 2026")])
async def test_the_present_week_and_day_are_followed(planning: CalendarDriver, key: Qt.Key, then: str) -> None:
    planning.open(planning.client())
    planning.press(key)
    planning.session.clock.offset += timedelta(days=7)
    planning.session.changes.practice.emit()
    await planning.until(lambda: planning.said("title") == then)


async def test_other_weeks_stay_when_the_clock_is_moved(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_PageDown)
    planning.session.clock.offset += timedelta(days=3)
    planning.session.changes.practice.emit()
    planning.press(Qt.Key.Key_PageUp)
    await planning.until(lambda: "today" in planning.spoken(date(2026, 11, 27)))
    assert planning.month.cells.at(0, 0).wall == wall(23)


async def test_a_post_without_text_is_called_by_its_title(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.draft(client, november(26), "", title="Pouring tea")
    planning.open(client)
    assert planning.spoken(date(2026, 11, 26)).endswith("Draft, LinkedIn, Pouring tea")


class PaintCounter(QObject):
    """Counts how often a view is painted."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self.times = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


async def test_a_month_with_more_weeks_is_painted_once(planning: CalendarDriver) -> None:
    planning.begin_months_with_the_1st()
    planning.open(planning.client())
    await planning.until(lambda: planning.month.model().rowCount() == 6)
    painted = PaintCounter(planning.month)
    for rows in (5, 6):
        await asyncio.sleep(0.1)
        before = painted.times
        planning.press(Qt.Key.Key_PageDown if rows == 5 else Qt.Key.Key_PageUp)
        await asyncio.sleep(0.1)
        assert planning.month.model().rowCount() == rows
        assert painted.times == before + 1


async def test_a_locked_post_whose_time_is_over_is_late(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(24, 6, 56), "Just now", State.ACCEPTED)
    planning.post(client, november(24, 6, 54), "A while ago", State.ACCEPTED)
    planning.open(client)
    spoken = planning.spoken(date(2026, 11, 24))
    assert "06:54, Late, LinkedIn, A while ago" in spoken
    assert "06:56, Locked, LinkedIn, Just now" in spoken


async def test_an_hour_that_comes_twice_holds_both_and_says_which_is_which(planning: CalendarDriver) -> None:
    client = planning.client(zone="Europe/London")
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    planning.post(client, first, "First")
    planning.post(client, first + timedelta(hours=1), "Second")
    planning.open(client)
    planning.press(Qt.Key.Key_W)
    day = date(2027, 10, 31)
    planning.pane.go_to(day)
    spoken = planning.spoken(midnight(day) + timedelta(hours=1), planning.week)
    assert "01:30 UTC+1, Scheduled, LinkedIn, First; 01:30 UTC, Scheduled, LinkedIn, Second" in spoken
    assert "no posts" in planning.spoken(midnight(day) + timedelta(hours=2), planning.week)


async def test_no_card_of_the_agenda_takes_the_cursor_of_one_that_is_gone(planning: CalendarDriver) -> None:
    client = planning.client()
    first = planning.post(client, november(26, 9), "First")
    planning.post(client, november(26, 12), "Second")
    planning.open(client)
    planning.press(Qt.Key.Key_A)
    await asyncio.sleep(0.1)
    planning.agenda.setCurrentIndex(planning.agenda.lines.index(1))
    card = planning.agenda.cursor_card()
    assert card
    assert card.head == "First"
    planning.database.submit(lambda conn: conn.execute("DELETE FROM posts WHERE id = ?", (first.id,))).result()
    planning.post(client, november(26, 10), "Third")  # the day has as many lines as before
    planning.session.changes.posts.emit()
    await asyncio.sleep(0.2)
    after = planning.agenda.lines.line(planning.agenda.lines.index(1))
    assert isinstance(after, Card)
    assert after.head == "Third"
    assert planning.agenda.cursor_card() is None


async def test_a_line_of_the_agenda_shows_that_its_text_goes_on(
    planning: CalendarDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = planning.client()
    short, long = "Fresh Advent stollen, out of the oven at noon", "Day one: flour and water. " * 8
    planning.post(client, november(25), short)
    planning.draft(client, november(26), long)
    written, write = list[str](), LinePainter.write

    def record(line: LinePainter, *args: Any, **named: Any) -> str:
        written.append(write(line, *args, **named))
        return written[-1]

    monkeypatch.setattr(LinePainter, "write", record)
    planning.open(client, 1298, 696)
    planning.press(Qt.Key.Key_A)
    planning.agenda.grab()
    assert short in written
    (shown,) = {words for words in written if words.startswith("Day one")}
    assert shown.endswith("…")
    assert long.startswith(shown.removesuffix("…").rstrip())
    assert len(shown) > 100, "a wide line has room for all that is read of a text"


async def test_an_empty_agenda_says_so_in_its_middle(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    assert planning.said("empty.text") == "No posts for 23 Nov 2026 – 3 Jan 2027 yet."
    await planning.until(lambda: find(planning.pane, QLabel, "calendar.empty.text").width() > 100)
    planning.press(Qt.Key.Key_A)
    assert planning.said("empty.text") == ""
    assert planning.agenda.empty_state.isVisible()
    assert planning.agenda.empty_state.size() == planning.agenda.viewport().size()
    click(planning, "agenda.empty.action")
    assert planning.navigator.asked == [("new_post",)]
    planning.press(Qt.Key.Key_M)
    assert not planning.agenda.empty_state.isVisible()
    assert planning.said("empty.text") == "No posts for 23 Nov 2026 – 3 Jan 2027 yet."


async def test_today_is_in_view_where_not_all_weeks_have_room(planning: CalendarDriver) -> None:
    def today_is_seen() -> bool:
        rect = planning.month.visualRect(planning.month.cells.index_at(wall(24)))
        return planning.month.viewport().rect().contains(rect)

    planning.begin_months_with_the_1st()
    planning.open(planning.client())
    assert today_is_seen()
    planning.pane.resize(700, 330)
    await asyncio.sleep(0.1)
    assert planning.month.verticalScrollBar().maximum() > 0
    assert today_is_seen()
    planning.month.verticalScrollBar().setValue(0)
    assert not today_is_seen()
    click(planning, "today")
    assert today_is_seen()
    planning.press(*[Qt.Key.Key_Up] * 3, *[Qt.Key.Key_Down] * 3)
    assert today_is_seen()


@pytest.mark.parametrize(("width", "heading"), [(1200, "24 Tue, today"), (600, "24 Tue"), (420, "24")])
async def test_a_day_s_heading_is_never_cut(planning: CalendarDriver, width: int, heading: str) -> None:
    planning.open(planning.client(), width=width)
    planning.press(Qt.Key.Key_W)
    column = planning.week.cells.index_at(wall(24, 9)).column()
    await planning.until(lambda: planning.week.cells.headerData(column, Qt.Orientation.Horizontal) == heading)


async def test_over_an_empty_month_a_search_has_one_line_and_a_hidden_calendar_does_not_speak(
    planning: CalendarDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = planning.open(planning.client(), 1298, 696)
    empty, found = (find(pane, QWidget, f"calendar.{each}") for each in ("empty", "search"))
    await planning.until(empty.isVisible)
    said = list[str]()
    monkeypatch.setattr(hints, "announce", lambda _, words: said.append(words))
    planning.scope.search("tour")
    assert (empty.isVisible(), found.isVisible()) == (False, True)
    planning.scope.search("")
    assert (empty.isVisible(), found.isVisible()) == (True, False)
    pane.hide()
    planning.scope.search("bread")
    assert said == ["Posts with “tour” are listed in Results."]
    pane.show()
    assert (empty.isVisible(), found.isVisible()) == (False, True)


async def test_what_is_said_of_an_empty_month_leaves_the_last_week_in_view(planning: CalendarDriver) -> None:
    pane = planning.open(planning.client(), 1298, 696)
    hint, month = find(pane, QWidget, "calendar.empty"), planning.month
    await planning.until(hint.isVisible)
    lies = hint.geometry().translated(-month.viewport().mapTo(pane, QPoint()))
    days = [month.visualRect(month.cells.index(month.cells.rowCount() - 1, n)) for n in range(7)]
    assert sum(day.intersects(lies) for day in days) <= 3
    assert all(lies.top() > day.center().y() for day in days), "below the days' numbers"
    assert lies.bottom() < days[0].bottom()
    words = find(hint, QLabel, "calendar.empty.text")
    assert words.width() >= words.sizeHint().width()
