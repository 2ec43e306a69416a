"""One SQLite file a profile: a writer connection in a thread of its own, and a read-only one for the GUI thread.

Errors: `StorageProblem` where the file cannot be opened or written. A file of a newer version of Postdesk opens for
reading only (`read_only`), and each write is refused. Each piece of work is one transaction: all of it, or nothing.
"""

import asyncio
import logging
import sqlite3
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from postdesk.domain.storage import StorageTrouble
from postdesk.store import identity, private
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import (
    StorageProblem,
    Transaction,
    open_reader,
    sync_folder,
    tolerate,
    transaction,
    trouble_of,
    version_of,
)

_log = logging.getLogger("postdesk.store")

T = TypeVar("T")

FILE = "postdesk.sqlite3"
READY = "postdesk.ready.sqlite3"
"""A whole database that is about to take the place of the one that is there."""
ASIDE = "set-aside-{:%Y%m%d-%H%M%S}"

_BUSY_TIMEOUT_S = 5.0


class Database:
    """The store of one profile folder. `reader` belongs to the GUI thread; `run` and `submit` work on the writer thread.

    Each of `listeners` is called after each `run` with what is wrong with the disk or the file since the last write failed
    for it; with None where nothing is.
    """

    _writer: sqlite3.Connection | None = None

    def __init__(self, folder: Path) -> None:
        """Open the file in `folder`, made and migrated where needed. Raises StorageProblem."""
        self.path = folder / FILE
        self.listeners: list[Callable[[StorageTrouble | None], None]] = []
        self._trouble: StorageTrouble | None = None
        self.read_only = False
        self.newer = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            self._open()
        except StorageProblem:
            self._give_up()
            raise
        except (sqlite3.Error, OSError) as error:
            self._give_up()
            raise StorageProblem(str(error), trouble_of(error)) from error

    @property
    def trouble(self) -> StorageTrouble | None:
        """What was wrong with the disk or the file when the last write failed for it; None once one succeeded."""
        return self._trouble

    def _give_up(self) -> None:
        if self._writer:
            self._writer.close()
        self._thread.shutdown()

    def _open(self) -> None:
        _take_its_place(self.path)
        self.newer = self.path.exists() and _is_newer(self.path)
        self.read_only = self.newer
        if not self.read_only:
            private.make_folder(self.path.parent)
            new = not self.path.exists()
            self._writer = self._thread.submit(open_writer, self.path).result()
            if new:
                self._thread.submit(_begin, self._writer, self.path).result()
        self.reader = open_reader(self.path)
        tolerate(self.reader)

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
            with transaction(self._writer):
                done = work(self._writer)
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise self._problem(error) from error
        if self._writer.total_changes != changes and self._trouble is not StorageTrouble.DAMAGED:
            self._trouble = None
        return done

    def _problem(self, error: sqlite3.DatabaseError) -> StorageProblem:
        """The error as a StorageProblem, written down once as long as it lasts; a defect of ours says nothing of the disk."""
        trouble = trouble_of(error)
        if trouble is StorageTrouble.DEFECT or trouble is not self._trouble:
            where = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("%s: %s, in %s", type(error).__name__, getattr(error, "sqlite_errorname", "no code"), where.name)
        if trouble is not StorageTrouble.DEFECT:
            self._trouble = trouble
        return StorageProblem(str(error), trouble)

    def read_or(self, read: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What `read` finds, or `otherwise` where a damaged file does not let it: whether it is one is looked at later."""
        try:
            return read(self.reader)
        except (sqlite3.DatabaseError, ValueError):
            return otherwise

    def note_damage(self) -> None:
        """The file was found to be damaged. That stays so until it is opened anew."""
        self._trouble = StorageTrouble.DAMAGED
        for listener in tuple(self.listeners):
            listener(self._trouble)

    def close(self) -> None:
        """Finish the writes that were asked for, then close both connections.

        The writer is the last: only then everything is in the one file, as whoever copies it expects.
        """
        self.reader.close()
        if self._writer:
            self._thread.submit(self._writer.close).result()
        self._thread.shutdown()
        self._writer = None


def _begin(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        identity.begin(connection, path)


def open_writer(path: Path) -> sqlite3.Connection:
    """The connection that writes; the file is made and migrated where needed. Raises sqlite3.Error, OSError."""
    # One thread uses it; SQLite's own check would forbid closing it from the clean-up of a failed start.
    private.make_file(path)  # what SQLite keeps beside it has the same rights
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    tolerate(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    # WAL with NORMAL can roll a send's marker back on power loss, and so send twice.
    connection.execute("PRAGMA synchronous = FULL")
    # Of what is deleted, a token in an upload command perhaps, a copy must have nothing between its rows.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    _migrate(connection, path)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection)
    if 0 < version < len(MIGRATIONS) and path.name == FILE:  # what is being made of a backup needs none
        _back_up(path)
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


def _back_up(path: Path) -> None:
    # Seldom needed, so not loaded before the first paint.
    from postdesk.store.backups import back_up

    back_up(path, datetime.now(UTC))


def _take_its_place(path: Path) -> None:
    """Let the database that is ready take the place of the one there, which is set aside untouched with all that belongs to it.

    The end of the process at any point is made good by the next start: until the last step the ready one is there.
    """
    ready = path.with_name(READY)
    if not ready.exists():
        return
    aside = path.with_name(ASIDE.format(datetime.fromtimestamp(ready.stat().st_mtime, UTC)))
    private.make_folder(aside)
    for ending in ("-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside / part.name)
    ready.replace(path)
    sync_folder(path.parent)


def _is_newer(path: Path) -> bool:
    with closing(open_reader(path)) as connection:
        return version_of(connection) > len(MIGRATIONS)
