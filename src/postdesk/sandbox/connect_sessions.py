"""Connect sessions: pending until the person allows or denies, or the time is over."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from postdesk.sandbox.bodies import SessionBody
from postdesk.sandbox.clock import Clock
from postdesk.sandbox.end_users import EndUsers
from postdesk.sandbox.moments import to_text
from postdesk.sandbox.records import CONNECTED, EXPIRED, FAILED, PENDING, ConnectSession
from postdesk.sandbox.refusal import Refusal, missing
from postdesk.sandbox.state import State

LIFETIME: Final = timedelta(days=7)


class ConnectSessions:
    def __init__(self, state: State, clock: Clock, end_users: EndUsers) -> None:
        self._state = state
        self._clock = clock
        self._end_users = end_users

    def create(self, body: SessionBody) -> ConnectSession:
        """Refuses an unknown end user with 404, and a redirect URI that is not allowlisted with 400."""
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
        self._state.save_session(session)
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
        self._state.save_session(ended)
        return ended
