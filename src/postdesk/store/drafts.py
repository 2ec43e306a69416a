"""The `drafts` table: drafts as they are typed."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from postdesk.domain.draft_search import DraftFilter, typed_words
from postdesk.domain.drafts import CONTENT_FIELDS, Draft, Variant
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, MAYBE_AT, PLATFORMS, TEXTS, VARIANTS
from postdesk.store.rows import as_json

_CLIENTS: Final = "SELECT id FROM clients WHERE workspace_id = ? AND NOT archived"


def save(conn: sqlite3.Connection, draft: Draft) -> None:
    """Save the draft under its id, unless a post was already made from it."""
    values = columns_of(draft)
    names = tuple(values)
    conn.execute(
        f"INSERT INTO drafts ({', '.join(names)}) SELECT {', '.join(f':{name}' for name in names)} "
        "WHERE NOT EXISTS (SELECT 1 FROM posts WHERE group_token = :id) "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names[1:])}",
        values,
    )


def columns_of(draft: Draft) -> dict[str, object]:
    """Return the columns of `drafts` and their values, the id first."""
    assert draft.updated_at is not None
    return {
        "id": draft.id,
        "client_id": draft.client_id,
        "platforms": as_json(draft.platforms),
        "text": draft.text,
        "texts": variants_json(draft.variants),
        "title": draft.title,
        "media_url": draft.media_url,
        "thumbnail_url": draft.thumbnail_url,
        "due_ms": to_ms(draft.due_at) if draft.due_at else None,
        "replaces_post": draft.replaces_post,
        "copied_from_post": draft.copied_from_post,
        "updated_ms": to_ms(draft.updated_at),
        "retries_post": draft.retries_post,
        "labels": as_json(draft.labels),
        "template": draft.template,
        "plain_links": int(draft.plain_links),
        "overridden": as_json(draft.overridden),
    }


def variants_json(variants: Iterable[Variant]) -> str:
    """Return variants as a JSON list."""
    return as_json(_noted(variant) for variant in variants)


def _noted(variant: Variant) -> dict[str, object]:
    own = {name: word for name in CONTENT_FIELDS if (word := getattr(variant, name)) is not None}
    due = {"due_ms": to_ms(variant.due_at)} if variant.due_at else {}
    return {"platform": variant.platform, **own, **due}


def delete(conn: sqlite3.Connection, draft_id: str) -> None:
    """Delete the draft."""
    conn.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))


def get(conn: sqlite3.Connection, draft_id: str) -> Draft | None:
    """Return the draft, or None."""
    return _latest(conn, "id = ?", draft_id)


def replacement_of(conn: sqlite3.Connection, post_id: int) -> Draft | None:
    """Return the draft that replaces the post, the last changed one, or None."""
    return _latest(conn, "replaces_post = ?", post_id)


def retry_of(conn: sqlite3.Connection, post_id: int) -> Draft | None:
    """Return the draft that retries the failed parts of the post, the last changed one, or None."""
    return _latest(conn, "retries_post = ?", post_id)


def existing(conn: sqlite3.Connection, draft_ids: Iterable[str]) -> frozenset[str]:
    """Return those of the drafts that exist."""
    sql = "SELECT id FROM drafts WHERE id IN (SELECT value FROM json_each(?))"
    return frozenset(row["id"] for row in conn.execute(sql, (as_json(draft_ids),)))


def _latest(conn: sqlite3.Connection, where: str, value: str | int) -> Draft | None:
    row = conn.execute(f"SELECT * FROM drafts WHERE {where} ORDER BY updated_ms DESC LIMIT 1", (value,)).fetchone()
    return _draft_of(row) if row else None


def of_workspace(conn: sqlite3.Connection, workspace_id: int, client_id: int | None = None) -> tuple[Draft, ...]:
    """Return the drafts of a workspace or of one client, without templates, the last changed first."""
    return find_page(conn, workspace_id, DraftFilter(client_id=client_id), limit=-1)


def find_page(conn: sqlite3.Connection, workspace_id: int, wanted: DraftFilter, limit: int, offset: int = 0) -> tuple[Draft, ...]:
    """Return a page of the drafts or templates that match, the last changed first; all of them when `limit` is -1."""
    where, values = _where(workspace_id, wanted)
    query = f"SELECT * FROM drafts WHERE {where} ORDER BY updated_ms DESC, rowid DESC LIMIT ? OFFSET ?"
    return tuple(_draft_of(row) for row in conn.execute(query, (*values, limit, offset)))


def count(conn: sqlite3.Connection, workspace_id: int, wanted: DraftFilter) -> int:
    """Count the drafts or templates that match."""
    where, values = _where(workspace_id, wanted)
    # The index has no labels, and looking up each row through it takes ten times as long as a scan.
    rows = "drafts NOT INDEXED" if wanted.label else "drafts"
    counted: int = conn.execute(f"SELECT count(*) FROM {rows} WHERE {where}", values).fetchone()[0]
    return counted


def labels(conn: sqlite3.Connection, workspace_id: int) -> tuple[str, ...]:
    """Return the labels of drafts and templates in alphabetical order."""
    rows = conn.execute(
        "SELECT DISTINCT atom AS value FROM drafts, json_each(CASE WHEN json_valid(labels) THEN labels ELSE '[]' END) "
        "WHERE labels != '[]' AND atom IS NOT NULL AND client_id IN "
        f"({_CLIENTS}) ORDER BY value COLLATE NOCASE",
        (workspace_id,),
    )
    return tuple(str(row["value"]) for row in rows)


def labels_of(conn: sqlite3.Connection, post_ids: Iterable[int], draft_ids: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the labels of each of these posts and drafts, by one query."""
    rows = conn.execute(
        "SELECT labels FROM posts WHERE id IN (SELECT value FROM json_each(?)) "
        "UNION ALL SELECT labels FROM drafts WHERE id IN (SELECT value FROM json_each(?))",
        (as_json(post_ids), as_json(draft_ids)),
    )
    return tuple(TEXTS.read(row["labels"]) for row in rows)


