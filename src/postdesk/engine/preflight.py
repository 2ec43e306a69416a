"""The preflight of a post: checks its client's accounts, and lists the ids that exist before it is sent.

One check serves all entries of a client that are sent together, for at most 30 s.
"""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial

from postdesk.api.errors import NotFound, Unsendable
from postdesk.domain.clients import Client
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.matching import Baseline
from postdesk.domain.posts import Entry
from postdesk.domain.remote import Priority, RemoteConnection, RemotePost
from postdesk.engine.client_posts import list_client_posts
from postdesk.engine.foreign_posts import ForeignPosts
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, attempts, connections, entries
from postdesk.store.sqlite import Transaction

_GOOD_FOR_S = 30.0
_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PreflightCheck:
    """The result of one check of a client.

    `ids` existed at the service; `whole` is True if the list was complete. The list covers posts up to `until`. `taken_at` and
    `checked_monotonic` are the wall and monotonic times of the check.
    """

    ids: frozenset[str]
    whole: bool
    taken_at: datetime
    checked_monotonic: float
    until: datetime


class Preflight:
    """Checks clients before their posts are sent."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._database, self._clock, self._changes = context.database, context.clock, context.changes
        self._gateway = context.gateway
        self._foreign_posts = ForeignPosts(context, self._read)
        self._checks: dict[int, PreflightCheck] = {}
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def baseline(self, client: Client, entry: Entry, cause: str) -> Baseline:
        """Return the ids that exist before `entry` is sent and could be mistaken for it, without our own. Raises ApiError.

        A new check also reads the connections again.
        """
        async with self._locks[client.id]:
            check = self._checks.get(client.id)
            decided_at = await self._database.run(lambda conn: attempts.last_user_decision(conn, client.id))
            if check is None or not self._fits(check, entry) or (decided_at and decided_at >= check.taken_at):
                check = await self._check(client, entry, cause)
                self._checks[client.id] = check
        owned, elsewhere = await self._database.run(partial(_known, client_id=client.id, since=self._clock.now() - _BACK))
        return Baseline((check.ids - owned) | elsewhere, check.whole)

    def forget(self, client_id: int) -> None:
        """Discard the client's check: something about the client changed."""
        self._checks.pop(client_id, None)

    def _fits(self, check: PreflightCheck, entry: Entry) -> bool:
        # During sleep only one of the two clocks may advance.
        age = max(self._clock.monotonic() - check.checked_monotonic, (self._clock.now() - check.taken_at).total_seconds())
        return age < _GOOD_FOR_S and entry.due_at <= check.until

    async def _read(self, post_id: str, cause: str) -> RemotePost:
        return await self._gateway.ask(lambda api: api.get_post(post_id, cause=cause, priority=Priority.SEND))

    async def _check(self, client: Client, entry: Entry, cause: str) -> PreflightCheck:
        mark, now = self._clock.monotonic(), self._clock.now()
        accounts = await self._accounts(client, cause)
        if await self._database.run(partial(_taken_over, client_id=client.id, remote=accounts)):
            self._changes.connections.emit()
        last = await self._database.run(lambda conn: entries.last_due(conn, client.id))
        # Entries with open questions share this list, so it goes back to the first of them.
        first, latest = await self._database.run(lambda conn: attempts.open_span(conn, client.id, now))
        span = min(now, first), max(now, entry.due_at, last or now, latest)
        listed = await list_client_posts(self._database, self._gateway, client, *span, cause=cause, priority=Priority.SEND)
        # A post that the user marked as not sent may be listed by now: its repetition is held then.
        await self._foreign_posts.match_decided(listed.posts)
        return PreflightCheck(frozenset(post.id for post in listed.posts), listed.whole, now, mark, listed.until)

    async def _accounts(self, client: Client, cause: str) -> tuple[RemoteConnection, ...]:
        try:
            return await self._gateway.ask(
                lambda api: api.list_connections(client.external_user_id, cause=cause, priority=Priority.SEND)
            )
        except (NotFound, Unsendable):
            return ()  # the service doesn't know the client, so none of its accounts is connected


def _known(conn: Transaction, client_id: int, since: datetime) -> tuple[frozenset[str], frozenset[str]]:
    return accepted.owned_ids(conn, client_id), accepted.ids_made_elsewhere(conn, client_id, since)


def _taken_over(conn: Transaction, client_id: int, remote: tuple[RemoteConnection, ...]) -> bool:
    before = connections.of_client(conn, client_id)
    connections.save_list(conn, client_id, remote)
    return before != connections.of_client(conn, client_id)
