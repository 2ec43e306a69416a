"""Posts made outside Postdesk: what is known of them, and the writing of many at once."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from postdesk.domain.delivery import Evidence, Reason, Stage, State, format_reason, stage_of
from postdesk.domain.posts import Entry, Post, PostOrigin, entry_state, mode_of, platform_states
from postdesk.domain.remote import RemotePost
from postdesk.domain.request_stage import overall_stage, platform_stages
from postdesk.domain.times import parse_wire_time, to_ms
from postdesk.store import entries, posts
from postdesk.store.columns import AT, STAGE, STATE
from postdesk.store.rows import as_json

_POST_COLUMNS = (
    "id, workspace_id, client_id, origin, group_token, text, due_ms, state, urgency, platforms, marks, reason, created_ms, "
    "changed_ms"
)
_ENTRY_COLUMNS = (
    "post_id, workspace_id, client_id, ours, platforms, state, mode, reason, evidence, remote_status, stage, due_ms, content, "
    "remote_id, results, stands_ms, checked_ms, changed_ms"
)
_DETAILS_MISSING = "workspace_id = ? AND NOT ours AND checked_ms IS NULL"

ForeignRows: TypeAlias = tuple[tuple[object, ...], tuple[object, ...]]
"""The columns of a post and of its entry, without the post's id, which comes first in both."""


class FoundPost(NamedTuple):
    """A new post of a client's. `is_bare`: a GET can still add facts. `evidence`: as in `Entry`."""

    client_id: int
    remote: RemotePost
    is_bare: bool
    evidence: Evidence = Evidence.NONE


class _Kind(NamedTuple):
    """The columns that all posts of a kind share."""

    of_post: tuple[object, ...]
    of_entry: tuple[object, ...]


class KnownPost(NamedTuple):
    """The entry with an id of the service. `has_details`: it was made here, or the service told it in full."""

    entry_id: int
    ours: bool
    state: State
    stage: Stage
    due_at: datetime
    status: str
    has_details: bool
    has_platforms: bool


def make(
    client_id: int, remote: RemotePost, now: datetime, checked_at: datetime | None, evidence: Evidence = Evidence.NONE
) -> Post:
    """Build a post made outside Postdesk: one accepted entry, with a text only if the service returns one.

    Without a time from the service it has the time it was found, and is marked so. `checked_at` is None while a request for the
    single post can still add facts.
    """
    due_at = time_of(remote)
    request = stage_of(remote.status)
    entry = Entry(
        id=0,
        post_id=0,
        client_id=client_id,
        platforms=remote.named_platforms,
        state=State.ACCEPTED,
        mode=mode_of(remote),
        due_at=due_at or now,
        content=remote.content,
        remote_id=remote.id,
        remote_status=remote.status,
        stage=overall_stage(request, platform_stages(request, remote.named_platforms, remote.results)),
        results=remote.results,
        stage_since=now,
        reason="" if due_at else format_reason(Reason.TIME_UNKNOWN),
        checked_at=checked_at,
        evidence=evidence,
    )
    state = entry_state(entry)
    return Post(
        0, client_id, PostOrigin.ELSEWHERE, "", remote.content, "", entry.due_at, state, remote.named_platforms, (entry,), now
    )


def time_of(remote: RemotePost) -> datetime | None:
    """Return the time of a post of the service, or None where the service tells none."""
    return parse_wire_time(remote.schedule_at) or remote.created_at


def known(conn: sqlite3.Connection, workspace_id: int, remote_ids: Iterable[str]) -> dict[str, KnownPost]:
    """Return the entries with these ids of the service, by id."""
    rows = conn.execute(
        "SELECT remote_id, id, ours, state, stage, due_ms, remote_status, ours OR checked_ms IS NOT NULL, platforms != '[]' "
        "FROM entries INDEXED BY entries_remote "
        "WHERE workspace_id = ? AND remote_id IN (SELECT value FROM json_each(?)) AND remote_id != ''",
        (workspace_id, as_json(remote_ids)),
    )
    return {
        remote_id: KnownPost(
            entry_id, bool(ours), STATE.read(state), STAGE.read(stage), AT.read(due_ms), status, bool(details), bool(platforms)
        )
        for remote_id, entry_id, ours, state, stage, due_ms, status, details, platforms in rows
    }


def rows_of(workspace_id: int, found: Iterable[FoundPost], now: datetime, found_at: datetime | None = None) -> list[ForeignRows]:
    """Return what `add` writes for these posts. `found_at`: the time of those without one, if it is known better than `now`.

    Posts of one kind share what is derived from it, and most posts are of a few kinds.
    """
    kinds: dict[tuple[object, ...], _Kind] = {}
    rows: list[ForeignRows] = []
    now_ms = to_ms(now)
    for each in found:
        remote, due_at = each.remote, time_of(each.remote)
        reported = tuple((result.platform, result.status) for result in remote.results)
        key = (remote.status, remote.mode, remote.platforms, reported, due_at is None, each.evidence)
        kind = kinds.get(key)
        if kind is None:
            kind = kinds[key] = _kind_of(make(each.client_id, remote, now, None, evidence=each.evidence))
        owner = (workspace_id, each.client_id)
        due_ms = to_ms(due_at or found_at or now)
        second_ms = due_ms - due_ms % 1000
        post = (PostOrigin.ELSEWHERE, "", remote.content, second_ms, *kind.of_post, now_ms, now_ms)
        results = as_json((r.platform, r.status, r.external_id, r.detail) for r in remote.results) if reported else "[]"
        told = (*kind.of_entry, due_ms, remote.content, remote.id, results)
        rows.append(((*owner, *post), (*owner, *told, now_ms, None if each.is_bare else now_ms, now_ms)))
    return rows


def _kind_of(post: Post) -> _Kind:
    (entry,) = post.entries
    platforms, marks = as_json(entry.platforms), as_json(platform_states(post.entries))
    of_entry = (0, platforms, entry.state, entry.mode, entry.reason, entry.evidence, entry.remote_status, entry.stage)
    return _Kind((post.state, posts.urgency_of(post), platforms, marks, entry.reason), of_entry)


def add(conn: sqlite3.Connection, rows: Sequence[ForeignRows]) -> None:
    """Insert new posts with their entries; some hundreds at most."""
    first: int = conn.execute("SELECT coalesce(max(id), 0) + 1 FROM posts").fetchone()[0]
    _insert(conn, "posts", _POST_COLUMNS, [(number, *post) for number, (post, _) in enumerate(rows, first)])
    _insert(conn, "entries", _ENTRY_COLUMNS, [(number, *entry) for number, (_, entry) in enumerate(rows, first)])


def _insert(conn: sqlite3.Connection, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert all rows by one statement: the search index, which triggers fill, costs four times as much by one for each row."""
    if not rows:
        return
    places = f"({', '.join('?' for _ in rows[0])})"
    sql = f"INSERT INTO {table} ({columns}) VALUES {', '.join(places for _ in rows)}"
    conn.execute(sql, [value for row in rows for value in row])


def save(conn: sqlite3.Connection, entry: Entry, now: datetime) -> None:
    """Save a changed entry of a post made elsewhere, and its text."""
    entries.write(conn, entry, now)
    conn.execute("UPDATE posts SET text = ?1 WHERE id = ?2 AND text != ?1", (entry.content, entry.post_id))


def count_without_details(conn: sqlite3.Connection, workspace_id: int) -> int:
    """Count the posts that are known from a list alone."""
    number: int = conn.execute(f"SELECT count(*) FROM entries WHERE {_DETAILS_MISSING}", (workspace_id,)).fetchone()[0]
    return number
