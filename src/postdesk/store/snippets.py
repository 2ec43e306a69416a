"""The `snippets` table: named texts of a workspace, for all its clients or for one; and the texts whose hashtags are offered."""

import sqlite3
from datetime import datetime

from postdesk.domain.snippets import Snippet
from postdesk.domain.times import to_ms


def of_workspace(conn: sqlite3.Connection, workspace_id: int, client_id: int | None = None) -> tuple[Snippet, ...]:
    """Return the workspace's snippets by name; with a client, those for that client or for all."""
    rows = conn.execute(
        "SELECT * FROM snippets WHERE workspace_id = ? AND (?2 IS NULL OR coalesce(client_id, ?2) = ?2)",
        (workspace_id, client_id),
    )
    return tuple(sorted(map(_snippet, rows), key=lambda each: (each.name.casefold(), each.id)))


def save(conn: sqlite3.Connection, workspace_id: int, snippet: Snippet, now: datetime) -> int:
    """Save a snippet under its id, or insert it where the id is 0. Return the id."""
    values = (snippet.client_id, snippet.name, snippet.text, int(snippet.at_end), to_ms(now))
    cursor = conn.execute(
        "INSERT INTO snippets (id, workspace_id, client_id, name, text, at_end, changed_ms) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET client_id = excluded.client_id, name = excluded.name, text = excluded.text,"
        " at_end = excluded.at_end, changed_ms = excluded.changed_ms",
        (snippet.id or None, workspace_id, *values),
    )
    return snippet.id or int(cursor.lastrowid or 0)


def delete(conn: sqlite3.Connection, snippet_id: int) -> None:
    """Delete the snippet."""
    conn.execute("DELETE FROM snippets WHERE id = ?", (snippet_id,))


def _snippet(row: sqlite3.Row) -> Snippet:
    return Snippet(row["id"], row["name"], row["text"], row["client_id"], bool(row["at_end"]))


def recent_texts(conn: sqlite3.Connection, client_id: int, limit: int) -> tuple[str, ...]:
    """Return the texts of the client's posts, the latest first."""
    rows = conn.execute("SELECT text FROM posts WHERE client_id = ? ORDER BY due_ms DESC LIMIT ?", (client_id, limit))
    return tuple(str(row["text"]) for row in rows)
