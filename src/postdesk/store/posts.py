"""Posts: their texts, and the state derived from their entries. A post made elsewhere has an entry but no text."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from postdesk.domain.delivery import State
from postdesk.domain.posts import (
    Entry,
    Post,
    PostOrigin,
    PostState,
    effective_entries,
    entry_state,
    platform_states,
    post_state,
)
from postdesk.domain.repairs import is_tried_again
from postdesk.domain.state_groups import NEEDS_ATTENTION
from postdesk.domain.times import to_ms
from postdesk.store import approvals
from postdesk.store.columns import AT, ORIGIN, POST_STATE, TEXTS
from postdesk.store.rows import OF_REMOTE_ID, as_json, columns_of, entry_of, sql_list, unique_moment

_DAY_MS = 24 * 3600 * 1000
_MANY = 500
NOT_LIVE = frozenset({PostState.CANCELLED, PostState.MISSED, PostState.REJECTED, PostState.FAILED})
_NOT_LIVE = sql_list(NOT_LIVE)
# Platform states may be damaged, and then SQLite's JSON functions fail for the whole query.
_PLATFORM_STATES = "json_each(CASE WHEN json_valid(marks) THEN marks ELSE '[]' END) AS platform_state"
_PLATFORM_IS_LIVE = f"CASE platform_state.type WHEN 'array' THEN platform_state.value ->> 1 END NOT IN {_NOT_LIVE}"
HAS_LIVE_ENTRY = f"(state NOT IN {_NOT_LIVE} OR EXISTS (SELECT 1 FROM {_PLATFORM_STATES} WHERE {_PLATFORM_IS_LIVE}))"
"""SQL condition on `posts`: at least one platform was sent or will be, whatever happened on the others."""

_LISTED = "(SELECT value FROM json_each(?))"
_TO_DECIDE, _TO_DO, _QUIET = 2, 1, 0


def add(conn: sqlite3.Connection, workspace_id: int, post: Post, now: datetime) -> Post:
    """Insert a new post with its entries and return it with its ids. Raises NoFreeMoment on a taken millisecond."""
    post_id = conn.execute(
        "INSERT INTO posts (workspace_id, client_id, origin, group_token, text, title, due_ms, state, urgency, "
        "platforms, marks, created_ms, changed_ms, overridden, retries_post, labels, family, approval, approved_for) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, '', 0, '', '', ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            workspace_id,
            post.client_id,
            post.origin,
            post.group,
            post.text,
            post.title,
            to_ms(post.due_at),
            to_ms(post.created_at),
            to_ms(now),
            as_json(post.overridden),
            post.retries_post,
            as_json(post.labels),
            post.family,
            *approvals.columns_of(post.approval),
        ),
    ).lastrowid
    assert post_id is not None
    ours = post.origin == PostOrigin.HERE
    entries = tuple(_insert(conn, workspace_id, replace(entry, post_id=post_id), ours, now) for entry in post.entries)
    refresh(conn, post_id, now)
    return replace(post, id=post_id, entries=entries)


def add_entry(conn: sqlite3.Connection, workspace_id: int, entry: Entry, now: datetime) -> Entry:
    """Add one more entry to an existing post. Raises NoFreeMoment on a taken millisecond."""
    added = _insert(conn, workspace_id, entry, True, now)
    refresh(conn, entry.post_id, now)
    return added


def split_off(conn: sqlite3.Connection, apart: tuple[Entry, ...], now: datetime) -> tuple[Entry, ...]:
    """Move some entries of a post to a new post in the same group. Return the entries as they are then."""
    old = apart[0].post_id
    copied = (
        "workspace_id, client_id, origin, group_token, text, title, due_ms, state, urgency, platforms, marks, created_ms, "
        "changed_ms, overridden, retries_post, labels, family, approval, approved_for"
    )
    new = conn.execute(f"INSERT INTO posts ({copied}) SELECT {copied} FROM posts WHERE id = ?", (old,)).lastrowid
    assert new is not None
    conn.executemany("UPDATE entries SET post_id = ? WHERE id = ?", [(new, entry.id) for entry in apart])
    for post_id in (old, new):
        refresh(conn, post_id, now)
    return entries_of(conn, new)


def split_relatives(conn: sqlite3.Connection, post: Post) -> tuple[Entry, ...]:
    """Return the entries split off from the post or its predecessors, or the ones it was split from; no cancelled ones."""
    query = "SELECT id FROM posts WHERE (group_token = ?1 OR (family = ?1 AND family != '')) AND id != ?2"
    rows = conn.execute(query, (post.family or post.group, post.id)).fetchall()
    return tuple(entry for row in rows for entry in entries_of(conn, row["id"]) if entry.state != State.CANCELLED)


def _insert(conn: sqlite3.Connection, workspace_id: int, entry: Entry, ours: bool, now: datetime) -> Entry:
    columns = (
        ("post_id", entry.post_id),
        ("workspace_id", workspace_id),
        ("client_id", entry.client_id),
        ("ours", int(ours)),
        ("changed_ms", to_ms(now)),
        *columns_of(entry),
    )
    names = ", ".join(name for name, _ in columns)
    placeholders = ", ".join("?" for _ in columns)
    with unique_moment():
        cursor = conn.execute(f"INSERT INTO entries ({names}) VALUES ({placeholders})", [value for _, value in columns])
    assert cursor.lastrowid is not None
    return replace(entry, id=cursor.lastrowid)


def entries_of(conn: sqlite3.Connection, post_id: int) -> tuple[Entry, ...]:
    """Return a post's entries in order of creation."""
    rows = conn.execute("SELECT * FROM entries WHERE post_id = ? ORDER BY id", (post_id,))
    return tuple(entry_of(row) for row in rows)


