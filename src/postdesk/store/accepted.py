"""Entries that the service took: what is polled of them, and whose its ids are. Each function is part of a transaction."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from postdesk.domain.delivery import OPEN_STAGES, Evidence, Stage
from postdesk.domain.posts import Entry
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT
from postdesk.store.entries import select
from postdesk.store.rows import OF_REMOTE_ID, listed

_OPEN = listed(OPEN_STAGES)
_NOT_UP = listed((Stage.FAILED, Stage.PARTIAL, Stage.CONTRADICTORY))


def guessed(conn: sqlite3.Connection, workspace_id: int, due_after: datetime) -> tuple[Entry, ...]:
    """Accepted entries whose id is that of a post that only looks like them."""
    condition = f"workspace_id = ? AND state = 'accepted' AND due_ms > ? AND evidence = '{Evidence.LOOKS_LIKE}'"
    return select(conn, condition, (workspace_id, to_ms(due_after)))


def unsettled(conn: sqlite3.Connection, workspace_id: int, due_before: datetime) -> tuple[Entry, ...]:
    """Accepted entries that were due before then and of which the service has not said how they ended."""
    return select(
        conn,
        f"workspace_id = ? AND state = 'accepted' AND stage IN {_OPEN} AND due_ms <= ? AND remote_id != '' "
        "ORDER BY checked_ms, due_ms LIMIT 1000",
        (workspace_id, to_ms(due_before)),
    )


def not_up(
    conn: sqlite3.Connection,
    workspace_id: int,
    due_after: datetime,
    client_id: int | None = None,
    stands_after: datetime | None = None,
) -> tuple[Entry, ...]:
    """Accepted entries that failed, in part or whole, or of which the service contradicts itself; of others' the last alone.

    Of all clients, or of one, whose entries those of others leave room for. `stands_after`: only those of which the service
    has said something else since then.
    """
    since = f"(stage = '{Stage.CONTRADICTORY}' OR stands_ms IS NULL OR stands_ms > ?4)" if stands_after else "?4 IS NULL"
    return select(
        conn,
        f"workspace_id = ?1 AND state = 'accepted' AND stage IN {_NOT_UP} AND due_ms >= ?2 AND remote_id != '' "
        f"AND (?3 IS NULL OR client_id = ?3) AND (ours OR stage = '{Stage.CONTRADICTORY}') AND {since} "
        "ORDER BY checked_ms, due_ms LIMIT 1000",
        (workspace_id, to_ms(due_after), client_id, to_ms(stands_after) if stands_after else None),
        # Left to itself SQLite goes through all that was ever accepted.
        index="INDEXED BY entries_unsettled",
    )


def ids_that_may_change(conn: sqlite3.Connection, workspace_id: int, due_before: datetime) -> frozenset[str]:
    """The service's ids of what was due before then and of which it has not said that all of it is published."""
    rows = conn.execute(
        "SELECT remote_id FROM entries WHERE workspace_id = ? AND state = 'accepted' AND stage != ? AND due_ms <= ?",
        (workspace_id, Stage.PUBLISHED, to_ms(due_before)),
    )
    return frozenset(row["remote_id"] for row in rows)


def ahead_of_time(conn: sqlite3.Connection, workspace_id: int, now: datetime, remote_ids: Iterable[str]) -> tuple[Entry, ...]:
    """Of the posts with these ids of the service those that are due after `now`, unless it has said how they ended."""
    return select(
        conn,
        "workspace_id = ? AND remote_id IN (SELECT value FROM json_each(?)) AND remote_id != '' "
        f"AND state = 'accepted' AND stage IN {_OPEN} AND due_ms > ?",
        (workspace_id, json.dumps([*remote_ids]), to_ms(now)),
        index="INDEXED BY entries_remote",
    )


