"""Earlier versions of drafts. Those of a deleted draft stay until the next start, so that an undo finds them."""

import sqlite3
from datetime import datetime

from postdesk.domain.drafts import Draft, without_times
from postdesk.domain.times import to_ms
from postdesk.domain.versions import DraftVersion, is_worth_keeping, versions_to_delete
from postdesk.store import drafts
from postdesk.store.columns import AT, VARIANTS


def record_change(conn: sqlite3.Connection, after: Draft, now: datetime) -> None:
    """Save the stored draft as a version before `after` replaces it, if the change is large enough."""
    before = drafts.get(conn, after.id)
    if before and before.updated_at and is_worth_keeping(before, _latest(conn, after.id), after, now):
        _add(conn, before, before.updated_at, now)


def save(conn: sqlite3.Connection, draft: Draft, now: datetime) -> None:
    """Save the draft as a version, unless it equals the latest one."""
    latest = _latest(conn, draft.id)
    if not draft.empty and not (latest and latest.same(draft)):
        _add(conn, draft, now, now)


def of_draft(conn: sqlite3.Connection, draft_id: str) -> tuple[DraftVersion, ...]:
    """Return a draft's versions, newest first."""
    rows = conn.execute("SELECT * FROM draft_versions WHERE draft_id = ? ORDER BY at_ms DESC, id DESC", (draft_id,))
    return tuple(_version_of(row) for row in rows)


def move_to_draft(conn: sqlite3.Connection, draft_id: str, to_id: str) -> None:
    """Move a draft's versions to another draft."""
    conn.execute("UPDATE draft_versions SET draft_id = ? WHERE draft_id = ?", (to_id, draft_id))


def forget_orphans(conn: sqlite3.Connection) -> None:
    """Delete the versions of drafts that were deleted or became posts."""
    conn.execute("DELETE FROM draft_versions WHERE draft_id NOT IN (SELECT id FROM drafts)")


def _add(conn: sqlite3.Connection, draft: Draft, at: datetime, now: datetime) -> None:
    conn.execute(
        "INSERT INTO draft_versions (draft_id, at_ms, text, texts, title, media_url, thumbnail_url) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            draft.id,
            to_ms(at),
            draft.text,
            drafts.variants_json(without_times(draft.variants)),
            draft.title,
            draft.media_url,
            draft.thumbnail_url,
        ),
    )
    rows = conn.execute("SELECT id, at_ms FROM draft_versions WHERE draft_id = ? ORDER BY at_ms DESC, id DESC", (draft.id,))
    too_many = versions_to_delete([(row["id"], AT.read(row["at_ms"])) for row in rows], now)
    conn.executemany("DELETE FROM draft_versions WHERE id = ?", [(number,) for number in too_many])


def _latest(conn: sqlite3.Connection, draft_id: str) -> DraftVersion | None:
    query = "SELECT * FROM draft_versions WHERE draft_id = ? ORDER BY at_ms DESC, id DESC LIMIT 1"
    row = conn.execute(query, (draft_id,)).fetchone()
    return _version_of(row) if row else None


def _version_of(row: sqlite3.Row) -> DraftVersion:
    return DraftVersion(
        id=row["id"],
        at=AT.read(row["at_ms"]),
        text=row["text"],
        variants=VARIANTS.read(row["texts"]),
        title=row["title"],
        media_url=row["media_url"],
        thumbnail_url=row["thumbnail_url"],
    )
