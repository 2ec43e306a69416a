"""Reads of accepted entries: those still polled, and the owners of service ids. Each function runs in a transaction."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from postdesk.domain.delivery import OPEN_STAGES, Evidence, Stage
from postdesk.domain.polling import UnpublishedRequest
from postdesk.domain.posts import Entry
from postdesk.domain.times import to_ms
from postdesk.store.columns import AT, MAYBE_AT, STAGE
from postdesk.store.entries import select
from postdesk.store.rows import OF_REMOTE_ID, sql_list

_OPEN = sql_list(OPEN_STAGES)
_NOT_UP = sql_list((Stage.FAILED, Stage.PARTIAL, Stage.CONTRADICTORY))
_FOLLOWED_ELSEWHERE = timedelta(days=30)
_TOLD = "(ours OR checked_ms IS NOT NULL)"
"""Leaves out the posts that are known from a list alone: they are as the list tells, and nothing else is asked about them."""

_UNPUBLISHED = (
    f"workspace_id = ?1 AND state = 'accepted' AND stage IN {_NOT_UP} AND due_ms >= ?2 AND remote_id != '' "
    f"AND {_TOLD} AND (ours OR stage = '{Stage.CONTRADICTORY}')"
)
_OLDEST_CHECK_FIRST = "ORDER BY checked_ms, due_ms LIMIT 1000"


def probable_matches(conn: sqlite3.Connection, workspace_id: int, due_after: datetime) -> tuple[Entry, ...]:
    """Return accepted entries whose id was found by likeness alone (evidence LOOKS_LIKE), due after `due_after`."""
    condition = f"workspace_id = ? AND state = 'accepted' AND due_ms > ? AND evidence = '{Evidence.LOOKS_LIKE}'"
    return select(conn, condition, (workspace_id, to_ms(due_after)))


def unsettled(conn: sqlite3.Connection, workspace_id: int, due_before: datetime) -> tuple[Entry, ...]:
    """Return accepted entries due by `due_before` whose final result the service has not reported; at most 1,000.

    Old ones that were made elsewhere are left to the lists: the service may have a word for their end that is not known here.
    """
    return select(
        conn,
        f"workspace_id = ? AND state = 'accepted' AND stage IN {_OPEN} AND due_ms <= ? AND remote_id != '' AND {_TOLD} "
        "AND (ours OR due_ms > ?) ORDER BY checked_ms, due_ms LIMIT 1000",
        (workspace_id, to_ms(due_before), to_ms(due_before - _FOLLOWED_ELSEWHERE)),
        # Without the hint SQLite reads every accepted entry that is due.
        index="INDEXED BY entries_unsettled",
    )


def not_published(
    conn: sqlite3.Connection,
    workspace_id: int,
    due_after: datetime,
    client_id: int | None = None,
    changed_after: datetime | None = None,
) -> tuple[Entry, ...]:
    """Return accepted entries that failed, in part or whole, or whose answers contradict each other.
    Of entries made elsewhere, only the contradictory ones. `client_id` limits them to one client: other clients' entries could
    fill the limit of 1,000. `changed_after` limits the failed ones to those whose reported result changed after that time.
    """
    since = f"(stage = '{Stage.CONTRADICTORY}' OR stands_ms IS NULL OR stands_ms > ?4)" if changed_after else "?4 IS NULL"
    return select(
        conn,
        f"{_UNPUBLISHED} AND (?3 IS NULL OR client_id = ?3) AND {since} {_OLDEST_CHECK_FIRST}",
        (workspace_id, to_ms(due_after), client_id, to_ms(changed_after) if changed_after else None),
        # Without the hint SQLite scans every accepted entry.
        index="INDEXED BY entries_unsettled",
    )


def unpublished_requests(conn: sqlite3.Connection, workspace_id: int, due_after: datetime) -> tuple[UnpublishedRequest, ...]:
    """Return the same entries of all clients, only as far as polling needs them: a busy year has hundreds."""
    found = conn.execute(
        "SELECT id, post_id, remote_id, remote_status, stage, stands_ms, checked_ms FROM entries INDEXED BY entries_unsettled "
        f"WHERE {_UNPUBLISHED} {_OLDEST_CHECK_FIRST}",
        (workspace_id, to_ms(due_after)),
    )
    return tuple(
        UnpublishedRequest(entry_id, post_id, remote_id, status, STAGE.read(stage), MAYBE_AT.read(since), MAYBE_AT.read(checked))
        for entry_id, post_id, remote_id, status, stage, since, checked in found
    )


def not_yet_due(conn: sqlite3.Connection, workspace_id: int, now: datetime, remote_ids: Iterable[str]) -> tuple[Entry, ...]:
    """Return the entries with these service ids that are due after `now` and have no final result."""
    return select(
        conn,
        "workspace_id = ? AND remote_id IN (SELECT value FROM json_each(?)) AND remote_id != '' "
        f"AND state = 'accepted' AND stage IN {_OPEN} AND due_ms > ? AND {_TOLD}",
        (workspace_id, json.dumps([*remote_ids]), to_ms(now)),
        index="INDEXED BY entries_remote",
    )


def last_accepted(conn: sqlite3.Connection, workspace_id: int) -> Entry | None:
    """Return the latest accepted entry made here whose service id is known, or None."""
    where = "workspace_id = ? AND ours AND state = 'accepted' AND remote_id != '' ORDER BY id DESC LIMIT 1"
    # By id it is the first row or near it; by an index all accepted ones would be sorted.
    return next(iter(select(conn, where, (workspace_id,), index="NOT INDEXED")), None)


def locked(conn: sqlite3.Connection, workspace_id: int, now: datetime, limit: int) -> tuple[Entry, ...]:
    """Return the accepted entries due after `now` without a final result, earliest first, at most `limit`."""
    # One query per stage: the index is ordered by time within each stage.
    found = [
        entry
        for stage in OPEN_STAGES
        for entry in select(
            conn,
            f"workspace_id = ? AND state = 'accepted' AND stage = ? AND due_ms > ? AND {_TOLD} ORDER BY due_ms LIMIT ?",
            (workspace_id, stage, to_ms(now), limit),
        )
    ]
    return tuple(sorted(found, key=lambda entry: entry.due_at)[:limit])


def next_locked(conn: sqlite3.Connection, workspace_id: int, after: datetime) -> datetime | None:
    """Return the next due time after `after` of an accepted entry without a final result, or None."""
    row = conn.execute(
        "SELECT min(due_ms) FROM entries "
        f"WHERE workspace_id = ? AND state = 'accepted' AND stage IN {_OPEN} AND due_ms > ? AND {_TOLD}",
        (workspace_id, to_ms(after)),
    ).fetchone()
    return AT.read(row[0]) if row[0] is not None else None


def is_known(conn: sqlite3.Connection, workspace_id: int, remote_id: str) -> bool:
    """Return True when the service's id belongs to an entry, made here or elsewhere."""
    query = f"SELECT 1 FROM entries WHERE {OF_REMOTE_ID}"
    return conn.execute(query, (workspace_id, remote_id)).fetchone() is not None


