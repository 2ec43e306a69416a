"""Attempts at sending. One is appended before the first byte of a request, and none is ever removed."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from postdesk.domain.delivery import MAY_BE_OUT, Event, Reason, State
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.matching import Baseline, SentEntry
from postdesk.domain.posts import Entry, SendMode
from postdesk.domain.times import from_ms, to_ms
from postdesk.store import accepted, entries
from postdesk.store.columns import AT, MAYBE_AT, MAYBE_MODE, TEXTS
from postdesk.store.rows import as_json, sql_list

CALLED_NOT_SENT = "closed_by_user"
"""Outcome of an attempt that the user declared not sent."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at sending an entry. `outcome` is empty while it runs.

    `due_at` and `mode` are as sent; None where unknown, as for a request that another copy of the profile may have made.
    `baseline` holds the service ids that existed before the attempt and belong to no entry made here. `absent` counts the
    complete lists that held no post matching this attempt.
    """

    entry_id: int
    number: int
    token: str
    due_at: datetime | None
    mode: SendMode | None
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    baseline: Baseline
    absent: int = 0

    @property
    def presumed(self) -> bool:
        """True while the attempt is only assumed: another copy of the profile may have made it, and this isn't settled yet."""
        return self.outcome == Reason.RESTORED

    def sent_entry(self, entry: Entry) -> SentEntry:
        """Return the entry as this attempt sent it, as input for matching."""
        sent = replace(entry, token=self.token, due_at=self.due_at or entry.due_at, mode=self.mode or entry.mode)
        return SentEntry(sent, self.started_at, presumed=self.mode is None)


AttemptedEntry: TypeAlias = tuple[Entry, Attempt]
"""An entry as it is now, and an attempt at it."""


def mark(conn: sqlite3.Connection, entry_id: int, token: str, baseline: Baseline, now: datetime) -> Entry:
    """Set the marker: compare-and-set queued → sending, and append the attempt. Raises IllegalTransition unless queued."""

    def one_more(entry: Entry) -> Entry:
        if entry.token != token:
            raise KeyError(entry_id)
        return replace(entry, attempts=entry.attempts + 1, reason="", hold=None, not_before=None)

    entry = entries.advance(conn, entry_id, Event.MARKED, now, one_more)
    _append(conn, entry, baseline, now)
    return entry


def _append(conn: sqlite3.Connection, entry: Entry, baseline: Baseline, now: datetime) -> None:
    sent = (entry.id, entry.attempts, entry.token, to_ms(entry.due_at), entry.mode)
    conn.execute(
        "INSERT INTO attempts (entry_id, number, token, due_ms, mode, started_ms, baseline, whole) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*sent, to_ms(now), as_json(sorted(baseline.ids)), baseline.whole),
    )


def presume(conn: sqlite3.Connection, entry: Entry, since: datetime, now: datetime) -> Entry:
    """Append an attempt that another copy of the profile may have made since then. Return the changed entry, not yet written.

    The baseline of the previous attempt is kept: posts that appeared later may come from the other copy. Without a previous
    attempt it holds the posts known to be made elsewhere.
    """
    tried, before = replace(entry, attempts=entry.attempts + 1), last(conn, entry.id)
    known = before.baseline.ids if before else accepted.ids_made_elsewhere(conn, entry.client_id, from_ms(0))
    conn.execute(
        "INSERT INTO attempts (entry_id, number, token, started_ms, ended_ms, outcome, baseline, whole) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, false)",
        (tried.id, tried.attempts, tried.token, to_ms(since), to_ms(now), Reason.RESTORED, as_json(sorted(known))),
    )
    return tried


def end(conn: sqlite3.Connection, entry: Entry, outcome: str, now: datetime) -> None:
    """Record how the entry's last attempt ended. `outcome` is Postdesk's own code, not the service's text."""
    conn.execute(
        "UPDATE attempts SET ended_ms = ?, outcome = ? WHERE entry_id = ? AND number = ?",
        (to_ms(now), outcome, entry.id, entry.attempts),
    )


def last(conn: sqlite3.Connection, entry_id: int) -> Attempt | None:
    """Return the latest attempt at an entry, or None."""
    row = conn.execute("SELECT * FROM attempts WHERE entry_id = ? ORDER BY number DESC LIMIT 1", (entry_id,)).fetchone()
    return _attempt_of(row) if row else None


