"""Dialogs lie within the screen, frame included, however small it is and however long they are."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QMainWindow, QScrollArea
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession

from postdesk.ui.kit import dialog as dialogs
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.shell.navigator import WindowNavigator

SCREENS = [QRect(0, 0, 683, 384), QRect(0, 28, 720, 452), QRect(40, 0, 700, 500)]
"""The areas that desktops with panels leave of small screens."""

LETTERS = 84


@pytest.fixture(params=SCREENS, ids=str)
def screen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> QRect:
    area: QRect = request.param
    monkeypatch.setattr(dialogs, "screen_room", lambda dialog: area)
    return area


def lies_within(dialog: QDialog, screen: QRect) -> bool:
    return dialog.isVisible() and screen.contains(dialog.frameGeometry())


def long_dialog(theme: Theme, parent: QMainWindow, lines: int) -> Dialog:
    made = Dialog("Repeat", "repeat", parent, LETTERS)
    for number in range(lines):
        made.body.addWidget(PlainLabel(f"Line {number}"))
    made.add_main_button(theme, "Save", "save", made.accept)
    return made


@pytest.mark.parametrize("lines", [3, 60])
@pytest.mark.parametrize("corner", [(-200, -100), (600, 400)])
def test_it_opens_within_the_screen_wherever_its_window_is(
    theme: Theme, qtbot: QtBot, screen: QRect, lines: int, corner: tuple[int, int]
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setGeometry(*corner, 500, 400)
    window.show()
    made = long_dialog(theme, window, lines)
    made.open()
    qtbot.waitUntil(lambda: lies_within(made, screen))
    (area,) = made.findChildren(QScrollArea)
    assert (area.verticalScrollBar().maximum() > 0) == (lines > 3)


def test_one_that_grows_at_the_edge_moves_up(theme: Theme, qtbot: QtBot, screen: QRect) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    made = long_dialog(theme, window, 3)
    made.open()
    qtbot.waitUntil(lambda: lies_within(made, screen))
    made.move(made.x(), screen.bottom() - made.frameGeometry().height())
    for number in range(20):
        made.body.addWidget(PlainLabel(f"More {number}"))
    made.grow()
    qtbot.waitUntil(lambda: lies_within(made, screen))


@pytest.mark.parametrize(
    "ask",
    [
        WindowNavigator.add_client,
        WindowNavigator.ask_for_workspace,
        WindowNavigator.ask_to_pause,
        WindowNavigator.export_posts,
        WindowNavigator.import_posts,
        WindowNavigator.lock_in_posts,
        WindowNavigator.show_error_log,
        WindowNavigator.show_limits,
    ],
)
def test_the_dialogs_of_the_window_lie_within_a_small_screen(
    quiet: QuietSession, theme: Theme, qtbot: QtBot, tmp_path: Path, screen: QRect, ask: Callable[[WindowNavigator], None]
) -> None:
    window = FullWindow(quiet.session, Scope(), theme, ZoneInfo("Europe/London"), tmp_path / "layout.ini")
    qtbot.addWidget(window)
    window.resize(screen.size())
    window.show()
    ask(window.navigator)
    (asked,) = (each for each in window.findChildren(QDialog) if each.isVisible())
    qtbot.waitUntil(lambda: lies_within(asked, screen))
