"""Modules that aren't needed to paint the window are loaded after it, those that aren't needed to fill it later still."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support import profiles
from tests.support.running_app import SOURCES
from tests.support.seed import Amount, seed
from tests.support.start_modules import OF_OTHER_PLACES

_OF_THE_WORK = {"httpx", "pydantic", "keyring", "emoji", "tenacity", "desktop_notifier"}
_OF_THE_POSTS = {"postdesk.domain.clients", "postdesk.domain.posts", "postdesk.engine.workspace_context", "tomllib", "dateutil"}
_OF_THE_PANES = {
    "postdesk.workspace_host",
    "postdesk.engine.workspace_session",
    "postdesk.ui.shell.content",
    "postdesk.ui.calendar.pane",
}
_OF_LATER_WORK = {
    "postdesk.store.repair",
    "postdesk.store.backups",
    "postdesk.domain.x_urls",
    "postdesk.domain.dry_run",
    "postdesk.engine.import_context",
    "postdesk.ui.calendar.agenda_view",
    "postdesk.ui.calendar.hours_view",
    "postdesk.ui.text.problems",
    "dateutil",
    "difflib",
    "plistlib",
}
_PAINTED = """
import os, sys
from postdesk.app import MainWindow, main

def told():
    print(*sys.modules, flush=True)
    os._exit(0)

show = MainWindow.show
def shown(window):
    window.painted.connect(told)
    show(window)

MainWindow.show = shown
main(sys.argv[1:])
"""
_FILLED = """
import os, sys
from postdesk.workspace_host import WorkspaceHost
from postdesk.app import main

def filled(self, opening):
    print(*sys.modules, flush=True)
    os._exit(0)

WorkspaceHost._start_sessions = filled
main(sys.argv[1:])
"""
_SHOWN = """
import os, sys
from postdesk import app
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

class Windows(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            print(watched.accessibleIdentifier(), flush=True)
        return False

windows = Windows()
find = app._import_host

async def found():
    host = await find()
    QApplication.instance().installEventFilter(windows)
    host._start_sessions = lambda self, opening: (print("filled", flush=True), os._exit(0))
    return host

app._import_host = found
app.main(sys.argv[1:])
"""
_READY_TO_COUNT = """
import os, sys
from postdesk.app import main
from postdesk.engine.composer import Composer

load_rules = Composer.load_rules
async def loaded(self):
    await load_rules(self)
    print(*sys.modules, flush=True)
    os._exit(0)

Composer.load_rules = loaded
main(sys.argv[1:])
"""


def loaded(program: str, profile: Path, words: str = "") -> set[str]:
    """Return the modules that are loaded when the program ends; `words` are the text of the draft that was open last."""
    workspace = profiles.practised(profile, "Alex Morgan")
    if words:
        profiles.drafted(profile, workspace, words)
    return set(said(program, profile))


def said(program: str, profile: Path) -> list[str]:
    """Return the words that the program writes on that profile."""
    command = [sys.executable, "-c", program, "--profile", str(profile)]
    environment = os.environ | {"PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


def test_the_window_is_painted_before_its_panes_are_loaded(profile: Path) -> None:
    found = loaded(_PAINTED, profile)
    assert "postdesk.ui.shell.main_window" in found
    assert not (_OF_THE_POSTS | _OF_THE_PANES | _OF_THE_WORK) & found


def test_it_is_filled_before_the_libraries_of_the_work_are_loaded(profile: Path) -> None:
    found = loaded(_FILLED, profile)
    assert found >= _OF_THE_PANES
    assert not (_OF_THE_WORK | _OF_LATER_WORK) & found


def test_the_other_places_are_loaded_when_they_are_shown(profile: Path) -> None:
    assert not OF_OTHER_PLACES & loaded(_READY_TO_COUNT, profile)


def test_the_tables_of_emoji_wait_for_words(profile: Path) -> None:
    found = loaded(_READY_TO_COUNT, profile)
    assert "tomllib" in found
    assert "emoji" not in found


def test_they_are_there_before_the_words_of_the_last_draft_are_counted(profile: Path) -> None:
    assert "emoji" in loaded(_READY_TO_COUNT, profile, "Studio tour \N{PARTY POPPER}")


def test_no_part_of_the_window_is_shown_as_a_window_of_its_own(profile: Path) -> None:
    seed(profile, Amount(1000))  # of which some need attention
    assert said(_SHOWN, profile) == ["filled"]
