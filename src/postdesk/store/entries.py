"""Entries: the outbox. Each function runs in a transaction, and every change of an entry refreshes its post in the same one."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from postdesk.domain.delivery import MAY_BE_OUT, Event, Hold, State, next_state
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import QUIET_HOLDS, Entry
from postdesk.domain.times import to_ms
from postdesk.store import imports
from postdesk.store.columns import AT
from postdesk.store.posts import refresh
from postdesk.store.rows import columns_of, entry_of, sql_list, unique_moment

UNFINISHED = "state IN ('planned', 'queued', 'sending', 'uncertain')"
"""States of entries that may be sent automatically: waiting, sending, or uncertain."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer of the service about an entry, as received."""

    at: datetime
    what: str
    raw: str


_MOMENT: Final = "max(min(coalesce(lock_in_ms, due_ms), due_ms), coalesce(not_before_ms, 0))"
"""The time a waiting entry is next due for work: its lock-in or due time, or its next retry if that is later."""
_NOT_BEING_IMPORTED: Final = f"post_id NOT IN ({imports.NOT_TO_SEND})"
"""Leaves out entries of an import in progress: they are neither sent nor marked as missed."""
_NOT_SHOWN_AS_HELD: Final = f"(hold IS NULL OR hold IN {sql_list(filter(None, QUIET_HOLDS))})"


def _unchanged(entry: Entry) -> Entry:
    return entry


def get(conn: sqlite3.Connection, entry_id: int) -> Entry | None:
    """Return the entry, or None."""
    row = conn.execute("SELECT * FROM entries WHERE id = ?", (entry_id,)).fetchone()
    return entry_of(row) if row else None


def write(conn: sqlite3.Connection, entry: Entry, now: datetime) -> Entry:
    """Save a changed entry and refresh its post. Raises NoFreeMoment where another entry has that millisecond."""
    columns = columns_of(entry)
    names = ", ".join(f"{name} = ?" for name, _ in columns)
    values = [value for _, value in columns]
    with unique_moment():
        conn.execute(f"UPDATE entries SET {names}, changed_ms = ? WHERE id = ?", (*values, to_ms(now), entry.id))
    refresh(conn, entry.post_id, now)
    return replace(entry, changed_at=now)


def advance(
    conn: sqlite3.Connection, entry_id: int, event: Event, now: datetime, change: Callable[[Entry], Entry] = _unchanged
) -> Entry:
    """Apply `event` and `change` to the entry as stored. Raises IllegalTransition, and KeyError for an unknown id."""
    entry = get(conn, entry_id)
    if entry is None:
        raise KeyError(entry_id)
    return write(conn, change(replace(entry, state=next_state(entry.state, event))), now)


def keep_answer(conn: sqlite3.Connection, entry_id: int, what: str, raw: str, now: datetime) -> None:
    """Store an answer for the details, unless it equals the latest one."""
    last = conn.execute("SELECT raw FROM answers WHERE entry_id = ? ORDER BY id DESC LIMIT 1", (entry_id,)).fetchone()
    if last is None or last["raw"] != raw:
        conn.execute("INSERT INTO answers (entry_id, at_ms, what, raw) VALUES (?, ?, ?, ?)", (entry_id, to_ms(now), what, raw))


def answers(conn: sqlite3.Connection, entry_id: int) -> tuple[AnswerRecord, ...]:
    """Return the stored answers about an entry, oldest first."""
    rows = conn.execute("SELECT * FROM answers WHERE entry_id = ? ORDER BY id", (entry_id,))
    return tuple(AnswerRecord(AT.read(row["at_ms"]), row["what"], row["raw"]) for row in rows)


def select(conn: sqlite3.Connection, where: str, values: Sequence[object], index: str = "") -> tuple[Entry, ...]:
    """Return the entries that match `where`, an SQL condition with its `values`; it may end in ORDER BY and LIMIT.

    `index` is an INDEXED BY clause, for cases where SQLite would select a slower index.
    """
    rows = conn.execute(f"SELECT * FROM entries {index} WHERE {where}", values)
    return tuple(entry_of(row) for row in rows)


