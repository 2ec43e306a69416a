"""The latest posts in some states, read from an index alone: news are found by them after every change."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from postdesk.domain.posts import PostState
from postdesk.domain.times import to_ms
from postdesk.store.post_filters import FAR


def latest(
    conn: sqlite3.Connection, workspace_id: int, states: Iterable[PostState], since: datetime | None, most: int
) -> dict[int, PostState]:
    """Return the latest posts in each of these states, `most` of a state at most, those due since then; None: of all time."""
    query = "SELECT id FROM posts WHERE workspace_id = ? AND state = ? AND due_ms > ? ORDER BY due_ms DESC LIMIT ?"
    after = to_ms(since) if since else -FAR
    return {post_id: state for state in states for (post_id,) in conn.execute(query, (workspace_id, state, after, most))}
