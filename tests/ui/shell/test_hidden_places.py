"""A change and a search read only what is in view; the rest follows when it is shown."""

from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import states_of
from tests.ui.shell.conftest import Opener

from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.posts import Post
from postdesk.engine.composer import SubmittedDraft
from postdesk.ui.results.tabs import TAB_STATES, ResultsTab
from postdesk.ui.scope import Scope

HOUR = timedelta(hours=1)


@pytest.fixture
def window(open_window: Opener, quiet: QuietSession) -> FullWindow:
    """A window that shows the calendar, and has shown the results before."""
    quiet.client()
    window = open_window(quiet.session)
    window.navigator.show("results")
    window.places.results.show_tab(ResultsTab.ALL)
    window.navigator.show("calendar")
    return window


def listed(window: FullWindow) -> list[int]:
    return list(states_of(window.places.results.model.rows))


def a_post(quiet: QuietSession) -> Post:
    return quiet.post(quiet.session.clients.all()[0], 3 * HOUR)


def test_typing_beside_the_calendar_reads_no_post(window: FullWindow, quiet: QuietSession, scope: Scope, qtbot: QtBot) -> None:
    found = a_post(quiet)
    qtbot.wait(200)  # until all have taken in the new post
    asked: list[str] = []
    quiet.database.reader.set_trace_callback(asked.append)
    QTest.keyClicks(find(window, QLineEdit, "top_bar.search"), "tour")
    qtbot.waitUntil(lambda: scope.text == "tour")
    assert not [query for query in asked if "FROM posts" in query or "* FROM clients" in query]
    window.navigator.show("results")
    assert listed(window) == [found.id]


def test_a_key_is_searched_in_the_next_turn_with_those_that_came_meanwhile(
    window: FullWindow, quiet: QuietSession, scope: Scope, qtbot: QtBot
) -> None:
    searched: list[str] = []
    scope.changed.connect(lambda: searched.append(scope.text))
    field = find(window, QLineEdit, "top_bar.search")
    for letters in ("t", "to", "tou"):
        field.setText(letters)
    assert searched == []
    qtbot.waitUntil(lambda: bool(searched), timeout=100)
    assert searched == ["tou"]


def test_results_out_of_view_follow_a_change_when_they_are_shown(window: FullWindow, quiet: QuietSession, qtbot: QtBot) -> None:
    post = a_post(quiet)
    qtbot.wait(200)
    assert listed(window) == []
    window.navigator.show("results")
    assert listed(window) == [post.id]


def test_a_post_made_beside_the_calendar_is_selected_when_the_results_are_shown(
    window: FullWindow, quiet: QuietSession, qtbot: QtBot
) -> None:
    post = a_post(quiet)
    quiet.session.composer.submitted.emit(SubmittedDraft("draft", post.id, post.client_id, SubmitMode.SCHEDULE))
    qtbot.wait(200)
    assert listed(window) == []
    window.navigator.show("results")
    line = window.places.results.model.line
    assert line
    assert line.post_id == post.id


def test_a_post_out_of_view_is_opened_as_it_is_now(window: FullWindow, quiet: QuietSession, scope: Scope) -> None:
    post = a_post(quiet)
    scope.search("nothing like it")
    window.navigator.open_post(post.id)
    line = window.places.results.model.line
    assert line
    assert line.post_id == post.id


@pytest.mark.parametrize("tab", [ResultsTab.ATTENTION, ResultsTab.SCHEDULED])
def test_results_out_of_view_show_the_tab_that_is_asked_for_beside_a_search(
    window: FullWindow, scope: Scope, tab: ResultsTab
) -> None:
    scope.search("tour")
    if tab is ResultsTab.ATTENTION:
        window.navigator.show_attention()
    else:
        window.navigator.show_states(TAB_STATES[tab])
    assert window.places.results.model.tab is tab


def test_an_opened_post_is_selected_whatever_was_made_before(window: FullWindow, quiet: QuietSession, qtbot: QtBot) -> None:
    wanted = a_post(quiet)
    made = quiet.post(quiet.session.clients.all()[0], 4 * HOUR)
    qtbot.wait(200)
    window.navigator.show("results")
    window.navigator.show("calendar")
    quiet.session.composer.submitted.emit(SubmittedDraft("draft", made.id, made.client_id, SubmitMode.SCHEDULE))
    window.navigator.open_post(wanted.id)
    line = window.places.results.model.line
    assert line
    assert line.post_id == wanted.id
