"""The latest and the next posts in some states, read from an index alone: news are found by them after every change."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from postdesk.domain.posts import PostState
from postdesk.domain.times import to_ms
from postdesk.store.post_filters import FAR


def latest(
    conn: sqlite3.Connection,
    workspace_id: int,
    states: Iterable[PostState],
    most: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> dict[int, PostState]:
    """Return the latest posts in each of these states, `most` of a state at most, those due after `since` and until `until`."""
    query = (
        "SELECT id FROM posts WHERE workspace_id = ? AND state = ? AND due_ms > ? AND due_ms <= ? ORDER BY due_ms DESC LIMIT ?"
    )
    span = to_ms(since) if since else -FAR, to_ms(until) if until else FAR
    return {post_id: state for state in states for (post_id,) in conn.execute(query, (workspace_id, state, *span, most))}


def coming(conn: sqlite3.Connection, workspace_id: int, states: Iterable[PostState], most: int) -> dict[int, PostState]:
    """Return the first posts in each of these states by their time, `most` of a state at most."""
    query = "SELECT id FROM posts WHERE workspace_id = ? AND state = ? ORDER BY due_ms LIMIT ?"
    return {post_id: state for state in states for (post_id,) in conn.execute(query, (workspace_id, state, most))}
