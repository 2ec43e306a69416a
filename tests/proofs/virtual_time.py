"""A loop with virtual time that never waits, and the single writer of the store in it."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from postdesk.domain.storage import StorageFailure
from postdesk.store.sqlite import StorageError


class VirtualLoop(asyncio.BaseEventLoop):
    """A loop without files and threads: where nothing is left to do, the time of the next timer has come.

    `elapsed` is its time in seconds. It stops in the turn in which `doom` reaches 0.
    """

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0
        self.doom: int | None = None
        self._selector = self
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self.elapsed

    def select(self, timeout: float | None) -> list[object]:
        assert timeout is not None, "nothing will ever happen again"
        self.elapsed += max(0.0, timeout)
        if self.doom is not None:
            self.doom -= 1
            if self.doom <= 0:
                self.stop()
        return []

    def _process_events(self, event_list: list[object]) -> None:
        pass

    def _write_to_self(self) -> None:
        pass

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        done = self.create_future()
        done.set_result(func(*args))
        return done

    @property
    def doomed(self) -> bool:
        """True where the last turn has come."""
        return self.doom is not None and self.doom <= 0

    def run_for(self, seconds: float) -> None:
        """Let so much time pass."""
        timer = self.call_later(seconds, self.stop)
        self.run_forever()
        timer.cancel()

    def run_while(self, busy: Callable[[], bool], turns: int) -> None:
        """Turn as long as `busy` returns True, `turns` times at most."""
        while turns and busy() and not self.doomed:
            self.call_soon(self.stop)
            self.run_forever()
            turns -= 1


class VirtualWriter:
    """Stands for the store's writer thread: does one piece of work a turn of the loop, in the order of the requests.

    `after` is called with the writer's connection after each transaction that was committed. The next `refusals` transactions
    that write something end in a full disk. Once it is `killed` nothing is done any more.
    """

    def __init__(self, loop: VirtualLoop, after: Callable[[sqlite3.Connection], None]) -> None:
        self._loop, self._after = loop, after
        self._asked: deque[tuple[Future[Any], Callable[..., Any], Any]] = deque()
        self.refusals = 0
        self.killed = False
        self._changed = False

    def submit(self, function: Callable[..., Any], *args: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        if self.killed and args:
            future.set_exception(_KILLED)
        elif function.__name__ == "_in_transaction":
            self._asked.append((future, function, args[0]))
            self._loop.call_soon(self._next)
        else:
            self._finish()
            future.set_result(function(*args))
        return future

    def shutdown(self) -> None:
        pass

    def kill(self) -> None:
        """The process is gone: work that was only requested never happens."""
        self.killed = True
        while self._asked:
            self._asked.popleft()[0].set_exception(_KILLED)

    def _finish(self) -> None:
        while self._asked:
            self._next()

    def _next(self) -> None:
        if not self._asked:
            return
        future, function, work = self._asked.popleft()
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(function(lambda connection: self._done(connection, work)))
        except Exception as error:
            future.set_exception(error)
            return
        database = getattr(function, "__self__")  # noqa: B009
        if self._changed:
            self._after(database._writer)

    def _done(self, connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], Any]) -> Any:
        before = connection.total_changes
        done = work(connection)
        self._changed = connection.total_changes != before
        if self._changed and self.refusals:
            self.refusals -= 1
            raise _DiskFull("database or disk is full")
        return done


class _DiskFull(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_FULL


_KILLED = StorageError("killed", StorageFailure.BUSY)
