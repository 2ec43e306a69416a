"""Removal of the service's raw answers about posts of past years. Nothing but the details of a post reads them.

An entry that is not settled keeps its answers, and so does one that the service contradicts. What came of an entry is in its own
row, and always stays. The room is used again: the file doesn't get smaller.
"""

import sqlite3
from datetime import datetime
from typing import Final

from postdesk.domain.delivery import Stage, State
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.times import from_ms, to_ms
from postdesk.store.key_values import number, remember, value

_AT_A_TIME: Final = 40
"""Entries in one transaction: a few milliseconds, since removed answers are overwritten."""
_SETTLED: Final = frozenset({Stage.PUBLISHED, Stage.PARTIAL, Stage.FAILED})
_DIGITS: Final = 14


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """The place of an entry among those of a workspace, which are in the order of their times."""

    due_ms: int
    entry_id: int


def removed_until(conn: sqlite3.Connection, workspace_id: int) -> datetime | None:
    """Return the time before which settled posts have lost their answers; None where none were removed."""
    stored = number(value(conn, _name(workspace_id)), _DIGITS)
    return from_ms(stored) if stored else None


def first_place(conn: sqlite3.Connection, workspace_id: int) -> EntryPlace:
    """Return the place from which on answers are removed."""
    until = removed_until(conn, workspace_id)
    return EntryPlace(to_ms(until), 0) if until else EntryPlace(0, 0)


def remove_some(conn: sqlite3.Connection, workspace_id: int, after: EntryPlace, until: datetime) -> EntryPlace | None:
    """Remove the answers of the next entries. Return the place of the last; None when all before `until` are done."""
    found = conn.execute(
        "SELECT id, due_ms, stage FROM entries WHERE workspace_id = ?1 AND state = ?2 AND due_ms >= ?3 AND due_ms < ?4 "
        "AND (due_ms, id) > (?3, ?5) ORDER BY due_ms, id LIMIT ?6",
        (workspace_id, State.ACCEPTED, after.due_ms, to_ms(until), after.entry_id, _AT_A_TIME),
    ).fetchall()
    if not found:
        if until > (removed_until(conn, workspace_id) or from_ms(0)):
            remember(conn, _name(workspace_id), str(to_ms(until)))
        return None
    settled = [(row["id"],) for row in found if row["stage"] in _SETTLED]
    conn.executemany("DELETE FROM answers WHERE entry_id = ?", settled)
    return EntryPlace(found[-1]["due_ms"], found[-1]["id"])


def _name(workspace_id: int) -> str:
    return f"answers_removed_{workspace_id}"
