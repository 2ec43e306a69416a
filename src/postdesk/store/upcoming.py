"""Counts of upcoming posts by day. Each count reads a few rows by an index, however many posts other months hold."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from postdesk.domain.delivery import Reason, State
from postdesk.domain.posts import QUIET_HOLDS, PostState
from postdesk.domain.state_groups import UNSENT_STATES, StateGroup
from postdesk.domain.times import to_ms
from postdesk.domain.upcoming import Upcoming
from postdesk.store.columns import AT
from postdesk.store.rows import sql_list


def _any_of(states: Iterable[PostState]) -> str:
    """Return the SQL condition that a platform of a post is in one of the states; `marks` is a JSON list of pairs."""
    return " OR ".join(f"""marks LIKE '%"{state}"]%'""" for state in sorted(states))


_COUNTS: Final = ", ".join(
    f"count(*) FILTER (WHERE {_any_of(states)})"
    for states in (UNSENT_STATES, StateGroup.LOCKED.value, {PostState.NEEDS_THIS_COMPUTER})
)


def count_upcoming(
    conn: sqlite3.Connection, workspace_id: int, edges: Sequence[datetime], client_id: int | None
) -> tuple[Upcoming, ...]:
    """Return the counts between each two neighbouring edges, of one client or of all (None)."""
    whose, owner = ("workspace_id", workspace_id) if client_id is None else ("client_id", client_id)
    query = (
        f"SELECT {_COUNTS} FROM posts WHERE {whose} = ? AND due_ms >= ? AND due_ms < ? "
        f"AND state != '{PostState.CANCELLED}' AND reason != '{Reason.TIME_UNKNOWN}'"
    )
    found = (conn.execute(query, (owner, to_ms(start), to_ms(end))).fetchone() for start, end in pairwise(edges))
    return tuple(Upcoming(*row) for row in found)


_WATCHED: Final = f"workspace_id = ? AND (hold IS NULL OR hold IN {sql_list(filter(None, QUIET_HOLDS))}) AND ours"


def last_needing_this_computer(
    conn: sqlite3.Connection, workspace_id: int, start: datetime, end: datetime, *, begun: bool
) -> datetime | None:
    """Return the last due time in the span of a post that needs this computer, or None; `begun` includes posts being sent."""
    states = sql_list((State.PLANNED, State.QUEUED, State.SENDING) if begun else (State.PLANNED,))
    query = f"SELECT max(due_ms) FROM entries WHERE {_WATCHED} AND state IN {states} AND due_ms BETWEEN ? AND ?"
    found = conn.execute(query, (workspace_id, to_ms(start), to_ms(end))).fetchone()[0]
    return None if found is None else AT.read(found)


def next_needing_this_computer(conn: sqlite3.Connection, workspace_id: int, after: datetime) -> datetime | None:
    """Return the next due time after `after` of a post that needs this computer, or None."""
    query = f"SELECT min(due_ms) FROM entries WHERE {_WATCHED} AND state = '{State.PLANNED}' AND due_ms > ?"
    found = conn.execute(query, (workspace_id, to_ms(after))).fetchone()[0]
    return None if found is None else AT.read(found)
