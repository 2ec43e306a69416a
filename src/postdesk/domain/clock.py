"""The one place that knows what time it is. A clock belongs to a workspace and is passed in; nothing else asks."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The time of a workspace: the computer's, moved by `offset` (the sandbox's clock can be moved; a real one cannot).

    `moved_to`: where it stood when it was moved ahead last, None if it never was.
    `server_ahead`: the service's clock less this one, as its last answer told. A sandbox's clock is followed exactly instead.
    """

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset
        self.server_ahead = timedelta()
        self.moved_to: datetime | None = None

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC) + self.offset

    def computer_now(self) -> datetime:
        """The present moment by the computer, wherever this clock was moved to."""
        return self.now() - self.offset

    def move(self, offset: timedelta) -> None:
        """Stand so far from the computer's clock from now on."""
        ahead, self.offset = offset > self.offset, offset
        if ahead:
            self.moved_to = self.now()

    def server_now(self) -> datetime:
        """The present moment by the service's clock: what is in the future is judged by it (API gap G29)."""
        return self.now() + self.server_ahead

    def monotonic(self) -> float:
        """Seconds that never jump, for measuring how long something took."""
        return time.monotonic()