def ids_made_elsewhere(conn: sqlite3.Connection, client_id: int, since: datetime) -> frozenset[str]:
    """Return the service ids of a client's posts made outside Postdesk that are due at or after `since`."""
    query = "SELECT remote_id FROM entries WHERE client_id = ? AND NOT ours AND due_ms >= ?"
    return frozenset(row["remote_id"] for row in conn.execute(query, (client_id, to_ms(since))))


def without_details(
    conn: sqlite3.Connection, workspace_id: int, limit: int, post_ids: Iterable[int] | None = None
) -> tuple[Entry, ...]:
    """Return entries made elsewhere that are known from the list alone and were never read one by one, latest first.

    `post_ids`: only those of these posts.
    """
    among = "" if post_ids is None else "AND post_id IN (SELECT value FROM json_each(?)) "
    values = () if post_ids is None else (json.dumps([*post_ids]),)
    index = "INDEXED BY entries_bare" if post_ids is None else "INDEXED BY entries_post"
    where = f"workspace_id = ? AND NOT ours AND checked_ms IS NULL {among}ORDER BY due_ms DESC LIMIT ?"
    return select(conn, where, (workspace_id, *values, limit), index=index)


def owned_ids(conn: sqlite3.Connection, client_id: int) -> frozenset[str]:
    """Return the service ids that belong to a client's entries made here."""
    rows = conn.execute("SELECT remote_id FROM entries WHERE client_id = ? AND ours AND remote_id != ''", (client_id,))
    return frozenset(row["remote_id"] for row in rows)


def is_owned(conn: sqlite3.Connection, workspace_id: int, remote_id: str) -> bool:
    """Return True when the service's id belongs to an entry made here."""
    query = f"SELECT 1 FROM entries WHERE {OF_REMOTE_ID} AND ours"
    return conn.execute(query, (workspace_id, remote_id)).fetchone() is not None


def ids_expected_in_list(conn: sqlite3.Connection, client_id: int, start: datetime, end: datetime) -> frozenset[str]:
    """Return a client's service ids that a list of this span must contain, by creation time and by due time alike."""
    rows = conn.execute(
        "SELECT DISTINCT remote_id FROM entries JOIN attempts ON entry_id = id WHERE client_id = ? AND ours "
        "AND state = 'accepted' AND remote_id != '' AND entries.due_ms BETWEEN ? AND ? AND started_ms BETWEEN ? AND ?",
        (client_id, *2 * (to_ms(start), to_ms(end))),
    )
    return frozenset(row["remote_id"] for row in rows)
