"""The rate limit of a workspace's requests (API gap G13: "sensible interval", "queueing and backoff").

Sending posts and their preflight checks come first, then the user's requests, then polling, which also has a smaller limit of
its own. Within one priority, requests are served in order.
"""

import asyncio
import heapq
import time
from collections.abc import Callable
from itertools import count
from typing import Final

from postdesk.domain.remote import Priority

_MINUTE: Final = 60.0
_POLL_BURST: Final = 5


class _TokenBucket:
    """A token bucket: at most `per_minute` requests in any 60 seconds. The steady rate is `per_minute - burst` per minute."""

    def __init__(self, per_minute: int, burst: int, now: float) -> None:
        self._flow = (per_minute - burst) / _MINUTE
        self._burst = burst
        self._level = float(burst)
        self._at = now

    def wait(self, now: float) -> float:
        """Return the seconds until a token is available; 0 if there is one."""
        self._level = min(self._burst, self._level + (now - self._at) * self._flow)
        self._at = now
        return max(0.0, (1 - self._level) / self._flow)

    def take(self) -> None:
        self._level -= 1


class RateLimiter:
    """The right to make one request at a time, granted by priority.

    `per_minute`, `burst` and `polls_per_minute` count requests; `monotonic` gives seconds and is passed in for tests.
    """

    def __init__(
        self, per_minute: int = 60, burst: int = 10, polls_per_minute: int = 30, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._now = monotonic
        self._all = _TokenBucket(per_minute, burst, monotonic())
        self._polls = _TokenBucket(polls_per_minute, _POLL_BURST, monotonic())
        self._paused_until = dict.fromkeys(Priority, monotonic())
        self._queue: list[tuple[Priority, int, asyncio.Future[None]]] = []
        self._tickets = count()
        self._timer: asyncio.TimerHandle | None = None

    async def take(self, priority: Priority) -> None:
        """Wait for the right to make one request. A cancelled wait takes no token."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (priority, next(self._tickets), turn))
        self._serve()
        await turn

    def pause(self, seconds: float, first: Priority = Priority.SEND) -> None:
        """Block that priority and lower ones for so many seconds, as the service asked (Retry-After)."""
        until = self._now() + seconds
        for priority in Priority:
            if priority >= first:
                self._paused_until[priority] = max(self._paused_until[priority], until)
        self._serve()

    def end_pause(self) -> None:
        """End the pause for a user's request. Only the sending of posts still waits for as long as the service asked."""
        for priority in (Priority.USER, Priority.POLL):
            self._paused_until[priority] = self._now()
        self._serve()

    def _serve(self) -> None:
        while self._queue:
            priority, _, turn = self._queue[0]
            if not turn.done():
                wait = self._wait(priority)
                if wait > 0:
                    self._serve_in(wait)
                    return
                self._charge(priority)
                turn.set_result(None)
            heapq.heappop(self._queue)

    def _wait(self, priority: Priority) -> float:
        now = self._now()
        waits = [self._paused_until[priority] - now, self._all.wait(now)]
        if priority is Priority.POLL:
            waits.append(self._polls.wait(now))
        return max(waits)

    def _charge(self, priority: Priority) -> None:
        self._all.take()
        if priority is Priority.POLL:
            self._polls.take()

    def _serve_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._serve)
