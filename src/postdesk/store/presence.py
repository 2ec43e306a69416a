"""Which posts and drafts are still there of those that somebody picked a while ago."""

import sqlite3
from collections.abc import Sequence

from postdesk.domain.posts import PostState


def posts_there(conn: sqlite3.Connection, numbers: Sequence[int]) -> frozenset[int]:
    """Return those of the posts that are kept and not called off."""
    sql = f"SELECT id FROM posts WHERE id IN ({_places(numbers)}) AND state != ?"
    return frozenset(row["id"] for row in conn.execute(sql, (*numbers, PostState.CANCELLED)))


def drafts_there(conn: sqlite3.Connection, ids: Sequence[str]) -> frozenset[str]:
    """Return those of the drafts that are kept."""
    sql = f"SELECT id FROM drafts WHERE id IN ({_places(ids)})"
    return frozenset(row["id"] for row in conn.execute(sql, tuple(ids)))


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
