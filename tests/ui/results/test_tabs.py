"""The tabs of the results, the period of what went out, and how posts are found across them."""

from collections.abc import Callable
from datetime import UTC, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.navigator import RecordingNavigator
from tests.support.quiet_session import NOON, QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import become, connect, entry, failed, keep, post, published, states_of

from postdesk.domain.delivery import Hold, Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import NEEDS_ATTENTION, WENT_OUT
from postdesk.ui.kit.buttons import Button, IconButton
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import TAB_STATES, Period, ResultsTab, day_edges, tab_of
from postdesk.ui.scope import Scope

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def titles(place: ResultsPane) -> list[str]:
    model = place.table.model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def press(place: ResultsPane, tab: ResultsTab) -> None:
    find(place, Button, f"results.tab.{tab}").click()


def choose(place: ResultsPane, choice: str) -> None:
    for menu in (place.filters.clients, place.filters.platforms, place.filters.states):
        menu.menu().aboutToShow.emit()
    action = place.findChild(QAction, choice)
    assert action
    action.trigger()


def click(place: ResultsPane, top: int) -> None:
    QTest.mouseClick(place.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, top))


def words_on_tabs(place: ResultsPane) -> list[str]:
    return [find(place, Button, f"results.tab.{tab}").text() for tab in ResultsTab]


@pytest.fixture
def some(account: QuietSession, place: ResultsPane) -> Callable[[], None]:
    """Return a function that adds a post of each kind."""

    def add() -> None:
        client = account.client()
        keep(account, client, post(published(due_in=-HOUR), text="up"))
        keep(account, client, post(published(due_in=-20 * DAY), text="up long ago"))
        keep(account, client, post(entry(State.MISSED, due_in=-30 * HOUR), text="missed"))
        keep(account, client, post(entry(State.UNCERTAIN, due_in=-2 * HOUR), text="checking"))
        keep(account, client, post(entry(State.PLANNED, due_in=3 * DAY), text="later"))
        keep(account, client, post(entry(State.PLANNED, due_in=2 * DAY), text="soon"))
        keep(account, client, post(entry(State.PLANNED, due_in=4 * DAY, hold=Hold.MEDIA), text="held"))
        place.refresh()

    return add


def test_each_tab_has_its_posts_in_its_order(place: ResultsPane, some: Callable[[], None], qtbot: QtBot) -> None:
    some()

    assert titles(place) == ["up", "checking", "missed"]
    press(place, ResultsTab.ATTENTION)
    assert titles(place) == ["held", "missed"]
    press(place, ResultsTab.SCHEDULED)
    assert titles(place) == ["checking", "soon", "later", "held"]
    press(place, ResultsTab.ALL)
    assert titles(place) == ["held", "later", "soon", "up", "checking", "missed", "up long ago"]
    qtbot.waitUntil(lambda: words_on_tabs(place) == ["Needs attention 2", "Went out", "Scheduled 4", "All"])


def test_a_screen_readers_toggle_shows_the_tab_as_a_click_does(place: ResultsPane, some: Callable[[], None]) -> None:
    some()
    find(place, Button, "results.tab.scheduled").toggle()
    assert titles(place) == ["checking", "soon", "later", "held"]


@pytest.mark.parametrize("period", [Period.WEEK, Period.EVER])
def test_a_post_stays_scheduled_while_it_is_locked_in_and_until_it_has_a_result(
    place: ResultsPane, account: QuietSession, period: Period
) -> None:
    """Its state changes several times on the way; it needs nobody, and its time hasn't come."""
    made = keep(account, account.client(), post(entry(State.QUEUED, due_in=2 * HOUR), text="locked in"))
    choose(place, f"results.period.{period}")

    def tabs() -> list[ResultsTab]:
        found = []
        for tab in (ResultsTab.ATTENTION, ResultsTab.WENT_OUT, ResultsTab.SCHEDULED):
            press(place, tab)
            place.refresh()
            found += [tab] if "locked in" in titles(place) else []
        return found

    on_the_way: tuple[dict[str, object], ...] = (
        {"hold": Hold.OFFLINE},
        {"hold": None, "state": State.SENDING},
        {"state": State.UNCERTAIN},
        {"state": State.ACCEPTED, "stage": Stage.PROCESSING, "remote_status": "processing"},
        {"state": State.ACCEPTED, "stage": Stage.SCHEDULED, "remote_status": "scheduled"},
    )
    for known in on_the_way:
        become(account, made, **known)
        assert (known, tabs()) == (known, [ResultsTab.SCHEDULED])
    account.session.clock.offset += 2 * HOUR
    become(account, made, **on_the_way[3])
    assert tabs() == [ResultsTab.WENT_OUT, ResultsTab.SCHEDULED]
    become(account, made, state=State.ACCEPTED, stage=Stage.PUBLISHED, remote_status="published")
    assert tabs() == [ResultsTab.WENT_OUT]


