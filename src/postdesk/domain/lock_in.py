"""The rules by which a waiting entry is locked in at the service, sent from this computer, or missed."""

from dataclasses import replace
from datetime import datetime, timedelta

from postdesk.domain.clients import LockIn
from postdesk.domain.delivery import Event, Hold, Reason, State, format_reason, next_state
from postdesk.domain.posts import Entry, SendMode

LATEST_LOCK_IN = timedelta(seconds=60)
"""With less time left by the service's clock, an entry is not locked in. This computer sends it when due."""

_SOONEST_LOCK_IN = LATEST_LOCK_IN + timedelta(seconds=30)
"""An entry that is due sooner would be sent from here before it is locked in."""

GRACE = timedelta(minutes=15)
"""The greatest delay of automatic sending, after this computer was off, asleep, offline, or sending was paused or held."""

_TEMPORARY_HOLDS = frozenset({Hold.UNDO_DELAY, Hold.NOT_DUE, Hold.OFFLINE, Hold.STORAGE, Hold.EARLIER_UNCLEAR})
_REEVALUATED_HOLDS = _TEMPORARY_HOLDS | {Hold.PAUSED, Hold.NOT_APPROVED}
"""The holds that are decided again at the entry's next moment."""


def lock_in_time(due_at: datetime, policy: LockIn, now: datetime) -> datetime | None:
    """Return the time at which a lockable entry is locked in under the client's setting `policy`.

    `now` at the earliest; None for "only when I say".
    """
    lead = policy.lead()
    if lead is None:
        return None
    return now if lead >= due_at - now else due_at - lead


def can_be_locked_in(entry: Entry) -> bool:
    """Tell whether the user can lock in the entry now: it is still planned, and nothing holds it."""
    return entry.lockable and entry.state == State.PLANNED and not entry.hold


def is_still_lockable(entry: Entry, now: datetime) -> bool:
    """Tell whether the entry can be locked in and enough time is left for that."""
    return can_be_locked_in(entry) and entry.due_at - now >= _SOONEST_LOCK_IN


def reschedule(entry: Entry, due_at: datetime, lock_in_at: datetime | None) -> Entry:
    """Return a planned entry moved to another time. The caller has to renew its hash."""
    ready = replace(entry, hold=None, not_before=None) if entry.hold in _REEVALUATED_HOLDS else entry
    return replace(ready, due_at=due_at, lock_in_at=lock_in_at if entry.lockable else None, reason="")


def is_too_late(entry: Entry, now: datetime, waited: timedelta) -> bool:
    """Tell whether the entry may no longer be sent automatically.

    `waited`: for how long it has been due and could have been sent, but waited its turn. That time is no delay.
    """
    turn = waited if entry.state == State.QUEUED and not entry.hold else timedelta()
    return now - entry.due_at - turn > GRACE


def may_be_sent_by_copy(entry: Entry) -> bool:
    """Tell whether the entry is held because another copy of the profile may have sent it. It is never missed then."""
    return entry.hold == Hold.RESTORED


def mark_missed(entry: Entry, *, away: bool, clock_moved: bool = False) -> Entry:
    """Return the entry as missed. `away`: this computer was off or asleep. `clock_moved`: practice mode moved the clock.

    An entry with a hold that does not end by itself would not have been sent in any case: its reason is HELD_TOO_LONG, and it
    keeps the question about the hold.
    """
    why = Reason.CLOCK_MOVED if clock_moved else Reason.AWAY if away else Reason.HELD_TOO_LONG
    if entry.hold and entry.hold not in _TEMPORARY_HOLDS:
        why = Reason.HELD_TOO_LONG
    return replace(entry, state=next_state(entry.state, Event.TIME_PASSED), reason=format_reason(why, entry.hold or ""))


def advance_when_due(
    entry: Entry, now: datetime, *, waited: timedelta = timedelta(), away: bool = False, server_offset: timedelta = timedelta()
) -> Entry | None:
    """Return the next state of a planned or queued entry whose moment has come; None where it stays as it is.

    `waited` as in `is_too_late`, `away` as in `mark_missed`, `server_offset` as in `Clock`.
    """
    if may_be_sent_by_copy(entry):
        return None
    if is_too_late(entry, now, waited):
        return mark_missed(entry, away=away)
    ready = replace(entry, hold=None, not_before=None) if entry.hold in _TEMPORARY_HOLDS else entry
    if ready.hold:
        return None
    stepped = _released(ready, now, server_offset) if ready.state == State.PLANNED else unlock_if_late(ready, now, server_offset)
    return stepped if stepped != entry else None


def put_on_hold(entry: Entry, hold: Hold) -> Entry:
    """Return a due planned or queued entry with this hold, unless another one that does not end by itself holds it."""
    held = entry.hold is not None and entry.hold not in _TEMPORARY_HOLDS
    return entry if held else replace(entry, hold=hold, not_before=None, reason="")


def _released(entry: Entry, now: datetime, server_offset: timedelta) -> Entry:
    due = now >= entry.due_at
    lock_in = entry.lock_in_at is not None and not due and entry.due_at - now - server_offset >= LATEST_LOCK_IN
    if lock_in or due:
        mode = SendMode.SCHEDULED if lock_in else SendMode.IMMEDIATE
        return replace(entry, state=next_state(entry.state, Event.RELEASED), mode=mode)
    return replace(entry, lock_in_at=None, reason=format_reason(Reason.LATE_LOCK_IN))


def unlock_if_late(entry: Entry, now: datetime, server_offset: timedelta) -> Entry:
    """Return a queued entry. One that can no longer be locked in waits here until it is due."""
    if entry.mode == SendMode.IMMEDIATE or entry.due_at - now - server_offset >= LATEST_LOCK_IN:
        return entry
    hold = Hold.NOT_DUE if entry.due_at > now else None
    return replace(entry, mode=SendMode.IMMEDIATE, hold=hold, not_before=entry.due_at, reason=format_reason(Reason.LATE_LOCK_IN))
