"""The loop of the tests: callbacks that are due while it does not run are neither lost nor run without it."""

import asyncio
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid
from tests.support.qt_loop import qt_loop


def test_what_is_due_between_a_fixture_and_its_test_waits_for_the_test(qapp: QApplication) -> None:
    loop = qt_loop()
    ran_in: list[asyncio.AbstractEventLoop] = []

    async def work() -> None:
        await asyncio.sleep(0)
        ran_in.append(asyncio.get_running_loop())

    task = loop.create_task(work())
    for _ in range(5):
        time.sleep(0.01)
        qapp.processEvents()
    assert not ran_in
    loop.run_until_complete(asyncio.wait_for(task, 5))
    assert ran_in == [loop]
    loop.close()


def test_a_task_that_is_due_within_the_step_of_another_one_waits_for_its_end(qapp: QApplication) -> None:
    loop, steps = qt_loop(), list[str]()
    handle_events = qapp.processEvents

    async def work() -> None:
        steps.append("other")
        await asyncio.sleep(0)
        steps.append("other again")

    async def click() -> None:
        other = asyncio.ensure_future(work())
        handle_events()  # as QTest does after a click on a QWindow
        steps.append("clicked")
        await other

    loop.run_until_complete(click())
    assert steps == ["clicked", "other", "other again"]
    loop.close()


def test_a_timer_that_is_due_as_the_loop_ends_finds_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    loop, fired = qt_loop(), list[bool]()
    monkeypatch.setattr(loop, "_after_run_forever", lambda: time.sleep(0.05))
    timer = QTimer(singleShot=True, interval=30)
    timer.timeout.connect(lambda: fired.append(asyncio.get_running_loop() is loop))

    async def work() -> None:
        timer.start()

    loop.run_until_complete(work())
    assert fired == [True]
    monkeypatch.undo()
    loop.close()


def test_a_closed_loop_leaves_no_timer_to_qt(qapp: QApplication) -> None:
    loop = qt_loop()
    loop.call_later(10, list)
    timers = loop._timer  # type: ignore[attr-defined]
    loop.close()
    assert not isValid(timers)
    loop.call_soon(list)
