"""When a planned entry leaves our hands: locked in at the service's scheduler, or sent from this computer when due."""

from datetime import datetime, timedelta

from postdesk.domain.clients import LockIn
from postdesk.domain.posts import Entry, Mode

LATEST_LOCK_IN = timedelta(seconds=60)
"""Where less is left when an entry would be locked in, it stays here and is published when due."""

GRACE = timedelta(minutes=15)
"""How late an entry may still go out by itself, when this computer was off, asleep, offline, paused or held."""


def lock_in_time(due_at: datetime, policy: LockIn, now: datetime) -> datetime | None:
    """When a lockable entry is locked in under the client's setting: `now` at the earliest, None for "only when I say"."""
    lead = policy.lead()
    if lead is None:
        return None
    return now if lead >= due_at - now else due_at - lead


def release_time(entry: Entry) -> datetime:
    """When a planned entry is released to be sent: at its lock-in time, or when due."""
    return entry.lock_in_at if entry.lock_in_at and entry.lockable else entry.due_at


def release_mode(entry: Entry, now: datetime) -> Mode:
    """How it goes out if it is released now: to the scheduler while there is time enough, otherwise at once when due."""
    in_time = entry.due_at - now >= LATEST_LOCK_IN
    return Mode.SCHEDULED if entry.lock_in_at and entry.lockable and in_time else Mode.IMMEDIATE


def too_late(entry: Entry, now: datetime) -> bool:
    """Whether its grace is over, so that it is missed instead of sent."""
    return now > entry.due_at + GRACE