def test_the_chart_leaves_out_what_is_locked_in_for_later_today(place: ResultsPane, account: QuietSession) -> None:
    client = account.client()
    keep(account, client, post(entry(State.SENDING, due_in=2 * HOUR)))
    keep(account, client, post(entry(State.SENDING)))
    place.refresh()
    days = place.model.day_counts()
    while not days.is_complete:
        days.count_on()
    assert sum(counts.total for counts in days.outcomes) == 1


def test_a_number_follows_what_happens(place: ResultsPane, account: QuietSession, qtbot: QtBot) -> None:
    made = keep(account, account.client(), post(entry(State.PLANNED, due_in=HOUR)))
    place.refresh()
    qtbot.waitUntil(lambda: words_on_tabs(place)[::2] == ["Needs attention", "Scheduled 1"])
    become(account, made, state=State.MISSED)
    place.refresh()
    qtbot.waitUntil(lambda: words_on_tabs(place)[::2] == ["Needs attention 1", "Scheduled"])


def test_the_arrow_keys_go_through_the_tabs(place: ResultsPane, some: Callable[[], None]) -> None:
    some()
    place.activateWindow()
    button = find(place, Button, "results.tab.went_out")
    button.setFocus()

    QTest.keyClick(button, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is find(place, Button, "results.tab.scheduled")
    QTest.keyClick(QApplication.focusWidget() or button, Qt.Key.Key_Space)
    assert titles(place) == ["checking", "soon", "later", "held"]


def test_every_state_but_cancelled_is_in_one_of_the_tabs() -> None:
    shown = frozenset[PostState]().union(*TAB_STATES.values())
    assert shown == frozenset(PostState) - {PostState.CANCELLED}
    assert tab_of(NEEDS_ATTENTION) is ResultsTab.ATTENTION
    assert tab_of(WENT_OUT) is ResultsTab.WENT_OUT
    assert tab_of(frozenset({PostState.PUBLISHED, PostState.LOCKED})) is ResultsTab.ALL


def test_the_period_says_which_days_went_out(place: ResultsPane, some: Callable[[], None]) -> None:
    some()
    period = find(place, Button, "results.period")
    assert period.text() == "Last 7 days"

    choose(place, f"results.period.{Period.THIRTY_DAYS}")
    assert titles(place) == ["up", "checking", "missed", "up long ago"]
    choose(place, f"results.period.{Period.MONTH}")
    assert (period.text(), titles(place)) == ("This month", ["up", "checking", "missed", "up long ago"])
    choose(place, f"results.period.{Period.WEEK}")
    assert titles(place) == ["up", "checking", "missed"]
    press(place, ResultsTab.SCHEDULED)
    assert not period.isVisible()


@pytest.mark.parametrize(("period", "days"), [(Period.WEEK, 7), (Period.THIRTY_DAYS, 30), (Period.MONTH, 24), (Period.EVER, -1)])
def test_days_begin_at_midnight_of_the_zone(period: Period, days: int) -> None:
    edges = day_edges(period, NOON.astimezone(ZoneInfo("America/New_York")))

    assert len(edges) == days + 1
    assert all((edge.hour, edge.minute) == (0, 0) for edge in edges)
    assert not edges or edges[-2] <= NOON < edges[-1]


def test_days_are_as_long_as_the_clock_makes_them() -> None:
    after_the_change = NOON.replace(month=11, day=3).astimezone(ZoneInfo("America/New_York"))
    edges = day_edges(Period.WEEK, after_the_change)
    lengths = {(later.astimezone(UTC) - earlier.astimezone(UTC)) / HOUR for earlier, later in pairwise(edges)}
    assert lengths == {24.0, 25.0}


def test_a_search_finds_a_post_in_any_tab(place: ResultsPane, some: Callable[[], None], whole_scope: Scope) -> None:
    some()
    whole_scope.search("later")
    assert place.model.tab is ResultsTab.ALL
    assert titles(place) == ["later"]
    whole_scope.search("late")
    press(place, ResultsTab.SCHEDULED)
    assert titles(place) == ["later"]
    whole_scope.search("")
    assert (place.model.tab, titles(place)) == (ResultsTab.WENT_OUT, ["up", "checking", "missed"])


@pytest.mark.parametrize(
    ("text", "tab"),
    [
        ("up", ResultsTab.WENT_OUT),
        ("up long ago", ResultsTab.WENT_OUT),
        ("missed", ResultsTab.WENT_OUT),
        ("held", ResultsTab.ATTENTION),
        ("soon", ResultsTab.SCHEDULED),
    ],
)
def test_a_post_is_opened_in_the_tab_that_has_it(
    place: ResultsPane, some: Callable[[], None], text: str, tab: ResultsTab
) -> None:
    some()
    press(place, ResultsTab.ALL)
    post_id = list(states_of(place.model.rows))[titles(place).index(text)]
    press(place, ResultsTab.WENT_OUT)

    place.open_post(post_id)

    assert place.model.tab is tab
    assert place.model.line
    assert place.model.line.title == text


def test_a_post_whose_hold_passes_is_scheduled_and_is_found_from_elsewhere(place: ResultsPane, account: QuietSession) -> None:
    waiting = keep(account, account.client(), post(entry(State.QUEUED, due_in=DAY, hold=Hold.OFFLINE), text="offline"))
    press(place, ResultsTab.ATTENTION)
    assert titles(place) == []
    press(place, ResultsTab.SCHEDULED)
    assert titles(place) == ["offline"]
    for tab in ResultsTab:
        press(place, tab)
        place.open_post(waiting.id)
        assert place.model.line
        assert place.model.line.post_id == waiting.id


def test_states_are_shown_in_their_tab(place: ResultsPane, some: Callable[[], None]) -> None:
    some()
    place.show_states(NEEDS_ATTENTION)
    assert (place.model.tab, place.filters.states.states) == (ResultsTab.ATTENTION, frozenset())
    place.show_states(frozenset({PostState.PUBLISHED}))
    assert (place.model.tab, titles(place)) == (ResultsTab.WENT_OUT, ["up", "up long ago"])
    press(place, ResultsTab.SCHEDULED)
    assert titles(place) == ["checking", "soon", "later", "held"]


def test_one_button_shows_the_filters_and_resets_them(place: ResultsPane, some: Callable[[], None]) -> None:
    some()
    button, states = find(place, IconButton, "results.filter"), find(place, Button, "results.states")
    assert not states.isVisible()
    button.click()
    assert states.isVisible()

    choose(place, "results.state.published")
    assert titles(place) == ["up"]
    choose(place, "results.state.scheduled")
    assert (place.model.tab, titles(place)) == (ResultsTab.SCHEDULED, ["soon", "later"])
    button.click()
    assert not states.isVisible()
    assert place.filters.states.states == frozenset()


@pytest.mark.parametrize(
    ("tab", "headline", "action"),
    [
        (ResultsTab.ATTENTION, "All clear", "Show the calendar"),
        (ResultsTab.WENT_OUT, "Nothing went out in these days", "Show all time"),
        (ResultsTab.SCHEDULED, "Nothing is scheduled", "New post"),
        (ResultsTab.ALL, "No posts yet", "New post"),
    ],
)
def test_an_empty_tab_says_so_with_its_next_action(
    place: ResultsPane, account: QuietSession, asked: RecordingNavigator, tab: ResultsTab, headline: str, action: str
) -> None:
    account.client()
    press(place, tab)
    place.refresh()

    empty = find(place, Button, "results.empty.action")
    assert place.table.isHidden()
    assert headline in [label.text() for label in place.findChildren(PlainLabel) if label.isVisible()]
    assert (empty.text(), empty.isVisible()) == (action, bool(action))
    assert place.focus_target.isVisible()
    empty.click()
    led = {"New post": [("new_post",)], "Show the calendar": [("show", "calendar")]}
    assert asked.asked == led.get(action, [])
    if action == "Show all time":
        assert (empty.text(), empty.isVisible()) == ("New post", True)


@pytest.mark.parametrize("tab", [ResultsTab.ATTENTION, ResultsTab.ALL])
def test_without_a_client_the_next_step_is_to_add_one(place: ResultsPane, asked: RecordingNavigator, tab: ResultsTab) -> None:
    press(place, tab)
    empty = find(place, Button, "results.empty.action")
    assert (empty.text(), empty.isVisible()) == ("Add a client or brand…", True)
    empty.click()
    assert asked.asked == [("add_client",)]


def test_what_needs_attention_of_others_is_counted_where_the_shown_client_has_nothing(
    place: ResultsPane, account: QuietSession, whole_scope: Scope, asked: RecordingNavigator
) -> None:
    alex, bea = account.client(), account.client("Bea Rossi")
    keep(account, bea, post(entry(State.MISSED)))
    whole_scope.show_client(alex.id)
    press(place, ResultsTab.ATTENTION)
    place.refresh()
    shown = [label.text() for label in place.findChildren(PlainLabel) if label.isVisible()]
    assert "Others need attention: 1" in shown
    assert "All clear" not in shown
    empty = find(place, Button, "results.empty.action")
    assert empty.text() == "Show all clients"
    empty.click()
    assert asked.asked == [("show_attention",)]


def test_an_account_that_posts_wait_for_counts_and_is_named(
    place: ResultsPane, account: QuietSession, asked: RecordingNavigator, qtbot: QtBot
) -> None:
    client = account.client()
    connect(account, client, Platform.LINKEDIN, status="expired")
    keep(account, client, post(entry(State.PLANNED, due_in=HOUR)))
    place.refresh()
    press(place, ResultsTab.ATTENTION)

    qtbot.waitUntil(lambda: words_on_tabs(place)[0] == "Needs attention 1")
    words = find(place, PlainLabel, "results.accounts.text")
    assert words.text() == "LinkedIn needs reconnecting. Posts wait for it."
    shown = [label.text() for label in place.findChildren(PlainLabel) if label.isVisible()]
    assert "No post needs attention." in shown
    assert "All clear" not in shown
    find(place, Button, "results.accounts.action").click()
    assert asked.of("show_connections") == [client.id]
    press(place, ResultsTab.SCHEDULED)
    assert not words.isVisible()


def test_an_account_among_several_clients_names_its_client(place: ResultsPane, account: QuietSession) -> None:
    harbour, loop = account.client("Harbour Yoga"), account.client("Loop Labs")
    connect(account, harbour, Platform.LINKEDIN, status="expired")
    keep(account, harbour, post(entry(State.PLANNED, due_in=HOUR)))
    press(place, ResultsTab.ATTENTION)
    place.refresh()
    words = find(place, PlainLabel, "results.accounts.text")
    assert words.text() == "Harbour Yoga: LinkedIn needs reconnecting. Posts wait for it."

    connect(account, loop, Platform.LINKEDIN, status="expired")
    keep(account, loop, post(entry(State.PLANNED, due_in=HOUR)))
    place.refresh()
    assert words.text() == "2 accounts of 2 clients need reconnecting. Posts wait for them."


def test_ten_results_have_room_at_1366_by_768(place: ResultsPane, account: QuietSession) -> None:
    client = account.client()
    for day in range(3):
        for number in range(5):
            made = post(failed(due_in=-day * DAY - number * HOUR), published(Platform.FACEBOOK, "1_2", due_in=-day * DAY))
            keep(account, client, made)
    place.refresh()
    QApplication.processEvents()

    viewport = place.table.viewport().rect()
    in_view = [row for row in range(15) if viewport.contains(place.table.visualRect(place.table.model().index(row, 0)))]
    assert len(in_view) >= 10
    assert place.header.height() <= 50
    assert find(place, PlainLabel, "results.summary").parentWidget().height() <= 90  # type: ignore[union-attr]


def test_the_heading_of_a_day_is_no_line(place: ResultsPane, some: Callable[[], None]) -> None:
    some()
    QApplication.processEvents()
    first = place.table.visualRect(place.table.model().index(0, 0))
    QTest.mouseClick(
        place.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, first.top() - 5)
    )
    assert place.model.line is None
    QTest.mouseClick(
        place.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, first.top() + 5)
    )
    assert place.model.line


