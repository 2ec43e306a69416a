"""The schedule for polling connect sessions: polling decides, the loopback listener only makes it faster.

A session that the user finishes here is polled every 3 s for 30 s, every 5 s to 2 min and every 10 s to 15 min of real time;
several sessions share one slot. A session whose link was sent to a client is polled every hour of the workspace's clock, at
start and on request.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from postdesk.domain.clients import ConnectSession, ConnectSessionKind, Workspace, redirect_uri
from postdesk.domain.clock import Clock
from postdesk.engine.tasks import Tasks, wait_for_event

if TYPE_CHECKING:
    from postdesk.api.redirect_listener import RedirectListener

WATCHED_FOR: Final = {ConnectSessionKind.HERE: timedelta(minutes=15), ConnectSessionKind.LINK: timedelta(days=7)}
"""The time for which a session is watched."""

_PACES: Final = ((30.0, 3.0), (120.0, 5.0))
_SLOWEST: Final = 10.0
_JITTER: Final = 0.2
_MIN_POLL_GAP_S: Final = 1.0
_LINKS_EVERY: Final = timedelta(hours=1)


def session_poll_interval(age: float) -> float:
    """Return the seconds between two polls, for the age in seconds of the youngest session waiting here."""
    return next((pause for limit, pause in _PACES if age < limit), _SLOWEST)


class ConnectSessionWatch:
    """Watches the sessions that `pending()` returns; `poll(session)` asks about one, `give_up(session)` ends it."""

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock,
        tasks: Tasks,
        listen: "Callable[[Sequence[int], Callable[[], None]], RedirectListener]",
        pending: Callable[[], Sequence[ConnectSession]],
        poll: Callable[[ConnectSession], Awaitable[object]],
        give_up: Callable[[ConnectSession], Awaitable[None]],
    ) -> None:
        self._workspace, self._clock, self._tasks = workspace, clock, tasks
        self._listen_to = listen
        self._listener: RedirectListener | None = None
        self._pending, self._poll, self._give_up = pending, poll, give_up
        self._wake_event = asyncio.Event()
        self._began: dict[str, float] = {}
        self._polled: dict[str, float] = {}
        self._urgent: set[str] = set()
        self._expected = 0
        self._links_wake_event = asyncio.Event()
        self._links_due = clock.now()

    def start(self) -> None:
        """Watch the sessions left pending by the previous run: each is polled at once."""
        self._poll_early()
        self._tasks.supervise("connect sessions", self._watch_here)
        self._tasks.supervise("connect links", self._watch_links)

    async def close(self) -> None:
        """Stop listening."""
        if self._listener:
            await self._listener.close()

    def refresh(self) -> None:
        """Poll all pending sessions now."""
        self._poll_early()
        self._links_due = self._clock.now()
        self._links_wake_event.set()

    def wake(self) -> None:
        """Check the schedule again: a session was made or ended, or the workspace's clock was moved."""
        self._wake_event.set()
        self._links_wake_event.set()

    @property
    def listening(self) -> bool:
        """True while the browser's return is noticed. If all ports are busy, only polling works."""
        return self._listener is not None and self._listener.port is not None

    @contextlib.asynccontextmanager
    async def expecting(self) -> AsyncIterator[str]:
        """Listen while a session is created and stored. Yields its redirect URI."""
        self._expected += 1
        try:
            yield (await self._listen()).redirect_uri or self.fallback_uri
        finally:
            self._expected -= 1
            self.wake()

    @property
    def fallback_uri(self) -> str:
        """The redirect URI when nobody listens: the user's public page, or a loopback address."""
        return self._workspace.return_page or redirect_uri(self._workspace.redirect_ports[0])

    def _poll_early(self) -> None:
        """Poll the sessions soon: a browser came back. Its request is not trusted, not even for which session."""
        self._urgent.update(session.id for session in self._of(ConnectSessionKind.HERE))
        self._wake_event.set()

    def _of(self, kind: ConnectSessionKind) -> list[ConnectSession]:
        return [session for session in self._pending() if session.kind is kind]

    async def _listen(self) -> "RedirectListener":
        if self._listener is None:
            self._listener = self._listen_to(self._workspace.redirect_ports, self._poll_early)
        if not self.listening:
            await self._listener.start()
        return self._listener

    async def _watch_here(self) -> None:
        while True:
            self._wake_event.clear()
            await self._end_overdue()
            if waiting := self._of(ConnectSessionKind.HERE):
                await self._listen()
                await self._take_turn(waiting)
            else:
                if not self._expected:
                    await self.close()
                await self._wake_event.wait()

    async def _end_overdue(self) -> None:
        for session in self._of(ConnectSessionKind.HERE):
            if self._age(session) > WATCHED_FOR[ConnectSessionKind.HERE].total_seconds():
                await self._end(session)

    async def _end(self, session: ConnectSession) -> None:
        """Stop watching a session, after a last poll."""
        await self._poll(session)
        if session.id in {each.id for each in self._pending()}:
            await self._give_up(session)

    async def _take_turn(self, waiting: Sequence[ConnectSession]) -> None:
        """Wait for the slot, then poll the session polled longest ago; sessions with a returned browser go first."""
        interval = session_poll_interval(min(map(self._age, waiting))) * random.uniform(1 - _JITTER, 1 + _JITTER)
        await self._sleep(self._last(waiting) + interval)
        if self._wake_event.is_set() and not self._urgent:
            return
        if self._urgent:
            await asyncio.sleep(max(0.0, max(self._polled.values(), default=0.0) + _MIN_POLL_GAP_S - self._clock.monotonic()))
        session = min(waiting, key=lambda each: (each.id not in self._urgent, self._polled.get(each.id, 0.0)))
        self._urgent.discard(session.id)
        self._polled[session.id] = self._clock.monotonic()
        await self._poll(session)

    def _last(self, waiting: Sequence[ConnectSession]) -> float:
        """Return the monotonic time at which the slot was last used, or the youngest session was created."""
        youngest = self._clock.monotonic() - min(map(self._age, waiting))
        return max(youngest, *self._polled.values(), 0.0)

    async def _sleep(self, moment: float) -> None:
        """Sleep until that monotonic time, or until woken."""
        if not self._urgent:
            await wait_for_event(self._wake_event, moment - self._clock.monotonic())

    def _age(self, session: ConnectSession) -> float:
        """Return the session's age in seconds of real time; only time before this start is counted on the workspace's clock."""
        now = self._clock.monotonic()
        before = max(0.0, (self._clock.now() - session.created_at).total_seconds())
        return now - self._began.setdefault(session.id, now - before)

    async def _watch_links(self) -> None:
        while True:
            self._links_wake_event.clear()
            links = self._of(ConnectSessionKind.LINK)
            if links and self._clock.now() >= self._links_due:
                self._links_due = self._clock.now() + _LINKS_EVERY
                await self._look_at(links)
            until_due = self._links_due - self._clock.now()
            await wait_for_event(self._links_wake_event, min(until_due, _LINKS_EVERY).total_seconds() if links else None)

    async def _look_at(self, links: Sequence[ConnectSession]) -> None:
        for link in links:
            if self._clock.now() > link.watched_until:
                await self._end(link)
            else:
                await self._poll(link)
