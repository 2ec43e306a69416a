"""One SQLite file a profile: a writer connection in a thread of its own, and a read-only one for the GUI thread.

Errors: `StorageProblem` where the file cannot be opened or written. A file of a newer version of Postdesk opens for
reading only (`read_only`), and each write is refused. Each piece of work is one transaction: all of it, or nothing.
"""

import asyncio
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias, TypeVar

from postdesk.domain.storage import StorageTrouble
from postdesk.store.schema import MIGRATIONS

_log = logging.getLogger("postdesk.store")

T = TypeVar("T")

Transaction: TypeAlias = sqlite3.Connection
"""An open transaction, as the functions of this layer take it; other layers only pass it on."""

_FILE = "postdesk.sqlite3"
_BUSY_TIMEOUT_S = 5.0
_TROUBLES = {
    sqlite3.SQLITE_FULL: StorageTrouble.FULL,
    sqlite3.SQLITE_READONLY: StorageTrouble.UNWRITABLE,
    sqlite3.SQLITE_PERM: StorageTrouble.UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: StorageTrouble.UNWRITABLE,
    sqlite3.SQLITE_IOERR: StorageTrouble.UNWRITABLE,
    sqlite3.SQLITE_BUSY: StorageTrouble.BUSY,
    sqlite3.SQLITE_LOCKED: StorageTrouble.BUSY,
    sqlite3.SQLITE_PROTOCOL: StorageTrouble.BUSY,
    sqlite3.SQLITE_CORRUPT: StorageTrouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageTrouble.DAMAGED,
}
_PRIMARY_CODE = 0xFF


class StorageProblem(Exception):
    """The database cannot be opened or written; `reason` is SQLite's own short text ("disk I/O error", …)."""

    def __init__(self, reason: str, trouble: StorageTrouble) -> None:
        super().__init__(reason)
        self.reason = reason
        self.trouble = trouble


class Database:
    """The store of one profile folder. `reader` belongs to the GUI thread; `run` and `submit` work on the writer thread.

    Each of `listeners` is called after each `run` with what is wrong with the disk or the file since the last write failed
    for it; with None where nothing is.
    """

    _writer: sqlite3.Connection | None = None

    def __init__(self, folder: Path) -> None:
        """Open the file in `folder`, made and migrated where needed. Raises StorageProblem."""
        self.path = folder / _FILE
        self.listeners: list[Callable[[StorageTrouble | None], None]] = []
        self._trouble: StorageTrouble | None = None
        self.read_only = False
        self.newer = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._open()
        except (sqlite3.Error, OSError) as error:
            if self._writer:
                self._writer.close()
            self._thread.shutdown()
            raise StorageProblem(str(error), _trouble_of(error)) from error

    def _open(self) -> None:
        self.newer = self.path.exists() and _version_of(self.path) > len(MIGRATIONS)
        self.read_only = self.newer
        if not self.read_only:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = self._thread.submit(_open_writer, self.path).result()
        self.reader = _open_reader(self.path)

    def submit(self, work: Callable[[Transaction], T]) -> "Future[T]":
        """Do `work` in one transaction on the writer thread. The future raises StorageProblem, or what `work` raised."""
        return self._thread.submit(self._in_transaction, work)

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """Await `submit`. The work is done even where the awaiting task is cancelled: a write that was asked for happens."""
        return await self.done(self.submit(work))

    async def done(self, submitted: "Future[T]") -> T:
        """Await what was submitted. Raises StorageProblem, or what the work raised."""
        try:
            return await asyncio.shield(asyncio.wrap_future(submitted))
        finally:
            for listener in tuple(self.listeners):
                listener(self._trouble)

    def _in_transaction(self, work: Callable[[Transaction], T]) -> T:
        if self._writer is None:
            raise StorageProblem("read-only", StorageTrouble.UNWRITABLE)
        changes = self._writer.total_changes
        try:
            with _transaction(self._writer):
                done = work(self._writer)
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise self._problem(error) from error
        if self._writer.total_changes != changes:
            self._trouble = None
        return done

    def _problem(self, error: sqlite3.DatabaseError) -> StorageProblem:
        """The error as a StorageProblem, written down once as long as it lasts; a defect of ours says nothing of the disk."""
        trouble = _trouble_of(error)
        if trouble is StorageTrouble.DEFECT or trouble is not self._trouble:
            where = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("%s: %s, in %s", type(error).__name__, getattr(error, "sqlite_errorname", "no code"), where.name)
        if trouble is not StorageTrouble.DEFECT:
            self._trouble = trouble
        return StorageProblem(str(error), trouble)

    def close(self) -> None:
        """Finish the writes that were asked for, then close both connections."""
        if self._writer:
            self._thread.submit(self._writer.close).result()
        self._thread.shutdown()
        self._writer = None
        self.reader.close()


def _trouble_of(error: sqlite3.Error | OSError) -> StorageTrouble:
    if isinstance(error, OSError):
        return StorageTrouble.UNWRITABLE
    # Text that is no UTF-8 raises an error of Python's own, which has no code: the file is damaged.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return _TROUBLES.get(code & _PRIMARY_CODE, StorageTrouble.DEFECT)


def _open_reader(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _open_writer(path: Path) -> sqlite3.Connection:
    # One thread uses it; SQLite's own check would forbid closing it from the clean-up of a failed start.
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    # WAL with NORMAL can roll a send's marker back on power loss, and so send twice.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    _migrate(connection, path)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if 0 < version < len(MIGRATIONS):
        _back_up(connection, path.with_suffix(f".before-{len(MIGRATIONS)}.sqlite3"))
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


def _back_up(connection: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy)
    finally:
        copy.close()


def _version_of(path: Path) -> int:
    connection = _open_reader(path)
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return version
    finally:
        connection.close()
