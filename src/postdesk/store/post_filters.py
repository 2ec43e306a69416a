"""The SQL condition of a `BoardFilter` on `posts`."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from postdesk.domain.board import BoardFilter
from postdesk.domain.delivery import Reason
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.times import to_ms
from postdesk.store import attention, clients
from postdesk.store.rows import as_json, sql_list

TIMED: Final = f"reason != '{Reason.TIME_UNKNOWN}'"
"""Condition that leaves out posts without a time from MyPostShare: their stored time is only when they were found."""

FAR: Final = 2**62
"""Milliseconds beyond any time of a post."""

MOST_ATTENTION: Final = 10_000
_NEVER_SHOWN: Final = PostState.CANCELLED
_FAILED: Final = sql_list(StateGroup.FAILED.value)
_UNREPAIRED: Final = (
    f"(state NOT IN {_FAILED} OR posts.id NOT IN (SELECT id FROM posts WHERE urgency = 0 AND state IN {_FAILED}))"
)
"""Condition that leaves out posts that another one tries again: these are failed, and have no urgency.

Their small index (`posts_repaired`) is read once, so that the index of the other conditions still covers the query.
"""


def condition_of(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter) -> tuple[str, list[object]]:
    """Return the condition on `posts` and its values."""
    condition, values = condition_without_text(conn, workspace_id, wanted)
    if words := typed_words(wanted.text):
        condition += " AND posts.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
        values.append(match_query(words))
    return condition, values


def condition_without_text(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter) -> tuple[str, list[object]]:
    """Return the condition but for the typed words, for a query that begins with the posts that have them."""
    conditions, values = _whose(conn, workspace_id, wanted)
    if wanted.states:
        conditions.append(f"state IN ({', '.join('?' for _ in wanted.states)})")
        values += sorted(wanted.states)
    else:
        conditions.append("state != ?")
        values.append(_NEVER_SHOWN)
    if wanted.platform:
        conditions.append("platforms LIKE ?")
        values.append(f'%"{wanted.platform}"%')
    may_be_repaired = not wanted.states or wanted.states & StateGroup.FAILED.value
    if may_be_repaired and not wanted.repaired and not wanted.attention:
        conditions.append(_UNREPAIRED)
    if wanted.timed and any_untimed(conn, wanted.start, wanted.end):
        conditions.append(TIMED)
    for bound, moment in (("due_ms >= ?", wanted.start), ("due_ms < ?", wanted.end)):
        if moment:
            conditions.append(bound)
            values.append(to_ms(moment))
    return " AND ".join(conditions), values


def _whose(conn: sqlite3.Connection, workspace_id: int, wanted: BoardFilter) -> tuple[list[str], list[object]]:
    """Return the conditions that an index answers: one client's posts, those of all current ones, or by the ids of a few."""
    if wanted.attention:
        accounts = attention.waiting_accounts(conn, workspace_id)
        few = attention.post_ids(conn, workspace_id, accounts, wanted.client_id, MOST_ATTENTION)
        return ["posts.id IN (SELECT value FROM json_each(?))"], [as_json(few)]
    if wanted.client_id is not None:
        return ["client_id = ?"], [wanted.client_id]
    archived = clients.archived(conn, workspace_id)
    others = [f"client_id NOT IN ({', '.join('?' for _ in archived)})"] if archived else []
    return ["workspace_id = ?", *others], [workspace_id, *archived]


def any_untimed(conn: sqlite3.Connection, start: datetime | None, end: datetime | None) -> bool:
    """Return True when the span has a post without a time. Only then is the unindexed condition worth its doubled time."""
    query = f"SELECT 1 FROM posts WHERE reason = '{Reason.TIME_UNKNOWN}' AND due_ms >= ? AND due_ms < ? LIMIT 1"
    bounds = to_ms(start) if start else -FAR, to_ms(end) if end else FAR
    return conn.execute(query, bounds).fetchone() is not None


def typed_words(text: str) -> list[str]:
    """Return the distinct words of a search, without NUL and lone surrogates, which no query can hold."""
    return list(dict.fromkeys(text.encode("utf-8", "ignore").decode().replace("\0", " ").split()))


def match_query(words: Sequence[str]) -> str:
    """Return an FTS query: each word as a quoted prefix, so that no part counts as query syntax."""
    quoted = (word.replace('"', '""') for word in words)
    return " ".join(f'"{word}"*' for word in quoted)
