"""Whether a profile is where it was: one that was copied or restored must not send what the other may send as well.

The database remembers which file it is, and when a file beside it was made, which copying renews and nothing else does. One
that was written over by an older one in its place has seen fewer starts than another file beside it has.
"""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from postdesk.domain.delivery import Hold
from postdesk.store import entries, private, series, settings

_NAME = "whereabouts"
_MARK = "whereabouts"
_STARTS = "starts"
_ELSEWHERE = "elsewhere"
_WORDS = "Postdesk knows by this file's age whether its folder was copied or restored.\n"


def hold_if_copied(conn: sqlite3.Connection, database: Path, now: datetime) -> bool:
    """Hold all that is not final where the file was copied or restored since it was last opened; whether it was.

    What was in doubt is held as well: once the doubt is over it may be sent by itself. Of what repeats no more is made.
    """
    here, known = _fingerprint(database), settings.value(conn, _NAME)
    seen, noted = (settings.number(text, 9) or 0 for text in (settings.value(conn, _STARTS), _noted(database)))
    settings.remember(conn, _STARTS, str(max(seen, noted) + 1))
    if here == known and seen >= noted:
        return False
    settings.remember(conn, _NAME, here)
    if known is None:
        return False
    for entry in entries.unfinished(conn):
        entries.write(conn, replace(entry, hold=Hold.RESTORED, not_before=None), now)
    series.stop_copies(conn)
    return True


def note_start(conn: sqlite3.Connection, database: Path) -> None:
    """Keep beside the database which start this is; `hold_if_copied` is committed by then, so that the note is never ahead."""
    with contextlib.suppress(OSError):
        private.make_file(noted := database.with_name(_STARTS))
        noted.write_text(settings.value(conn, _STARTS) or "", encoding="utf-8")


def take_elsewhere(conn: sqlite3.Connection) -> None:
    """This is a copy: wherever it is opened, what is in it is held, and by no chance taken for the file that it was made of."""
    settings.remember(conn, _NAME, _ELSEWHERE)


def _noted(database: Path) -> str:
    try:
        return database.with_name(_STARTS).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _fingerprint(database: Path) -> str:
    return f"{database.stat().st_ino}:{_age(database.with_name(_MARK))}"


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
