"""Reads for long lists of posts by time: how many there are in each part of the time, and where one is among them.

No read walks over posts that come before or after its part, so that each place of a list is as near as its first.
"""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from typing import Final

from postdesk.domain.board import BoardFilter
from postdesk.store.board import matches
from postdesk.store.post_filters import condition_of
from postdesk.store.rows import as_json

Key = tuple[int, int]
"""A post's place by time: when it is due (in milliseconds), and its id."""
FoundKey = tuple[int, int, bytes]
"""The key of a post, and its state, undecoded: a search has a hundred thousand of them, and only counts them."""

_PART: Final = 500


def keys(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, most: int = -1) -> list[FoundKey]:
    """Return the keys of the matching posts in no order; of no more than `most`, unless it is negative."""
    source, values = matches(conn, workspace_id, wanted)
    query = f"SELECT due_ms, posts.id, CAST(state AS BLOB) FROM {source} LIMIT ?"
    return _plain(conn).execute(query, (*values, most)).fetchall()


def keys_in_order(
    conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, *, descending: bool
) -> Generator[list[FoundKey]]:
    """Yield the keys of the matching posts by time, part by part, and the first of them before the others are looked for.

    This walks through all posts of the workspace or the client in an index.
    """
    where, values = condition_of(conn, workspace_id, wanted)
    index, order = "posts_due" if wanted.client_id is None else "posts_client_due", "DESC" if descending else "ASC"
    query = (
        f"SELECT due_ms, id, CAST(state AS BLOB) FROM posts INDEXED BY {index} WHERE {where} ORDER BY due_ms {order}, id {order}"
    )
    with closing(_plain(conn)) as cursor:
        cursor.execute(query, values)
        while part := cursor.fetchmany(_PART):
            yield part


def _plain(conn: sqlite3.Connection) -> sqlite3.Cursor:
    """Return a cursor whose rows are plain tuples, which take half the time."""
    cursor = conn.cursor()
    cursor.row_factory = None
    return cursor


def last_id(conn: sqlite3.Connection) -> int:
    """Return the greatest id of a post; 0 without any."""
    return int(conn.execute("SELECT max(id) FROM posts").fetchone()[0] or 0)


def nearest(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, edge_ms: int, *, descending: bool) -> int | None:
    """Return a time from `edge_ms` on, or `descending` before it, up to which no post matches; None if none does at all.

    The states are looked up one by one: the next scheduled post may be behind all those that went out.
    """
    bound, pick = ("due_ms < :edge", "max") if descending else ("due_ms >= :edge", "min")
    if not wanted.states:
        whose = "workspace_id = :workspace" if wanted.client_id is None else "client_id = :client"
        query = f"SELECT {pick}(due_ms) FROM posts WHERE {whose} AND {bound}"
    else:
        of_state = f"SELECT {pick}(due_ms) FROM posts WHERE workspace_id = :workspace AND state = value AND {bound}"
        query = f"SELECT {pick}(at) FROM (SELECT ({of_state}) AS at FROM json_each(:states))"
    values = {"client": wanted.client_id, "workspace": workspace_id, "states": as_json(sorted(wanted.states)), "edge": edge_ms}
    found: int | None = conn.execute(query, values).fetchone()[0]
    return found


def count_between(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, edges_ms: Sequence[int]) -> list[int]:
    """Return the number of matching posts between each two neighbouring edges, whatever the filter's own bounds."""
    where, values = condition_of(conn, workspace_id, replace(wanted, start=None, end=None))
    query = (
        f"SELECT (SELECT count(*) FROM posts WHERE due_ms >= part.value ->> 0 AND due_ms < part.value ->> 1 AND {where}) "
        "FROM json_each(?) AS part"
    )
    return [row[0] for row in conn.execute(query, (*values, as_json(pairwise(edges_ms))))]


def key_of(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, post_id: int) -> Key | None:
    """Return the key of a post; None where it doesn't match."""
    where, values = condition_of(conn, workspace_id, wanted)
    found = conn.execute(f"SELECT due_ms FROM posts WHERE posts.id = ? AND {where}", (post_id, *values)).fetchone()
    return (found[0], post_id) if found else None


def count_before(
    conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter, period_ms: tuple[int, int], key: Key, *, descending: bool
) -> int:
    """Return the number of matching posts of a period that come before that key."""
    where, values = condition_of(conn, workspace_id, replace(wanted, start=None, end=None))
    before = ">" if descending else "<"
    query = f"SELECT count(*) FROM posts WHERE {where} AND due_ms >= ? AND due_ms < ? AND (due_ms, id) {before} (?, ?)"
    found: int = conn.execute(query, (*values, *period_ms, *key)).fetchone()[0]
    return found
