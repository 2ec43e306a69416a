"""The search in the top bar, in a real window."""

from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView
from pytestqt.qtbot import QtBot
from tests.support.furnished import Furnished
from tests.support.quiet_desk import QuietDesk
from tests.support.widgets import find

from postdesk.ui.scope import Scope
from postdesk.ui.theme import Theme


def test_escape_shows_all_again_and_then_leaves_the_field(
    quiet: QuietDesk, theme: Theme, here: ZoneInfo, tmp_path: Path, qtbot: QtBot
) -> None:
    scope = Scope()
    window = Furnished(quiet.desk, scope, theme, here, tmp_path / "layout.ini")
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
