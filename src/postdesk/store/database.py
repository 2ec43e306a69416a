"""One SQLite file per profile: a writer connection on its own thread, and a read-only connection for the GUI thread.

Raises StorageError where the file cannot be opened or written. A file of a newer Postdesk version opens read-only
(`read_only`), and each write is refused. Each piece of work is one transaction: all of it, or nothing.
"""

import asyncio
import logging
import sqlite3
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from postdesk.domain.storage import StorageFailure
from postdesk.store import private_files, profile_identity
from postdesk.store.reader_thread import ReaderThread
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import (
    StorageError,
    Transaction,
    failure_of,
    open_reader,
    sync_folder,
    tolerate_bad_text,
    transaction,
    version_of,
)

_log = logging.getLogger("postdesk.store")

T = TypeVar("T")

FILE = "postdesk.sqlite3"
READY = "postdesk.ready.sqlite3"
"""File name of a complete database that is ready to replace the current one at the next opening."""
ASIDE = "set-aside-{:%Y%m%d-%H%M%S}"

_BUSY_TIMEOUT_S = 5.0
_RELEASE = "PRAGMA shrink_memory"


class Database:
    """The store of one profile folder. `run` and `submit` work on the writer thread.

    `reader` belongs to the GUI thread; what takes longer than a frame is read in `reader_thread`.

    After each `run`, each of `listeners` is called with the storage failure of the last write, or None after a success.
    """

    _writer: sqlite3.Connection | None = None

    def __init__(self, folder: Path) -> None:
        """Open the file in `folder`, created and migrated where needed. Raises StorageError."""
        self.path = folder / FILE
        self.listeners: list[Callable[[StorageFailure | None], None]] = []
        self._failure: StorageFailure | None = None
        self.read_only = False
        self.newer = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._open()
        except StorageError:
            self._give_up()
            raise
        except (sqlite3.Error, OSError) as error:
            self._give_up()
            raise StorageError(str(error), failure_of(error)) from error

    @property
    def failure(self) -> StorageFailure | None:
        """The storage failure of the last write; None once a write succeeded."""
        return self._failure

    def _give_up(self) -> None:
        if self._writer:
            self._writer.close()
        self._thread.shutdown()

    def _open(self) -> None:
        _take_its_place(self.path)
        self.newer = self.path.exists() and _is_newer(self.path)
        self.read_only = self.newer
        if not self.read_only:
            private_files.make_folder(self.path.parent)
            new = not self.path.exists()
            self._writer = self._thread.submit(open_writer, self.path).result()
            if new:
                self._thread.submit(_begin, self._writer, self.path).result()
        self.reader = open_reader(self.path)
        tolerate_bad_text(self.reader)
        self.reader_thread = ReaderThread(self.path)

    def submit(self, work: Callable[[Transaction], T]) -> "Future[T]":
        """Do `work` in one transaction on the writer thread. The future raises StorageError, or the error `work` raised."""
        return self._thread.submit(self._in_transaction, work)

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """Await `submit`. The work completes even when the awaiting task is cancelled: a requested write happens."""
        return await self.done(self.submit(work))

    async def done(self, submitted: "Future[T]") -> T:
        """Await a submitted future. Raises StorageError, or the error that the work raised."""
        try:
            return await asyncio.shield(asyncio.wrap_future(submitted))
        finally:
            for listener in tuple(self.listeners):
                listener(self._failure)

    def _in_transaction(self, work: Callable[[Transaction], T]) -> T:
        if self._writer is None:
            raise StorageError("read-only", StorageFailure.UNWRITABLE)
        changes = self._writer.total_changes
        try:
            with transaction(self._writer):
                done = work(self._writer)
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise self._problem(error) from error
        if self._writer.total_changes != changes and self._failure is not StorageFailure.DAMAGED:
            self._failure = None
        return done

    def _problem(self, error: sqlite3.DatabaseError) -> StorageError:
        """Return the error as a StorageError, logged once while the failure lasts. A programming error is no such failure."""
        failure = failure_of(error)
        if failure is StorageFailure.DEFECT or failure is not self._failure:
            where = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("%s: %s, in %s", type(error).__name__, getattr(error, "sqlite_errorname", "no code"), where.name)
        if failure is not StorageFailure.DEFECT:
            self._failure = failure
        return StorageError(str(error), failure)

    def read_or(self, read: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Return the result of `read`, or `otherwise` when the file is damaged; a full check follows later."""
        try:
            return read(self.reader)
        except (sqlite3.DatabaseError, ValueError):
            return otherwise

    async def release_caches(self) -> None:
        """Free the pages that the connections keep in memory. The next reading takes them from the system's cache."""
        self.reader.execute(_RELEASE)
        self.reader_thread.follow(_release)
        with suppress(StorageError):
            await self.run(_release)

    def mark_damaged(self) -> None:
        """Record that the file is damaged, until it is opened again."""
        self._failure = StorageFailure.DAMAGED
        for listener in tuple(self.listeners):
            listener(self._failure)

    def close(self) -> None:
        """Finish the submitted writes, then close all connections.

        The writer closes last: only then does the one file hold everything, as anyone who copies it expects.
        """
        self.reader_thread.close()
        self.reader.close()
        if self._writer:
            self._thread.submit(self._writer.close).result()
        self._thread.shutdown()
        self._writer = None


def _release(connection: Transaction) -> None:
    connection.execute(_RELEASE)


def _begin(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        profile_identity.create_identity(connection, path)


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the writing connection, with the file created and migrated where needed. Raises sqlite3.Error, OSError."""
    # One thread uses it; SQLite's own thread check would stop the clean-up of a failed start from closing it.
    private_files.make_file(path)  # SQLite's side files take the same permissions
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    tolerate_bad_text(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL, since with NORMAL a power loss can roll back a send's marker, and the post would be sent twice.
    connection.execute("PRAGMA synchronous = FULL")
    # Deleted values, such as a token in an upload command, must not survive in the free space of a copy.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    _migrate(connection, path)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection)
    if 0 < version < len(MIGRATIONS) and path.name == FILE:  # a database being made from a backup needs none
        _back_up(path)
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


def _back_up(path: Path) -> None:
    # Rarely needed, so not imported before the first paint.
    from postdesk.store.backups import back_up

    back_up(path, datetime.now(UTC))


def _take_its_place(path: Path) -> None:
    """Replace the current database by the ready one, and set the old one aside unchanged with its side files.

    A crash at any point is repaired by the next start: the ready file stays until the last step.
    """
    ready = path.with_name(READY)
    if not ready.exists():
        return
    aside = path.with_name(ASIDE.format(datetime.fromtimestamp(ready.stat().st_mtime, UTC)))
    private_files.make_folder(aside)
    for ending in ("-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside / part.name)
    ready.replace(path)
    sync_folder(path.parent)


def _is_newer(path: Path) -> bool:
    with closing(open_reader(path)) as connection:
        return version_of(connection) > len(MIGRATIONS)
