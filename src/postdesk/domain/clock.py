"""The one place that knows what time it is. A clock belongs to a workspace and is passed in; nothing else asks."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """The time of a workspace: the computer's, moved by `offset` (the sandbox's clock can be moved; a real one cannot)."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC) + self.offset

    def monotonic(self) -> float:
        """Seconds that never jump, for measuring how long something took."""
        return time.monotonic()
