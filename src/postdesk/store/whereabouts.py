"""Whether a profile is where it was: one that was copied or restored must not send what the other may send as well.

The database remembers by its fingerprint which file it is. One that was written over by an older one in its place has seen
fewer starts than another file beside it has.
"""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from postdesk.domain.delivery import Hold
from postdesk.store import entries, identity, series, settings
from postdesk.store.identity import STARTS, WHEREABOUTS

_ELSEWHERE = "elsewhere"


def hold_if_copied(conn: sqlite3.Connection, database: Path, now: datetime) -> bool:
    """Hold all that is not final where the file was copied or restored since it was last opened; whether it was.

    What was in doubt is held as well: once the doubt is over it may be sent by itself. Of what repeats no more is made.
    """
    here, known = identity.fingerprint(database), settings.value(conn, WHEREABOUTS)
    seen, noted = identity.starts(conn, database)
    settings.remember(conn, STARTS, str(max(seen, noted) + 1))
    if here == known and seen >= noted:
        return False
    settings.remember(conn, WHEREABOUTS, here)
    if known is None:
        return False
    for entry in entries.unfinished(conn):
        entries.write(conn, replace(entry, hold=Hold.RESTORED, not_before=None), now)
    series.stop_copies(conn)
    return True


def note_start(conn: sqlite3.Connection, database: Path) -> None:
    """Keep beside the database which start this is; `hold_if_copied` is committed by then, so that the note is never ahead."""
    with contextlib.suppress(OSError):
        database.with_name(STARTS).write_text(settings.value(conn, STARTS) or "", encoding="utf-8")


def take_elsewhere(conn: sqlite3.Connection) -> None:
    """This is a copy: wherever it is opened, what is in it is held, and by no chance taken for the file that it was made of."""
    settings.remember(conn, WHEREABOUTS, _ELSEWHERE)