def waiting(conn: sqlite3.Connection, workspace_id: int, until: datetime) -> tuple[Entry, ...]:
    """Return planned and queued entries due for work by `until`, earliest first."""
    return select(
        conn,
        f"workspace_id = ? AND state IN ('planned', 'queued') AND {_MOMENT} <= ? AND {_NOT_BEING_IMPORTED} ORDER BY due_ms",
        (workspace_id, to_ms(until)),
    )


def next_moment(conn: sqlite3.Connection, workspace_id: int, after: datetime) -> datetime | None:
    """Return the next time after `after` that a planned or queued entry is due for work, or None."""
    return _next_moment(conn, workspace_id, after, "true")


def next_sending(conn: sqlite3.Connection, workspace_id: int, after: datetime) -> datetime | None:
    """Return the same time as `next_moment`, without entries shown as held: those aren't sent automatically."""
    return _next_moment(conn, workspace_id, after, _NOT_SHOWN_AS_HELD)


def sending_now(conn: sqlite3.Connection, workspace_id: int, now: datetime) -> tuple[Entry, ...]:
    """Return the entries being sent and those `next_sending` covers that are due by `now`, earliest first."""
    return select(
        conn,
        "workspace_id = ? AND state IN ('sending', 'planned', 'queued') "
        f"AND (state = 'sending' OR ({_MOMENT} <= ? AND {_NOT_SHOWN_AS_HELD} AND {_NOT_BEING_IMPORTED})) ORDER BY due_ms",
        (workspace_id, to_ms(now)),
    )


def next_with_file(conn: sqlite3.Connection, workspace_id: int, after: datetime) -> datetime | None:
    """Return the next time after `after` that a planned or queued entry with an image or video is due for work, or None."""
    return _next_moment(conn, workspace_id, after, "(media_url != '' OR thumbnail_url != '')")


def _next_moment(conn: sqlite3.Connection, workspace_id: int, after: datetime, among: str) -> datetime | None:
    row = conn.execute(
        f"SELECT min({_MOMENT}) FROM entries "
        f"WHERE workspace_id = ? AND state IN ('planned', 'queued') AND {_MOMENT} > ? AND {among} AND {_NOT_BEING_IMPORTED}",
        (workspace_id, to_ms(after)),
    ).fetchone()
    return AT.read(row[0]) if row[0] is not None else None


def sendable(conn: sqlite3.Connection, workspace_id: int) -> tuple[Entry, ...]:
    """Return queued entries without a hold, earliest first."""
    return select(conn, "workspace_id = ? AND state = 'queued' AND hold IS NULL ORDER BY due_ms", (workspace_id,))


def next_to_send(conn: sqlite3.Connection, workspace_id: int) -> tuple[Entry, ...]:
    """Return each client's earliest queued entry without a hold, without imports in progress; earliest first."""
    return select(
        conn,
        "id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY client_id ORDER BY due_ms, id) AS place "
        "FROM entries WHERE workspace_id = ? AND state = 'queued' AND hold IS NULL "
        f"AND {_NOT_BEING_IMPORTED}) WHERE place = 1) ORDER BY due_ms",
        (workspace_id,),
    )


def count_unsent_posts(conn: sqlite3.Connection, workspace_id: int) -> int:
    """Count the posts with an entry that is planned or queued."""
    query = "SELECT count(DISTINCT post_id) FROM entries WHERE workspace_id = ? AND state IN ('planned', 'queued')"
    number: int = conn.execute(query, (workspace_id,)).fetchone()[0]
    return number


