"""Reads for exports to a file: posts found by days, and read one by one."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from postdesk.domain.delivery import Reason
from postdesk.domain.export_items import RelatedPost
from postdesk.domain.posts import Post, PostState
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, POST_STATE, TEXTS
from postdesk.store.rows import sql_list
from postdesk.store.sqlite import StorageError, Transaction, failure_of, open_reader

_REPLACED: Final = f"(state = '{PostState.CANCELLED}' AND reason = '{Reason.REPLACED}')"


@contextmanager
def snapshot(database: Path) -> Iterator[Transaction]:
    """Open a read-only snapshot that stays consistent however long the read takes. Raises StorageError."""
    try:
        with closing(open_reader(database)) as conn:
            conn.execute("BEGIN")
            yield conn
    except sqlite3.DatabaseError as error:
        raise StorageError(str(error), failure_of(error)) from error


def posts_between(
    conn: sqlite3.Connection, client_id: int, start: datetime, end: datetime, states: Collection[PostState]
) -> tuple[tuple[datetime, int], ...]:
    """Return the due times and ids of the client's posts in these states, from `start` to before `end`.

    Posts without a time from MyPostShare, and posts that another one replaced, are left out.
    """
    rows = conn.execute(
        "SELECT id, due_ms FROM posts WHERE client_id = ? AND due_ms >= ? AND due_ms < ? "
        f"AND state IN {sql_list(states)} AND reason != '{Reason.TIME_UNKNOWN}' AND NOT {_REPLACED} ORDER BY due_ms, id",
        (client_id, to_ms(start), to_ms(end)),
    )
    return tuple((AT.read(row["due_ms"]), row["id"]) for row in rows)


def changed_at(conn: sqlite3.Connection, post_id: int) -> datetime:
    """Return the time of the last change of the post or its entries."""
    return AT.read(conn.execute("SELECT changed_ms FROM posts WHERE id = ?", (post_id,)).fetchone()["changed_ms"])


def relatives(conn: sqlite3.Connection, post: Post) -> tuple[RelatedPost, ...]:
    """Return the other posts made from the same draft, without those that another one replaced."""
    if not (root := post.family or post.group):
        return ()
    rows = conn.execute(
        "SELECT platforms, state FROM posts WHERE (group_token = ?1 OR (family = ?1 AND family != '')) AND id != ?2 "
        f"AND NOT {_REPLACED} ORDER BY id",
        (root, post.id),
    )
    return tuple(RelatedPost(TEXTS.read(row["platforms"]), POST_STATE.read(row["state"])) for row in rows)
