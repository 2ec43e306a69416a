"""The clipboard after Postdesk has ended: X11 keeps the copied text only where a clipboard manager runs."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.desktop import Desktop
from tests.support.processes import ended, until
from tests.support.running_app import SOURCES, close_window, running_app, window_of
from tests.support.screen_reader import ScreenReader

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

READ = ("xclip", "-out", "-selection", "clipboard")
MANAGER = Path(__file__).parents[1] / "support" / "clipboard_manager.py"
ASK = """
from PySide6.QtWidgets import QApplication
from postdesk.ui.connections.actions import clipboard_outlives_app
qt = QApplication([])
print(qt.platformName(), clipboard_outlives_app())
"""


@contextmanager
def managed(screen: Desktop) -> Iterator[None]:
    """Run a clipboard manager."""
    command = ["/usr/bin/python3", str(MANAGER), screen.environment["DISPLAY"]]
    process = subprocess.Popen(command, env=screen.environment, stdout=subprocess.PIPE, text=True)
    with ended(process):
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield


def clipboard(screen: Desktop) -> str:
    return subprocess.run(READ, env=screen.environment, check=False, capture_output=True, text=True, timeout=10).stdout


def copy_and_quit(screen: Desktop, reader: ScreenReader, profile: Path) -> str:
    """Copy something in Postdesk, quit it, and return the text that was on the clipboard before."""
    profiles.practised(profile, "Alex Morgan")
    with running_app(screen, profile) as app:
        reader.follow(app.pid)
        reader.find("Menu (F10)")
        until(lambda: window_of(screen, app))
        reader.focus(id="top_bar.search")
        reader.keys("F10")
        reader.choose("Copy diagnostics")
        copied = until(lambda: clipboard(screen))
        close_window(screen, app)
    return copied


def test_a_clipboard_manager_is_given_what_was_copied(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    with managed(screen):
        copied = copy_and_quit(screen, reader, profile)
        assert "Postdesk" in copied
        assert clipboard(screen) == copied


def test_postdesk_knows_whether_one_runs(screen: Desktop) -> None:
    def known() -> str:
        environment = screen.environment | {"PYTHONPATH": str(SOURCES)}
        return subprocess.run([sys.executable, "-c", ASK], env=environment, check=True, capture_output=True, text=True).stdout

    assert known() == "xcb False\n"
    with managed(screen):
        assert known() == "xcb True\n"
    assert known() == "xcb False\n"


def test_without_one_it_is_gone(screen: Desktop, reader: ScreenReader, profile: Path) -> None:
    copied = copy_and_quit(screen, reader, profile)
    assert "Postdesk" in copied
    assert clipboard(screen) == ""
