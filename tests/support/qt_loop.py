"""The one application of the tests, and the event loop of the async ones."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Final, TypeVar

import qasync
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from postdesk.ui.text.translation import install_translations

_RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
_A_MOMENT_S = 0.01
_T = TypeVar("_T")


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]
    """A qasync loop that defers callbacks while it isn't running.

    Qt's events are also handled between a fixture and its test, where a task would find no running loop.
    """

    def run_until_complete(self, future: Awaitable[_T]) -> _T:
        """Run the future; then handle Qt's events once more with the loop set, so that the slot of a window's timer finds it."""
        task = asyncio.ensure_future(future, loop=self)
        task.add_done_callback(self._end)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(self._end)
        asyncio._set_running_loop(self)
        try:
            QApplication.processEvents()
        finally:
            asyncio._set_running_loop(None)
        return task.result()

    def _end(self, _: object) -> None:
        self.stop()

    def close(self) -> None:
        """Delete the timers here and now: a worker that holds the loop last would leave them to Qt, without an owner."""
        if not self.is_closed():
            super().close()
            delete(self._timer)

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        if not self.is_closed():
            self._timer.add_callback(_DeferredHandle(handle, self), delay)
        return handle


class _DeferredHandle:
    """A handle whose callback waits until the loop runs again, and no task is in the middle of a step.

    QTest handles Qt's events after a click on a QWindow, within the step of the test. No other task can be entered then: its
    step would be lost, and what waits for the task would never end.
    """

    def __init__(self, handle: asyncio.Handle, loop: QtLoop) -> None:
        self._handle = handle
        self._loop = loop

    @property
    def _cancelled(self) -> bool:
        return self._handle.cancelled()

    def _run(self) -> None:
        if self._loop.is_running() and asyncio.current_task(self._loop) is None:
            self._handle._run()
        else:
            self._loop._add_callback(self._handle, _A_MOMENT_S)


def qt_loop() -> asyncio.AbstractEventLoop:
    """Return a new loop on the one application."""
    loop: asyncio.AbstractEventLoop = QtLoop(application(), set_running_loop=False)
    return loop


def application() -> QApplication:
    """Return the application, with its texts as `main` installs them."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    made = QApplication([])
    install_translations(made, _RESOURCES)
    return made