def last_accepted(conn: sqlite3.Connection, workspace_id: int) -> Entry | None:
    """The latest of ours of which the service told the id, None where there is none."""
    where = "workspace_id = ? AND ours AND state = 'accepted' AND remote_id != '' ORDER BY id DESC LIMIT 1"
    return next(iter(select(conn, where, (workspace_id,))), None)


def locked(conn: sqlite3.Connection, workspace_id: int, now: datetime, limit: int) -> tuple[Entry, ...]:
    """Accepted entries that are due after `now` and of which the service has not said how they ended, the next first."""
    # Stage by stage, as the index has them in order of time.
    found = [
        entry
        for stage in OPEN_STAGES
        for entry in select(
            conn,
            "workspace_id = ? AND state = 'accepted' AND stage = ? AND due_ms > ? ORDER BY due_ms LIMIT ?",
            (workspace_id, stage, to_ms(now), limit),
        )
    ]
    return tuple(sorted(found, key=lambda entry: entry.due_at)[:limit])


def next_locked(conn: sqlite3.Connection, workspace_id: int, after: datetime) -> datetime | None:
    """When the next accepted entry of which the service has not said how it ended is due after `after`."""
    row = conn.execute(
        f"SELECT min(due_ms) FROM entries WHERE workspace_id = ? AND state = 'accepted' AND stage IN {_OPEN} AND due_ms > ?",
        (workspace_id, to_ms(after)),
    ).fetchone()
    return AT.read(row[0]) if row[0] is not None else None


def is_known(conn: sqlite3.Connection, workspace_id: int, remote_id: str) -> bool:
    """Whether the service's id belongs to an entry, of ours or made elsewhere."""
    query = f"SELECT 1 FROM entries WHERE {OF_REMOTE_ID}"
    return conn.execute(query, (workspace_id, remote_id)).fetchone() is not None


def ids_made_elsewhere(conn: sqlite3.Connection, client_id: int, since: datetime) -> frozenset[str]:
    """The ids of a client's posts that were made outside Postdesk, of those that are due after `since`."""
    query = "SELECT remote_id FROM entries WHERE client_id = ? AND NOT ours AND due_ms >= ?"
    return frozenset(row["remote_id"] for row in conn.execute(query, (client_id, to_ms(since))))


def bare(conn: sqlite3.Connection, workspace_id: int, limit: int) -> tuple[Entry, ...]:
    """Entries for what was made elsewhere of which the list alone was seen, the latest first."""
    return select(
        conn,
        "workspace_id = ? AND NOT ours AND checked_ms IS NULL ORDER BY due_ms DESC LIMIT ?",
        (workspace_id, limit),
    )


def owned_ids(conn: sqlite3.Connection, client_id: int) -> frozenset[str]:
    """The ids of the service that belong to entries of ours."""
    rows = conn.execute("SELECT remote_id FROM entries WHERE client_id = ? AND ours AND remote_id != ''", (client_id,))
    return frozenset(row["remote_id"] for row in rows)


def is_owned(conn: sqlite3.Connection, workspace_id: int, remote_id: str) -> bool:
    """Whether the service's id belongs to an entry of ours."""
    query = f"SELECT 1 FROM entries WHERE {OF_REMOTE_ID} AND ours"
    return conn.execute(query, (workspace_id, remote_id)).fetchone() is not None


def ids_to_be_listed(conn: sqlite3.Connection, client_id: int, start: datetime, end: datetime) -> frozenset[str]:
    """The ids of a client's that a list of that span has to hold, whether it goes by when posts were made or are due."""
    rows = conn.execute(
        "SELECT DISTINCT remote_id FROM entries JOIN attempts ON entry_id = id WHERE client_id = ? AND ours "
        "AND state = 'accepted' AND remote_id != '' AND entries.due_ms BETWEEN ? AND ? AND started_ms BETWEEN ? AND ?",
        (client_id, *2 * (to_ms(start), to_ms(end))),
    )
    return frozenset(row["remote_id"] for row in rows)
