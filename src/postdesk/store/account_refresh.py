"""Times at which each client's accounts are read again: once a day, and shortly before a post is locked in or sent."""

import sqlite3
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.times import to_ms

EVERY: Final = timedelta(days=1)
BEFORE: Final = timedelta(hours=1)
"""Accounts are read again this long before a post is locked in or sent: time enough to reconnect them."""


def note(conn: sqlite3.Connection, client_id: int, now: datetime) -> None:
    """Record that the client's accounts were read at `now`."""
    conn.execute("UPDATE clients SET accounts_read_ms = ? WHERE id = ?", (to_ms(now), client_id))


def due(conn: sqlite3.Connection, workspace_id: int, now: datetime) -> tuple[int, ...]:
    """Return the ids of clients whose accounts are due to be read, the one with the next sending first; no archived ones.
    When the clock was moved back, all clients are due.
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
