"""What is not needed to paint the window is loaded after it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support import profiles
from tests.support.running_app import SOURCES

_LATER = {"httpx", "pydantic", "keyring", "emoji", "tenacity", "desktop_notifier"}
_LOADED = """
import os, sys
from postdesk.app import Application, main

def painted(self, opening):
    print(*sys.modules, flush=True)
    os._exit(0)

Application._work_begins = painted
main(sys.argv[1:])
"""


def test_the_window_is_painted_without_the_libraries_of_the_work(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan")
    command = [sys.executable, "-c", _LOADED, "--profile", str(profile)]
    environment = os.environ | {"PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"}
    loaded = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    assert "postdesk.ui.main_window" in loaded
    assert not _LATER & set(loaded)
