"""The connections of clients as the service lists them, and notices about lost or changed accounts."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Final, TypeAlias

from postdesk.api.errors import ApiError, NotFound, Unsendable
from postdesk.domain.clients import Client, Connection
from postdesk.domain.remote import Priority, RemoteConnection
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.tasks import wait_for_event
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import account_refresh, clients, connections, overview
from postdesk.store.sqlite import Transaction

_APART_S: Final = 5.0
_LOOK_EVERY_S: Final = 300.0
_AFTER_FAILURE_S: Final = 900.0
"""Pause before a client whose list could not be read is tried again, so that other clients have their turn."""

LostPlatforms: TypeAlias = tuple[tuple[str, int], ...]
"""Each platform that lost its connection, with the number of our posts that wait for it."""


class Accounts:
    """The accounts of a workspace's clients, as the service lists them."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._database, self._changes, self._gateway = context.database, context.changes, context.gateway
        self._clock = context.clock
        self._loading: set[int] = set()
        self._errors: dict[int, ApiError] = {}

    def loading(self, client_id: int) -> bool:
        """Return True while the client's list is being read."""
        return client_id in self._loading

    def last_error(self, client_id: int) -> ApiError | None:
        """Return the error of the last reading, None if that succeeded."""
        return self._errors.get(client_id)

    async def refresh(self, client: Client, cause: str, priority: Priority = Priority.USER) -> None:
        """Read the list from the service ("List end user connections") and store it. Raises ApiError, StorageError."""
        self._loading.add(client.id)
        self._changes.account_work.emit()
        try:
            remote = await self._list(client, cause, priority)
            self._errors.pop(client.id, None)
            await self._save(client, remote)
        except ApiError as error:
            self._errors[client.id] = error
            raise
        finally:
            self._loading.discard(client.id)
            self._changes.account_work.emit()

    async def _list(self, client: Client, cause: str, priority: Priority) -> tuple[RemoteConnection, ...]:
        try:
            return await self._gateway.ask(
                lambda api: api.list_connections(client.external_user_id, cause=cause, priority=priority)
            )
        except (NotFound, Unsendable):
            return ()  # before its first connect, a client is no end user of the service

    async def _save(self, client: Client, remote: tuple[RemoteConnection, ...]) -> None:
        before = {(each.platform, each.remote_account_id) for each in self._changed(client)}
        news, lost = await self._database.run(partial(self._take_over, client=client, remote=remote))
        if news:
            self._changes.connections.emit()
        for platform, waiting in lost:
            self._tell_lost(client, platform, waiting)
        for each in self._changed(client):
            if (each.platform, each.remote_account_id) not in before:
                self._ask_about(each)

    def _take_over(self, conn: Transaction, client: Client, remote: tuple[RemoteConnection, ...]) -> tuple[bool, LostPlatforms]:
        """Store the list; return True if it tells anything new, and the platforms that lost their connection."""
        before = connections.of_client(conn, client.id)
        connections.save_list(conn, client.id, remote)
        account_refresh.note(conn, client.id, self._clock.now())
        after = connections.of_client(conn, client.id)
        lost = _ready(before) - _ready(after)
        waiting = overview.waiting_for_accounts(conn, client.workspace_id)[client.id] if lost else {}
        return before != after, tuple((platform, waiting[platform]) for platform in sorted(lost) if waiting[platform])

    def _tell_lost(self, client: Client, platform: str, waiting: int) -> None:
        """Notify the user before the posts are due, so that there is time to reconnect."""
        notice = Notice(NoticeKind.ACCOUNT_LOST, client_id=client.id, platform=platform, detail=client.name, said=str(waiting))
        self._changes.notice.emit(notice)

    def _changed(self, client: Client) -> tuple[Connection, ...]:
        listed = connections.of_client(self._database.reader, client.id)
        return tuple(each for each in listed if each.account_changed)

    def _ask_about(self, account: Connection) -> None:
        question = Notice(
            NoticeKind.ACCOUNT_CHANGED,
            client_id=account.client_id,
            platform=account.platform,
            detail=account.remote_username or account.remote_account_id,
        )
        self._changes.notice.emit(question)


def _ready(listed: Iterable[Connection]) -> frozenset[str]:
    return frozenset(each.platform for each in listed if each.ready)


class AccountRefresher:
    """Reads the accounts of all clients again, one client after another: each once a day, and before one of its posts is sent.

    Sends at most twelve requests a minute, with polling priority: requests of the user come first, and posts are still polled.
    """

    def __init__(self, context: WorkspaceContext, accounts: Accounts) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._gateway, self._accounts = context.gateway, accounts
        self._wake_event = asyncio.Event()
        self._left_out: dict[int, float] = {}

    def wake(self) -> None:
        """Check at once which clients are due: the clock was moved."""
        self._wake_event.set()

    async def run(self) -> None:
        """Read the clients that are due, with pauses, forever. At a start, `Connector.check_all` reads all of them."""
        await self._gateway.ready()
        while True:
            await wait_for_event(self._wake_event, _LOOK_EVERY_S)
            self._wake_event.clear()
            while (client_id := await self._next()) is not None:
                await self._read(client_id)
                await asyncio.sleep(_APART_S)

    async def _next(self) -> int | None:
        now = self._clock.now()
        found = await self._database.run(lambda conn: account_refresh.due(conn, self._workspace.id, now))
        mark = self._clock.monotonic()
        return next((each for each in found if self._left_out.get(each, mark) <= mark), None)

    async def _read(self, client_id: int) -> None:
        client = await self._database.run(lambda conn: clients.get(conn, client_id))
        if client is None:
            return
        try:
            await self._accounts.refresh(client, f"accounts of {client.external_user_id}", Priority.POLL)
        except ApiError:  # the pane shows the error, from `last_error`
            self._left_out[client_id] = self._clock.monotonic() + _AFTER_FAILURE_S
