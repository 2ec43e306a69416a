"""The sandbox's clock: the computer's time, moved by an offset."""

from datetime import UTC, datetime, timedelta

from postdesk.sandbox.moments import whole_milliseconds


class Clock:
    """UTC in whole milliseconds. It only moves forward, except by `reset`."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self._offset = offset

    @property
    def offset(self) -> timedelta:
        return self._offset

    def now(self) -> datetime:
        return whole_milliseconds(datetime.now(UTC) + self._offset)

    def move_to(self, moment: datetime) -> None:
        """Make it that moment. A moment in the past is ignored."""
        self._offset = max(self._offset, moment - datetime.now(UTC))

    def reset(self) -> None:
        self._offset = timedelta()
