"""The cause of a stalled window is found, and distinguished from a stall of the whole computer."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.monkey.turns import TurnWatch


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