def with_last(conn: sqlite3.Connection, found: Iterable[Entry]) -> tuple[AttemptedEntry, ...]:
    """Return each entry that has an attempt, with the latest one."""
    return tuple((entry, attempt) for entry in found if (attempt := last(conn, entry.id)))


def open_span(conn: sqlite3.Connection, client_id: int, now: datetime) -> tuple[datetime, datetime]:
    """Return the span from the first attempt at a client's entries that may be out to the latest due time of those.
    Both ends are `now` where there is no such entry.
    """
    row = conn.execute(
        "SELECT min(started_ms) AS first, max(entries.due_ms) AS last FROM entries JOIN attempts ON entry_id = id "
        f"WHERE client_id = ? AND state IN {sql_list(MAY_BE_OUT)}",
        (client_id,),
    ).fetchone()
    return (now, now) if row["first"] is None else (AT.read(row["first"]), AT.read(row["last"]))


def note_absent(conn: sqlite3.Connection, attempt: Attempt) -> Attempt:
    """Count one more complete list that held no post matching this attempt."""
    once_more = replace(attempt, absent=attempt.absent + 1)
    conn.execute(
        "UPDATE attempts SET absent = ? WHERE entry_id = ? AND number = ?", (once_more.absent, attempt.entry_id, attempt.number)
    )
    return once_more


def exclude_match(conn: sqlite3.Connection, attempt: Attempt, remote_id: str) -> None:
    """Exclude the service's post with that id from matches of this attempt."""
    ids = as_json(sorted(attempt.baseline.ids | {remote_id}))
    conn.execute("UPDATE attempts SET baseline = ? WHERE entry_id = ? AND number = ?", (ids, attempt.entry_id, attempt.number))


def user_decisions(conn: sqlite3.Connection, workspace_id: int, since: datetime) -> tuple[AttemptedEntry, ...]:
    """Return attempts the user declared not sent since then, and entries confirmed as published by the user alone."""
    confirmed = entries.in_state(conn, workspace_id, State.CONFIRMED_BY_USER)
    seen = (entry for entry in confirmed if not entry.remote_id and entry.due_at >= since)
    return (*_called_not_sent(conn, workspace_id, since), *with_last(conn, seen))


def last_user_decision(conn: sqlite3.Connection, client_id: int) -> datetime | None:
    """Return the last time the user declared an attempt of a client's not sent, or None."""
    row = conn.execute(
        "SELECT max(ended_ms) FROM attempts JOIN entries ON entries.id = entry_id "
        f"WHERE outcome = '{CALLED_NOT_SENT}' AND client_id = ?",
        (client_id,),
    ).fetchone()
    return from_ms(row[0]) if row[0] is not None else None


def _called_not_sent(conn: sqlite3.Connection, workspace_id: int, since: datetime) -> tuple[AttemptedEntry, ...]:
    """Return the attempts that the user declared not sent since then."""
    # The few attempts first: SQLite would walk through all entries of the workspace.
    rows = conn.execute(
        "SELECT attempts.* FROM attempts CROSS JOIN entries ON entries.id = entry_id "
        f"WHERE outcome = '{CALLED_NOT_SENT}' AND ended_ms >= ? AND workspace_id = ?",
        (to_ms(since), workspace_id),
    ).fetchall()
    return tuple((entry, _attempt_of(row)) for row in rows if (entry := entries.get(conn, row["entry_id"])))


def _attempt_of(row: sqlite3.Row) -> Attempt:
    return Attempt(
        entry_id=row["entry_id"],
        number=row["number"],
        token=row["token"],
        due_at=MAYBE_AT.read(row["due_ms"]),
        mode=MAYBE_MODE.read(row["mode"]),
        started_at=AT.read(row["started_ms"]),
        ended_at=MAYBE_AT.read(row["ended_ms"]),
        outcome=row["outcome"],
        baseline=Baseline(frozenset(TEXTS.read(row["baseline"])), bool(row["whole"]) and TEXTS.is_readable(row["baseline"])),
        absent=row["absent"],
    )
