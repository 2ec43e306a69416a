"""Connect sessions, from their creation to their end: connected, failed with a reason, or expired."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from postdesk.api.errors import ApiError, NotFound, ValidationRefused
from postdesk.domain.clients import Client, ConnectSession, ConnectSessionKind
from postdesk.domain.remote import Priority, RemoteSession
from postdesk.engine.accounts import Accounts
from postdesk.engine.browser import Browser, OpenResult
from postdesk.engine.clients import as_end_user
from postdesk.engine.connect_session_watch import WATCHED_FOR
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, connect_sessions, connections

CONNECTED = "connected"
EXPIRED = "expired"
NOT_FINISHED = "not_finished"
"""A status of our own: the session was still pending when its polling ended."""


class ConnectSessions:
    """The connect sessions of one workspace ("Create connect session", "Get connect session status")."""

    def __init__(self, context: WorkspaceContext, browser: Browser, accounts: Accounts) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._gateway, self._browser, self._accounts = context.changes, context.gateway, browser, accounts

    def pending(self) -> tuple[ConnectSession, ...]:
        """Return the sessions that may still become connections."""
        return connect_sessions.pending(self._database.reader, self._workspace.id)

    async def make(self, client: Client, platform: str, kind: ConnectSessionKind, redirect_uri: str) -> ConnectSession | None:
        """Create and store a session; the client becomes an end user. A refused redirect address gives None and a notice.

        Raises ApiError, StorageError.
        """
        cause = f"connect {client.external_user_id} {platform}"
        await self._gateway.ask(lambda api: api.upsert_end_user(as_end_user(client), cause=cause))
        try:
            made = await self._gateway.ask(
                lambda api: api.create_connect_session(client.external_user_id, platform, redirect_uri, cause=cause)
            )
        except ValidationRefused as refused:
            self._tell(Notice(NoticeKind.REDIRECT_NOT_ALLOWED, detail=redirect_uri, said=refused.detail), client.id, platform)
            return None
        session = self._new(made, client.id, platform, kind)
        await self._database.run(partial(connect_sessions.add, session=session))
        self._changes.connections.emit()
        return session

    def open_page(self, session: ConnectSession) -> OpenResult:
        """Open the session's page in the user's browser; a failure is also shown in a notice."""
        opened = self._browser.open_connect_page(session.connect_url, self._gateway.base_url or self._workspace.base_url)
        if opened is not OpenResult.OPENED:
            kind = NoticeKind.UNSAFE_LINK if opened is OpenResult.UNSAFE else NoticeKind.BROWSER_FAILED
            self._tell(Notice(kind, detail=session.connect_url), session.client_id, session.platform)
        return opened

    async def poll(self, session: ConnectSession, priority: Priority = Priority.POLL) -> bool:
        """Request the status, and end the session unless it is pending. Return False after an ApiError: it stays pending."""
        client = clients.get(self._database.reader, session.client_id)
        if client is None:
            return False
        # A session that the user creates during the request stays pending and is polled on.
        known = [
            each.id
            for each in connect_sessions.of_client(self._database.reader, session.client_id)
            if each.platform == session.platform
        ]
        try:
            told = await self._ask(session, priority)
            if told.status != "pending" or session.kind is ConnectSessionKind.LINK:
                await self._accounts.refresh(client, f"connect session {session.id}", priority)
        except ApiError:
            return False
        if told.status == CONNECTED or self._came(session):
            await self._connected(session, known)
        elif told.status != "pending":
            await self._ended(session, told.status, told.error_code)
        return True

    async def give_up(self, session: ConnectSession) -> None:
        """End a session whose time is over, with the status NOT_FINISHED."""
        await self._ended(session, NOT_FINISHED, "")

    async def forget(self, session_id: str) -> None:
        """Remove the session here. The service keeps it: completed later, its account appears in the list of connections."""
        await self._database.run(lambda conn: connect_sessions.remove(conn, session_id))
        self._changes.connections.emit()

    def _new(self, made: RemoteSession, client_id: int, platform: str, kind: ConnectSessionKind) -> ConnectSession:
        known = connections.known(self._database.reader, client_id, platform)
        now = self._clock.now()
        return ConnectSession(
            id=made.id,
            client_id=client_id,
            platform=platform,
            kind=kind,
            status="pending",
            connect_url=made.connect_url,
            created_at=now,
            watched_until=now + WATCHED_FOR[kind],
            known_account_id=known.remote_account_id if known and known.ready else "",
        )

    async def _ask(self, session: ConnectSession, priority: Priority) -> RemoteSession:
        cause = f"connect session {session.id}"
        try:
            return await self._gateway.ask(lambda api: api.get_connect_session(session.id, cause=cause, priority=priority))
        except NotFound:
            return RemoteSession(session.id, EXPIRED, session.platform)

    def _came(self, session: ConnectSession) -> bool:
        """Return True if the list has a new account for the session: that counts, whatever status the session has."""
        now = connections.get(self._database.reader, session.client_id, session.platform)
        return now is not None and now.ready and now.remote_account_id != session.known_account_id

    async def _connected(self, session: ConnectSession, known: Iterable[str]) -> None:
        await self._database.run(lambda conn: connect_sessions.remove(conn, *known))
        self._changes.connections.emit()
        account = connections.get(self._database.reader, session.client_id, session.platform)
        if account and not account.account_changed:
            name = account.remote_username or account.remote_account_id
            self._tell(Notice(NoticeKind.CONNECTED, detail=name), session.client_id, session.platform)

    async def _ended(self, session: ConnectSession, status: str, error_code: str) -> None:
        await self._database.run(partial(connect_sessions.end, session_id=session.id, status=status, error_code=error_code))
        self._changes.connections.emit()
        if session.kind is ConnectSessionKind.LINK:
            kind = NoticeKind.LINK_ENDED
        else:
            kind = NoticeKind.CONNECT_TIMED_OUT if status == NOT_FINISHED else NoticeKind.CONNECT_ENDED
        self._tell(Notice(kind, detail=error_code or status), session.client_id, session.platform)

    def _tell(self, notice: Notice, client_id: int, platform: str) -> None:
        self._changes.notice.emit(replace(notice, client_id=client_id, platform=platform))
