"""Drafts, as they are typed."""

import sqlite3

from postdesk.domain.drafts import Draft, PlatformText
from postdesk.domain.platforms import Platform
from postdesk.domain.times import from_ms, to_ms
from postdesk.store.rows import as_json, pairs, strings


def save(conn: sqlite3.Connection, draft: Draft) -> None:
    """Keep the draft as it is now, in the place of what was kept under its id; one that became a post is not brought back."""
    assert draft.updated_at is not None
    conn.execute(
        "INSERT OR REPLACE INTO drafts SELECT ?1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? "
        "WHERE NOT EXISTS (SELECT 1 FROM posts WHERE group_token = ?1)",
        (
            draft.id,
            draft.client_id,
            as_json(draft.platforms),
            draft.text,
            as_json((own.platform, own.text) for own in draft.texts),
            draft.title,
            draft.media_url,
            draft.thumbnail_url,
            to_ms(draft.due_at) if draft.due_at else None,
            draft.replaces_post,
            draft.copied_from_post,
            to_ms(draft.updated_at),
            draft.retries_post,
        ),
    )


def delete(conn: sqlite3.Connection, draft_id: str) -> None:
    """Forget the draft."""
    conn.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))


def get(conn: sqlite3.Connection, draft_id: str) -> Draft | None:
    """The draft, None where there is none."""
    return _latest(conn, "id = ?", draft_id)


def replacing(conn: sqlite3.Connection, post_id: int) -> Draft | None:
    """The draft that changes the post, the last changed, None where there is none."""
    return _latest(conn, "replaces_post = ?", post_id)


def retrying(conn: sqlite3.Connection, post_id: int) -> Draft | None:
    """The draft that tries again what failed of the post, the last changed, None where there is none."""
    return _latest(conn, "retries_post = ?", post_id)


def _latest(conn: sqlite3.Connection, where: str, value: str | int) -> Draft | None:
    row = conn.execute(f"SELECT * FROM drafts WHERE {where} ORDER BY updated_ms DESC LIMIT 1", (value,)).fetchone()
    return _draft_of(row) if row else None


def of_workspace(conn: sqlite3.Connection, workspace_id: int, client_id: int | None = None) -> tuple[Draft, ...]:
    """A workspace's drafts, or one client's, the last changed first."""
    rows = conn.execute(
        "SELECT drafts.* FROM drafts JOIN clients ON clients.id = client_id WHERE workspace_id = ? "
        "AND (?2 IS NULL OR client_id = ?2) ORDER BY updated_ms DESC",
        (workspace_id, client_id),
    )
    return tuple(_draft_of(row) for row in rows)


def _draft_of(row: sqlite3.Row) -> Draft:
    return Draft(
        id=row["id"],
        client_id=row["client_id"],
        platforms=tuple(Platform(key) for key in strings(row["platforms"])),
        text=row["text"],
        texts=tuple(PlatformText(Platform(key), text) for key, text in pairs(row["texts"])),
        title=row["title"],
        media_url=row["media_url"],
        thumbnail_url=row["thumbnail_url"],
        due_at=from_ms(row["due_ms"]) if row["due_ms"] is not None else None,
        replaces_post=row["replaces_post"],
        copied_from_post=row["copied_from_post"],
        updated_at=from_ms(row["updated_ms"]),
        retries_post=row["retries_post"],
    )
