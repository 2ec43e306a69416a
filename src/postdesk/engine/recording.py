"""How an attempt at sending ended, written down in one transaction."""

from dataclasses import replace
from datetime import datetime, timedelta

from postdesk.api.errors import ApiError, NotSent, NotSentReason
from postdesk.domain.delivery import Event, Hold, IllegalMove, Reason, State, because
from postdesk.domain.remote import RemotePost
from postdesk.engine.news import accept
from postdesk.engine.outcomes import Outcome, after_marker, before_marker
from postdesk.store import accepted, attempts, entries
from postdesk.store.sqlite import StorageProblem, Transaction

_ANOTHERS_ID = Outcome(Event.BODY_LOST, because(Reason.BODY_LOST))


def recorded(
    conn: Transaction, workspace_id: int, entry_id: int, result: RemotePost | BaseException, now: datetime
) -> Outcome | None:
    """Write down what a POST ended with; whether it was marked is read here. Gives what else follows, None where nothing does."""
    kept = entries.get(conn, entry_id)
    if kept is None or kept.state != State.SENDING:
        return None if isinstance(result, RemotePost) else _not_marked(result)
    if isinstance(result, RemotePost) and not accepted.is_owned(conn, workspace_id, result.id):
        accept(conn, workspace_id, entry_id, result, Event.ACCEPTED, now)
        return None
    outcome = _ANOTHERS_ID if isinstance(result, RemotePost) else after_marker(result)
    until = now + timedelta(seconds=outcome.wait) if outcome.wait else None
    ended = entries.advance(
        conn,
        entry_id,
        outcome.event,
        now,
        lambda each: replace(each, reason=outcome.reason, hold=outcome.hold, not_before=until),
    )
    attempts.end(conn, ended, outcome.reason, now)
    if isinstance(result, ApiError) and result.raw:
        entries.keep_answer(conn, entry_id, f"HTTP {result.status}", result.raw, now)
    return outcome


def _not_marked(error: BaseException) -> Outcome | None:
    """Why the marker was not committed; None where the entry was not to be sent any more in that moment."""
    if isinstance(error, NotSent) and error.reason == NotSentReason.NOT_MARKED:
        if isinstance(error.__cause__, IllegalMove | KeyError):
            return None
        if isinstance(error.__cause__, StorageProblem):
            return Outcome(Event.NOT_SENT, because(Reason.NOT_STORED), Hold.STORAGE)
    return before_marker(error)
