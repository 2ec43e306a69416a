"""GETs of single posts made elsewhere that the lists tell without details: those in view, then the latest of the others."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Final

from postdesk.api.errors import ApiError, ConnectionLost, ServerFailure, Unsendable
from postdesk.domain.posts import Entry
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.api_gateway import RECORD_ERRORS
from postdesk.engine.tasks import wait_for_event
from postdesk.engine.watcher import Watcher
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, entries, foreign_posts
from postdesk.store.sqlite import Transaction

_MOST_IN_BACKGROUND: Final = 10
_MINUTE_S: Final = 60.0
_TELL_EVERY_S: Final = 5.0
_AFTER_FAILURE_S: Final = 30.0
_LONGEST_SLEEP_S: Final = 3600.0
_MOST_IN_VIEW: Final = 100


class PostDetails:
    """Fills in what the lists leave out. `Health` has the number of posts without details."""

    def __init__(self, context: WorkspaceContext, watcher: Watcher) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._gateway, self._health = context.changes, context.gateway, context.health
        self._watcher = watcher
        self._wake_event = asyncio.Event()
        self._in_view: tuple[int, ...] = ()
        self._opened: set[int] = set()
        self._postponed: set[int] = set()
        self._minute_began = self._told_at = 0.0
        self._gets_of_minute = 0
        self._has_news = False
        context.changes.posts.connect(self.wake)
        watcher.on_caught_up = self._begin_minute

    def show(self, post_ids: Iterable[int]) -> None:
        """Read these posts before all others: they are in view, in place of the ones before."""
        self._in_view = tuple(post_ids)[:_MOST_IN_VIEW]
        self.wake()

    def open(self, post_id: int) -> None:
        """Read this post at once: the user opened it."""
        if self._health.state.without_details:
            self._opened.add(post_id)
            self.wake()

    def wake(self) -> None:
        """Look again for posts without details."""
        self._wake_event.set()

    async def run(self) -> None:
        """Read one post after another; never ends."""
        while True:
            self._wake_event.clear()
            try:
                pause = await self._read_next()
            except ApiError as error:
                pause = max(_AFTER_FAILURE_S, error.retry_after or 0)
            if pause:
                self._tell()
                await wait_for_event(self._wake_event, pause)

    async def _read_next(self) -> float:
        """Read the next post. Return the pause until the one after it."""
        opened = tuple(self._opened)
        for post_ids, priority in ((opened, Priority.USER), (self._in_view, Priority.POLL)):
            if wanted := await self._next(post_ids):
                await self._read(wanted, priority)
                return 0
        self._opened.difference_update(opened)
        count = await self._database.run(lambda conn: foreign_posts.count_without_details(conn, self._workspace.id))
        self._health.note_without_details(count)
        if not count:
            return _LONGEST_SLEEP_S
        if (pause := self._pause_in_background()) == 0 and (wanted := await self._next(None)):
            self._gets_of_minute += 1
            await self._read(wanted, Priority.POLL)
        return pause

    def _begin_minute(self) -> None:
        self._minute_began, self._gets_of_minute = self._clock.monotonic(), 0
        self.wake()

    def _pause_in_background(self) -> float:
        """Return the time until the next GET of a post that is not in view; lists come first, and need the same budget."""
        left = self._minute_began + _MINUTE_S - self._clock.monotonic()
        if left <= 0:
            self._begin_minute()
        elif self._gets_of_minute >= _MOST_IN_BACKGROUND:
            return left
        return 1.0 if self._watcher.is_listing else 0

    async def _next(self, post_ids: tuple[int, ...] | None) -> Entry | None:
        """Return the next post to read, of all where `post_ids` is None. Those whose GET failed come after all others."""
        if post_ids is not None and not post_ids:
            return None
        limit = 1 + len(self._postponed)
        read = partial(accepted.without_details, workspace_id=self._workspace.id, limit=limit, post_ids=post_ids)
        found = await self._database.run(read)
        left = [entry for entry in found if entry.id not in self._postponed]
        if not left and post_ids is None:
            self._postponed.clear()
            left = list(found)
        return next(iter(left), None)

    async def _read(self, entry: Entry, priority: Priority) -> None:
        try:
            remote = await self._get(entry.remote_id, priority)
        except ServerFailure:
            self._postponed.add(entry.id)
        except ConnectionLost:
            self._postponed.add(entry.id)
            raise
        else:
            await self._database.run(partial(self._store, entry_id=entry.id, remote=remote))
            self._has_news = True
            if priority is Priority.USER or self._clock.monotonic() - self._told_at >= _TELL_EVERY_S:
                self._tell()

    async def _get(self, post_id: str, priority: Priority) -> RemotePost | None:
        try:
            return await self._gateway.ask(lambda api: api.get_post(post_id, cause="made elsewhere", priority=priority))
        except (*RECORD_ERRORS, Unsendable):
            return None

    def _store(self, conn: Transaction, entry_id: int, remote: RemotePost | None) -> None:
        """Store the details. Without any, mark the entry as checked: the GET is not repeated."""
        now = self._clock.now()
        entry = entries.get(conn, entry_id)
        if entry is None:
            return
        if remote is None or remote.id != entry.remote_id:
            entries.note_checked(conn, entry_id, now)
        else:
            self._watcher.listed_posts.retell(conn, entry, remote, now)

    def _tell(self) -> None:
        self._told_at = self._clock.monotonic()
        if self._has_news:
            self._has_news = False
            self._changes.posts.emit()
