"""The `day_notes` table."""

import sqlite3
from datetime import date, datetime

from postdesk.domain.day_notes import DayNote
from postdesk.domain.times import to_ms
from postdesk.store.columns import DAY


def between(
    conn: sqlite3.Connection, workspace_id: int, first: date, last: date, client_id: int | None = None
) -> tuple[DayNote, ...]:
    """Return the notes between two days (inclusive) by day and age: all, or one client's and those for all clients."""
    rows = conn.execute(
        "SELECT * FROM day_notes WHERE workspace_id = ? AND day BETWEEN ? AND ? AND (?4 IS NULL OR client_id IS NULL "
        "OR client_id = ?4) ORDER BY day, rowid",
        (workspace_id, first.isoformat(), last.isoformat(), client_id),
    )
    return tuple(DayNote(row["id"], row["client_id"], DAY.read(row["day"]), row["text"]) for row in rows)


def save(conn: sqlite3.Connection, workspace_id: int, note: DayNote, now: datetime) -> None:
    """Save the note under its id; a note without text is deleted."""
    if not note.text:
        conn.execute("DELETE FROM day_notes WHERE id = ?", (note.id,))
        return
    conn.execute(
        "INSERT INTO day_notes (id, workspace_id, client_id, day, text, changed_ms) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET client_id = excluded.client_id, day = excluded.day, text = excluded.text, "
        "changed_ms = excluded.changed_ms",
        (note.id, workspace_id, note.client_id, note.day.isoformat(), note.text, to_ms(now)),
    )
