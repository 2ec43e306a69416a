"""The `imports` and `imported_rows` tables: which rows of files became which drafts and posts, so that no row does so twice.

A row is stored with its draft's id, which is also the group of the posts made from the draft. Rows arrive in batches.
Nothing is sent from an import that is unfinished or being undone.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from postdesk.domain.import_plan import PlannedRequest
from postdesk.domain.imports import Import, ImportState
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, IMPORT_STATE, MOMENTS, TEXTS
from postdesk.store.key_values import forget as forget_value
from postdesk.store.key_values import remember, value
from postdesk.store.rows import as_json

_THERE = (
    "(EXISTS (SELECT 1 FROM drafts WHERE id = draft_id) "
    "OR EXISTS (SELECT 1 FROM posts WHERE group_token = draft_id AND state != 'cancelled') "
    "OR EXISTS (SELECT 1 FROM posts WHERE family = draft_id AND family != '' AND state != 'cancelled'))"
)
"""True for a row whose draft or post exists, including a post that replaced the first."""

_UNDER_WAY = f"imports.state != '{ImportState.FINISHED}'"
_UNDONE = "undone_imports_{}"

NOT_TO_SEND = (
    "SELECT posts.id FROM imports CROSS JOIN imported_rows ON import_id = imports.id CROSS JOIN posts ON group_token = draft_id "
    f"WHERE {_UNDER_WAY}"
)
"""SQL for the ids of the posts of imports in progress. A post that the user made by editing one of them is not included."""

_READABLE = f"iif({TEXTS.sql('platforms')}, platforms, '[]')"


def add(conn: sqlite3.Connection, workspace_id: int, made: Import) -> None:
    """Insert a new import."""
    values = (made.id, workspace_id, made.name, to_ms(made.at), made.state)
    conn.execute("INSERT INTO imports (id, workspace_id, name, at_ms, state) VALUES (?, ?, ?, ?, ?)", values)


def set_state(conn: sqlite3.Connection, import_id: str, state: ImportState) -> None:
    """Set the state of the import."""
    conn.execute("UPDATE imports SET state = ? WHERE id = ?", (state, import_id))


def finish_all(conn: sqlite3.Connection) -> None:
    """Mark all imports in progress as finished, after a copy or repair: their posts are held for other reasons."""
    conn.execute(f"UPDATE imports SET state = '{ImportState.FINISHED}' WHERE {_UNDER_WAY}")


def note_undone(conn: sqlite3.Connection, workspace_id: int, name: str) -> None:
    """Remember the name of an unfinished import's file until the user has seen the message."""
    remember(conn, _UNDONE.format(workspace_id), as_json((*undone_names(conn, workspace_id), name)))


def undone_names(conn: sqlite3.Connection, workspace_id: int) -> tuple[str, ...]:
    """Return the names that `note_undone` stored."""
    return TEXTS.read(value(conn, _UNDONE.format(workspace_id)) or "[]")


def forget_undone(conn: sqlite3.Connection, workspace_id: int) -> None:
    """Forget the names once the user has seen the message."""
    forget_value(conn, _UNDONE.format(workspace_id))


def is_under_way(conn: sqlite3.Connection, post_id: int) -> bool:
    """Return True when the post's import is unfinished or being undone."""
    query = (
        "SELECT 1 FROM posts JOIN imported_rows ON draft_id = group_token JOIN imports ON imports.id = import_id "
        f"WHERE posts.id = ? AND {_UNDER_WAY}"
    )
    return conn.execute(query, (post_id,)).fetchone() is not None


def under_way(conn: sqlite3.Connection, workspace_id: int) -> tuple[Import, ...]:
    """Return the imports that are unfinished or being undone."""
    rows = conn.execute(f"SELECT *, 0 AS count FROM imports WHERE workspace_id = ? AND {_UNDER_WAY}", (workspace_id,))
    return tuple(map(_import, rows))


def note(
    conn: sqlite3.Connection, import_id: str, draft_id: str, client_id: int, fingerprint: str, moments: Iterable[datetime] = ()
) -> None:
    """Record that a row became that draft or its posts. `moments` are the posts' original due times."""
    conn.execute(
        "INSERT INTO imported_rows (draft_id, import_id, client_id, fingerprint, moments) VALUES (?, ?, ?, ?, ?)",
        (draft_id, import_id, client_id, fingerprint, as_json(map(to_ms, moments))),
    )


def note_rest(conn: sqlite3.Connection, draft_id: str, rest_id: str) -> None:
    """Record that platforms of a row's draft became another draft; nothing for the draft of no row."""
    conn.execute(
        "INSERT OR IGNORE INTO imported_rows (draft_id, import_id, client_id, fingerprint) "
        "SELECT ?, import_id, client_id, fingerprint FROM imported_rows WHERE draft_id = ?",
        (rest_id, draft_id),
    )


