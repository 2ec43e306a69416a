"""The search in the top bar, in a real window."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find
from tests.ui.results.sample_posts import states_of
from tests.ui.shell.conftest import Opener

from postdesk.domain.draft_search import LONGEST_SEARCH
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.scope import Scope
from postdesk.ui.shell.top_bar import SearchField


def test_escape_shows_all_again_and_then_leaves_the_field(
    quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path, qtbot: QtBot
) -> None:
    scope = Scope()
    window = FullWindow(quiet.session, scope, theme, local_zone, tmp_path / "layout.ini")
    window.show()
    qtbot.waitExposed(window)
    field = find(window, QLineEdit, "top_bar.search")
    field.setFocus()
    QTest.keyClicks(field, "tea")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert scope.text == "tea"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (scope.text, field.text(), window.focusWidget()) == ("", "", field)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert window.focusWidget() is find(window, QTableView, "calendar.month")
    window.deleteLater()


def test_a_pasted_page_is_searched_by_its_beginning(
    quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path, qtbot: QtBot
) -> None:
    scope = Scope()
    window = FullWindow(quiet.session, scope, theme, local_zone, tmp_path / "layout.ini")
    field = find(window, QLineEdit, "top_bar.search")
    field.insert("".join(f"word{number} " for number in range(1000)))
    assert len(field.text()) == LONGEST_SEARCH
    window.deleteLater()


def test_enter_goes_to_the_first_post_that_was_found(
    quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path, qtbot: QtBot
) -> None:
    client = quiet.client()
    found = quiet.post(client, timedelta(hours=3))
    scope = Scope()
    window = FullWindow(quiet.session, scope, theme, local_zone, tmp_path / "layout.ini")
    window.show()
    qtbot.waitExposed(window)
    field = find(window, QLineEdit, "top_bar.search")
    field.setFocus()
    QTest.keyClicks(field, "nothing like it")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.focusWidget() is field
    field.clear()
    QTest.keyClicks(field, "tour")
    QTest.keyClick(field, Qt.Key.Key_Return)
    line = window.places.results.model.line
    assert line
    assert line.post_id == found.id
    assert window.focusWidget() is find(window, ResultsTable, "results.table")
    window.deleteLater()


@pytest.mark.parametrize("place", ["drafts", "repeating", "clients", "connections", "reports"])
def test_typing_shows_what_is_found_wherever_the_user_is(
    open_window: Opener, quiet: QuietSession, qtbot: QtBot, place: str
) -> None:
    client = quiet.client()
    found = quiet.post(client, timedelta(hours=3))
    window = open_window(quiet.session)
    window.navigator.show(place)
    field = find(window, QLineEdit, "top_bar.search")
    field.setFocus()
    QTest.keyClicks(field, "tour")
    qtbot.waitUntil(lambda: window.places.current == "results")
    assert window.focusWidget() is field
    assert list(states_of(window.places.results.model.rows)) == [found.id]


def test_the_calendar_stays_while_a_search_is_typed_and_leads_to_what_is_found(
    open_window: Opener, quiet: QuietSession, scope: Scope, qtbot: QtBot
) -> None:
    found = quiet.post(quiet.client(), timedelta(hours=3))
    window = open_window(quiet.session)
    field = find(window, QLineEdit, "top_bar.search")
    QTest.keyClicks(field, "tour")
    qtbot.waitUntil(lambda: scope.text == "tour")
    assert window.places.current == "calendar"
    hint = find(window, QWidget, "calendar.search")
    assert hint.isVisible()
    assert find(window, QLabel, "calendar.search.text").text() == "Posts with “tour” are listed in Results."
    field.clear()
    qtbot.waitUntil(lambda: not hint.isVisible())
    QTest.keyClicks(field, "tour")
    qtbot.waitUntil(hint.isVisible)
    find(window, QPushButton, "calendar.search.action").click()
    assert window.places.current == "results"
    assert list(states_of(window.places.results.model.rows)) == [found.id]


def test_a_search_that_is_ended_elsewhere_leaves_the_field(open_window: Opener, quiet: QuietSession, scope: Scope) -> None:
    quiet.client()
    window = open_window(quiet.session)
    field = find(window, QLineEdit, "top_bar.search")
    QTest.keyClicks(field, "nothing like it")
    QTest.keyClick(field, Qt.Key.Key_Return)
    window.navigator.show("results")
    find(window, QPushButton, "results.empty.action").click()
    assert (scope.text, field.text()) == ("", "")


@pytest.mark.parametrize("way", ["rail", "key"])
def test_going_back_to_the_calendar_ends_the_search_that_only_the_results_show(
    open_window: Opener, quiet: QuietSession, scope: Scope, qtbot: QtBot, way: str
) -> None:
    quiet.post(quiet.client(), timedelta(hours=3))
    window = open_window(quiet.session)
    field = find(window, QLineEdit, "top_bar.search")
    QTest.keyClicks(field, "tour")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.places.current == "results"
    find(window, QPushButton, "rail.results").click()
    assert (scope.text, field.text()) == ("tour", "tour")
    if way == "rail":
        find(window, QPushButton, "rail.calendar").click()
    else:
        next(each for each in window.findChildren(QAction) if each.objectName() == "action.place.calendar").trigger()
    assert window.places.current == "calendar"
    assert (scope.text, field.text()) == ("", "")


@pytest.mark.parametrize("width", [1366, 900, 720])
def test_the_search_says_what_it_is_for_in_any_window(open_window: Opener, quiet: QuietSession, scope: Scope, width: int) -> None:
    client = quiet.client("Bakery Sonne")
    window = open_window(quiet.session, width, 600)
    search = find(window, SearchField, "top_bar.search")
    for shown in (None, client.id):
        scope.show_client(shown)
        QApplication.processEvents()
        hint = search.placeholderText()
        assert hint in ("Search posts (Ctrl+K)", "Search posts")
        picture = search.grab().toImage()
        search.setPlaceholderText(hint[:-1] + "x")
        assert search.grab().toImage() != picture, "the last letter is seen"
        search.setPlaceholderText(hint)
