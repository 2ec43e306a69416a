"""The `upload_targets` table, and `uploads`: uploads in progress, so that a restart forgets none.

Secrets are not stored here: they are in the keyring, by the target's id, which is never reused, and its endpoint.
"""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Final

from postdesk.domain.uploads import Bucket, Upload, UploadCommand, UploadField, UploadStage, UploadTarget
from postdesk.store import confirmed, drafts
from postdesk.store.columns import ANY_PLATFORM, FIELD, PATIENCE, TARGET_KIND, TEXTS, TargetKind
from postdesk.store.rows import as_json

_BUCKET: Final = ("endpoint", "region", "bucket", "prefix", "public_base", "path_style", "access_key")


def targets(conn: sqlite3.Connection, workspace_id: int) -> tuple[UploadTarget, ...]:
    """Return a workspace's targets, the preferred one first."""
    sql = "SELECT * FROM upload_targets WHERE workspace_id = ? ORDER BY preferred DESC, id"
    return tuple(_target(row) for row in conn.execute(sql, (workspace_id,)))


def all_targets(conn: sqlite3.Connection) -> tuple[UploadTarget, ...]:
    """Return the targets of all workspaces."""
    return tuple(_target(row) for row in conn.execute("SELECT * FROM upload_targets ORDER BY workspace_id, id"))


def save_target(conn: sqlite3.Connection, workspace_id: int, target: UploadTarget) -> UploadTarget:
    """Insert or update the target by its id, and confirm it as typed by the user. The first target is preferred."""
    known = targets(conn, workspace_id)
    if not known:
        target = replace(target, preferred=True)
    row = {"id": target.id or None, "workspace_id": workspace_id, "name": target.name, "preferred": 0, **_place(target.place)}
    placeholders = ", ".join(f":{name}" for name in row)
    cursor = conn.execute(f"INSERT OR REPLACE INTO upload_targets ({', '.join(row)}) VALUES ({placeholders})", row)
    kept = replace(target, id=int(cursor.lastrowid or target.id))
    if kept.external.parts not in {each.external.parts for each in known if each.id == kept.id}:
        confirmed.confirm(conn, (kept.external,))
    if kept.preferred:
        prefer(conn, workspace_id, kept.id)
    return kept


def prefer(conn: sqlite3.Connection, workspace_id: int, target_id: int) -> None:
    """Make the target the preferred one."""
    conn.execute("UPDATE upload_targets SET preferred = (id = ?) WHERE workspace_id = ?", (target_id, workspace_id))


def delete_target(conn: sqlite3.Connection, workspace_id: int, target_id: int) -> None:
    """Delete the target; if it was preferred, the next one is."""
    conn.execute("DELETE FROM upload_targets WHERE id = ?", (target_id,))
    left = targets(conn, workspace_id)
    if left and not left[0].preferred:
        prefer(conn, workspace_id, left[0].id)


def begin(conn: sqlite3.Connection, workspace_id: int, upload: Upload) -> Upload:
    """Record an upload in progress. Return it, with a new id if it has none."""
    upload_field = upload.upload_field
    path = os.fsencode(upload.path)  # a file name is bytes, in no known encoding
    row = (
        upload.id or None,
        workspace_id,
        upload_field.draft_id,
        upload_field.platform or "",
        upload_field.field,
        path,
        upload.target_id,
    )
    columns = "id, workspace_id, draft_id, platform, field, path, target_id"
    sql = f"INSERT INTO uploads ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
    given = conn.execute(sql, row).lastrowid
    return upload if upload.id else replace(upload, id=int(given or 0))


def end(conn: sqlite3.Connection, upload_id: int) -> None:
    """Remove a finished upload."""
    conn.execute("DELETE FROM uploads WHERE id = ?", (upload_id,))


def set_address(conn: sqlite3.Connection, upload: Upload, address: str) -> bool:
    """Put the address into the upload's draft. Return False when the draft is gone."""
    end(conn, upload.id)
    draft = drafts.get(conn, upload.upload_field.draft_id)
    if draft is None:
        return False
    drafts.save(conn, upload.upload_field.filled(draft, address).touched())
    return True


def interrupted(conn: sqlite3.Connection, workspace_id: int) -> tuple[Upload, ...]:
    """Return uploads that were in progress when Postdesk ended, for drafts that still exist."""
    sql = "SELECT * FROM uploads WHERE workspace_id = ? AND draft_id IN (SELECT id FROM drafts) ORDER BY id"
    rows = conn.execute(sql, (workspace_id,))
    return tuple(_upload(row) for row in rows)


def _place(place: Bucket | UploadCommand) -> dict[str, object]:
    if isinstance(place, UploadCommand):
        return {"kind": TargetKind.COMMAND, "arguments": as_json(place.arguments), "patience_s": place.patience_s}
    return {"kind": TargetKind.BUCKET, **{name: getattr(place, name) for name in _BUCKET}}


def _target(row: sqlite3.Row) -> UploadTarget:
    place: Bucket | UploadCommand
    if TARGET_KIND.read(row["kind"]) == TargetKind.COMMAND:
        place = UploadCommand(TEXTS.read(row["arguments"]), PATIENCE.read(row["patience_s"]))
    else:
        place = Bucket(**{name: row[name] for name in _BUCKET if name != "path_style"}, path_style=bool(row["path_style"]))
    return UploadTarget(row["id"], row["name"], place, bool(row["preferred"]))


def _upload(row: sqlite3.Row) -> Upload:
    upload_field = UploadField(row["draft_id"], ANY_PLATFORM.read(row["platform"]), FIELD.read(row["field"]))
    return Upload(row["id"], upload_field, Path(os.fsdecode(row["path"])), row["target_id"], UploadStage.INTERRUPTED)