def test_mouse_and_focus_on_the_first_line_of_a_day_leave_its_heading(place: ResultsPane, some: Callable[[], None]) -> None:
    some()
    QApplication.processEvents()
    view = place.table.viewport()
    first = place.table.visualRect(place.table.model().index(0, 0))
    heading = QRect(0, 0, view.width(), first.top())
    before = view.grab(heading).toImage()
    QTest.mouseMove(view, first.center())
    QApplication.processEvents()
    assert view.grab(heading).toImage() == before
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first.center())
    place.activateWindow()
    QApplication.processEvents()
    assert place.table.hasFocus()
    assert view.grab(QRect(0, 0, place.table.columnWidth(0), first.top())).toImage() == before.copy(
        0, 0, place.table.columnWidth(0), first.top()
    )


def test_the_focus_stays_in_the_results_when_the_last_line_of_a_tab_goes(place: ResultsPane, account: QuietSession) -> None:
    made = keep(account, account.client(), post(entry(State.PLANNED, due_in=DAY), text="next"))
    place.show_tab(ResultsTab.SCHEDULED)
    place.activateWindow()
    place.table.setFocus()
    QApplication.processEvents()
    assert (titles(place), place.table.hasFocus()) == (["next"], True)
    become(account, made, state=State.CANCELLED)
    place.refresh()
    assert titles(place) == []
    assert place.window().focusWidget() is place.focus_target


