"""Which posts need this computer before the user is likely back, and what can be done for them."""

from datetime import datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from postdesk.domain.delivery import Hold, State
from postdesk.domain.lockin import can_be_locked_in
from postdesk.domain.posts import Entry

_BACK_AT = time(10)
_SHORTEST_ABSENCE = timedelta(hours=8)
_SATURDAY = 5


class Prospect(Enum):
    """What an entry comes to when Postdesk is closed: locked in before, sent only from here, or waiting for something first."""

    LOCKABLE = auto()
    FROM_HERE = auto()
    HELD = auto()


def prospect(entry: Entry, hold: Hold | None) -> Prospect | None:
    """What can become of it; None where it isn't ours any more. `hold`: what it waits for beside its time."""
    if entry.state not in (State.PLANNED, State.QUEUED):
        return None
    if hold:
        return Prospect.HELD
    return Prospect.LOCKABLE if can_be_locked_in(entry) else Prospect.FROM_HERE


def likely_back(now: datetime, here: ZoneInfo) -> datetime:
    """When somebody who closes the window now has likely opened it again: the next working day's morning, in their zone."""
    local = (now + _SHORTEST_ABSENCE).astimezone(here)
    morning = local.replace(hour=_BACK_AT.hour, minute=0, second=0, microsecond=0)
    if morning < local:
        morning += timedelta(days=1)
    while morning.weekday() >= _SATURDAY:
        morning += timedelta(days=1)
    return morning.astimezone(now.tzinfo)
