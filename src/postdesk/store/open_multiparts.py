"""The `unfinished` table: multipart uploads that were begun at storage and not completed.

An upload resumes the one with its target and key. The key is the object's place in the bucket.
"""

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.times import to_ms
from postdesk.domain.uploads import Upload


@dataclass(frozen=True, slots=True)
class OpenMultipart:
    """An open multipart upload at a target; `multipart` is the storage's id for it."""

    target_id: int
    key: str
    multipart: str


def find_and_reserve(conn: sqlite3.Connection, upload: Upload, key: str) -> str:
    """Return the id of an open multipart upload for this upload, and reserve it; empty where there is none."""
    conn.execute("UPDATE uploads SET key = ? WHERE id = ?", (key, upload.id))
    sql = "SELECT multipart FROM unfinished WHERE target_id = ? AND key = ?"
    row = conn.execute(sql, (upload.target_id, key)).fetchone()
    return str(row[0]) if row else ""


def can_resume(conn: sqlite3.Connection, upload_id: int, since: datetime) -> bool:
    """Return True when the upload can resume a multipart upload begun since then."""
    sql = "SELECT 1 FROM unfinished JOIN uploads USING (target_id, key) WHERE uploads.id = ? AND begun_ms >= ?"
    return conn.execute(sql, (upload_id, to_ms(since))).fetchone() is not None


def add(conn: sqlite3.Connection, unfinished: OpenMultipart, at: datetime) -> None:
    """Record a multipart upload before its first part is sent."""
    row = (unfinished.target_id, unfinished.key, unfinished.multipart, to_ms(at))
    conn.execute("INSERT OR REPLACE INTO unfinished (target_id, key, multipart, begun_ms) VALUES (?, ?, ?, ?)", row)


def remove(conn: sqlite3.Connection, target_id: int, key: str, multipart: str = "") -> None:
    """Forget the multipart uploads of that key, or only `multipart`, since another may have begun meanwhile."""
    conn.execute(
        "DELETE FROM unfinished WHERE target_id = ?1 AND key = ?2 AND (?3 = '' OR multipart = ?3)", (target_id, key, multipart)
    )


def at_target(conn: sqlite3.Connection, target_id: int) -> tuple[OpenMultipart, ...]:
    """Return all open multipart uploads at a target."""
    rows = conn.execute("SELECT target_id, key, multipart FROM unfinished WHERE target_id = ?", (target_id,))
    return tuple(OpenMultipart(*row) for row in rows)


def abandoned(
    conn: sqlite3.Connection, workspace_id: int, running: Collection[int], since: datetime
) -> tuple[OpenMultipart, ...]:
    """Return multipart uploads begun before `since` or no longer needed by a draft, but none of the `running` uploads."""
    sql = """
        SELECT target_id, key, multipart FROM unfinished WHERE
            coalesce((SELECT workspace_id FROM upload_targets WHERE id = target_id), :workspace) = :workspace
            AND NOT EXISTS (SELECT 1 FROM uploads WHERE uploads.target_id = unfinished.target_id
                AND uploads.key = unfinished.key AND (uploads.id IN (SELECT value FROM json_each(:running))
                OR begun_ms >= :since AND uploads.draft_id IN (SELECT id FROM drafts)))
    """
    values = {"workspace": workspace_id, "running": json.dumps(list(running)), "since": to_ms(since)}
    return tuple(OpenMultipart(*row) for row in conn.execute(sql, values))
