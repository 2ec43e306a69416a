"""The dialog about missed posts opens when the window is in view."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import NOON, quiet_session

from postdesk.domain.delivery import State
from postdesk.ui.kit.theme import Theme
from postdesk.ui.shell.main_window import MainWindow
from postdesk.ui.shell.missed_posts import MissedWatch


def test_it_waits_for_a_window_that_was_seen_and_is_minimised_now(
    qapp: QApplication, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    with quiet_session(tmp_path) as quiet:
        post = quiet.post(quiet.client(), -timedelta(hours=1), State.MISSED)
        window = MainWindow(theme, tmp_path / "layout.ini")
        qtbot.addWidget(window)
        with qtbot.waitSignal(window.painted):
            window.show()
        window.showMinimized()
        watch, asked = MissedWatch(quiet.session, window, NOON - timedelta(days=1)), list[object]()
        watch.found.connect(asked.append)
        watch._ask_if_missed()
        qapp.processEvents()
        assert asked == []
        window.showNormal()
        qtbot.waitUntil(lambda: asked == [(post.id,)])
