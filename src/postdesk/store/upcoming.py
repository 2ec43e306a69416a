"""Counts of upcoming posts. Each reads a few rows by an index, however many posts other months hold."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
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
    return "(" + " OR ".join(f"""instr(marks, '"{state}"]')""" for state in sorted(states)) + ")"


_UPCOMING: Final = (
    "FROM posts WHERE {0} = :owner AND due_ms >= :start AND due_ms < :end "
    f"AND state != '{PostState.CANCELLED}' AND reason != '{Reason.TIME_UNKNOWN}'"
)
_MAY_BE_UNSENT: Final = f"state NOT IN {sql_list((PostState.LOCKED, PostState.CONFIRMED, PostState.PUBLISHED))}"
"""Condition that an index answers: an unsent request is more urgent than these states, and would have decided the post's."""

_COUNTS: Final = (
    f"SELECT (SELECT count(*) {_UPCOMING} AND {_MAY_BE_UNSENT} AND {_any_of(UNSENT_STATES)}), "
    f"(SELECT count(*) {_UPCOMING} AND {_any_of(StateGroup.LOCKED.value)}), "
    f"(SELECT count(*) {_UPCOMING} AND {_MAY_BE_UNSENT} AND {_any_of({PostState.NEEDS_THIS_COMPUTER})})"
)


def count_upcoming(
    conn: sqlite3.Connection, workspace_id: int, start: datetime, end: datetime, client_id: int | None
) -> Upcoming:
    """Return the counts from `start` to before `end`, of one client or of all (None)."""
    whose, owner = ("workspace_id", workspace_id) if client_id is None else ("client_id", client_id)
    values = {"owner": owner, "start": to_ms(start), "end": to_ms(end)}
    return Upcoming(*conn.execute(_COUNTS.format(whose), values).fetchone())


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