def test_a_new_first_post_of_a_day_takes_the_heading(place: ResultsPane, account: QuietSession) -> None:
    client = account.client()
    keep(account, client, post(published(due_in=-2 * HOUR), text="before"))
    place.refresh()
    QApplication.processEvents()
    keep(account, client, post(published(due_in=-HOUR), text="after"))
    place.refresh()
    QApplication.processEvents()

    first, second = (place.table.visualRect(place.table.model().index(row, 0)) for row in range(2))
    assert second.top() == first.bottom() + 1
    assert first.height() == second.height()


def test_a_line_is_painted_mirrored_where_reading_begins_at_the_right(place: ResultsPane, account: QuietSession) -> None:
    colour = "#c2410c"
    for name in ("Alex Morgan", "Bea Rossi"):
        keep(account, account.client(name, colour=colour), post(published()))
    place.refresh()
    place.table.setCurrentIndex(place.table.model().index(0, 0))
    sides = {}
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        place.setLayoutDirection(direction)
        QApplication.processEvents()
        viewport = place.table.viewport()
        line = place.table.visualRect(place.table.model().index(0, 0))
        image = viewport.grab().toImage()
        found = [x for x in range(image.width()) if image.pixelColor(x, line.center().y()).name() == colour]
        sides[direction] = "left" if max(found) < viewport.width() // 4 else "right" if min(found) > viewport.width() // 4 else ""

    assert list(sides.values()) == ["left", "right"]


def test_a_screen_reader_takes_the_tabs_for_radio_buttons_with_their_numbers(
    place: ResultsPane, some: Callable[[], None], qtbot: QtBot
) -> None:
    some()
    told = [QAccessible.queryAccessibleInterface(find(place, Button, f"results.tab.{tab}")) for tab in ResultsTab]
    assert {each.role() for each in told} == {QAccessible.Role.RadioButton}
    words = ["Needs attention 2", "Went out", "Scheduled 4", "All"]
    qtbot.waitUntil(lambda: [each.text(QAccessible.Text.Name) for each in told] == words)
    assert [bool(each.state().checked) for each in told] == [False, True, False, False]
