"""The one owner of a desk's asyncio tasks, and work in threads."""

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
    """Keeps references to running tasks by name, one a name; a failure is logged and reported once a name.

    `on_failure(name, error)` is called in the loop. Closed before the client and the database are.
    """

    def __init__(self, on_failure: Callable[[str, Exception], None]) -> None:
        self._on_failure = on_failure
        self._running: dict[str, asyncio.Task[None]] = {}
        self._reported: dict[str, str] = {}
        self._closed = False

    def start(self, name: str, work: Work, *within: Work) -> bool:
        """Run `work` as the task `name`; `within` is what it will await. False, and all are closed, where it can't be run.

        That is where that name is running, or all is closed.
        """
        if self._closed or self.running(name):
            _close(work, *within)
            return False
        task = asyncio.get_running_loop().create_task(self._guard(name, work), name=name)
        self._running[name] = task
        task.add_done_callback(lambda ended: self._forget(ended, work, *within))
        return True

    def supervise(self, name: str, loop: Callable[[], Work]) -> bool:
        """Run a loop that is not meant to end: when it fails it is started again, after a pause that widens."""
        return self.start(name, self._again_and_again(name, loop))

    def running(self, name: str) -> bool:
        """Whether a task of that name has not ended yet."""
        return name in self._running and not self._running[name].done()

    def cancel(self, name: str) -> None:
        """Cancel the task `name`, if there is one; its name is free once it has ended."""
        if task := self._running.get(name):
            task.cancel()

    async def close(self) -> None:
        """Cancel everything and wait for its end; nothing can be started any more."""
        self._closed = True
        # Each has taken its first step, so that no coroutine within is left without one.
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
        _close(*work)  # a task that is cancelled before its first step never runs it
        if self._running.get(ended.get_name()) is ended:
            del self._running[ended.get_name()]

    async def _again_and_again(self, name: str, loop: Callable[[], Work]) -> None:
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
        # What fails again and again in the same way is a line each time: its traceback stands above.
        _log.error("%s failed: %s", name, now, exc_info=error if before != now else None)
        self._reported[name] = now
        if before is None:
            self._on_failure(name, error)


def _close(*work: Work) -> None:
    for each in work:
        each.close()


async def until(event: asyncio.Event, seconds: float | None) -> None:
    """Wait for `event`, at most so many seconds (None: as long as it takes)."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(None if seconds is None else max(0.0, seconds)):
            await event.wait()


async def apart(name: str, work: Callable[[], T]) -> T:
    """What `work`, which blocks, gives or raises; it goes on where the waiting task is cancelled.

    It runs in a thread that no end of the program waits for: an executor's would keep it from quitting.
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
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            done.set_exception(failure) if failure else done.set_result(result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await asyncio.wrap_future(done)
