"""The service as a whole: its parts, its clock, and the events caused by time."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from postdesk.sandbox.bodies import SessionBody
from postdesk.sandbox.end_users import EndUsers
from postdesk.sandbox.faults import Faults
from postdesk.sandbox.moments import Clock, from_text, to_text
from postdesk.sandbox.posts import Posts
from postdesk.sandbox.records import CONNECTED, EXPIRED, FAILED, PENDING, ConnectSession, Echo
from postdesk.sandbox.refusal import Refusal, missing
from postdesk.sandbox.state import State

LIFETIME: Final = timedelta(days=7)


class ConnectSessions:
    def __init__(self, state: State, clock: Clock, end_users: EndUsers) -> None:
        self._state, self._clock, self._end_users = state, clock, end_users

    def create(self, body: SessionBody) -> ConnectSession:
        """Create a session. Refuses an unknown end user with 404, and a redirect URI that is not allowlisted with 400."""
        self._end_users.get(body.external_user_id)
        if body.redirect_uri not in self._state.redirect_uris():
            message = f"redirectUri {body.redirect_uri} is not allowlisted."
            raise Refusal(400, "redirect_uri_not_allowlisted", message)
        now = self._clock.now()
        session = ConnectSession(
            id=str(uuid.uuid4()),
            external_user_id=body.external_user_id,
            platform=body.platform,
            redirect_uri=body.redirect_uri,
            status=PENDING,
            error_code=None,
            expires_at=to_text(now + LIFETIME),
            updated_at=to_text(now),
        )
        self._state.save(session)
        return session

    def get(self, session_id: str) -> ConnectSession:
        session = self._state.session(session_id)
        if session is None:
            raise missing("connect session")
        return session

    def allow(self, session: ConnectSession, account_id: str) -> ConnectSession:
        self._end_users.connect(session.external_user_id, session.platform, account_id)
        return self._end(session, CONNECTED, None)

    def deny(self, session: ConnectSession) -> ConnectSession:
        return self._end(session, FAILED, "access_denied")

    def expire(self, session: ConnectSession) -> ConnectSession:
        return self._end(session, EXPIRED, "session_expired")

    def expire_due(self, now: datetime) -> None:
        for session in self._state.sessions_ending(to_text(now)):
            self.expire(session)

    def _end(self, session: ConnectSession, status: str, error_code: str | None) -> ConnectSession:
        ended = replace(session, status=status, error_code=error_code, updated_at=to_text(self._clock.now()))
        self._state.save(ended)
        return ended


DEFAULT_REDIRECT_URIS: Final = (
    "http://127.0.0.1:47611/connect/callback",
    "http://127.0.0.1:47612/connect/callback",
    "http://127.0.0.1:47613/connect/callback",
    "https://example.com/connected",
)


@dataclass(frozen=True, slots=True)
class TimedEvent:
    """The next event caused by time: a post is due, a slow account finishes, a connect session expires."""

    at: datetime
    what: str


class Service:
    """The service. Callers hold `change()` for a change, which then sets `worker_wake`, or `exclusive()` for a read."""

    def __init__(self, state: State, redirect_uris: Iterable[str] = ()) -> None:
        self.state = state
        self.worker_wake = Event()
        self.clock = Clock(timedelta(seconds=float(state.setting("clock_offset") or 0)))
        self.faults = Faults(self.clock.now)
        self.end_users = EndUsers(state, self.clock, self.faults)
        self.sessions = ConnectSessions(state, self.clock, self.end_users)
        self.posts = Posts(state, self.clock, self.end_users, self.faults)
        self._extra_uris = tuple(redirect_uris)
        with state.transaction():
            self._allow_redirects()

    @contextmanager
    def change(self) -> Iterator[None]:
        """Run the block alone as one transaction, and wake the worker."""
        with self.state.transaction():
            yield
        self.worker_wake.set()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Run the block alone, with nothing changing meanwhile."""
        with self.state.transaction():
            yield

    def next_event(self) -> TimedEvent | None:
        found = self.state.next_event()
        return TimedEvent(from_text(found[0]), found[1]) if found else None

    def handle_due(self) -> None:
        """Handle all events that are due."""
        now = self.clock.now()
        self.sessions.expire_due(now)
        self.posts.finish_due(now)
        self.posts.deliver_due(now)

    def move_clock(self, moment: datetime) -> None:
        """Move the clock to that moment; each event on the way happens at its own time."""
        while (event := self.next_event()) and event.at <= moment:
            self.clock.move_to(event.at)
            self.handle_due()
        self.clock.move_to(moment)
        self._keep_offset()

    def reset_clock(self) -> None:
        self.clock.reset()
        self._keep_offset()

    @property
    def echo(self) -> Echo:
        names = (self.state.setting("echo") or "schedule_at").split()
        return Echo(**{field.name: field.name in names for field in fields(Echo)})

    @echo.setter
    def echo(self, echo: Echo) -> None:
        self.state.set_setting("echo", " ".join(name for name, on in (asdict(echo) | {"on": True}).items() if on))

    def reset(self) -> None:
        """Restore the initial state."""
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
