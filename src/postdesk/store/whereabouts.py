"""Whether a profile is where it was: one that was copied or restored must not send what the other may send as well.

What was not sent, as far as the copy knows, is in doubt: it is looked up at the service before anything can send it.

The database remembers by its fingerprint which file it is. One that was written over by an older one in its place has seen
fewer starts than another file beside it has.
"""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from postdesk.domain.delivery import Event, Evidence, Hold, Reason, State, because
from postdesk.domain.posts import Entry
from postdesk.store import attempts, entries, identity, imports, series, settings
from postdesk.store.identity import WHEREABOUTS


def hold_if_copied(conn: sqlite3.Connection, database: Path, now: datetime) -> bool:
    """Hold all that is not final where the file was copied or restored since it was last opened; whether it was.

    What was in doubt before is held as well: once that doubt is over it may be sent by itself. Of what repeats no more is made.
    """
    here, known = identity.fingerprint(database), settings.value(conn, WHEREABOUTS)
    latest = identity.is_latest(conn, database)
    identity.count_start(conn, database)
    if here == known and latest:
        return False
    settings.remember(conn, WHEREABOUTS, here)
    if known is None:
        return False
    since, unsent = entries.last_changes(conn), entries.unsent(conn)
    for entry in entries.in_doubt(conn):
        if entry.state is not State.NEEDS_USER or _may_go_by_itself(conn, entry):
            entries.write(conn, replace(entry, hold=Hold.RESTORED, not_before=None), now)
    for entry in unsent:
        doubt(conn, replace(entry, hold=Hold.RESTORED), min(now, since.get(entry.client_id, now)), now)
    series.stop_copies(conn)
    imports.finish_all(conn)
    return True


def _may_go_by_itself(conn: sqlite3.Connection, entry: Entry) -> bool:
    """Return whether a question to the user may be answered by the service: nobody here has sent the entry yet."""
    last = attempts.last(conn, entry.id)
    return last is not None and last.presumed


def doubt(conn: sqlite3.Connection, entry: Entry, since: datetime, now: datetime) -> Entry:
    """Another copy may have sent the entry since then, or since it was first in doubt: it is to be looked up. Its hold stays."""
    before = attempts.last(conn, entry.id)
    tried = entry if before and before.presumed else attempts.presume(conn, entry, since, now)

    def doubted(kept: Entry) -> Entry:
        asked = replace(kept, hold=entry.hold, not_before=None, reason=because(Reason.RESTORED))
        return replace(asked, attempts=tried.attempts, evidence=Evidence.NONE, checked_at=None)

    return entries.advance(conn, entry.id, Event.DOUBTED, now, doubted)


def doubt_again(conn: sqlite3.Connection, entry: Entry, now: datetime) -> Entry:
    """The same of one that was not there when it was looked up: by now it may be."""
    before = attempts.last(conn, entry.id)
    return doubt(conn, entry, before.started_at if before else entry.changed_at or now, now)


def note_start(conn: sqlite3.Connection, database: Path) -> None:
    """Keep beside the database which start this is; `hold_if_copied` is committed by then, so that the note is never ahead."""
    with contextlib.suppress(OSError):
        identity.note_start(conn, database)


def take_elsewhere(conn: sqlite3.Connection) -> None:
    """This is a copy: wherever it is opened, what is in it is held, and by no chance taken for the file that it was made of."""
    settings.remember(conn, WHEREABOUTS, identity.ELSEWHERE)
