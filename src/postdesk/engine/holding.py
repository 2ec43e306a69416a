"""What is held after an attempt that sent nothing: everything where the trouble is the line or the key, else less."""

from dataclasses import replace
from datetime import datetime

from postdesk.domain.delivery import Hold, State
from postdesk.domain.posts import Entry
from postdesk.engine.outcomes import Outcome
from postdesk.store import entries
from postdesk.store.sqlite import Transaction

_OF_THE_WORKSPACE = (Hold.OFFLINE, Hold.KEY_REJECTED)


def hold_after(
    conn: Transaction, workspace_id: int, entry: Entry, outcome: Outcome, until: datetime | None, now: datetime
) -> None:
    """Hold what the outcome of an attempt at `entry` concerns and could be sent now, at most until then."""
    if outcome.hold is None:
        return
    if outcome.hold in _OF_THE_WORKSPACE:
        concerned = entries.sendable(conn, workspace_id)
    elif outcome.hold == Hold.REFUSED_PERMISSION:
        concerned = tuple(each for each in entries.sendable(conn, workspace_id) if _alike(each, entry))
    else:
        kept = entries.get(conn, entry.id)
        concerned = (kept,) if kept and kept.state == State.QUEUED else ()
    for each in concerned:
        entries.write(conn, replace(each, hold=outcome.hold, reason=outcome.reason, not_before=until), now)


def _alike(one: Entry, other: Entry) -> bool:
    return one.client_id == other.client_id and bool(set(one.platforms) & set(other.platforms))
