"""The result of a sending attempt, recorded in one transaction, and the holds that follow."""

from dataclasses import replace
from datetime import datetime, timedelta

from postdesk.api.errors import ApiError, NotSent, NotSentReason
from postdesk.domain.delivery import Event, Hold, IllegalTransition, Reason, State, format_reason
from postdesk.domain.posts import Entry
from postdesk.domain.remote import RemotePost
from postdesk.engine.outcomes import SendOutcome, after_marker, before_marker
from postdesk.engine.remote_updates import accept
from postdesk.store import accepted, attempts, entries
from postdesk.store.sqlite import StorageError, Transaction

_OF_THE_WORKSPACE = (Hold.OFFLINE, Hold.KEY_REJECTED)
_ANOTHERS_ID = SendOutcome(Event.BODY_LOST, format_reason(Reason.BODY_LOST))


def record_result(
    conn: Transaction, workspace_id: int, entry_id: int, result: RemotePost | BaseException, now: datetime
) -> SendOutcome | None:
    """Record the result of a POST; whether the marker was committed is read from the store.

    Return the outcome if more has to follow, None otherwise.
    """
    kept = entries.get(conn, entry_id)
    if kept is None or kept.state != State.SENDING:
        return None if isinstance(result, RemotePost) else _not_marked(result)
    if isinstance(result, RemotePost) and not accepted.is_owned(conn, workspace_id, result.id):
        accept(conn, workspace_id, entry_id, result, Event.ACCEPTED, now)
        return None
    outcome = _ANOTHERS_ID if isinstance(result, RemotePost) else after_marker(result)
    until = now + timedelta(seconds=outcome.wait) if outcome.wait else None
    ended = entries.advance(
        conn, entry_id, outcome.event, now, lambda each: replace(each, reason=outcome.reason, hold=outcome.hold, not_before=until)
    )
    attempts.end(conn, ended, outcome.reason, now)
    if isinstance(result, ApiError) and result.raw:
        entries.keep_answer(conn, entry_id, f"HTTP {result.status}", result.raw, now)
    return outcome


def _not_marked(error: BaseException) -> SendOutcome | None:
    """Return the outcome if no marker was committed; None if the entry was not to be sent any more at that moment."""
    if isinstance(error, NotSent) and error.reason == NotSentReason.NOT_MARKED:
        if isinstance(error.__cause__, IllegalTransition | KeyError):
            return None
        if isinstance(error.__cause__, StorageError):
            return SendOutcome(Event.NOT_SENT, format_reason(Reason.NOT_STORED), Hold.STORAGE)
    return before_marker(error)


def hold_after(
    conn: Transaction, workspace_id: int, entry: Entry, outcome: SendOutcome, until: datetime | None, now: datetime
) -> None:
    """Hold the sendable entries that the outcome of an attempt at `entry` concerns, until `until` if given.

    For the network or the key these are all entries of the workspace; for a permission, the client's on the same platforms;
    else only `entry`.
    """
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
