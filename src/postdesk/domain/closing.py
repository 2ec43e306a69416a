"""Which posts need this computer before the user is likely back."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_BACK_AT = time(10)
_SHORTEST_ABSENCE = timedelta(hours=8)
_SATURDAY = 5


def likely_back(now: datetime, here: ZoneInfo) -> datetime:
    """When somebody who closes the window now has likely opened it again: the next working day's morning, in their zone."""
    local = (now + _SHORTEST_ABSENCE).astimezone(here)
    morning = local.replace(hour=_BACK_AT.hour, minute=0, second=0, microsecond=0)
    if morning < local:
        morning += timedelta(days=1)
    while morning.weekday() >= _SATURDAY:
        morning += timedelta(days=1)
    return morning.astimezone(now.tzinfo)