def _where(workspace_id: int, wanted: DraftFilter) -> tuple[str, list[object]]:
    """Return the condition on `drafts` and its values, for reading in the order of the index `drafts_listed`.

    A "+" keeps SQLite from using another index for that column: the result would then have to be sorted.
    """
    conditions, values = ["template != ''" if wanted.templates else "template = ''"], list[object]()
    if wanted.client_id is None:
        conditions.append(f"+client_id IN ({_CLIENTS})")
        values.append(workspace_id)
    else:
        conditions.append("+client_id = ?")
        values.append(wanted.client_id)
    if wanted.label:
        conditions.append("instr(labels, ?)")
        values.append(json.dumps(wanted.label, ensure_ascii=False))
    if words := typed_words(wanted.text):
        conditions.append("+rowid IN (SELECT rowid FROM draft_words WHERE draft_words MATCH ?)")
        values.append(" ".join(f'"{word}"*' for word in words))
    return " AND ".join(conditions), values


def _draft_of(row: sqlite3.Row) -> Draft:
    return Draft(
        id=row["id"],
        client_id=row["client_id"],
        platforms=PLATFORMS.read(row["platforms"]),
        text=row["text"],
        variants=VARIANTS.read(row["texts"]),
        title=row["title"],
        media_url=row["media_url"],
        thumbnail_url=row["thumbnail_url"],
        due_at=MAYBE_AT.read(row["due_ms"]),
        replaces_post=row["replaces_post"],
        copied_from_post=row["copied_from_post"],
        updated_at=AT.read(row["updated_ms"]),
        retries_post=row["retries_post"],
        labels=TEXTS.read(row["labels"]),
        template=row["template"],
        plain_links=bool(row["plain_links"]),
        overridden=TEXTS.read(row["overridden"]),
    )
