"""From the start until nothing changes any more: what is loaded by then, and how often a pane is laid out."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.running_app import SOURCES
from tests.support.start_modules import OF_OTHER_PLACES

from postdesk.resources import find_resources

_OF_THE_COMPOSER = {"postdesk.ui.composer.pane", "postdesk.ui.previews.card", "postdesk.ui.series.dialog", "emoji"}
_OF_DIALOGS = {
    "postdesk.ui.importing.dialog",
    "postdesk.ui.exporting.dialog",
    "postdesk.ui.client_reports.maker",
    "postdesk.ui.start.first_run",
    "postdesk.ui.snippets.dialog",
}
_OF_RARE_WORK = {
    "postdesk.engine.export",
    "postdesk.engine.client_reports",
    "postdesk.engine.emoji",
    "postdesk.engine.snippets",
    "postdesk.engine.spell_checker",
    "postdesk.api.redirect_listener",
    "postdesk.domain.client_report",
    "desktop_notifier",
    "dateutil",
    "difflib",
    "plistlib",
}
_OF_COMMAND_LINES = {"click", "rich", "pygments"}
_STILL = """
import json, os, sys
from collections import Counter
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from postdesk import app

class Resizes(QObject):
    counted = Counter()

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.counted[watched.accessibleIdentifier()] += 1
        return False

resizes = Resizes()
find = app._import_host

async def found():
    host = await find()
    from postdesk import workspace_host
    from postdesk.ui.shell.status_bar import StatusLine

    workspace_host._STILL_S = 3600
    refresh = StatusLine.refresh

    def refreshed(self):
        refresh(self)
        if self._session.watcher.checked_at:
            print(json.dumps({"modules": list(sys.modules), "resizes": resizes.counted}), flush=True)
            os._exit(0)

    StatusLine.refresh = refreshed
    QApplication.instance().installEventFilter(resizes)
    return host

app._import_host = found
app.main(sys.argv[1:])
"""


@dataclass(frozen=True)
class Still:
    """The loaded modules, and the number of resize events by the identifier of a widget."""

    modules: Sequence[str]
    resizes: Mapping[str, int]


def still(profile: Path) -> Still:
    """Start on the profile until the service's first answer is shown."""
    screen = f"offscreen:configfile={find_resources() / 'tours' / 'screen.json'}"
    environment = os.environ | {"PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": screen}
    command = [sys.executable, "-c", _STILL, "--profile", str(profile)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return Still(**json.loads(done.stdout))


@pytest.fixture
def practised(profile: Path) -> Path:
    profiles.practised(profile, "Alex Morgan", "Casa Verde")
    return profile


def test_dialogs_places_and_a_closed_composer_are_loaded_later(practised: Path) -> None:
    found = set(still(practised).modules)
    assert "httpx" in found
    assert not (_OF_THE_COMPOSER | _OF_DIALOGS | OF_OTHER_PLACES | _OF_RARE_WORK | _OF_COMMAND_LINES) & found


def test_only_the_view_in_front_is_built(practised: Path) -> None:
    found = still(practised).resizes
    assert found["calendar.month"] == 1
    assert not {"calendar.week", "calendar.day", "calendar.agenda"} & found.keys()


def test_calendar_and_open_composer_are_laid_out_once(practised: Path) -> None:
    (practised / "window.ini").write_text("[composer]\nopen=true\n")
    found = still(practised).resizes
    assert [found[name] for name in ("calendar", "calendar.month", "composer")] == [1, 1, 1]


_WITH_CARDS = """
import os, sys
from PySide6 import QtWidgets
from postdesk import app
from postdesk.ui.calendar.grid_painter import GridPainter

paint = GridPainter.paint

def painted(self, *given):
    paint(self, *given)
    print("QWizard" in vars(QtWidgets), flush=True)
    os._exit(0)

GridPainter.paint = painted
app.main(sys.argv[1:])
"""


def test_classes_of_widgets_are_created_when_they_are_used(practised: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _WITH_CARDS, "--profile", str(practised)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"
