"""The service as a whole: its rooms, its clock, and what happens by itself as time goes on."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from postdesk.sandbox.clock import Clock
from postdesk.sandbox.connect_sessions import ConnectSessions
from postdesk.sandbox.end_users import EndUsers
from postdesk.sandbox.faults import Faults
from postdesk.sandbox.moments import from_text
from postdesk.sandbox.posts import Posts
from postdesk.sandbox.records import Echo
from postdesk.sandbox.state import State

DEFAULT_REDIRECT_URIS: Final = (
    "http://127.0.0.1:47611/connect/callback",
    "http://127.0.0.1:47612/connect/callback",
    "http://127.0.0.1:47613/connect/callback",
    "https://example.com/connected",
)


@dataclass(frozen=True, slots=True)
class Happening:
    """The next thing that happens by itself: a post is due, a slow account finishes, a connect session expires."""

    at: datetime
    what: str


class Service:
    """Callers hold `acting()` around each act, after which `stirred` is set, so that the worker looks again; or `looking()`."""

    def __init__(self, state: State, redirect_uris: Iterable[str] = ()) -> None:
        self.state = state
        self.stirred = Event()
        self.clock = Clock(timedelta(seconds=float(state.setting("clock_offset") or 0)))
        self.faults = Faults(self.clock.now)
        self.end_users = EndUsers(state, self.clock, self.faults)
        self.sessions = ConnectSessions(state, self.clock, self.end_users)
        self.posts = Posts(state, self.clock, self.end_users, self.faults)
        self._extra_uris = tuple(redirect_uris)
        with state.transaction():
            self._allow_redirects()

    @contextmanager
    def acting(self) -> Iterator[None]:
        """One act at a time, kept whole or not at all."""
        with self.state.transaction():
            yield
        self.stirred.set()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """One look at a time, with nothing changing meanwhile."""
        with self.state.transaction():
            yield

    def next_happening(self) -> Happening | None:
        moments = (
            (self.state.first_due(), "post_due"),
            (self.state.first_finish(), "publish_finishes"),
            (self.state.first_expiry(), "session_expires"),
        )
        known = [(at, what) for at, what in moments if at is not None]
        if not known:
            return None
        at, what = min(known)
        return Happening(from_text(at), what)

    def happen(self) -> None:
        """Do what is due by now."""
        now = self.clock.now()
        self.sessions.expire_due(now)
        self.posts.finish_due(now)
        self.posts.deliver_due(now)

    def move_clock(self, moment: datetime) -> None:
        """Let the time pass until then: what happens on the way happens at its own time."""
        while (happening := self.next_happening()) and happening.at <= moment:
            self.clock.move_to(happening.at)
            self.happen()
        self.clock.move_to(moment)
        self._keep_offset()

    def reset_clock(self) -> None:
        self.clock.reset()
        self._keep_offset()

    @property
    def echo(self) -> Echo:
        names = (self.state.setting("echo") or "schedule_at").split()
        return Echo(token="token" in names, content="content" in names, schedule_at="schedule_at" in names)

    @echo.setter
    def echo(self, echo: Echo) -> None:
        switches = {"token": echo.token, "content": echo.content, "schedule_at": echo.schedule_at, "on": True}
        self.state.set_setting("echo", " ".join(name for name, on in switches.items() if on))

    def reset(self) -> None:
        """Forget everything: as on the first day."""
        self.state.clear()
        self.faults.disarm()
        self.reset_clock()
        self.echo = Echo()
        self._allow_redirects()

    def _keep_offset(self) -> None:
        self.state.set_setting("clock_offset", str(self.clock.offset.total_seconds()))

    def _allow_redirects(self) -> None:
        for uri in (*DEFAULT_REDIRECT_URIS, *self._extra_uris):
            self.state.add_redirect_uri(uri)
