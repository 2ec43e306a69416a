"""The accounts of the clients: what is connected, and the user's acts on it."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal

from postdesk.api.errors import ApiError, ErrorKind, Missing
from postdesk.domain import links
from postdesk.domain.clients import Client, Connection, ConnectSession, SessionKind
from postdesk.domain.limits import OwnLimit
from postdesk.domain.posts import Post
from postdesk.domain.remote import Priority
from postdesk.engine.accounts import AccountRounds, Accounts
from postdesk.engine.acts import Acts
from postdesk.engine.bench import Bench
from postdesk.engine.browser import Browser, Opened
from postdesk.engine.connect_sessions import ConnectSessions
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.practice import Practice
from postdesk.engine.session_watch import SessionWatch
from postdesk.engine.tasks import Work
from postdesk.store import clients, connections, posts, sessions, shared_accounts

if TYPE_CHECKING:
    from postdesk.api.listener import Listener


@dataclass(frozen=True, slots=True)
class LinkReady:
    """A link that a client can open on their own computer. Without a `return_page` their browser may end on no page."""

    client_id: int
    platform: str
    url: str
    return_page: str


class Connector(QObject):
    """The connections and connect sessions of one workspace.

    `link_ready` carries a LinkReady, `browser_failed` the id of a session whose link is to be copied instead. `connect` and
    `disconnect` hide QObject's, which join signals by their names as text.
    """

    link_ready = Signal(object)
    browser_failed = Signal(str)

    def __init__(
        self,
        bench: Bench,
        browser: Browser,
        listen: "Callable[[Sequence[int], Callable[[], None]], Listener]",
        practice: Practice | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._changes = bench.workspace, bench.database, bench.changes
        self._uplink = bench.uplink
        self._acts = Acts(bench.tasks, bench.changes)
        self._practice = practice
        self._accounts = Accounts(bench)
        self.rounds = AccountRounds(bench, self._accounts)
        self._sessions = ConnectSessions(bench, browser, self._accounts)
        of_session = (self._sessions.pending, self._sessions.poll, self._sessions.give_up)
        self._watch = SessionWatch(bench.workspace, bench.clock, bench.tasks, listen, *of_session)
        self._said_busy = False
        self._to_read_again: set[int] = set()

    def start(self) -> None:
        """Pick up what was pending at the last end."""
        self._watch.start()
        self._changes.practice.connect(self._watch.wake)

    async def close(self) -> None:
        """Stop listening; the tasks are closed by their owner."""
        await self._watch.close()

    def of(self, client_id: int) -> tuple[Connection, ...]:
        """What the service listed last for the client."""
        return connections.of_client(self._database.reader, client_id)

    def get(self, client_id: int, platform: str) -> Connection | None:
        """The client's connection on that platform."""
        return connections.get(self._database.reader, client_id, platform)

    def sessions(self, client_id: int) -> tuple[ConnectSession, ...]:
        """The client's sessions that are pending or failed last."""
        return sessions.of_client(self._database.reader, client_id)

    def at_risk(self, client_id: int, platform: str) -> tuple[Post, ...]:
        """The locked posts that disconnecting may break (API gap G3)."""
        return posts.locked_posts(self._database.reader, client_id, platform)

    def profile_url(self, client_id: int, platform: str) -> str:
        """Where a post would be seen: what the user said, else what the account's name says; empty where it says nothing."""
        client, account = clients.get(self._database.reader, client_id), self.get(client_id, platform)
        if client is None or account is None:
            return ""
        if self._practice:
            return self._practice.profile_url(platform, client.external_user_id)
        return account.profile_url or links.profile_url(platform, account.remote_username) or ""

    def loading(self, client_id: int) -> bool:
        """Whether the client's list is being read."""
        return self._accounts.loading(client_id)

    def last_error(self, client_id: int) -> ErrorKind | None:
        """Why the client's list could not be read last time."""
        error = self._accounts.last_error(client_id)
        return error.kind if error else None

    def connecting(self, client_id: int, platform: str) -> bool:
        """Whether a session is being made."""
        return self._acts.running(_connect(client_id, platform))

    def connect(self, client_id: int, platform: str) -> None:  # type: ignore[override]
        """Connect, or connect again: make a session and send the user's browser to it."""
        self._once(_connect(client_id, platform), client_id, platform, partial(self._connect_here, platform=platform))

    def link_for_client(self, client_id: int, platform: str) -> None:
        """Make a link that the client opens on their own computer; `link_ready` follows."""
        self._once(f"link {client_id} {platform}", client_id, platform, partial(self._make_link, platform=platform))

    def open_again(self, session_id: str) -> None:
        """Send the browser to a pending session once more; practice mode's page is there once its service runs."""
        if session := sessions.get(self._database.reader, session_id):
            self._once(f"open {session_id}", session.client_id, session.platform, partial(self._open_again, session=session))

    def check_now(self, session_id: str) -> None:
        """ "I have finished": ask about the session at once."""
        if session := sessions.get(self._database.reader, session_id):
            self._once(f"check {session_id}", session.client_id, session.platform, partial(self._check, session=session))

    def cancel(self, session_id: str) -> None:
        """Watch the session no more, or clear away one that failed."""
        if session := sessions.get(self._database.reader, session_id):
            self._once(f"cancel {session_id}", session.client_id, session.platform, partial(self._cancel, session=session))

    def disconnect(self, client_id: int, platform: str) -> None:  # type: ignore[override]
        """Remove the connection at the service ("Disconnect a platform"); `at_risk` names what it may break."""
        self._once(f"disconnect {client_id} {platform}", client_id, platform, partial(self._disconnect, platform=platform))

    def confirm_account(self, client_id: int, platform: str) -> None:
        """The other account that answers now is meant: posts go to it from now on."""
        self._write(client_id, platform, connections.confirm)

    def set_profile_url(self, client_id: int, platform: str, url: str) -> bool:
        """Keep where the user would look for a post, empty to derive it. False where `url` is no web address."""
        address = url.strip()
        parsed = QUrl(address, QUrl.ParsingMode.StrictMode)
        if address and not (parsed.isValid() and parsed.scheme() in ("http", "https") and parsed.host()):
            return False
        self._write(client_id, platform, connections.set_profile_url, url=address)
        return True

    def set_premium(self, client_id: int, platform: str, premium: bool) -> None:
        """Keep whether the account may write longer posts."""
        self._write(client_id, platform, connections.set_premium, premium=premium)

    def agree_to_share(self, client_id: int, platform: str) -> None:
        """Other clients are meant to have the same account."""
        self._write(client_id, platform, shared_accounts.agree)

    def set_limits(self, client_id: int, platform: str, limits: tuple[OwnLimit, ...]) -> None:
        """Keep the numbers that count for the account in the place of the platform's."""
        self._write(client_id, platform, connections.set_limits, limits=limits)

    def check_all(self, priority: Priority = Priority.USER) -> None:
        """Ask about everything that is pending, and read all clients' lists anew, but for those that are archived."""
        self._watch.refresh()
        for client in clients.current(self._database.reader, self._workspace.id):
            self.refresh(client.id, priority)

    def refresh(self, client_id: int, priority: Priority = Priority.USER) -> None:
        """Read the client's list anew; where it is being read, once more after that: what was asked for may have come since."""
        if self._acts.running(name := f"refresh {client_id}"):
            self._to_read_again.add(client_id)
        else:
            self._once(name, client_id, "", partial(self._refresh, priority=priority))

    async def _connect_here(self, client: Client, platform: str) -> None:
        async with self._watch.expecting() as uri:
            session = await self._sessions.make(client, platform, SessionKind.HERE, uri)
        if session is None:
            return
        if not self._watch.listening and not self._said_busy:
            self._said_busy = True
            self._changes.notice.emit(Notice(NoticeKind.PORTS_BUSY, client_id=client.id, platform=platform))
        self._open(session)

    async def _make_link(self, client: Client, platform: str) -> None:
        session = await self._sessions.make(client, platform, SessionKind.LINK, self._watch.unheard_uri)
        if session:
            self._watch.wake()
            self.link_ready.emit(LinkReady(client.id, platform, session.connect_url, self._workspace.return_page))

    def _open(self, session: ConnectSession) -> None:
        if self._sessions.open_page(session) is not Opened.OPENED:
            self.browser_failed.emit(session.id)

    async def _open_again(self, _client: Client, session: ConnectSession) -> None:
        if not self._workspace.base_url:
            await self._uplink.ready()
        if sessions.get(self._database.reader, session.id):  # it may have been cancelled meanwhile
            self._open(session)

    async def _check(self, _client: Client, session: ConnectSession) -> None:
        await self._sessions.poll(session, Priority.USER)
        self._watch.wake()

    async def _cancel(self, _client: Client, session: ConnectSession) -> None:
        await self._sessions.forget(session.id)
        self._watch.wake()

    async def _disconnect(self, client: Client, platform: str) -> None:
        cause = f"disconnect {client.external_user_id} {platform}"
        with contextlib.suppress(Missing):  # it is gone, which is what was wanted
            await self._uplink.ask(lambda api: api.disconnect(client.external_user_id, platform, cause=cause))
        await self._database.run(partial(connections.remove, client_id=client.id, platform=platform))
        self._changes.connections.emit()
        self._changes.notice.emit(Notice(NoticeKind.DISCONNECTED, client_id=client.id, platform=platform))

    async def _refresh(self, client: Client, priority: Priority) -> None:
        again = True
        while again:
            self._to_read_again.discard(client.id)
            with contextlib.suppress(ApiError):  # shown by the pane, from `last_error`
                await self._accounts.refresh(client, f"refresh {client.external_user_id}", priority)
            again = client.id in self._to_read_again

    def _write(self, client_id: int, platform: str, write: Callable[..., None], **values: object) -> None:
        work = partial(write, client_id=client_id, platform=platform, **values)
        self._acts.each("connection", self._shown(partial(self._database.run, work)), client_id, platform)

    def _once(self, name: str, client_id: int, platform: str, work: Callable[[Client], Work]) -> None:
        client = clients.get(self._database.reader, client_id)
        if client and not self._acts.running(name):
            self._acts.once(name, self._shown(partial(work, client)), client_id, platform)
            self._changes.connections.emit()

    async def _shown(self, begin: Callable[[], Work]) -> None:
        """The pane shows what is being done, so it reads again when that has ended, well or not."""
        try:
            await begin()
        finally:
            self._changes.connections.emit()


def _connect(client_id: int, platform: str) -> str:
    return f"connect {client_id} {platform}"
