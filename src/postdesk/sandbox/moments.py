"""Moments of time: aware UTC datetimes in whole milliseconds, their text `YYYY-MM-DDTHH:MM:SS.mmmZ`, and the sandbox's clock.

The text sorts in the order of time, so the state stores it as it is.
"""

import re
from datetime import UTC, datetime, timedelta

_UTC_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|\+00:00)", re.ASCII)


def whole_milliseconds(moment: datetime) -> datetime:
    """Return the moment in UTC, cut to the millisecond."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def to_text(moment: datetime) -> str:
    return whole_milliseconds(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Parse an ISO 8601 time in UTC, with seconds and their fraction or without. Raises ValueError."""
    if not _UTC_TIME.fullmatch(text):
        raise ValueError("no ISO 8601 time in UTC")
    return datetime.fromisoformat(text)


def from_filter(text: str, *, end_of_day: bool) -> datetime:
    """Parse an ISO 8601 date (its first or last millisecond in UTC) or a time with an offset. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if len(text) == len("2026-01-01"):
        start = moment.replace(tzinfo=UTC)
        return start + timedelta(days=1, milliseconds=-1) if end_of_day else start
    if moment.tzinfo is None:
        raise ValueError("a time without Z or an offset")
    return whole_milliseconds(moment)


class Clock:
    """The computer's time in UTC plus an offset, in whole milliseconds. It only moves forward, except by `reset`."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    @property
    def offset(self) -> timedelta:
        return self._offset

    def now(self) -> datetime:
        return whole_milliseconds(datetime.now(UTC) + self._offset)

    def move_to(self, moment: datetime) -> None:
        """Set the clock to that moment. A moment in the past is ignored."""
        self._offset = max(self._offset, moment - datetime.now(UTC))

    def reset(self) -> None:
        self._offset = timedelta()
