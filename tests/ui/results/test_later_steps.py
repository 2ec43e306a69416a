"""Steps after a reading, each in a turn of its own."""

from functools import partial

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from postdesk.ui.results.reader import LaterSteps


def test_each_step_has_its_own_turn_and_a_new_start_begins_with_the_first(qtbot: QtBot) -> None:
    done, parent = list[str](), QObject()
    steps = LaterSteps([partial(done.append, "tabs"), lambda: steps.start() if len(done) == 1 else done.append("chart")], parent)
    steps.start()
    assert done == []
    qtbot.waitUntil(lambda: done == ["tabs", "tabs", "chart"])
    steps.start()
    steps.finish()
    assert done[3:] == ["tabs", "chart"]
    qtbot.wait(20)
    assert len(done) == 5


def test_a_step_that_has_more_to_do_gets_more_turns_before_the_next(qtbot: QtBot) -> None:
    done, parent = list[str](), QObject()

    def count() -> bool:
        done.append("day")
        return len(done) % 4 < 3

    steps = LaterSteps([count, partial(done.append, "end")], parent)
    steps.start()
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["day"]
    qtbot.waitUntil(lambda: done == ["day", "day", "day", "end"])
    steps.start()
    steps.finish()
    assert done[4:] == ["day", "day", "day", "end"]
