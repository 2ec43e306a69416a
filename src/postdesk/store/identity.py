"""Which profile this is: a random id, by which its secrets are found and under which its user confirmed what may act.

It holds in one place: a database that was made here, was used here before, or repaired another one here. Anywhere else it
is not believed, since whoever has a copy of a file knows the id that is in it.
"""

import secrets
import sqlite3
from pathlib import Path
from typing import Final

from postdesk.store.remembered import forget, number, remember, value

WHEREABOUTS: Final = "whereabouts"
"""The name of the file whose age tells a copied folder, and of what is remembered of it for holding posts."""
STARTS: Final = "starts"
REPAIRED: Final = "repaired"
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
    """Be a profile of its own: no secret of another one is found, and nothing is confirmed."""
    _renewed(conn)
    settle(conn, database)


def drop(conn: sqlite3.Connection) -> None:
    """Forget who this was: it is a file from outside."""
    forget(conn, _ID)
    forget(conn, SETTLED)


def is_here(conn: sqlite3.Connection, database: Path) -> bool:
    """Whether the database lies where its id holds, and is not an older one in the newer one's place."""
    here, where = fingerprint(database), value(conn, WHEREABOUTS)
    seen, noted = starts(conn, database)
    # One from before ids were settled tells by its whereabouts alone; a copy says in them that it is one.
    settled = value(conn, SETTLED) or where
    return bool(known(conn)) and settled == here and where in (None, here, REPAIRED) and seen >= noted


def keep_at(conn: sqlite3.Connection, made: Path) -> None:
    """The database that is being made takes the place of the one beside it, and stays the same profile."""
    remember(conn, WHEREABOUTS, REPAIRED)
    settle(conn, made)


def starts(conn: sqlite3.Connection, database: Path) -> tuple[int, int]:
    """How many starts the database has seen, and how many were noted beside it."""
    seen, noted = (number(text, 9) or 0 for text in (value(conn, STARTS), _noted(database)))
    return seen, noted


def fingerprint(database: Path) -> str:
    """Which file the database is, and when a file beside it was made, which copying renews and nothing else does."""
    return f"{database.stat().st_ino}:{_age(database.with_name(WHEREABOUTS))}"


def _renewed(conn: sqlite3.Connection) -> str:
    made = secrets.token_hex(8)
    remember(conn, _ID, made)
    return made


def _noted(database: Path) -> str:
    try:
        return database.with_name(STARTS).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _age(mark: Path) -> float | int:
    """When the file was made, which no copy takes over; where a system does not tell, when it was last changed in any way."""
    try:
        if not mark.exists():
            mark.write_text(_WORDS, encoding="utf-8")
        told = mark.stat()
    except OSError:
        return 0
    made: float | int = getattr(told, "st_birthtime", told.st_ctime_ns)
    return made
