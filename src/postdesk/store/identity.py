"""Which profile this is: a random id, by which its secrets are found and under which its user confirmed what may act.

It holds in one place: a database that was made here, was used here before, or repaired another one here. Anywhere else it
is not believed, since whoever has a copy of a file knows the id that is in it.
"""

import secrets
import sqlite3
from pathlib import Path
from typing import Final

from postdesk.store import private
from postdesk.store.remembered import forget, number, remember, value

WHEREABOUTS: Final = "whereabouts"
"""The name of the file whose age tells a copied folder, and of what is remembered of it for holding posts."""
STARTS: Final = "starts"
"""The name of the file that says which start was the last one, and of what is remembered of it."""
_MARKS: Final = "start_marks"
REPAIRED: Final = "repaired"
ELSEWHERE: Final = "elsewhere"
_ID: Final = "profile_id"
SETTLED: Final = "settled_at"
_WORDS: Final = "Postdesk knows by this file's age whether its folder was copied or restored.\n"


def known(conn: sqlite3.Connection) -> str:
    """The profile's id; empty where it has none yet."""
    return value(conn, _ID) or ""


def of(conn: sqlite3.Connection) -> str:
    """The profile's id, made when first asked for."""
    return known(conn) or _renewed(conn)


def begin(conn: sqlite3.Connection, database: Path) -> None:
    """This database was just made, and is where it belongs."""
    _renewed(conn)
    settle(conn, database)


def settle(conn: sqlite3.Connection, database: Path) -> None:
    """The id holds here from now on."""
    remember(conn, SETTLED, fingerprint(database))


def renew(conn: sqlite3.Connection, database: Path) -> None:
    """Be a profile of its own: no secret of another one is found, nothing is confirmed, and what waits is held."""
    _renewed(conn)
    settle(conn, database)
    remember(conn, WHEREABOUTS, ELSEWHERE)


def drop(conn: sqlite3.Connection) -> None:
    """Forget who this was: it is a file from outside, or goes there."""
    for name in (_ID, SETTLED, _MARKS):
        forget(conn, name)


def is_here(conn: sqlite3.Connection, database: Path) -> bool:
    """Whether the database lies where its id holds, and is not an older one in the newer one's place."""
    here, where = fingerprint(database), value(conn, WHEREABOUTS)
    # One from before ids were settled tells by its whereabouts alone; a copy says in them that it is one.
    settled = value(conn, SETTLED) or where
    return bool(known(conn)) and settled == here and where in (None, here, REPAIRED) and is_latest(conn, database)


def was_beside(conn: sqlite3.Connection, database: Path) -> bool:
    """Whether the backup was made of a database that lay where this one does."""
    return (value(conn, SETTLED) or "").partition(":")[2] == fingerprint(database).partition(":")[2]


def keep_at(conn: sqlite3.Connection, made: Path) -> None:
    """The database that is being made takes the place of the one beside it, and stays the same profile."""
    noted, mark = _noted(made)
    remember(conn, WHEREABOUTS, REPAIRED)
    remember(conn, STARTS, str(max(_seen(conn), noted)))
    remember(conn, _MARKS, mark)
    settle(conn, made)


def is_latest(conn: sqlite3.Connection, database: Path) -> bool:
    """Whether the database has seen the start that is noted beside it: an older one has not, nor one that was made of it."""
    noted, mark = _noted(database)
    return _seen(conn) >= noted and (not mark or mark in (value(conn, _MARKS) or "").split())


def count_start(conn: sqlite3.Connection, database: Path) -> None:
    """One more. What was noted of the last one stays good until this one is."""
    noted, mark = _noted(database)
    remember(conn, STARTS, str(max(_seen(conn), noted) + 1))
    remember(conn, _MARKS, f"{secrets.token_hex(8)} {mark}")


def note_start(conn: sqlite3.Connection, database: Path) -> None:
    """Keep beside the database which start this is. Raises OSError."""
    mark = (value(conn, _MARKS) or "").partition(" ")[0]
    private.make_file(note := database.with_name(STARTS))
    note.write_text(f"{_seen(conn)} {mark}", encoding="utf-8")


def fingerprint(database: Path) -> str:
    """Which file the database is, and when a file beside it was made, which copying renews and nothing else does."""
    return f"{database.stat().st_ino}:{_age(database.with_name(WHEREABOUTS))}"


def _renewed(conn: sqlite3.Connection) -> str:
    made = secrets.token_hex(8)
    remember(conn, _ID, made)
    return made


def _seen(conn: sqlite3.Connection) -> int:
    return number(value(conn, STARTS), 9) or 0


def _noted(database: Path) -> tuple[int, str]:
    """Which start, and its mark, which no earlier copy of the database knows; none by an earlier version."""
    try:
        count, _, mark = database.with_name(STARTS).read_text(encoding="utf-8").partition(" ")
    except (OSError, ValueError):
        return 0, ""
    return number(count, 9) or 0, mark


def _age(mark: Path) -> float | int:
    """When the file was made, which no copy takes over; where a system does not tell, when it was last changed in any way."""
    try:
        if not mark.exists():
            private.make_file(mark)
            mark.write_text(_WORDS, encoding="utf-8")
        told = mark.stat()
    except OSError:
        return 0
    made: float | int = getattr(told, "st_birthtime", told.st_ctime_ns)
    return made
