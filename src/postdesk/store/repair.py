"""Replacement of the database: by the newest good backup when it is damaged, or by an imported copy.

The new database is completed under a temporary name; `store.database` then exchanges the two. The old one is set aside
unchanged, and unfinished entries in the new one are not sent automatically.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from postdesk.domain.storage import DatabaseReplacement, StorageFailure
from postdesk.store import (
    confirmed,
    copy_detection,
    externals,
    imports,
    integrity,
    private_files,
    profile_identity,
    replacement_notice,
)
from postdesk.store.backups import Backup, backups, copy, read_contents
from postdesk.store.database import ASIDE, FILE, READY, open_writer
from postdesk.store.packed_files import as_plain, unpack
from postdesk.store.salvage import SalvageResult, salvage
from postdesk.store.sqlite import StorageError, failure_of, open_reader, remove, sync_folder, transaction

_log = logging.getLogger("postdesk.store")

_BEING_MADE: Final = "postdesk.being-made.sqlite3"
_BEING_READ: Final = "being-read"


def is_damaged(folder: Path, *, thorough: bool = False, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Return True when the database in `folder` is damaged. Raises StorageError when the check itself fails.

    `stopped` is asked again and again whether to give up, in this thread; the check then fails.
    """
    try:
        wrong = integrity.find_file_damage(folder / FILE, thorough=thorough, stopped=stopped)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(str(error), failure_of(error)) from error
    if wrong:
        _log.error("the database is damaged: %s", wrong)
    return bool(wrong)


def repair(folder: Path, now: datetime) -> None:
    """Prepare the newest good backup, completed from the damaged database. Raises StorageError.

    The next opening puts it in place. Without a good backup it is a new database with all that could be read.
    """
    try:
        for backup in (*backups(folder / FILE), None):
            if _prepare_from_backup(folder, backup, now):
                return
        _log.error("the database could not be repaired")
    except (sqlite3.Error, OSError) as error:
        raise StorageError(str(error), failure_of(error)) from error
    finally:
        remove(folder / _BEING_MADE)


def prepare_import(folder: Path, file: Path, now: datetime) -> None:
    """Prepare the user's copy to replace the database at the next opening. Raises UnusableCopy, StorageError."""
    made_at = read_contents(file, folder).made_at
    made = folder / _BEING_MADE
    try:
        remove(made)
        with as_plain(file, folder) as plain:
            copy(plain, made, now)
        with closing(open_writer(made)) as connection:
            _finish(connection, DatabaseReplacement(True, _aside(now), made_at), profile_identity.drop)
        _make_ready(made, folder, now)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(str(error), failure_of(error)) from error
    finally:
        remove(made)


def _prepare_from_backup(folder: Path, backup: Backup | None, now: datetime) -> bool:
    """Return True when the database could be prepared from that backup."""
    made = folder / _BEING_MADE
    for with_salvage in (True, False):
        remove(made)
        try:
            if backup:
                unpack(backup.path, made)
            if _completed(folder, made, backup, now, with_salvage=with_salvage):
                _make_ready(made, folder, now)
                return True
        except (sqlite3.DatabaseError, StorageError) as error:
            if not _is_damage(error):
                raise
            _log.warning("the backup %s is no good: %s", backup.path.name if backup else "of nothing", type(error).__name__)
    return False


def _is_damage(error: sqlite3.DatabaseError | StorageError) -> bool:
    return error.failure is StorageFailure.DAMAGED if isinstance(error, StorageError) else integrity.is_damage(error)


def _completed(folder: Path, made: Path, backup: Backup | None, now: datetime, *, with_salvage: bool) -> bool:
    """Add what the damaged database still holds, and the identity. Return True when the result is intact."""
    with closing(open_writer(made)) as connection:
        here = _belongs(folder, connection)
        with transaction(connection):
            if here and backup and not confirmed.has_records(connection):
                externals.confirm_all(connection)
        found = _salvaged(folder, connection, now) if with_salvage else SalvageResult(whole=False)
        made_at = backup.made_at if backup else None
        what = DatabaseReplacement(False, _aside(now), made_at, found.drafts, found.posts, found.whole)
        _finish(connection, what, partial(_keep_identity, made=made) if here else profile_identity.drop)
        return not integrity.find_damage(connection, thorough=True)


def _belongs(folder: Path, backup: sqlite3.Connection) -> bool:
    """Return True when the damaged database or the backup was used in this folder. A file from elsewhere isn't trusted."""
    if profile_identity.is_from_this_folder(backup, folder / FILE):
        return True
    try:
        with _copy_to_read(folder) as damaged:
            return profile_identity.has_valid_identity(damaged, folder / FILE)
    except (sqlite3.DatabaseError, OSError):
        return False


def _keep_identity(connection: sqlite3.Connection, made: Path) -> None:
    """Keep the profile's identity. Salvaged rows confirm nothing: only the backup's confirmations count."""
    profile_identity.inherit_identity(connection, made)
    if not confirmed.has_records(connection):
        confirmed.clear(connection)


def _salvaged(folder: Path, into: sqlite3.Connection, now: datetime) -> SalvageResult:
    try:
        with _copy_to_read(folder) as damaged:
            return salvage(damaged, into, now)
    except (sqlite3.DatabaseError, OSError) as error:
        _log.warning("nothing could be read of the damaged database: %s", type(error).__name__)
        return SalvageResult(whole=False)


@contextmanager
def _copy_to_read(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of the damaged database, since reading one with its log changes both."""
    place = folder / _BEING_READ
    shutil.rmtree(place, ignore_errors=True)
    private_files.make_folder(place)
    try:
        for ending in ("", "-wal"):
            with suppress(FileNotFoundError):
                _copy_file(folder / (FILE + ending), place / (FILE + ending))
        with closing(open_reader(place / FILE)) as connection:
            yield connection
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _copy_file(file: Path, target: Path) -> None:
    private_files.make_file(target)
    shutil.copyfile(file, target)


def _finish(connection: sqlite3.Connection, what: DatabaseReplacement, identify: Callable[[sqlite3.Connection], None]) -> None:
    """Store the replacement's origin and identity, and leave a single file."""
    with transaction(connection):
        copy_detection.mark_as_copy(connection)
        imports.finish_all(connection)
        identify(connection)
        replacement_notice.remember(connection, what)
    connection.execute("PRAGMA journal_mode = DELETE")


def _aside(now: datetime) -> str:
    return ASIDE.format(now.astimezone(UTC))


def _make_ready(made: Path, folder: Path, now: datetime) -> None:
    """Put the database in place as the ready one. Its time becomes the name of the folder for the old one."""
    os.utime(made, 2 * (now.timestamp(),))
    made.replace(folder / READY)
    sync_folder(folder)
