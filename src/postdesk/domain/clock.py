"""The time of a workspace, passed in to all that works for it.

Only the start, the opening of the database and a missing `Date` header read the computer's clock.
"""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The time of a workspace: the computer's clock plus `offset`, which only a sandbox can change.

    `moved_to`: the time right after the last move ahead, None if there was none. `server_offset`: the service's clock minus this
    one, from the last answer; a sandbox's clock is followed exactly instead.
    """

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset
        self.server_offset = timedelta()
        self.moved_to: datetime | None = None

    def now(self) -> datetime:
        """Return the current moment, aware, UTC."""
        return datetime.now(UTC) + self.offset

    def computer_now(self) -> datetime:
        """Return the current moment of the computer's clock, without the offset."""
        return self.now() - self.offset

    def move(self, offset: timedelta) -> None:
        """Set the offset from the computer's clock."""
        ahead, self.offset = offset > self.offset, offset
        if ahead:
            self.moved_to = self.now()

    def server_now(self) -> datetime:
        """Return the current moment of the service's clock, which decides what is in the future (API gap G29)."""
        return self.now() + self.server_offset

    def monotonic(self) -> float:
        """Return seconds that never jump, for measuring durations."""
        return time.monotonic()