def get(conn: sqlite3.Connection, post_id: int) -> Post | None:
    """Return the post with its entries, or None."""
    row = conn.execute("SELECT * FROM posts WHERE id = ?", (post_id,)).fetchone()
    return _post_of(row, entries_of(conn, post_id), _retries_of(conn, post_id)) if row else None


def all_of(conn: sqlite3.Connection, post_ids: Iterable[int]) -> dict[int, Post]:
    """Return those of the posts that exist, with their entries, by id: in as many queries as one post takes."""
    ids = as_json(post_ids)
    entries, retries = defaultdict[int, list[Entry]](list), defaultdict[int, list[sqlite3.Row]](list)
    for row in conn.execute(f"SELECT * FROM entries WHERE post_id IN {_LISTED} ORDER BY post_id, id", (ids,)):
        entries[row["post_id"]].append(entry_of(row))
    again = f"SELECT retries_post, id, platforms FROM posts WHERE retries_post IN {_LISTED} AND state != ? ORDER BY id"
    for row in conn.execute(again, (ids, PostState.CANCELLED)):
        retries[row["retries_post"]].append(row)
    found = conn.execute(f"SELECT * FROM posts WHERE id IN {_LISTED}", (ids,))
    return {row["id"]: _post_of(row, tuple(entries[row["id"]]), tuple(retries[row["id"]])) for row in found}


