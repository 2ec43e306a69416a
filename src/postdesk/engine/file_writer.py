"""A file of the user, made and written in a thread, until it is done or cancelled."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.tasks import Work, run_in_thread
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store.sqlite import StorageError

_TIDY_S: Final = 3.0
"""At the end of Postdesk, the time for the thread to delete its temporary file."""

ProgressCallback = Callable[[int, int], None]
"""Called with the number of steps done and their total. Raises WriteCancelled after a cancel."""


class WriteCancelled(Exception):
    """The user cancelled the file."""


@dataclass(frozen=True, slots=True)
class _ThreadProgress:
    """A ProgressCallback for the thread. It calls `tell` in the loop, which may have ended."""

    stop: Event
    loop: asyncio.AbstractEventLoop
    tell: ProgressCallback
    every: int

    def __call__(self, done: int, total: int) -> None:
        if self.stop.is_set():
            raise WriteCancelled
        if done % self.every == 0:
            with suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self.tell, done, total)


class FileWriter(QObject):
    """Writes the files of one workspace, one at a time.

    `progressed` carries the number of steps done and their total. `saved` carries the result of the writing, `failed` a
    StorageFailure; `stopped` follows a cancel.
    """

    progressed = Signal(int, int)
    saved = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database = context.workspace, context.database
        self._clock, self._tasks = context.clock, context.tasks
        self._stop = Event()

    def cancel(self) -> None:
        """Stop writing; an existing file at the target stays as it was. `stopped` follows."""
        self._stop.set()

    def _begin(self, name: str, work: Work) -> bool:
        """Start the work for a file as a task. Return False while another one is written."""
        if not self._tasks.start(name, work):
            return False
        self._stop = Event()
        return True

    async def _write(self, name: str, write: Callable[[ProgressCallback], object], every: int = 1) -> None:
        """Run `write` in a thread and emit its result. Every `every`th step emits `progressed`. Raises StorageError."""
        stop = self._stop
        step = _ThreadProgress(stop, asyncio.get_running_loop(), self.progressed.emit, every)
        thread = asyncio.ensure_future(run_in_thread(name, partial(write, step)))
        try:
            made = await asyncio.shield(thread)
        except WriteCancelled:
            self.stopped.emit()
        except asyncio.CancelledError:
            stop.set()
            with suppress(WriteCancelled, StorageError, TimeoutError):
                await asyncio.wait_for(asyncio.shield(thread), _TIDY_S)
            raise
        else:
            self.saved.emit(made)