def moments_of(conn: sqlite3.Connection, draft_id: str) -> tuple[datetime, ...]:
    """Return the original due times of the row's posts; empty for a draft."""
    row = conn.execute("SELECT moments FROM imported_rows WHERE draft_id = ?", (draft_id,)).fetchone()
    return MOMENTS.read(row["moments"]) if row else ()


def move_to_draft(conn: sqlite3.Connection, draft_id: str, to_id: str) -> None:
    """Move the row from one draft to another, unless a draft or post of it still exists."""
    conn.execute(f"UPDATE imported_rows SET draft_id = ? WHERE draft_id = ? AND NOT {_THERE}", (to_id, draft_id))


def forget(conn: sqlite3.Connection, draft_id: str) -> None:
    """Forget the row: nothing of it exists any more."""
    conn.execute("DELETE FROM imported_rows WHERE draft_id = ?", (draft_id,))


def is_noted(conn: sqlite3.Connection, draft_id: str) -> bool:
    """Return True when a row became that draft, even one that is gone."""
    return conn.execute("SELECT 1 FROM imported_rows WHERE draft_id = ?", (draft_id,)).fetchone() is not None


def is_there(conn: sqlite3.Connection, draft_id: str) -> bool:
    """Return True when a draft or post of that row exists."""
    return conn.execute(f"SELECT 1 FROM imported_rows WHERE draft_id = ? AND {_THERE}", (draft_id,)).fetchone() is not None


def get(conn: sqlite3.Connection, import_id: str) -> Import | None:
    """Return the import, or None."""
    row = conn.execute("SELECT *, 0 AS count FROM imports WHERE id = ?", (import_id,)).fetchone()
    return _import(row) if row else None


def recent(conn: sqlite3.Connection, workspace_id: int, limit: int) -> tuple[Import, ...]:
    """Return the latest imports of which a draft or post exists, newest first."""
    rows = conn.execute(
        "SELECT imports.*, (SELECT count(*) FROM imported_rows WHERE import_id = imports.id) AS count FROM imports "
        f"WHERE workspace_id = ? AND NOT {_UNDER_WAY} "
        f"AND EXISTS (SELECT 1 FROM imported_rows WHERE import_id = imports.id AND {_THERE}) "
        "ORDER BY at_ms DESC LIMIT ?",
        (workspace_id, limit),
    )
    return tuple(map(_import, rows))


def drafts_after(conn: sqlite3.Connection, import_id: str, after: int, limit: int) -> tuple[tuple[int, str], ...]:
    """Return the import's next draft ids, each with its row position, from the first position greater than `after`."""
    rows = conn.execute(
        "SELECT rowid AS place, draft_id FROM imported_rows WHERE import_id = ? AND rowid > ? ORDER BY rowid LIMIT ?",
        (import_id, after, limit),
    )
    return tuple((row["place"], row["draft_id"]) for row in rows)


def count(conn: sqlite3.Connection, import_id: str) -> int:
    """Count the rows recorded for the import."""
    number: int = conn.execute("SELECT count(*) FROM imported_rows WHERE import_id = ?", (import_id,)).fetchone()[0]
    return number


def existing_rows(conn: sqlite3.Connection, workspace_id: int) -> frozenset[tuple[str, int]]:
    """Return the fingerprints of rows that have a lasting draft or post, each with its client."""
    rows = conn.execute(
        "SELECT fingerprint, client_id FROM imported_rows "
        f"WHERE import_id IN (SELECT id FROM imports WHERE workspace_id = ? AND NOT {_UNDER_WAY}) AND {_THERE}",
        (workspace_id,),
    )
    return frozenset((row["fingerprint"], row["client_id"]) for row in rows)


def posts_due_after(conn: sqlite3.Connection, workspace_id: int, moment: datetime) -> Iterator[PlannedRequest]:
    """Yield posts made here that are due after that moment, by time, without failed and cancelled ones."""
    rows = conn.execute(
        f"SELECT client_id, {_READABLE}, due_ms, CASE written WHEN '' THEN content ELSE written END, media_url, state, mode, "
        "stage FROM entries INDEXED BY entries_moment WHERE workspace_id = ? AND ours AND due_ms > ? "
        "AND state NOT IN ('cancelled', 'missed', 'rejected') AND NOT (state = 'accepted' AND stage = 'failed') ORDER BY due_ms",
        (workspace_id, to_ms(moment)),
    )
    return (PlannedRequest(*row) for row in rows)


def _import(row: sqlite3.Row) -> Import:
    return Import(row["id"], row["name"], AT.read(row["at_ms"]), row["count"], IMPORT_STATE.read(row["state"]))
