"""The first window fits on small screens, with the frame that a desktop adds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import profiles
from tests.support.desktop import desktop
from tests.support.running_app import SOURCES

pytestmark = pytest.mark.real_window
_PROGRAM = """
import json, os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from postdesk.app import main

before = []

def look():
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
    if not shown:
        return
    frame, window, screen = shown[0].frameGeometry(), shown[0].geometry(), shown[0].screen().availableGeometry()
    now = frame.getRect(), window.getRect(), screen.getRect()
    before.append(now)
    if frame != window and before[-5:] == [now] * 5:
        print(json.dumps(now), flush=True)
        os._exit(0)

init = QApplication.__init__
def begun(self, *arguments):
    init(self, *arguments)
    self.timer = QTimer(interval=200)
    self.timer.timeout.connect(look)
    self.timer.start()

QApplication.__init__ = begun
main(sys.argv[1:])
"""


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize(("screen", "scale"), [("1366x768", ""), ("1440x900", ""), ("1920x1080", "1.5")])
@pytest.mark.parametrize("window_manager", ["openbox", "icewm"])
def test_it_is_no_larger_than_the_screen(
    window_manager: str, screen: str, scale: str, new: bool, profile: Path, tmp_path: Path
) -> None:
    if not new:
        profiles.practised(profile, "Alex Morgan")
    with desktop(tmp_path / "home", screen, window_manager=window_manager) as shown:
        environment = shown.environment | {"PYTHONPATH": str(SOURCES)} | ({"QT_SCALE_FACTOR": scale} if scale else {})
        command = [sys.executable, "-c", _PROGRAM, "--profile", str(profile)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=90)
    (left, top, width, height), window, (*corner, most_width, most_height) = json.loads(done.stdout)
    assert [left, top, width, height] != window
    assert (left >= corner[0], top >= corner[1]) == (True, True)
    assert (left + width <= corner[0] + most_width, top + height <= corner[1] + most_height) == (True, True)
