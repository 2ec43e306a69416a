"""Reads for the client overview: a few small queries per client, each answered by an index."""

import sqlite3
from collections import Counter, defaultdict
from datetime import datetime
from typing import Final

from postdesk.domain.clients import Client
from postdesk.domain.overview import ClientLine, account_lines
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import UNSENT_STATES, WAITING
from postdesk.domain.times import to_ms
from postdesk.store import connections
from postdesk.store.columns import AT, TEXTS
from postdesk.store.rows import sql_list

_GOING: Final = sql_list(WAITING | UNSENT_STATES)
_UNSENT: Final = sql_list(UNSENT_STATES | {PostState.MISSED})
_HEAD: Final = 80

WaitingCounts = dict[int, Counter[str]]
"""Counts of waiting requests by platform, for each client id."""


def waiting_for_accounts(conn: sqlite3.Connection, workspace_id: int) -> WaitingCounts:
    """Count the requests still to be sent from this computer, by client and platform."""
    found: WaitingCounts = defaultdict(Counter)
    query = (
        "SELECT client_id, platforms, count(*) FROM entries WHERE workspace_id = ? AND state IN ('planned', 'queued') "
        "GROUP BY client_id, platforms"
    )
    for client_id, platforms, count in conn.execute(query, (workspace_id,)):
        for platform in TEXTS.read(platforms):
            found[client_id][platform] += count
    return found


def client_line(
    conn: sqlite3.Connection, client: Client, waiting: WaitingCounts, now: datetime, week: tuple[datetime, datetime]
) -> ClientLine:
    """Return one client's line; `week` is the span to count in, without its end."""
    accounts = account_lines(connections.of_client(conn, client.id), waiting.get(client.id, Counter()))
    coming = conn.execute(
        f"SELECT due_ms, substr(CASE WHEN trim(text) = '' THEN title ELSE text END, 1, {_HEAD}) FROM posts "
        f"WHERE client_id = ? AND due_ms >= ? AND state IN {_GOING} ORDER BY due_ms LIMIT 1",
        (client.id, to_ms(now)),
    ).fetchone()
    counted = conn.execute(
        f"SELECT (SELECT count(*) FROM posts WHERE client_id = ?1 AND due_ms >= ?2 AND due_ms < ?3 AND state IN {_GOING}), "
        f"(SELECT count(*) FROM posts WHERE client_id = ?1 AND approval = 'waiting' AND state IN {_UNSENT})",
        (client.id, *map(to_ms, week)),
    ).fetchone()
    due_at, head = (AT.read(coming[0]), coming[1]) if coming else (None, "")
    return ClientLine(client, accounts, due_at, head, *counted)
