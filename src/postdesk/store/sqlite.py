"""SQLite basics: read-only connections, transactions, and the classification of its errors."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from postdesk.domain.storage import StorageFailure

Transaction: TypeAlias = sqlite3.Connection
"""An open transaction, as the functions of this layer take it; other layers only pass it on."""

_FAILURES = {
    sqlite3.SQLITE_FULL: StorageFailure.FULL,
    sqlite3.SQLITE_READONLY: StorageFailure.UNWRITABLE,
    sqlite3.SQLITE_PERM: StorageFailure.UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: StorageFailure.UNWRITABLE,
    sqlite3.SQLITE_IOERR: StorageFailure.UNWRITABLE,
    sqlite3.SQLITE_BUSY: StorageFailure.BUSY,
    sqlite3.SQLITE_LOCKED: StorageFailure.BUSY,
    sqlite3.SQLITE_PROTOCOL: StorageFailure.BUSY,
    sqlite3.SQLITE_CORRUPT: StorageFailure.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageFailure.DAMAGED,
}
_PRIMARY_CODE = 0xFF
_ENDINGS = ("", "-wal", "-shm", "-journal")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class StorageError(Exception):
    """The database cannot be opened or written; `reason` is SQLite's own short text ("disk I/O error", …)."""

    def __init__(self, reason: str, failure: StorageFailure) -> None:
        super().__init__(reason)
        self.reason = reason
        self.failure = failure


def failure_of(error: sqlite3.Error | OSError) -> StorageFailure:
    """Return the storage failure that an error stands for."""
    if isinstance(error, OSError):
        return StorageFailure.FULL if error.errno in _NO_ROOM else StorageFailure.UNWRITABLE
    return _FAILURES.get(sqlite_code(error), StorageFailure.DEFECT)


def sqlite_code(error: sqlite3.Error) -> int:
    """Return the primary SQLite code of an error."""
    # Python raises an error without a code for text that isn't UTF-8: the file is damaged.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & _PRIMARY_CODE


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a read-only connection."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    return connection


def tolerate_bad_text(connection: sqlite3.Connection) -> None:
    """Read invalid UTF-8 with replacement characters: one damaged row must not block all others."""
    connection.text_factory = lambda raw: raw.decode(errors="replace")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the schema version."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block as one transaction, rolled back when it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def remove(file: Path) -> None:
    """Delete a database that was being made, and the files SQLite keeps beside it; absent ones are ignored. Raises OSError."""
    for ending in _ENDINGS:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Flush a folder, so that a new file name is on the disk. Windows has no such call and needs none."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
