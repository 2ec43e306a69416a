"""The asyncio tasks of a workspace session, and work in threads."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeAlias, TypeVar

_log = logging.getLogger("postdesk.engine")

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

T = TypeVar("T")
Work: TypeAlias = Coroutine[Any, Any, object]


class Tasks:
    """Holds the running tasks by unique name; logs each failure, and reports the first one of a name.

    `on_failure(name, error)` is called in the event loop. Close this before the API client and the database.
    """

    def __init__(self, on_failure: Callable[[str, Exception], None]) -> None:
        self._on_failure = on_failure
        self._running: dict[str, asyncio.Task[None]] = {}
        self._reported: dict[str, str] = {}
        self._closed = False

    def start(self, name: str, work: Work, *within: Work) -> bool:
        """Run `work` as the task `name`; `within` are coroutines that it will await.

        Return False, with all coroutines closed, if a task of that name is running, or after `close`.
        """
        if self._closed or self.running(name):
            _close(work, *within)
            return False
        task = asyncio.get_running_loop().create_task(self._guard(name, work), name=name)
        self._running[name] = task
        task.add_done_callback(lambda ended: self._forget(ended, work, *within))
        return True

    def supervise(self, name: str, loop: Callable[[], Work]) -> bool:
        """Run an endless loop as a task. If it fails it is started again, after a pause that doubles from 1 s to at most 60 s."""
        return self.start(name, self._run_supervised(name, loop))

    def running(self, name: str) -> bool:
        """Tell whether a task of that name is running."""
        return name in self._running and not self._running[name].done()

    def cancel(self, name: str) -> None:
        """Cancel the task `name`, if there is one; its name is free once it has ended."""
        if task := self._running.get(name):
            task.cancel()

    async def close(self) -> None:
        """Cancel all tasks and wait for their end; no task can be started afterwards."""
        self._closed = True
        # Let each task take its first step, so that no coroutine is left unstarted.
        await asyncio.sleep(0)
        tasks = tuple(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guard(self, name: str, work: Work) -> None:
        try:
            await work
        except Exception as error:
            self._report(name, error)

    def _forget(self, ended: asyncio.Task[None], *work: Work) -> None:
        _close(*work)  # a task cancelled before its first step never runs its coroutine
        if self._running.get(ended.get_name()) is ended:
            del self._running[ended.get_name()]

    async def _run_supervised(self, name: str, loop: Callable[[], Work]) -> None:
        clock = asyncio.get_running_loop().time
        pause = FIRST_PAUSE
        while True:
            started = clock()
            try:
                await loop()
            except Exception as error:
                self._report(name, error)
            else:
                return
            pause = FIRST_PAUSE if clock() - started > LONGEST_PAUSE else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    def _report(self, name: str, error: Exception) -> None:
        before, now = self._reported.get(name), repr(error)
        # A repeated error is logged as one line: its traceback is already in the log.
        _log.error("%s failed: %s", name, now, exc_info=error if before != now else None)
        self._reported[name] = now
        if before is None:
            self._on_failure(name, error)


def _close(*work: Work) -> None:
    for each in work:
        each.close()


async def wait_for_event(event: asyncio.Event, seconds: float | None) -> None:
    """Wait for `event`, at most that many seconds (None: without a limit); return in both cases."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(None if seconds is None else max(0.0, seconds)):
            await event.wait()


async def run_in_thread(name: str, work: Callable[[], T]) -> T:
    """Run blocking `work` in a thread, and return its result or raise its error.

    It goes on if the waiting task is cancelled. The thread is a daemon: an executor's thread would delay the end of the
    program.
    """
    done: Future[T] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result = work()
        except Exception as error:
            failure: Exception | None = error
        else:
            failure = None
        with contextlib.suppress(RuntimeError):  # the event loop has ended meanwhile
            done.set_exception(failure) if failure else done.set_result(result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await asyncio.wrap_future(done)
