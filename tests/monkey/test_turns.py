"""The cause of a stalled window is found, and distinguished from a stall of the whole computer."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.monkey.turns import TurnWatch

_CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def watch(qapp: QApplication, tmp_path: Path) -> Iterator[TurnWatch]:
    made = TurnWatch(tmp_path / "turns", tmp_path / "hangs", hangs_s=0.3)
    yield made
    made.end()


def test_a_window_that_hangs_is_told_with_what_it_does(watch: TurnWatch, tmp_path: Path, qtbot: QtBot) -> None:
    qtbot.wait(50)
    time.sleep(1)
    qtbot.waitUntil(lambda: (tmp_path / "turns").exists())
    assert "test_turns.py" in (tmp_path / "hangs").read_text()
    assert json.loads((tmp_path / "turns").read_text().splitlines()[-1])["ms"] > 300


def test_a_window_without_a_processor_does_not_hang(
    watch: TurnWatch, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.wait(50)
    begun = time.monotonic()
    # The system counts all of that time as spent in the queue for a processor.
    monkeypatch.setattr(watch, "_scheduled", lambda: (0.0, time.monotonic() - begun))
    qtbot.wait(50)
    time.sleep(1)
    hangs = tmp_path / "hangs"
    qtbot.waitUntil(lambda: hangs.exists() and not hangs.read_text())


class Variable:
    """Notes the thread that frees it."""

    def __init__(self, freed_by: set[str]) -> None:
        self._freed_by = freed_by

    def __del__(self) -> None:
        self._freed_by.add(threading.current_thread().name)


def test_the_watch_never_frees_the_variables_of_the_window(
    watch: TurnWatch, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.monkey.turns._EVERY_S", 0.0001)  # look as often as possible
    freed_by: set[str] = set()

    def paint() -> None:
        painter = Variable(freed_by)
        sum(range(1000))
        assert painter is not None

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        qtbot.wait(50)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            paint()
    finally:
        sys.setswitchinterval(interval)
    qtbot.waitUntil(lambda: (tmp_path / "turns").exists())
    assert freed_by == {threading.current_thread().name}
    assert "test_turns.py" in (tmp_path / "turns").read_text()


_QUIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from tests.monkey.turns import TurnWatch

application = QCoreApplication([])
watch = TurnWatch(Path(sys.argv[1], "turns"), Path(sys.argv[1], "hangs"))
QTimer.singleShot(0, application.quit)
application.exec()
print(watch._thread.is_alive())
"""


def test_the_watch_ends_with_the_loop(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _QUIT, str(tmp_path)]
    assert subprocess.run(command, cwd=_CHECKOUT, check=True, capture_output=True, text=True).stdout == "False\n"
