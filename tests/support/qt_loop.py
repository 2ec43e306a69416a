"""Qt's loop for async tests, which rests while it does not run."""

import asyncio

import qasync
from PySide6.QtWidgets import QApplication

_A_MOMENT_S = 0.01


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]
    """Runs nothing between a fixture and its test, where Qt's events are handled too: a task would find no running loop."""

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        self._timer.add_callback(_WhileRunning(handle, self), delay)
        return handle


class _WhileRunning:
    """A handle whose turn comes once the loop runs again."""

    def __init__(self, handle: asyncio.Handle, loop: QtLoop) -> None:
        self._handle = handle
        self._loop = loop

    @property
    def _cancelled(self) -> bool:
        return self._handle.cancelled()

    def _run(self) -> None:
        if self._loop.is_running():
            self._handle._run()
        else:
            self._loop._add_callback(self._handle, _A_MOMENT_S)


def qt_loop() -> asyncio.AbstractEventLoop:
    """A loop of its own on the one application."""
    loop: asyncio.AbstractEventLoop = QtLoop(QApplication.instance() or QApplication([]), set_running_loop=False)
    return loop
