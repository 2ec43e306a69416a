"""Copies of the whole database: one daily and one before each migration, seven kept, and copies that the user saves.

A copy is checked before it gets its final name, and is marked as a copy: nothing in it is ever sent automatically.
Copies hold no API key, since the database holds none. They do hold the arguments of upload commands, which may contain a token.

Backups are packed, each on its own, and named by their time and the digest of their content. A day without a change needs none:
the backup that holds the same is checked, and its name gets the new time. Those of earlier versions are plain.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.storage import CopyContents, CopyProblem, StorageFailure
from postdesk.domain.times import from_ms, to_ms
from postdesk.store import copy_detection, entries, integrity, packed_files, private_files, profile_identity, settings
from postdesk.store.content_digest import content_digest
from postdesk.store.schema import MIGRATIONS
from postdesk.store.sqlite import (
    StorageError,
    failure_of,
    open_reader,
    remove,
    sqlite_code,
    sync_folder,
    transaction,
    version_of,
)

FOLDER: Final = "backups"
KEPT: Final = 7
_EVERY: Final = timedelta(days=1)
_NAME: Final = f"postdesk-{{:%Y%m%d-%H%M%S}}-{{}}.sqlite3{packed_files.ENDING}"
_NAMED: Final = re.compile(r"postdesk-(\d{8}-\d{6})(?:-([0-9a-f]{32})\.sqlite3\.gz|\.sqlite3)")
_ROOM: Final = 1.5
"""Room that a backup needs while it is made, in sizes of the database: a plain copy, and the packed one beside it."""
_COPIED: Final = "copied_ms"
_COUNTED: Final = ("drafts", "posts", "entries", "attempts")


class UnusableCopy(Exception):
    """A file that can't be imported; `problem` says why."""

    def __init__(self, problem: CopyProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file, the last time at which the database was like it, and its content's digest; earlier versions' have none."""

    path: Path
    made_at: datetime
    content: str


def backups(database: Path) -> tuple[Backup, ...]:
    """Return the backups of a database, newest first."""
    named = ((file, _NAMED.fullmatch(file.name)) for file in (database.parent / FOLDER).glob("postdesk-*"))
    made = [Backup(file, datetime.strptime(name[1] + "+0000", "%Y%m%d-%H%M%S%z"), name[2] or "") for file, name in named if name]
    return tuple(sorted(made, key=lambda each: each.made_at, reverse=True))


def time_until_due(database: Path, now: datetime) -> timedelta:
    """Return the time until the next daily backup; zero or less when one is due."""
    made = next((each.made_at for each in backups(database) if each.made_at <= now), None)
    return made + _EVERY - now if made else timedelta()


def back_up(database: Path, now: datetime) -> Backup:
    """Make a backup, or renew the time of the one that holds the same, and delete all but the newest seven.

    Raises StorageError, with DAMAGED when the database or its copy fails the check; the backups stay then.
    """
    folder = database.parent / FOLDER
    with _as_storage_errors():
        private_files.make_folder(folder)
        for left in folder.glob(".*.part*"):  # left by a killed process
            left.unlink()
        with closing(open_reader(database)) as source:
            source.execute("BEGIN")
            content = content_digest(source)  # the first read fixes the snapshot
            target = folder / _NAME.format(now.astimezone(UTC), content)
            if not _renew(database, source, target, content):
                _pack(source, target, now)
    for old in backups(database)[KEPT:]:
        with suppress(OSError):
            old.path.unlink()
    return Backup(target, now, content)


def _renew(database: Path, source: sqlite3.Connection, target: Path, content: str) -> bool:
    """Give the backup with that content, if there is a whole one, its new name. Return True when that was done."""
    same = next((each.path for each in backups(database) if each.content == content), None)
    if same is None or not packed_files.is_whole(same):
        return False
    if wrong := integrity.find_damage(source, thorough=True):
        raise StorageError(wrong, StorageFailure.DAMAGED)
    same.replace(target)
    sync_folder(target.parent)
    return True


def _pack(source: sqlite3.Connection, target: Path, now: datetime) -> None:
    """Make the packed backup from a plain copy beside it, which is checked."""
    size = source.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
    if shutil.disk_usage(target.parent).free < _ROOM * size:
        raise StorageError("no room for a backup", StorageFailure.FULL)
    plain, packed = (target.with_name(f".{target.name}.part{ending}") for ending in ("", "-packed"))
    try:
        _copy(source, plain, now, lambda made: None)
        packed_files.pack(plain, packed)
        packed.replace(target)
        sync_folder(target.parent)
    finally:
        with suppress(OSError):
            remove(plain)
            packed.unlink(missing_ok=True)


def copy(database: Path, target: Path, now: datetime) -> None:
    """Copy a database, which may be in use, without its profile id: the copy may be given away.

    It is plain SQLite, which any tool opens. Raises StorageError, and then leaves no file under that name.
    """
    part = target.with_name(f".{target.name}.part")
    with _as_storage_errors():
        if target.exists() and target.samefile(database):
            raise StorageError("the database itself", StorageFailure.UNWRITABLE)
        try:
            with closing(open_reader(database)) as source:
                source.execute("BEGIN")
                _copy(source, part, now, profile_identity.drop)
            part.replace(target)
            sync_folder(target.parent)
        finally:
            with suppress(OSError):
                remove(part)


@contextmanager
def _as_storage_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(str(error), failure_of(error)) from error


def _copy(source: sqlite3.Connection, part: Path, now: datetime, finish: Callable[[sqlite3.Connection], None]) -> None:
    """Copy in one step, in the transaction of `source`: the write-ahead log gives one state, and writers need not wait."""
    remove(part)
    private_files.make_file(part)
    with closing(sqlite3.connect(part, isolation_level=None)) as made:
        made.row_factory = sqlite3.Row
        measure = _measure(source)
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


def read_contents(file: Path, folder: Path) -> CopyContents:
    """Return a summary of the copy, or of a backup, which is unpacked in `folder` for that.

    Raises UnusableCopy for a file that can't be used here, StorageError where there is no room to unpack it.
    """
    if not file.is_file():
        raise UnusableCopy(CopyProblem.MISSING)
    try:
        with _as_storage_errors(), packed_files.as_plain(file, folder) as plain:
            return _contents_of(plain)
    except StorageError as error:
        if error.failure is StorageFailure.DAMAGED:
            raise UnusableCopy(CopyProblem.DAMAGED) from error
        raise


def _contents_of(file: Path) -> CopyContents:
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
