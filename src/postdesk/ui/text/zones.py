"""How far a zone's clock is from UTC, in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def offset_text(moment: datetime, zone: ZoneInfo) -> str:
    """What a zone's clock is ahead of or behind UTC at that moment: "UTC−5", "UTC+5:30", "UTC"."""
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    hours, rest = divmod(abs(offset), _HOUR)
    if not offset:
        return "UTC"
    minutes = f":{rest // _MINUTE:02}" if rest else ""
    return f"UTC{'−' if offset < timedelta() else '+'}{hours}{minutes}"
