"""A second read-only connection, on a thread of its own, for a read that takes longer than a frame."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from postdesk.store.sqlite import open_reader, tolerate_bad_text

T = TypeVar("T")


class ReaderThread:
    """Does one read at a time, the newest: it ends the one before. The file is opened for the first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
        self._connection: sqlite3.Connection | None = None
        self._present: Future[Any] | None = None

    def read(self, read: Callable[[sqlite3.Connection], T]) -> "Future[T]":
        """Call `read` in the thread, and end the read before: cancelled, or by an error of SQLite where it had begun."""
        self.interrupt()
        self._present = future = self._thread.submit(self._read, read)
        return future

    def follow(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Call `work` after the present read, which goes on; do nothing where nothing has been read."""
        if self._connection:
            self._thread.submit(work, self._connection)

    def interrupt(self) -> None:
        """End the present read, and that before it where it has not ended yet."""
        if self._present and not self._present.done():
            self._present.cancel()
            if self._connection:
                self._connection.interrupt()

    def close(self) -> None:
        """End the present read, and close the connection."""
        self.interrupt()
        if self._connection or self._present:
            self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _read(self, read: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            self._connection = open_reader(self._path)
            tolerate_bad_text(self._connection)
        return read(self._connection)

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = self._present = None


def was_ended(reading: "Future[Any]") -> bool:
    """Return True for a read that another one ended."""
    if reading.cancelled():
        return True
    return reading.done() and getattr(reading.exception(), "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
