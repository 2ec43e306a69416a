"""Whose accounts are to be looked at again: once a day, and before something leaves."""

import sqlite3
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.times import to_ms

EVERY: Final = timedelta(days=1)
BEFORE: Final = timedelta(hours=1)
"""So long before a post is locked in or sent, its accounts are looked at once more: there is time to reconnect them."""


def note(conn: sqlite3.Connection, client_id: int, now: datetime) -> None:
    """The client's accounts were read just now."""
    conn.execute("UPDATE clients SET accounts_read_ms = ? WHERE id = ?", (to_ms(now), client_id))


def due(conn: sqlite3.Connection, workspace_id: int, now: datetime) -> tuple[int, ...]:
    """The clients whose accounts are to be read, first of whom something leaves soonest; nobody who is archived.

    A clock that was moved back makes all of them due.
    """
    query = """
        SELECT id, coalesce(accounts_read_ms, 0) AS read_ms, leaving FROM clients LEFT JOIN (
            SELECT client_id, min(min(coalesce(lock_in_ms, due_ms), due_ms)) AS leaving FROM entries
            WHERE workspace_id = ?1 AND state = 'planned' AND min(coalesce(lock_in_ms, due_ms), due_ms) > ?2 GROUP BY client_id
        ) ON client_id = id
        WHERE workspace_id = ?1 AND NOT archived
        AND (read_ms <= ?2 - ?3 OR read_ms > ?2 OR leaving - ?4 <= ?2 AND read_ms < leaving - ?4)
        ORDER BY leaving IS NULL, leaving, read_ms
    """
    spans = (each // timedelta(milliseconds=1) for each in (EVERY, BEFORE))
    return tuple(row["id"] for row in conn.execute(query, (workspace_id, to_ms(now), *spans)))