def posts_due_before(conn: sqlite3.Connection, workspace_id: int, before: datetime) -> tuple[int, ...]:
    """Return the posts, by time, with an unsent entry that is due before `before` or queued for immediate sending."""
    rows = conn.execute(
        "SELECT post_id, min(due_ms) AS first FROM entries WHERE workspace_id = ? AND state IN ('planned', 'queued') "
        "AND (due_ms < ? OR (state = 'queued' AND coalesce(hold, ?) = ?)) GROUP BY post_id ORDER BY first",
        (workspace_id, to_ms(before), Hold.UNDO_DELAY, Hold.UNDO_DELAY),
    )
    return tuple(row["post_id"] for row in rows)


def held(conn: sqlite3.Connection, workspace_id: int, hold: Hold) -> tuple[Entry, ...]:
    """Return planned and queued entries with that hold."""
    return select(conn, "workspace_id = ? AND state IN ('planned', 'queued') AND hold = ? ORDER BY due_ms", (workspace_id, hold))


def unfinished(conn: sqlite3.Connection) -> tuple[Entry, ...]:
    """Return entries of all workspaces that may be sent automatically: waiting, sending, or uncertain."""
    return select(conn, UNFINISHED, ())


def with_unknown_outcome(conn: sqlite3.Connection) -> tuple[Entry, ...]:
    """Return entries of all workspaces of which nobody knows if they were sent: sending, uncertain, or to decide."""
    return select(conn, "state IN ('sending', 'uncertain', 'needs_user')", ())


def unsent(conn: sqlite3.Connection) -> tuple[Entry, ...]:
    """Return entries of all workspaces that, as far as this profile knows, were not sent and still can be."""
    return select(conn, "state IN ('planned', 'queued', 'missed')", ())


def last_changes(conn: sqlite3.Connection) -> dict[int, datetime]:
    """Return the time of the last change in each client's workspace, by client id."""
    rows = conn.execute(
        "SELECT clients.id, max(entries.changed_ms) AS last FROM clients JOIN entries USING (workspace_id) GROUP BY clients.id"
    )
    return {row["id"]: AT.read(row["last"]) for row in rows}


def open_questions(conn: sqlite3.Connection, workspace_id: int) -> tuple[Entry, ...]:
    """Return entries of which it is unknown if the service accepted them, or under which id."""
    return select(
        conn, f"workspace_id = ? AND state IN {sql_list(MAY_BE_OUT - {State.SENDING})} ORDER BY due_ms", (workspace_id,)
    )


def may_be_out(conn: sqlite3.Connection, workspace_id: int) -> tuple[Entry, ...]:
    """Return the entries that the service may have accepted without this profile knowing the id.

    They are sending, uncertain, to decide, or accepted without an id.
    """
    return select(conn, f"workspace_id = ? AND state IN {sql_list(MAY_BE_OUT)}", (workspace_id,))


def in_state(conn: sqlite3.Connection, workspace_id: int, state: State) -> tuple[Entry, ...]:
    """Return all entries of a workspace in a state."""
    return select(conn, "workspace_id = ? AND state = ? ORDER BY due_ms", (workspace_id, state))


def last_due(conn: sqlite3.Connection, client_id: int) -> datetime | None:
    """Return the latest due time of a client's entries that are ready to be sent, or None."""
    query = "SELECT max(due_ms) FROM entries WHERE client_id = ? AND state = 'queued' AND hold IS NULL"
    row = conn.execute(query, (client_id,)).fetchone()
    return AT.read(row[0]) if row[0] is not None else None


def note_checked(conn: sqlite3.Connection, entry_id: int, now: datetime) -> None:
    """Record that the service was asked about the entry and reported no change."""
    conn.execute("UPDATE entries SET checked_ms = ? WHERE id = ?", (to_ms(now), entry_id))


def taken_milliseconds(conn: sqlite3.Connection, workspace_id: int, second: datetime) -> frozenset[int]:
    """Return the milliseconds within that second that the workspace's own entries already use."""
    start = to_ms(second.replace(microsecond=0))
    rows = conn.execute(
        "SELECT due_ms - ? FROM entries WHERE workspace_id = ? AND ours AND due_ms >= ? AND due_ms < ?",
        (start, workspace_id, start, start + 1000),
    )
    return frozenset(row[0] for row in rows)
