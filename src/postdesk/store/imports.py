"""The `imports` and `imported_rows` tables: which rows of files became which drafts and posts, so that none does twice.

A row is kept with its draft's id, which is the group of the posts that the draft became.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from postdesk.domain.import_plan import Going
from postdesk.domain.imported import Import
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, MOMENTS, TEXTS
from postdesk.store.rows import as_json

_THERE = (
    "(EXISTS (SELECT 1 FROM drafts WHERE id = draft_id) "
    "OR EXISTS (SELECT 1 FROM posts WHERE group_token = draft_id AND state != 'cancelled') "
    "OR EXISTS (SELECT 1 FROM posts WHERE family = draft_id AND family != '' AND state != 'cancelled'))"
)
"""Whether anything of a row is still there, be it another post that took the place of the first."""


_READABLE = f"iif({TEXTS.sql('platforms')}, platforms, '[]')"


def add(conn: sqlite3.Connection, workspace_id: int, made: Import) -> None:
    """Keep a new import."""
    values = (made.id, workspace_id, made.name, to_ms(made.at))
    conn.execute("INSERT INTO imports (id, workspace_id, name, at_ms) VALUES (?, ?, ?, ?)", values)


def note(
    conn: sqlite3.Connection, import_id: str, draft_id: str, client_id: int, fingerprint: str, moments: Iterable[datetime] = ()
) -> None:
    """Keep that a row became that draft, or its posts. `moments`: when they were due as they were made."""
    conn.execute(
        "INSERT INTO imported_rows (draft_id, import_id, client_id, fingerprint, moments) VALUES (?, ?, ?, ?, ?)",
        (draft_id, import_id, client_id, fingerprint, as_json(map(to_ms, moments))),
    )


def moments_of(conn: sqlite3.Connection, draft_id: str) -> tuple[datetime, ...]:
    """When the posts of that row were due as they were made; none where it was a draft."""
    row = conn.execute("SELECT moments FROM imported_rows WHERE draft_id = ?", (draft_id,)).fetchone()
    return MOMENTS.read(row["moments"]) if row else ()


def hand_over(conn: sqlite3.Connection, draft_id: str, to_id: str) -> None:
    """What was one draft is another now, unless something of it is still there."""
    conn.execute(f"UPDATE imported_rows SET draft_id = ? WHERE draft_id = ? AND NOT {_THERE}", (to_id, draft_id))


def forget(conn: sqlite3.Connection, draft_id: str) -> None:
    """Nothing is there of that row any more."""
    conn.execute("DELETE FROM imported_rows WHERE draft_id = ?", (draft_id,))


def is_noted(conn: sqlite3.Connection, draft_id: str) -> bool:
    """Whether a row became that draft, be it there or not."""
    return conn.execute("SELECT 1 FROM imported_rows WHERE draft_id = ?", (draft_id,)).fetchone() is not None


def is_there(conn: sqlite3.Connection, draft_id: str) -> bool:
    """Whether anything of that row is still there."""
    return conn.execute(f"SELECT 1 FROM imported_rows WHERE draft_id = ? AND {_THERE}", (draft_id,)).fetchone() is not None


def get(conn: sqlite3.Connection, import_id: str) -> Import | None:
    """The import, None where there is none."""
    row = conn.execute("SELECT *, 0 AS count FROM imports WHERE id = ?", (import_id,)).fetchone()
    return _import(row) if row else None


def recent(conn: sqlite3.Connection, workspace_id: int, limit: int) -> tuple[Import, ...]:
    """The latest imports of which something is still there, the last first."""
    rows = conn.execute(
        "SELECT imports.*, (SELECT count(*) FROM imported_rows WHERE import_id = imports.id) AS count FROM imports "
        f"WHERE workspace_id = ? AND EXISTS (SELECT 1 FROM imported_rows WHERE import_id = imports.id AND {_THERE}) "
        "ORDER BY at_ms DESC LIMIT ?",
        (workspace_id, limit),
    )
    return tuple(map(_import, rows))


def drafts_of(conn: sqlite3.Connection, import_id: str) -> tuple[str, ...]:
    """The ids of the drafts that its rows were."""
    rows = conn.execute("SELECT draft_id FROM imported_rows WHERE import_id = ? ORDER BY rowid", (import_id,))
    return tuple(row["draft_id"] for row in rows)


def still_there(conn: sqlite3.Connection, workspace_id: int) -> frozenset[tuple[str, int]]:
    """The fingerprints of the rows of which something is there, each with its client."""
    rows = conn.execute(
        "SELECT fingerprint, client_id FROM imported_rows "
        f"WHERE import_id IN (SELECT id FROM imports WHERE workspace_id = ?) AND {_THERE}",
        (workspace_id,),
    )
    return frozenset((row["fingerprint"], row["client_id"]) for row in rows)


def going_after(conn: sqlite3.Connection, workspace_id: int, moment: datetime) -> Iterator[Going]:
    """What was made here and is due after that moment, but for what went wrong or was cancelled, by its time."""
    rows = conn.execute(
        f"SELECT client_id, {_READABLE}, due_ms, CASE written WHEN '' THEN content ELSE written END, media_url, state, mode, "
        "stage FROM entries INDEXED BY entries_moment WHERE workspace_id = ? AND ours AND due_ms > ? "
        "AND state NOT IN ('cancelled', 'missed', 'rejected') AND NOT (state = 'accepted' AND stage = 'failed') ORDER BY due_ms",
        (workspace_id, to_ms(moment)),
    )
    return (Going(*row) for row in rows)


def _import(row: sqlite3.Row) -> Import:
    return Import(row["id"], row["name"], AT.read(row["at_ms"]), row["count"])
