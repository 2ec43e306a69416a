"""A file of the user's that is made and written in a thread, for as long as it is wanted."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal

from postdesk.engine.bench import Bench
from postdesk.engine.tasks import Work, apart
from postdesk.store.sqlite import StorageProblem

_TIDY_S: Final = 3.0
"""At the end of all, to take away what was written beside."""

Step = Callable[[int, int], None]
"""To be called with how many of how many are done. Raises Stopped where nobody wants it any more."""


class Stopped(Exception):
    """The user wants no file any more."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A step that is told in the loop, which may have ended. Called in another thread."""

    stop: Event
    loop: asyncio.AbstractEventLoop
    tell: Step
    every: int

    def __call__(self, done: int, total: int) -> None:
        if self.stop.is_set():
            raise Stopped
        if done % self.every == 0:
            with suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self.tell, done, total)


class FileWriter(QObject):
    """Writes the files of one workspace, one at a time.

    `progressed`: how many of how many are done. `saved` carries what was made, `failed` a StorageTrouble; `stopped` follows a
    cancel.
    """

    progressed = Signal(int, int)
    saved = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database = bench.workspace, bench.database
        self._clock, self._tasks = bench.clock, bench.tasks
        self._stop = Event()

    def cancel(self) -> None:
        """Write no more; what was at the file's place stays there."""
        self._stop.set()

    def _begin(self, name: str, work: Work) -> bool:
        """Do all that a file takes. False while another one is written."""
        if not self._tasks.start(name, work):
            return False
        self._stop = Event()
        return True

    async def _write(self, name: str, write: Callable[[Step], object], every: int = 1) -> None:
        """Have `write` do it in a thread, and tell what came of it; steps are told every so many. Raises StorageProblem."""
        stop = self._stop
        step = _Told(stop, asyncio.get_running_loop(), self.progressed.emit, every)
        thread = asyncio.ensure_future(apart(name, partial(write, step)))
        try:
            made = await asyncio.shield(thread)
        except Stopped:
            self.stopped.emit()
        except asyncio.CancelledError:
            stop.set()
            with suppress(Stopped, StorageProblem, TimeoutError):
                await asyncio.wait_for(asyncio.shield(thread), _TIDY_S)
            raise
        else:
            self.saved.emit(made)
