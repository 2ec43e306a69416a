"""The user's decisions about posts that may be out or are to go out, each in one transaction."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from postdesk.domain.delivery import Event, Evidence, Hold, IllegalTransition, Reason, State, can_happen, parse_reason
from postdesk.domain.lock_in import can_be_locked_in, lock_in_time, may_be_sent_by_copy
from postdesk.domain.new_posts import moments
from postdesk.domain.posts import Entry, SendMode, with_delete_reminder, without_match
from postdesk.engine.reschedule import active_client, with_due_time
from postdesk.engine.resend_check import confirm_resend
from postdesk.store import attempts, entries, posts
from postdesk.store.copy_detection import put_in_doubt_again
from postdesk.store.sqlite import Transaction

_RESUMABLE = frozenset(
    {
        Hold.RESTORED,
        Hold.CHANGED,
        Hold.EARLIER_PUBLISHED,
        Hold.EARLIER_MISSING,
        Hold.EARLIER_UNCLEAR,
        Hold.REFUSED_PERMISSION,
        Hold.OFFLINE,
        Hold.NOT_CONNECTED,
        Hold.STORAGE,
        Hold.MEDIA,
    }
)


def eligible(found: tuple[Entry, ...], event: Event) -> tuple[Entry, ...]:
    """Return the entries to which `event` can happen. Raises IllegalTransition if there are entries, but none of those."""
    able = tuple(entry for entry in found if can_happen(entry.state, event))
    if found and not able:
        raise IllegalTransition(found[0].state, event)
    return able


def lock_in(conn: Transaction, post_id: int, now: datetime, until: datetime, only: Collection[int] | None = None) -> bool:
    """Queue those entries of a planned post that the service can schedule, to be sent at `until`. False if there are none.

    `only`: the ids of the entries to lock in; None for all.
    """

    def locked(entry: Entry) -> Entry:
        return replace(entry, lock_in_at=now, mode=SendMode.SCHEDULED, hold=Hold.UNDO_DELAY, not_before=until)

    found = [entry for entry in posts.entries_of(conn, post_id) if can_be_locked_in(entry) and (only is None or entry.id in only)]
    for entry in found:
        entries.advance(conn, entry.id, Event.RELEASED, now, locked)
    return bool(found)


def publish_now(conn: Transaction, workspace_id: int, post_id: int, now: datetime, until: datetime) -> None:
    """Queue the unsent entries of a post to go out at `until`. Raises IllegalTransition if none can, ClientArchived.

    Entries that another copy of the profile may have sent are refused: only `end_holds` releases them, after a lookup.
    """
    due = moments(now, entries.taken_milliseconds(conn, workspace_id, now))
    found = eligible(posts.entries_of(conn, post_id), Event.USER_SENDS_NOW)
    if any(map(may_be_sent_by_copy, found)):
        raise IllegalTransition(found[0].state, Event.USER_SENDS_NOW)
    for entry in found:
        active_client(conn, entry.client_id)
        timed = with_due_time(conn, entry, next(due))

        def at_once(_: Entry, timed: Entry = timed) -> Entry:
            return replace(
                timed, state=State.QUEUED, mode=SendMode.IMMEDIATE, lock_in_at=None, hold=Hold.UNDO_DELAY, not_before=until
            )

        entries.advance(conn, entry.id, Event.USER_SENDS_NOW, now, at_once)


def send_again(conn: Transaction, workspace_id: int, entry_id: int, now: datetime, until: datetime) -> None:
    """Queue the entry once more to go out at `until`, with a new token and moment, or plan it again if it is not due yet.

    Raises IllegalTransition if the entry needs no decision.
    """
    entry = entries.get(conn, entry_id)
    if entry is None:
        return
    start = max(now, entry.due_at)
    due = next(moments(start, entries.taken_milliseconds(conn, workspace_id, start)))
    timed = with_due_time(conn, replace(entry, token=str(uuid.uuid4())), due)
    if due > until and entry.mode == SendMode.IMMEDIATE:
        _plan_again(conn, timed, now)
        return
    mode = entry.mode if due > now else SendMode.IMMEDIATE
    again = replace(timed, state=State.QUEUED, mode=mode, hold=Hold.UNDO_DELAY, not_before=until, evidence=Evidence.NONE)
    attempts.end(conn, entry, attempts.CALLED_NOT_SENT, now)
    entries.advance(conn, entry_id, Event.USER_SENDS_AGAIN, now, lambda _: again)


def _plan_again(conn: Transaction, entry: Entry, now: datetime) -> None:
    """Plan the entry for its time: the user said that no other copy of the profile has sent it."""
    client = active_client(conn, entry.client_id)
    at = lock_in_time(entry.due_at, client.lock_in, now) if entry.lockable else None

    def planned(kept: Entry) -> Entry:
        return replace(entry, state=kept.state, hold=None, not_before=None, lock_in_at=at, evidence=Evidence.NONE)

    attempts.end(conn, entry, attempts.CALLED_NOT_SENT, now)
    entries.advance(conn, entry.id, Event.USER_PLANS_AGAIN, now, planned)


def reject_match(conn: Transaction, entry_id: int, now: datetime) -> None:
    """Unlink a post that only looked like the entry, and restore the state before. Raises IllegalTransition if it was certain."""
    entry, attempt = entries.get(conn, entry_id), attempts.last(conn, entry_id)
    if entry is None or attempt is None or entry.evidence != Evidence.LOOKS_LIKE:
        raise IllegalTransition(entry.state if entry else State.CANCELLED, Event.USER_DENIES_THE_FIND)
    attempts.exclude_match(conn, attempt, entry.remote_id)
    received = parse_reason(attempt.outcome)[0] == Reason.BODY_LOST
    event = Event.USER_DENIES_THE_REFERENCE if received else Event.USER_DENIES_THE_FIND
    entries.advance(conn, entry_id, event, now, lambda each: replace(without_match(each), reason=attempt.outcome))


def set_deletion_wanted(conn: Transaction, entry_id: int, now: datetime, *, wanted: bool) -> None:
    """Store whether the user wants to delete the published post. Nothing happens unless the service accepted the entry."""
    entry = entries.get(conn, entry_id)
    if entry and entry.state == State.ACCEPTED:
        entries.write(conn, with_delete_reminder(entry, wanted=wanted), now)


def end_holds(conn: Transaction, post_id: int, now: datetime) -> None:
    """End those holds of a post that the user may end. Waiting entries lose the reason, entries in doubt keep it.

    An entry held as changed is confirmed as it is now. One that another copy of the profile may have sent since its last lookup
    is looked up once more before it goes out.
    """
    for entry in posts.entries_of(conn, post_id):
        if may_be_sent_by_copy(entry) and entry.state in (State.PLANNED, State.QUEUED):
            put_in_doubt_again(conn, replace(entry, hold=None), now)
        elif entry.hold in _RESUMABLE:
            meant = with_due_time(conn, entry, entry.due_at) if entry.hold == Hold.CHANGED else entry
            waits = entry.state in (State.PLANNED, State.QUEUED)
            free = replace(meant, not_before=None, reason="") if waits else meant
            media_confirmed = entry.media_confirmed or entry.hold == Hold.MEDIA
            entries.write(conn, replace(confirm_resend(free), hold=None, media_confirmed=media_confirmed), now)
