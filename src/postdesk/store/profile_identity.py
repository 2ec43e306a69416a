"""The identity of a profile: a random id, under which its secrets are stored and its externals were confirmed.

The id is valid in one location only: where its database was created, was used before, or replaced a damaged one in a repair.
Elsewhere it is not trusted, since anyone with a copy of the file has the id.
"""

import secrets
import sqlite3
from pathlib import Path
from typing import Final

from postdesk.store import private_files
from postdesk.store.key_values import forget, number, remember, value

LOCATION_KEY: Final = "whereabouts"
"""Name of the file whose creation time reveals a copied folder, and of the setting that holds posts in a copy."""
STARTS: Final = "starts"
"""Name of the file with the number of the last start, and of the setting with that number."""
_START_MARKS: Final = "start_marks"
REPAIRED: Final = "repaired"
ELSEWHERE: Final = "elsewhere"
_ID: Final = "profile_id"
SETTLED: Final = "settled_at"
_WORDS: Final = "Postdesk knows by this file's age whether its folder was copied or restored.\n"


def stored_id(conn: sqlite3.Connection) -> str:
    """Return the stored profile id; empty where there is none yet."""
    return value(conn, _ID) or ""


def profile_id(conn: sqlite3.Connection) -> str:
    """Return the profile's id, created on the first call."""
    return stored_id(conn) or _renewed(conn)


def create_identity(conn: sqlite3.Connection, database: Path) -> None:
    """Give a new database its id, valid in this location."""
    _renewed(conn)
    bind_to_location(conn, database)


def bind_to_location(conn: sqlite3.Connection, database: Path) -> None:
    """Make the id valid in this location from now on."""
    remember(conn, SETTLED, fingerprint(database))


def renew(conn: sqlite3.Connection, database: Path) -> None:
    """Become a new profile: no secrets of another one, no confirmations, and waiting posts are held."""
    _renewed(conn)
    bind_to_location(conn, database)
    remember(conn, LOCATION_KEY, ELSEWHERE)


def drop(conn: sqlite3.Connection) -> None:
    """Remove the identity from a database that came from outside or is given away."""
    for name in (_ID, SETTLED, _START_MARKS):
        forget(conn, name)


def has_valid_identity(conn: sqlite3.Connection, database: Path) -> bool:
    """Return True when the database is in the location of its id and isn't an older file in place of a newer one."""
    here, where = fingerprint(database), value(conn, LOCATION_KEY)
    # Databases from before the id had a location rely on `whereabouts`, which marks a copy as one.
    settled = value(conn, SETTLED) or where
    return bool(stored_id(conn)) and settled == here and where in (None, here, REPAIRED) and is_latest(conn, database)


def is_from_this_folder(conn: sqlite3.Connection, database: Path) -> bool:
    """Return True when the backup was made of a database in this folder."""
    return (value(conn, SETTLED) or "").partition(":")[2] == fingerprint(database).partition(":")[2]


def inherit_identity(conn: sqlite3.Connection, made: Path) -> None:
    """Let a database that is being made replace the one beside it as the same profile."""
    noted, mark = _noted(made)
    remember(conn, LOCATION_KEY, REPAIRED)
    remember(conn, STARTS, str(max(_seen(conn), noted)))
    remember(conn, _START_MARKS, mark)
    bind_to_location(conn, made)


def is_latest(conn: sqlite3.Connection, database: Path) -> bool:
    """Return True when the database has seen the start noted beside it; older files, and files made from them, have not."""
    noted, mark = _noted(database)
    return _seen(conn) >= noted and (not mark or mark in (value(conn, _START_MARKS) or "").split())


def count_start(conn: sqlite3.Connection, database: Path) -> None:
    """Count one more start. The note of the last start stays valid until `note_start` replaces it."""
    noted, mark = _noted(database)
    remember(conn, STARTS, str(max(_seen(conn), noted) + 1))
    remember(conn, _START_MARKS, f"{secrets.token_hex(8)} {mark}")


def note_start(conn: sqlite3.Connection, database: Path) -> None:
    """Write the number and mark of this start beside the database. Raises OSError."""
    mark = (value(conn, _START_MARKS) or "").partition(" ")[0]
    private_files.make_file(note := database.with_name(STARTS))
    note.write_text(f"{_seen(conn)} {mark}", encoding="utf-8")


def fingerprint(database: Path) -> str:
    """Return the database's inode and the age of a side file, which a copy of the folder doesn't keep.

    The age is the creation time or, where the system gives none, the last metadata change, which `chmod` and `chown` renew too.
    """
    return f"{database.stat().st_ino}:{_age(database.with_name(LOCATION_KEY))}"


def _renewed(conn: sqlite3.Connection) -> str:
    made = secrets.token_hex(8)
    remember(conn, _ID, made)
    return made


def _seen(conn: sqlite3.Connection) -> int:
    return number(value(conn, STARTS), 9) or 0


def _noted(database: Path) -> tuple[int, str]:
    """Return the noted start and its mark, unknown to earlier copies of the database; no mark in notes of earlier versions."""
    try:
        count, _, mark = database.with_name(STARTS).read_text(encoding="utf-8").partition(" ")
    except (OSError, ValueError):
        return 0, ""
    return number(count, 9) or 0, mark


def _age(mark: Path) -> float | int:
    """Return the file's creation time or, where the system gives none, the time of its last metadata change."""
    try:
        if not mark.exists():
            private_files.make_file(mark)
            mark.write_text(_WORDS, encoding="utf-8")
        status = mark.stat()
    except OSError:
        return 0
    made: float | int = getattr(status, "st_birthtime", status.st_ctime_ns)
    return made
