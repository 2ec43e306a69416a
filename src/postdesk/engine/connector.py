"""The connections of the clients, and the user's commands on them."""

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from postdesk.api.errors import ApiError, ErrorKind, NotFound
from postdesk.domain import links
from postdesk.domain.clients import Client, Connection, ConnectSession, ConnectSessionKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import Post
from postdesk.domain.remote import Priority
from postdesk.engine.account_settings import AccountSettings
from postdesk.engine.accounts import AccountRefresher, Accounts
from postdesk.engine.browser import Browser, OpenResult
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.connect_session_watch import ConnectSessionWatch
from postdesk.engine.connect_sessions import ConnectSessions
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import Work
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, connect_sessions, connections, posts

if TYPE_CHECKING:
    from postdesk.api.redirect_listener import RedirectListener
    from postdesk.engine.practice import PracticeMode


@dataclass(frozen=True, slots=True)
class ConnectLink:
    """A link that a client can open on their own computer. Without a `return_page` the browser may end on an error page."""

    client_id: int
    platform: str
    url: str
    return_page: str


class Connector(QObject):
    """The connections and connect sessions of one workspace. `settings` has what the user sets about accounts.

    `link_ready` carries a ConnectLink, `browser_failed` the id of a session whose link is to be copied instead,
    `session_checked` the id of a session that the user checked, and whether the service answered.
    """

    link_ready = Signal(object)
    browser_failed = Signal(str)
    session_checked = Signal(str, bool)

    def __init__(
        self,
        context: WorkspaceContext,
        browser: Browser,
        listen: "Callable[[Sequence[int], Callable[[], None]], RedirectListener]",
        practice: "PracticeMode | None",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._changes = context.workspace, context.database, context.changes
        self._gateway = context.gateway
        self._commands = CommandRunner(context.tasks, context.changes)
        self.settings = AccountSettings(context, self._commands)
        self._practice = practice
        self._accounts = Accounts(context)
        self.account_refresher = AccountRefresher(context, self._accounts)
        self._sessions = ConnectSessions(context, browser, self._accounts)
        of_session = (self._sessions.pending, self._sessions.poll, self._sessions.give_up)
        self._watch = ConnectSessionWatch(context.workspace, context.clock, context.tasks, listen, *of_session)
        self._said_busy = False
        self._to_read_again: set[int] = set()

    def start(self) -> None:
        """Poll the sessions that were pending when Postdesk last ended."""
        self._watch.start()
        self._changes.practice.connect(self._watch.wake)

    async def close(self) -> None:
        """Close the loopback listener; the tasks are closed by their owner."""
        await self._watch.close()

    def of(self, client_id: int) -> tuple[Connection, ...]:
        """Return the client's connections as the service last listed them."""
        return connections.of_client(self._database.reader, client_id)

    def broken_count(self) -> int:
        """Return how many accounts need reconnecting, or were replaced by another one."""
        return connections.broken_count(self._database.reader, self._workspace.id)

    def to_reconnect(self) -> frozenset[tuple[int, str]]:
        """Return the client and the platform of each account that needs reconnecting."""
        return connections.to_reconnect(self._database.reader, self._workspace.id)

    def get(self, client_id: int, platform: str) -> Connection | None:
        """Return the client's connection on that platform, or None."""
        return connections.get(self._database.reader, client_id, platform)

    def sessions(self, client_id: int) -> tuple[ConnectSession, ...]:
        """Return the client's sessions that are pending or failed last."""
        return connect_sessions.of_client(self._database.reader, client_id)

    def at_risk(self, client_id: int, platform: str) -> tuple[Post, ...]:
        """Return the locked posts that disconnecting may break (API gap G3)."""
        return posts.locked_posts(self._database.reader, client_id, platform)

    def profile_url(self, client_id: int, platform: str) -> str:
        """Return the profile's address: as the user entered it, else derived from the account's name; empty if unknown."""
        client, account = clients.get(self._database.reader, client_id), self.get(client_id, platform)
        if client is None or account is None:
            return ""
        if self._practice:
            return self._practice.profile_url(platform, client.external_user_id)
        return account.profile_url or links.profile_url(platform, account.remote_username) or ""

    def loading(self, client_id: int) -> bool:
        """Return True while the client's list is being read."""
        return self._accounts.loading(client_id)

    def last_error(self, client_id: int) -> ErrorKind | None:
        """Return the error of the last reading of the client's list, None if that succeeded."""
        error = self._accounts.last_error(client_id)
        return error.kind if error else None

    def is_connecting(self, client_id: int, platform: str) -> bool:
        """Return True while a session is being created."""
        return self._commands.running(_connect(client_id, platform))

    def connect_account(self, client_id: int, platform: str) -> None:
        """Connect or reconnect: create a session and open its page in the user's browser."""
        self._run(_connect(client_id, platform), client_id, platform, partial(self._connect_here, platform=platform))

    def link_for_client(self, client_id: int, platform: str) -> None:
        """Create a session that the client opens on their own computer; `link_ready` follows."""
        self._run(f"link {client_id} {platform}", client_id, platform, partial(self._make_link, platform=platform))

    def open_again(self, session_id: str) -> None:
        """Open the page of a pending session again. In practice mode, wait until the sandbox runs."""
        if session := connect_sessions.get(self._database.reader, session_id):
            self._run(f"open {session_id}", session.client_id, session.platform, partial(self._open_again, session=session))

    def check_now(self, session_id: str) -> None:
        """Request the session's status now: the user has finished in the browser."""
        if session := connect_sessions.get(self._database.reader, session_id):
            self._run(f"check {session_id}", session.client_id, session.platform, partial(self._check, session=session))

    def cancel(self, session_id: str) -> None:
        """Remove a pending or failed session."""
        if session := connect_sessions.get(self._database.reader, session_id):
            self._run(f"cancel {session_id}", session.client_id, session.platform, partial(self._cancel, session=session))

    def disconnect_account(self, client_id: int, platform: str) -> None:
        """Remove the connection at the service ("Disconnect a platform"); `at_risk` returns the posts that this may break."""
        self._run(f"disconnect {client_id} {platform}", client_id, platform, partial(self._disconnect, platform=platform))

    def check_all(self, priority: Priority = Priority.USER) -> None:
        """Poll all pending sessions, and read the lists of all clients again, without archived ones."""
        self._watch.refresh()
        for client in clients.current(self._database.reader, self._workspace.id):
            self.refresh(client.id, priority)

    def refresh(self, client_id: int, priority: Priority = Priority.USER) -> None:
        """Read the client's list again. If a reading is under way, read once more after it: its answer may be too old."""
        if self._commands.running(name := f"refresh {client_id}"):
            self._to_read_again.add(client_id)
        else:
            self._run(name, client_id, "", partial(self._refresh, priority=priority))

    async def _connect_here(self, client: Client, platform: str) -> None:
        async with self._watch.expecting() as uri:
            session = await self._sessions.make(client, platform, ConnectSessionKind.HERE, uri)
        if session is None:
            return
        if not self._watch.listening and not self._said_busy:
            self._said_busy = True
            self._changes.notice.emit(Notice(NoticeKind.PORTS_BUSY, client_id=client.id, platform=platform))
        self._open(session)

    async def _make_link(self, client: Client, platform: str) -> None:
        session = await self._sessions.make(client, platform, ConnectSessionKind.LINK, self._watch.fallback_uri)
        if session:
            self._watch.wake()
            self.link_ready.emit(ConnectLink(client.id, platform, session.connect_url, self._workspace.return_page))

    def _open(self, session: ConnectSession) -> None:
        if self._sessions.open_page(session) is not OpenResult.OPENED:
            self.browser_failed.emit(session.id)

    async def _open_again(self, _client: Client, session: ConnectSession) -> None:
        if not self._workspace.base_url:
            await self._gateway.ready()
        if connect_sessions.get(self._database.reader, session.id):  # the session may have been cancelled meanwhile
            self._open(session)

    async def _check(self, _client: Client, session: ConnectSession) -> None:
        answered = False
        try:
            answered = await self._sessions.poll(session, Priority.USER)
        finally:
            self.session_checked.emit(session.id, answered)
        self._watch.wake()

    async def _cancel(self, _client: Client, session: ConnectSession) -> None:
        await self._sessions.forget(session.id)
        self._watch.wake()

    async def _disconnect(self, client: Client, platform: str) -> None:
        cause = f"disconnect {client.external_user_id} {platform}"
        with contextlib.suppress(NotFound):  # already removed, as wanted
            await self._gateway.ask(lambda api: api.disconnect(client.external_user_id, platform, cause=cause))
        await self._database.run(partial(connections.remove, client_id=client.id, platform=platform))
        self._changes.connections.emit()
        self._changes.notice.emit(Notice(NoticeKind.DISCONNECTED, client_id=client.id, platform=platform))

    async def _refresh(self, client: Client, priority: Priority) -> None:
        again = True
        while again:
            self._to_read_again.discard(client.id)
            with contextlib.suppress(ApiError):  # the pane shows the error, from `last_error`
                await self._accounts.refresh(client, f"refresh {client.external_user_id}", priority)
            again = client.id in self._to_read_again

    def _run(self, name: str, client_id: int, platform: str, work: Callable[[Client], Work]) -> None:
        """Run the work for the client, unless a command of that name is running."""
        client = clients.get(self._database.reader, client_id)
        if client and not self._commands.running(name):
            self._commands.run_unless_running(name, self._shown(partial(work, client)), client_id, platform)
            self._changes.account_work.emit()

    async def _shown(self, begin: Callable[[], Work]) -> None:
        """Run the work, then emit `account_work`, even after a failure: the pane shows running commands."""
        try:
            await begin()
        finally:
            self._changes.account_work.emit()


def _connect(client_id: int, platform: str) -> str:
    return f"connect {client_id} {platform}"
