"""The chart of the days by outcome."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import entry, failed, keep, post, published

from postdesk.domain.board import OutcomeCounts
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.results.chart import DayButton, OutcomeChart, outcome_words
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import Period, ResultsTab

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def chart(place: ResultsPane, account: QuietSession, qtbot: QtBot) -> OutcomeChart:
    """The chart of a day with two posts, and the day before with three."""
    client = account.client()
    keep(account, client, post(published(due_in=-HOUR), text="up"))
    keep(account, client, post(published(due_in=-2 * HOUR), failed(Platform.INSTAGRAM, due_in=-2 * HOUR), text="partly"))
    keep(account, client, post(entry(State.MISSED, due_in=-DAY), text="missed"))
    keep(account, client, post(entry(State.NEEDS_USER, due_in=-DAY - HOUR), text="asks"))
    keep(account, client, post(entry(State.REJECTED, Platform.REDDIT, due_in=-DAY - 2 * HOUR), text="refused"))
    keep(account, client, post(entry(State.PLANNED, due_in=HOUR), text="still to come"))
    place.refresh()
    qtbot.waitUntil(lambda: summary(place) != "")
    return find(place, OutcomeChart, "results.chart")


def titles(place: ResultsPane) -> list[str]:
    model = place.table.model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def summary(place: ResultsPane) -> str:
    return find(place, PlainLabel, "results.summary").text()


def click(chart: OutcomeChart, day: int) -> None:
    QTest.mouseClick(chart.days[day], LEFT)


def focused(chart: OutcomeChart) -> DayButton:
    return next(day for day in chart.days if day.hasFocus())


def test_a_sentence_tells_the_outcomes_of_all_days(place: ResultsPane, chart: OutcomeChart) -> None:
    expected = "Posts: 5 on 3 platforms. 1 went out, 1 partly, 1 failed, 1 missed, 1 without a result."
    assert summary(place) == expected
    assert outcome_words(OutcomeCounts(published=2)) == "2 went out"


def test_a_click_on_a_day_shows_only_its_posts_and_another_shows_all_again(place: ResultsPane, chart: OutcomeChart) -> None:
    click(chart, 5)
    assert titles(place) == ["missed", "asks", "refused"]
    assert summary(place) == "Posts: 3 on 2 platforms. 1 failed, 1 missed, 1 without a result."
    click(chart, 6)
    assert titles(place) == ["up", "partly"]
    click(chart, 6)
    assert len(titles(place)) == 5


def test_a_day_without_posts_leads_back_to_all_days(place: ResultsPane, chart: OutcomeChart) -> None:
    click(chart, 2)
    assert titles(place) == []
    assert "Nothing went out on this day" in [label.text() for label in place.findChildren(PlainLabel)]
    again = find(place, QAbstractButton, "results.empty.action")
    assert again.text() == "Show all days"
    again.click()
    assert len(titles(place)) == 5
    click(chart, 6)
    assert titles(place) == ["up", "partly"]


def test_keys_go_through_the_days_and_select_one(place: ResultsPane, chart: OutcomeChart) -> None:
    place.activateWindow()
    chart.days[-1].setFocus()
    assert focused(chart).accessibleName() == "Tuesday 24 November: 1 went out, 1 partly"
    QTest.keyClick(focused(chart), Qt.Key.Key_Left)
    assert focused(chart).accessibleName() == "Monday 23 November: 1 failed, 1 missed, 1 without a result"
    QTest.keyClick(focused(chart), Qt.Key.Key_Return)
    assert titles(place) == ["missed", "asks", "refused"]
    assert [day.isChecked() for day in chart.days] == [False] * 5 + [True, False]
    QTest.keyClick(focused(chart), Qt.Key.Key_Home)
    assert focused(chart).accessibleName() == "Wednesday 18 November: no posts"
    QTest.keyClick(focused(chart), Qt.Key.Key_Left)
    QTest.keyClick(focused(chart), Qt.Key.Key_End)
    QTest.keyClick(focused(chart), Qt.Key.Key_Space)
    assert titles(place) == ["up", "partly"]


def test_a_screen_reader_presses_a_day_as_a_button(place: ResultsPane, chart: OutcomeChart) -> None:
    told = QAccessible.queryAccessibleInterface(chart.days[5])
    assert told.text(QAccessible.Text.Name) == "Monday 23 November: 1 failed, 1 missed, 1 without a result"
    assert told.role() is QAccessible.Role.CheckBox
    told.actionInterface().doAction("Toggle")
    assert titles(place) == ["missed", "asks", "refused"]
    assert told.state().checked


def test_tab_leads_to_one_day_only(place: ResultsPane, chart: OutcomeChart, qtbot: QtBot) -> None:
    def stops() -> list[int]:
        return [number for number, day in enumerate(chart.days) if day.focusPolicy() & Qt.FocusPolicy.TabFocus]

    place.activateWindow()
    assert stops() == [6]
    chart.days[6].setFocus()
    QTest.keyClick(focused(chart), Qt.Key.Key_Home)
    assert stops() == [0]
    place.model.period = Period.THIRTY_DAYS
    place.show_again()
    qtbot.waitUntil(lambda: stops() == [29])


def test_all_values_can_be_read_without_seeing_the_bars(chart: OutcomeChart) -> None:
    assert chart.accessibleDescription().split(". ") == [
        "Monday 23 November: 1 failed, 1 missed, 1 without a result",
        "Tuesday 24 November: 1 went out, 1 partly",
    ]


def test_the_first_day_is_at_the_right_where_reading_begins_there(chart: OutcomeChart) -> None:
    first, last = chart.days[0].x(), chart.days[6].x()
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    assert (chart.days[0].x(), chart.days[6].x()) == (last, first)
    chart.window().activateWindow()
    chart.days[6].setFocus()
    QTest.keyClick(focused(chart), Qt.Key.Key_Right)
    assert "Monday 23 November" in focused(chart).accessibleName()
    assert not chart.grab().isNull()


def test_other_tabs_and_all_time_have_no_chart(place: ResultsPane, chart: OutcomeChart) -> None:
    assert chart.isVisible()
    place.show_tab(ResultsTab.ALL)
    assert not chart.isVisible()
    place.show_tab(ResultsTab.WENT_OUT)
    assert chart.isVisible()
    place.model.period = Period.EVER
    place.show_again()
    assert not chart.isVisible()


def test_a_filter_counts_in_the_chart_too(place: ResultsPane, chart: OutcomeChart, qtbot: QtBot) -> None:
    place.filters.platforms.choose(Platform.REDDIT)
    qtbot.waitUntil(lambda: summary(place) == "Posts: 1 on one platform. 1 failed.")


def test_the_days_are_counted_in_a_turn_after_that_of_the_posts(
    place: ResultsPane, account: QuietSession, chart: OutcomeChart, qtbot: QtBot
) -> None:
    before = summary(place)
    keep(account, account.session.clients.all()[0], post(published(due_in=-HOUR / 2), text="the sixth"))
    place.refresh()
    assert titles(place)[0] == "the sixth"
    assert summary(place) == before
    qtbot.waitUntil(lambda: summary(place).startswith("Posts: 6 on 3 platforms. 2 went out"))