def existing(conn: sqlite3.Connection, post_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the posts that exist and aren't cancelled."""
    sql = f"SELECT id FROM posts WHERE id IN {_LISTED} AND state != ?"
    return frozenset(row["id"] for row in conn.execute(sql, (as_json(post_ids), PostState.CANCELLED)))


def _retries_of(conn: sqlite3.Connection, post_id: int) -> tuple[sqlite3.Row, ...]:
    query = "SELECT id, platforms FROM posts WHERE retries_post = ? AND state != ? ORDER BY id"
    return tuple(conn.execute(query, (post_id, PostState.CANCELLED)))


def _post_of(row: sqlite3.Row, entries: tuple[Entry, ...], retries: tuple[sqlite3.Row, ...]) -> Post:
    return Post(
        id=row["id"],
        client_id=row["client_id"],
        origin=ORIGIN.read(row["origin"]),
        group=row["group_token"],
        text=row["text"],
        title=row["title"],
        due_at=AT.read(row["due_ms"]),
        state=POST_STATE.read(row["state"]),
        platforms=TEXTS.read(row["platforms"]),
        entries=entries,
        created_at=AT.read(row["created_ms"]),
        overridden=TEXTS.read(row["overridden"]),
        retries_post=row["retries_post"],
        labels=TEXTS.read(row["labels"]),
        family=row["family"],
        approval=approvals.record_of(row),
        series_id=row["series_id"],
        retried_by=retries[-1]["id"] if retries else None,
        retried=tuple(platform for each in retries for platform in TEXTS.read(each["platforms"])),
    )


def made_from(conn: sqlite3.Connection, draft_id: str) -> tuple[Post, ...]:
    """Return the posts made from a draft, one for each of its times; empty while it is still a draft."""
    rows = conn.execute("SELECT id FROM posts WHERE group_token = ? ORDER BY id", (draft_id,)).fetchall()
    return tuple(post for row in rows if (post := get(conn, row["id"])))


def group_of(conn: sqlite3.Connection, post_id: int) -> str:
    """Return the id shared by all requests of a post, which is sent with each of them."""
    return str(conn.execute("SELECT group_token FROM posts WHERE id = ?", (post_id,)).fetchone()["group_token"])


def refresh(conn: sqlite3.Connection, post_id: int, now: datetime) -> None:
    """Store the post's state and platform states as derived from its entries."""
    entries = entries_of(conn, post_id)
    live = effective_entries(entries)
    state = post_state(entries)
    by_platform = platform_states(entries)
    reason = next((entry.reason for entry in live if entry.reason and entry_state(entry) == state), "")
    conn.execute(
        "UPDATE posts SET state = ?, platforms = ?, marks = ?, reason = ?, due_ms = ?, changed_ms = ? WHERE id = ?",
        (
            state,
            as_json(platform for platform, _ in by_platform),
            as_json(by_platform),
            reason,
            to_ms(min(entry.due_at for entry in live).replace(microsecond=0)),
            to_ms(now),
            post_id,
        ),
    )
    approvals.reevaluate(conn, post_id, entries)
    for each in (post_id, *conn.execute("SELECT retries_post FROM posts WHERE id = ?", (post_id,)).fetchone()):
        if post := get(conn, each):
            _weigh(conn, post)


def relabel(conn: sqlite3.Connection, post_id: int, labels: tuple[str, ...]) -> None:
    """Set the labels of a post."""
    conn.execute("UPDATE posts SET labels = ? WHERE id = ?", (as_json(labels), post_id))


def _weigh(conn: sqlite3.Connection, post: Post) -> None:
    conn.execute("UPDATE posts SET urgency = ? WHERE id = ?", (urgency_of(post), post.id))


def urgency_of(post: Post) -> int:
    """Return the stored urgency of a post; a failed post has none once other posts stand for it."""
    asks = post.state in NEEDS_ATTENTION and not is_tried_again(post)
    return _TO_DECIDE if post.state == PostState.TO_DECIDE else _TO_DO if asks else _QUIET


def locked_posts(conn: sqlite3.Connection, client_id: int, platform: str) -> tuple[Post, ...]:
    """Return locked posts to that client's platform that will still be published without further action."""
    rows = conn.execute(
        "SELECT DISTINCT post_id FROM entries WHERE client_id = ? AND state = 'accepted' AND stage = 'scheduled' "
        "AND platforms LIKE ? ORDER BY due_ms",
        (client_id, f'%"{platform}"%'),
    ).fetchall()
    return tuple(post for row in rows if (post := get(conn, row["post_id"])))


def count_within_a_day(conn: sqlite3.Connection, client_id: int, platform: str, moment: datetime, but: int | None) -> int:
    """Count a client's posts, except `but`, to the platform in the 24 hours before and after the moment; return the larger."""
    row = conn.execute(
        "SELECT coalesce(sum(due_ms <= ?1), 0), coalesce(sum(due_ms >= ?1), 0) FROM posts "
        "WHERE client_id = ?2 AND due_ms > ?1 - ?3 AND due_ms < ?1 + ?3 AND platforms LIKE ?4 AND id IS NOT ?5 "
        f"AND EXISTS (SELECT 1 FROM {_PLATFORM_STATES} WHERE {_PLATFORM_IS_LIVE} AND platform_state.value ->> 0 = ?6)",
        (to_ms(moment), client_id, _DAY_MS, f'%"{platform}"%', but, platform),
    ).fetchone()
    larger: int = max(row)
    return larger


def is_taken(conn: sqlite3.Connection, client_id: int, moment: datetime) -> bool:
    """Return True if a post of the client goes out in the second from that moment on."""
    query = f"SELECT 1 FROM posts WHERE client_id = ? AND due_ms >= ? AND due_ms < ? AND {HAS_LIVE_ENTRY}"
    start = to_ms(moment)
    return conn.execute(query, (client_id, start, start + 1000)).fetchone() is not None


def entries_with(
    conn: sqlite3.Connection, client_id: int, start: datetime, end: datetime, word: str, media_url: str
) -> tuple[Entry, ...]:
    """Return the client's entries made here and due between two moments with that media, and the word somewhere in their text.

    They are the latest, some hundreds at most, the last first.
    """
    rows = conn.execute(
        "SELECT * FROM entries INDEXED BY entries_of_client WHERE client_id = ? AND ours AND due_ms > ? AND due_ms < ? "
        f"AND media_url = ? AND instr(content, ?) ORDER BY due_ms DESC LIMIT {_MANY}",
        (client_id, to_ms(start), to_ms(end), media_url, word),
    )
    return tuple(entry_of(row) for row in rows)


def detach_from_draft(conn: sqlite3.Connection, draft_id: str) -> None:
    """Detach a draft's posts from it, so that the draft can become other posts."""
    conn.execute("UPDATE posts SET group_token = group_token || '/' || id WHERE group_token = ?", (draft_id,))


def remove_foreign_post(conn: sqlite3.Connection, workspace_id: int, remote_id: str) -> None:
    """Delete a post taken for one made elsewhere: its id belongs to an entry made here."""
    conn.execute(
        f"DELETE FROM posts WHERE id IN (SELECT post_id FROM entries WHERE {OF_REMOTE_ID} AND NOT ours)",
        (workspace_id, remote_id),
    )
