"""A forecast for waiting posts when the window closes: which of them need this computer before the user is back."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from postdesk.domain.clients import Connection
from postdesk.domain.delivery import Hold, State
from postdesk.domain.lock_in import is_still_lockable
from postdesk.domain.posts import QUIET_HOLDS, Entry, SendMode

_BACK_AT = time(10)
_SHORTEST_ABSENCE = timedelta(hours=8)
_SATURDAY = 5


class CloseForecast(StrEnum):
    """The forecast for a waiting entry: it can be locked in, needs this computer, or is on hold."""

    LOCKABLE = "lockable"
    NEEDS_THIS_COMPUTER = "from_here"
    HELD = "held"


def expected_return(now: datetime, local_zone: ZoneInfo) -> datetime:
    """Return when a user who closes the window now has probably opened it again.

    That is 10:00 in `local_zone` on the next working day, at least eight hours from now; in the time zone of `now`.
    """
    local = (now + _SHORTEST_ABSENCE).astimezone(local_zone)
    morning = local.replace(hour=_BACK_AT.hour, minute=0, second=0, microsecond=0)
    if morning < local:
        morning += timedelta(days=1)
    while morning.weekday() >= _SATURDAY:
        morning += timedelta(days=1)
    return morning.astimezone(now.tzinfo)


def blocking_hold(entry: Entry, accounts: Collection[Connection], *, paused: bool, approved: bool) -> Hold | None:
    """Return the hold that stops the entry from being sent, now or at its time; None if there is none."""
    if entry.hold not in QUIET_HOLDS:
        return entry.hold
    if paused:
        return Hold.PAUSED
    if not approved:
        return Hold.NOT_APPROVED
    its = [account for account in accounts if account.platform in entry.platforms and account.ready]
    if len(its) < len(entry.platforms):
        return Hold.NOT_CONNECTED
    return Hold.ACCOUNT_CHANGED if any(account.account_changed for account in its) else None


def forecast_entry(entry: Entry, now: datetime, held: Hold | None) -> CloseForecast | None:
    """Return the forecast for an entry with this hold; None for an entry that is not waiting on this computer."""
    if entry.state not in (State.PLANNED, State.QUEUED):
        return None
    if held:
        return CloseForecast.HELD
    going = entry.state == State.QUEUED and entry.mode == SendMode.SCHEDULED
    return CloseForecast.LOCKABLE if going or is_still_lockable(entry, now) else CloseForecast.NEEDS_THIS_COMPUTER
