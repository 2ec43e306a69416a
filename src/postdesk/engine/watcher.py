"""Learns the results of accepted posts: lists first, then a GET for each changed or missing post.

There are no webhooks: while something is due and unsettled it is polled, at growing intervals; otherwise polling rests. Failed
and contradictory posts are checked for a while too, since they may still be published. Posts made elsewhere are found on the
way.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject

from postdesk.api.errors import ApiError, ConnectionLost
from postdesk.domain.list_plan import ListPlan
from postdesk.domain.polling import (
    UnpublishedRequest,
    has_advanced,
    is_news,
    is_overdue,
    is_unchecked,
    next_poll_at,
    poll_interval,
    started_post_ids,
)
from postdesk.domain.posts import Entry
from postdesk.domain.remote import PostFilter, Priority, RemotePost
from postdesk.domain.request_stage import is_settled
from postdesk.engine.distant_sync import DistantSync
from postdesk.engine.foreign_posts import ForeignPosts
from postdesk.engine.listed_posts import ListedPosts
from postdesk.engine.post_sync import PostSync
from postdesk.engine.status_reader import StatusReader
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, entries, habits
from postdesk.store.sqlite import Transaction

_WIDER = timedelta(days=1)
_BACK = timedelta(days=30)
_MOST_GETS = 10
_MOST_LOST = 1
_AFTER_FAILURE = timedelta(seconds=30)
_SHORTEST = timedelta(seconds=1)


class Watcher(QObject):
    """Watches the accepted posts of one workspace. `checked_at` is the time of the service's last answer.

    `sync` reads the list of the days around now, and then calls `on_caught_up`; `distant_sync` reads that of all others.
    `listed_posts` takes them over.
    """

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._gateway = context.changes, context.gateway
        self._wake_event = asyncio.Event()
        self._polled_at = context.clock.now()
        self._pause_after_failure = timedelta()
        self._asked_for: set[int] = set()
        """The posts that the user asked for."""
        self._to_read: set[int] = set()
        """The entries of such posts that are still to be read."""
        self._has_overdue = False
        self._status = StatusReader(context)
        self.listed_posts = ListedPosts(context, ForeignPosts(context, self._status.get))
        self.sync = PostSync(context, self.listed_posts)
        self.distant_sync = DistantSync(context, self.listed_posts)
        self.sync.on_caught_up = self._caught_up
        self.on_caught_up: Callable[[], None] = lambda: None
        self._early: dict[str, RemotePost] = {}
        self._early_asked: set[str] = set()
        self.checked_at: datetime | None = None

    @property
    def is_listing(self) -> bool:
        """True while parts of the list of all posts are still to be read or processed."""
        return self.sync.is_due_at_once or self.sync.is_open

    def refresh(self) -> None:
        """Check everything that is not settled now, even during a pause that the service asked for."""
        self.sync.request()
        self._pause_after_failure = timedelta()
        self._gateway.end_pause()
        self.wake()

    def _caught_up(self, plan: ListPlan) -> None:
        self.distant_sync.go_on(plan)
        self.on_caught_up()

    def list_anew(self) -> None:
        """Read all lists again: the posts of a new client are taken over only once it is known."""
        self.distant_sync.restart()
        self.sync.renew()
        self.wake()

    def check(self, post_id: int) -> None:
        """Check a post now, whatever its status, unless it is published."""
        self._asked_for.add(post_id)
        self.wake()

    def wake(self) -> None:
        """Compute the next check again: a post was accepted, or the clock was moved."""
        self._wake_event.set()

    async def run(self) -> None:
        """Check when it is time, sleep, repeat; never ends."""
        while True:
            self._wake_event.clear()
            pause = await self._database.run(self._pause)
            try:
                async with asyncio.timeout(pause.total_seconds()):
                    await self._wake_event.wait()
            except TimeoutError:
                await self._poll_and_note()

    async def _poll_and_note(self) -> None:
        try:
            await self._poll_due()
            self._pause_after_failure = timedelta()
        except ApiError as error:
            # A refresh asked for meanwhile does not wait.
            self._pause_after_failure = (
                max(_AFTER_FAILURE, timedelta(seconds=error.retry_after or 0)) if not self.sync.requested else timedelta()
            )
        self._polled_at = self._clock.now()

    async def _poll_due(self) -> None:
        now = self._clock.now()
        if self.sync.is_due(now):
            if self.sync.requested:
                self._asked_for |= await self._database.run(self._unsettled_failures)
            self.sync.begin(now)
            self._early_asked.clear()
        if self.sync.is_open:
            await self._continue_sync()
        elif due := await self._database.run(lambda conn: accepted.unsettled(conn, self._workspace.id, now)):
            window = PostFilter(date_from=min(entry.due_at for entry in due) - _WIDER, date_to=now + _WIDER)
            listed = await self._gateway.ask(lambda api: api.list_posts(window, cause="poll", priority=Priority.POLL))
            await self.listed_posts.take_known(listed.posts)
            await self._follow(listed.posts)
        elif await self._database.run(self._has_to_ask):
            await self._follow(())
        else:
            return
        self.checked_at = self._clock.now()
        self._changes.health.emit()

    async def _continue_sync(self) -> None:
        """Read some parts of the list of all posts; its changed posts are processed after the last part."""
        if await self.sync.read():
            await self._follow(self.sync.changed_posts)
            await self._learn_echo()
            self.sync.close()

    async def _learn_echo(self) -> None:
        """Read one settled post, to learn which fields the server echoes, if no other GET has shown it."""

        def unseen(conn: Transaction) -> Entry | None:
            return (
                None
                if habits.habits_of(conn, self._workspace.base_url).seen
                else accepted.last_accepted(conn, self._workspace.id)
            )

        if entry := await self._database.run(unseen):
            await self._status.update(entry)

    async def _follow(self, listed: tuple[RemotePost, ...]) -> None:
        """GET posts that the list shows changed, and due ones missing from it: lists may be incomplete."""
        listed_by_id = self._early | {post.id: post for post in listed}
        # Posts asked for from here on are for the next time.
        asked, self._asked_for = self._asked_for, set()
        try:
            found = await self._database.run(partial(self._found, listed_by_id=listed_by_id, asked=asked))
        except BaseException:
            self._asked_for |= asked
            raise
        now = self._clock.now()
        # Posts that the user asked for go first; posts asked for before never delay others.
        self._to_read = {entry.id for entry in found if self._is_asked_for(entry.id, entry.post_id, asked)}
        wanted = sorted(found, key=lambda entry: (entry.id not in self._to_read, not is_unchecked(entry, now)))
        self._has_overdue = any(is_overdue(entry, now) for entry in wanted[_MOST_GETS:])
        # No later check finds these before they are due: each is read once per list.
        early = {entry.remote_id for entry in wanted if entry.due_at > now} - self._early_asked
        self._early = {remote_id: listed_by_id[remote_id] for remote_id in early & listed_by_id.keys()}
        lost = 0
        for entry in wanted[:_MOST_GETS]:
            self._early_asked.add(entry.remote_id)
            self._early.pop(entry.remote_id, None)
            try:
                await self._status.update(entry, listed_by_id.get(entry.remote_id))
            except ConnectionLost:  # that post's answer may be too much for the service
                lost += 1
                if lost > _MOST_LOST:
                    raise
            self._to_read.discard(entry.id)

    def _found(self, conn: Transaction, listed_by_id: Mapping[str, RemotePost], asked: Set[int]) -> tuple[Entry, ...]:
        """Return the entries to GET: final ones to ask about again, and open ones with news or missing from the list."""
        now = self._clock.now()
        # A post may be published early at the service; a practice clock may be set back after it was published.
        started = started_post_ids(listed_by_id.values())
        open_entries = (
            *accepted.unsettled(conn, self._workspace.id, now),
            *accepted.not_yet_due(conn, self._workspace.id, now, started),
        )
        news = (
            entry
            for entry in open_entries
            if entry.remote_id not in listed_by_id or is_news(entry, listed_by_id[entry.remote_id])
        )
        return (*self._to_ask(conn, listed_by_id, asked), *news)

    def _has_to_ask(self, conn: Transaction) -> bool:
        return self._reads_at_once or bool(self._to_ask(conn, {}, frozenset()))

    @property
    def _reads_at_once(self) -> bool:
        return bool(self._asked_for or self._to_read or self._early)

    def _is_asked_for(self, entry_id: int, post_id: int, asked: Set[int]) -> bool:
        return post_id in asked or entry_id in self._to_read

    def _to_ask(self, conn: Transaction, listed_by_id: Mapping[str, RemotePost], asked: Set[int]) -> tuple[Entry, ...]:
        """Return final entries to ask about again: on schedule, on the user's request, or listed with a later status."""
        now = self._clock.now()
        wanted = (
            each.entry_id
            for each in self._unpublished(conn, now)
            if self._is_asked_for(each.entry_id, each.post_id, asked)
            or ((at := next_poll_at(each)) and at <= now)
            or (each.remote_id in listed_by_id and has_advanced(each, listed_by_id[each.remote_id]))
        )
        return tuple(entry for entry_id in wanted if (entry := entries.get(conn, entry_id)))

    def _unpublished(self, conn: Transaction, now: datetime) -> tuple[UnpublishedRequest, ...]:
        return accepted.unpublished_requests(conn, self._workspace.id, now - _BACK)

    def _unsettled_failures(self, conn: Transaction) -> set[int]:
        """Return the ids of the posts with a failure or a contradiction that may still change."""
        now = self._clock.now()
        return {each.post_id for each in self._unpublished(conn, now) if not is_settled(each.stage, each.stage_since, now)}

    def _pause(self, conn: Transaction) -> timedelta:
        """Return the pause until the next check: for the next sync, due and unsettled entries, or the next due time."""
        now = self._clock.now()
        since = max(timedelta(), now - self._polled_at)
        wait = min(self.sync.wait(now), timedelta() if self._reads_at_once else timedelta.max)
        if wait > timedelta():
            wait = min((wait, *self._waits(conn, now, since)))
        shortest = timedelta() if self.sync.is_due_at_once else _SHORTEST - since
        return max(timedelta(), self._pause_after_failure - since, wait, shortest)

    def _waits(self, conn: Transaction, now: datetime, since: timedelta) -> Iterator[timedelta]:
        """Yield the time until the next check of each kind of entries; `since` the last check."""
        yield from (at - now for each in self._unpublished(conn, now) if (at := next_poll_at(each)))
        if due := accepted.unsettled(conn, self._workspace.id, now):
            # Entries not read in time are read check after check, without a pause.
            yield timedelta() if self._has_overdue else poll_interval(now - max(entry.due_at for entry in due)) - since
        if coming := accepted.next_locked(conn, self._workspace.id, now):
            yield coming + _SHORTEST - now
