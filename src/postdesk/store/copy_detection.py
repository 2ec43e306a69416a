"""Detection of copied and restored profiles, which must not send what the original may send as well.

In a copy, all unsent entries are in doubt: each is looked up at the service before it can be sent.

The database stores the fingerprint of its own file. An older database put in place of a newer one is detected
too: it has counted fewer starts than the file `starts` beside it records.
"""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from postdesk.domain.delivery import Event, Evidence, Hold, Reason, State, format_reason
from postdesk.domain.posts import Entry
from postdesk.store import attempts, entries, imports, profile_identity, series, settings
from postdesk.store.profile_identity import LOCATION_KEY


def hold_if_copied(conn: sqlite3.Connection, database: Path, now: datetime) -> bool:
    """Hold all unfinished entries if the file was copied or restored since its last opening. Return True if it was.

    Entries already in doubt are held as well: once resolved, they could be sent automatically. Series are stopped.
    """
    here, known = profile_identity.fingerprint(database), settings.value(conn, LOCATION_KEY)
    latest = profile_identity.is_latest(conn, database)
    profile_identity.count_start(conn, database)
    if here == known and latest:
        return False
    settings.remember(conn, LOCATION_KEY, here)
    if known is None:
        return False
    since, unsent = entries.last_changes(conn), entries.unsent(conn)
    for entry in entries.with_unknown_outcome(conn):
        if entry.state is not State.NEEDS_USER or _is_only_presumed(conn, entry):
            entries.write(conn, replace(entry, hold=Hold.RESTORED, not_before=None), now)
    for entry in unsent:
        put_in_doubt(conn, replace(entry, hold=Hold.RESTORED), min(now, since.get(entry.client_id, now)), now)
    series.stop_copies(conn)
    imports.finish_all(conn)
    return True


def _is_only_presumed(conn: sqlite3.Connection, entry: Entry) -> bool:
    """Return True when the entry's last attempt is only presumed: the service may settle it, and it could be sent by itself."""
    last = attempts.last(conn, entry.id)
    return last is not None and last.presumed


def put_in_doubt(conn: sqlite3.Connection, entry: Entry, since: datetime, now: datetime) -> Entry:
    """Put an entry in doubt: another copy may have sent it since then. It will be looked up at the service; its hold stays."""
    before = attempts.last(conn, entry.id)
    tried = entry if before and before.presumed else attempts.presume(conn, entry, since, now)

    def doubted(kept: Entry) -> Entry:
        asked = replace(kept, hold=entry.hold, not_before=None, reason=format_reason(Reason.RESTORED))
        return replace(asked, attempts=tried.attempts, evidence=Evidence.NONE, checked_at=None)

    return entries.advance(conn, entry.id, Event.DOUBTED, now, doubted)


def put_in_doubt_again(conn: sqlite3.Connection, entry: Entry, now: datetime) -> Entry:
    """Put an entry in doubt once more after an unsuccessful look-up: the post may have appeared since."""
    before = attempts.last(conn, entry.id)
    return put_in_doubt(conn, entry, before.started_at if before else entry.changed_at or now, now)


def note_start(conn: sqlite3.Connection, database: Path) -> None:
    """Write this start's number beside the database. `hold_if_copied` is already committed, so the note is never ahead."""
    with contextlib.suppress(OSError):
        profile_identity.note_start(conn, database)


def mark_as_copy(conn: sqlite3.Connection) -> None:
    """Mark the database as a copy: its entries are held wherever it is opened, even by chance in the original's place."""
    settings.remember(conn, LOCATION_KEY, profile_identity.ELSEWHERE)
