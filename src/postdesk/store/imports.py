"""The `imports` and `imported_rows` tables: which rows of files became which drafts and posts, so that none does twice.

A row is kept with its draft's id, which is the group of the posts that the draft became. Rows come part by part: of an import
that is not finished, or is being taken back, nothing is sent.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from postdesk.domain.import_plan import Going
from postdesk.domain.imported import Import, ImportState
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, IMPORT_STATE, MOMENTS, TEXTS
from postdesk.store.remembered import forget as forget_value
from postdesk.store.remembered import remember, value
from postdesk.store.rows import as_json

_THERE = (
    "(EXISTS (SELECT 1 FROM drafts WHERE id = draft_id) "
    "OR EXISTS (SELECT 1 FROM posts WHERE group_token = draft_id AND state != 'cancelled') "
    "OR EXISTS (SELECT 1 FROM posts WHERE family = draft_id AND family != '' AND state != 'cancelled'))"
)
"""Whether anything of a row is still there, be it another post that took the place of the first."""

_UNDER_WAY = f"imports.state != '{ImportState.FINISHED}'"
_UNDONE = "undone_imports_{}"

NOT_TO_SEND = (
    "SELECT posts.id FROM imports CROSS JOIN imported_rows ON import_id = imports.id CROSS JOIN posts ON group_token = draft_id "
    f"WHERE {_UNDER_WAY}"
)
"""The posts of imports that are under way; what a person made of one is theirs."""

_READABLE = f"iif({TEXTS.sql('platforms')}, platforms, '[]')"


def add(conn: sqlite3.Connection, workspace_id: int, made: Import) -> None:
    """Keep a new import."""
    values = (made.id, workspace_id, made.name, to_ms(made.at), made.state)
    conn.execute("INSERT INTO imports (id, workspace_id, name, at_ms, state) VALUES (?, ?, ?, ?, ?)", values)


def enter(conn: sqlite3.Connection, import_id: str, state: ImportState) -> None:
    """The import is in that state from now on."""
    conn.execute("UPDATE imports SET state = ? WHERE id = ?", (state, import_id))


def finish_all(conn: sqlite3.Connection) -> None:
    """Whatever was under way when this was copied or saved is left as it is: what is in it is held for other reasons."""
    conn.execute(f"UPDATE imports SET state = '{ImportState.FINISHED}' WHERE {_UNDER_WAY}")


def note_undone(conn: sqlite3.Connection, workspace_id: int, name: str) -> None:
    """Keep for the user that the import of a file of that name was not finished, until it was told."""
    remember(conn, _UNDONE.format(workspace_id), as_json((*undone(conn, workspace_id), name)))


def undone(conn: sqlite3.Connection, workspace_id: int) -> tuple[str, ...]:
    """The names that `note_undone` kept."""
    return TEXTS.read(value(conn, _UNDONE.format(workspace_id)) or "[]")


def forget_undone(conn: sqlite3.Connection, workspace_id: int) -> None:
    """The user was told."""
    forget_value(conn, _UNDONE.format(workspace_id))


def is_under_way(conn: sqlite3.Connection, post_id: int) -> bool:
    """Whether the post is of an import that is not finished, or is being taken back."""
    query = (
        "SELECT 1 FROM posts JOIN imported_rows ON draft_id = group_token JOIN imports ON imports.id = import_id "
        f"WHERE posts.id = ? AND {_UNDER_WAY}"
    )
    return conn.execute(query, (post_id,)).fetchone() is not None


def under_way(conn: sqlite3.Connection, workspace_id: int) -> tuple[Import, ...]:
    """The imports that are not finished, or are being taken back."""
    rows = conn.execute(f"SELECT *, 0 AS count FROM imports WHERE workspace_id = ? AND {_UNDER_WAY}", (workspace_id,))
    return tuple(map(_import, rows))


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
        f"WHERE workspace_id = ? AND NOT {_UNDER_WAY} "
        f"AND EXISTS (SELECT 1 FROM imported_rows WHERE import_id = imports.id AND {_THERE}) "
        "ORDER BY at_ms DESC LIMIT ?",
        (workspace_id, limit),
    )
    return tuple(map(_import, rows))


def drafts_after(conn: sqlite3.Connection, import_id: str, after: int, limit: int) -> tuple[tuple[int, str], ...]:
    """The ids of the drafts that the import's next rows were, each with its place, which is more than `after`."""
    rows = conn.execute(
        "SELECT rowid AS place, draft_id FROM imported_rows WHERE import_id = ? AND rowid > ? ORDER BY rowid LIMIT ?",
        (import_id, after, limit),
    )
    return tuple((row["place"], row["draft_id"]) for row in rows)


def count(conn: sqlite3.Connection, import_id: str) -> int:
    """How many rows are noted of the import."""
    number: int = conn.execute("SELECT count(*) FROM imported_rows WHERE import_id = ?", (import_id,)).fetchone()[0]
    return number


def still_there(conn: sqlite3.Connection, workspace_id: int) -> frozenset[tuple[str, int]]:
    """The fingerprints of the rows of which something is there to stay, each with its client."""
    rows = conn.execute(
        "SELECT fingerprint, client_id FROM imported_rows "
        f"WHERE import_id IN (SELECT id FROM imports WHERE workspace_id = ? AND NOT {_UNDER_WAY}) AND {_THERE}",
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
    return Import(row["id"], row["name"], AT.read(row["at_ms"]), row["count"], IMPORT_STATE.read(row["state"]))
