"""The search in the top bar, in a real window."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find

from postdesk.domain.draft_search import LONGEST_SEARCH
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.table import ResultsTable
from postdesk.ui.scope import Scope


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
