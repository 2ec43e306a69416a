"""Copies of the whole database: one daily and one before each migration, seven kept, and copies that the user saves.

A copy is checked before it gets its final name, and is marked as a copy: nothing in it is ever sent automatically.
Copies hold no API key, since the database holds none. They do hold the arguments of upload commands, which may contain a token.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.storage import CopyContents, CopyProblem, StorageFailure
from postdesk.domain.times import from_ms, to_ms
from postdesk.store import copy_detection, entries, integrity, private_files, profile_identity, settings
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import StorageError, failure_of, open_reader, sqlite_code, sync_folder, transaction, version_of

FOLDER: Final = "backups"
KEPT: Final = 7
_EVERY: Final = timedelta(days=1)
_NAME: Final = "postdesk-{:%Y%m%d-%H%M%S}.sqlite3"
_NAMED: Final = re.compile(r"postdesk-(\d{8}-\d{6})\.sqlite3")
_ENDINGS: Final = ("", "-wal", "-shm", "-journal")
_COPIED: Final = "copied_ms"
_COUNTED: Final = ("drafts", "posts", "entries", "attempts")


class UnusableCopy(Exception):
    """A file that can't be imported; `problem` says why."""

    def __init__(self, problem: CopyProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file and the time it was made."""

    path: Path
    made_at: datetime


def backups(database: Path) -> tuple[Backup, ...]:
    """Return the backups of a database, newest first."""
    named = ((file, _NAMED.fullmatch(file.name)) for file in (database.parent / FOLDER).glob("*.sqlite3"))
    made = [Backup(file, datetime.strptime(name[1] + "+0000", "%Y%m%d-%H%M%S%z")) for file, name in named if name]
    return tuple(sorted(made, key=lambda each: each.made_at, reverse=True))


def time_until_due(database: Path, now: datetime) -> timedelta:
    """Return the time until the next daily backup; zero or less when one is due."""
    made = next((each.made_at for each in backups(database) if each.made_at <= now), None)
    return made + _EVERY - now if made else timedelta()


def back_up(database: Path, now: datetime) -> Backup:
    """Make a backup and delete all but the newest seven. Raises StorageError, with DAMAGED when the copy fails its check."""
    folder = database.parent / FOLDER
    target = folder / _NAME.format(now.astimezone(UTC))
    try:
        private_files.make_folder(folder)
        for left in folder.glob(".*.part*"):  # left by a killed process
            left.unlink()
    except OSError as error:
        raise StorageError(str(error), failure_of(error)) from error
    _copy_whole(database, target, now, lambda made: None)
    for old in backups(database)[KEPT:]:
        with suppress(OSError):
            old.path.unlink()
    return Backup(target, now)


def copy(database: Path, target: Path, now: datetime) -> None:
    """Copy a database, which may be in use, without its profile id: the copy may be given away.

    Raises StorageError, and then leaves no file under that name.
    """
    _copy_whole(database, target, now, profile_identity.drop)


def _copy_whole(database: Path, target: Path, now: datetime, finish: Callable[[sqlite3.Connection], None]) -> None:
    """Copy in one step on a separate connection: the write-ahead log gives one consistent state, and writers need not wait."""
    part = target.with_name(f".{target.name}.part")
    try:
        if target.exists() and target.samefile(database):
            raise StorageError("the database itself", StorageFailure.UNWRITABLE)
        _copy(database, part, now, finish)
        part.replace(target)
        sync_folder(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(str(error), failure_of(error)) from error
    finally:
        with suppress(OSError):
            remove(part)


def remove(made: Path) -> None:
    """Delete an unfinished file and the files SQLite keeps beside it; absent ones are ignored. Raises OSError."""
    for ending in _ENDINGS:
        made.with_name(made.name + ending).unlink(missing_ok=True)


def _copy(database: Path, part: Path, now: datetime, finish: Callable[[sqlite3.Connection], None]) -> None:
    remove(part)
    private_files.make_file(part)
    with closing(open_reader(database)) as source, closing(sqlite3.connect(part, isolation_level=None)) as made:
        made.row_factory = sqlite3.Row
        source.execute("BEGIN")
        measure = _measure(source)  # the first read fixes the snapshot
        source.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")
        made.execute("PRAGMA secure_delete = ON")  # deleted values must not stay readable in free space
        _check(made, measure)
        with transaction(made):
            settings.remember(made, _COPIED, str(to_ms(now)))
            copy_detection.mark_as_copy(made)
            finish(made)


def _check(made: sqlite3.Connection, measure: tuple[int, ...]) -> None:
    wrong = integrity.find_damage(made, thorough=True)
    if wrong or _measure(made) != measure:
        raise StorageError(wrong or "the copy is not complete", StorageFailure.DAMAGED)


def _measure(connection: sqlite3.Connection) -> tuple[int, ...]:
    rows = (connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED)
    return (version_of(connection), *rows)


def read_contents(file: Path) -> CopyContents:
    """Return a summary of the copy. Raises UnusableCopy for a file that can't be used here."""
    if not file.is_file():
        raise UnusableCopy(CopyProblem.MISSING)
    try:
        with closing(open_reader(file)) as connection:
            return _contents(connection, file)
    except sqlite3.DatabaseError as error:
        raise UnusableCopy(_problem_of(error)) from error


def _problem_of(error: sqlite3.DatabaseError) -> CopyProblem:
    if failure_of(error) is StorageFailure.UNWRITABLE:
        return CopyProblem.MISSING
    return CopyProblem.NOT_OURS if sqlite_code(error) == sqlite3.SQLITE_NOTADB else CopyProblem.DAMAGED


def _contents(connection: sqlite3.Connection, file: Path) -> CopyContents:
    if not {"name", "value"} <= set(integrity.columns_of(connection, "settings")):
        raise UnusableCopy(CopyProblem.NOT_OURS)
    if version_of(connection) > len(MIGRATIONS):
        raise UnusableCopy(CopyProblem.NEWER)
    if integrity.find_damage(connection, thorough=True):
        raise UnusableCopy(CopyProblem.DAMAGED)
    copied = settings.number(settings.value(connection, _COPIED), 14)
    made_at = from_ms(copied) if copied else datetime.fromtimestamp(file.stat().st_mtime, UTC)
    drafts, posts, waiting = (
        connection.execute(f"SELECT {what}").fetchone()[0]
        for what in (
            "count(*) FROM drafts",
            "count(*) FROM posts WHERE origin = 'here'",
            f"count(DISTINCT post_id) FROM entries WHERE {entries.UNFINISHED}",
        )
    )
    return CopyContents(made_at, drafts, posts, waiting)
