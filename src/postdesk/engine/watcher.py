"""Learns the results of accepted posts: lists first, then a GET for each changed or missing post.

There are no webhooks: while something is due and unsettled it is polled, at growing intervals; otherwise polling rests. Failed
and contradictory posts are checked for a while too, since they may still be published. Posts made elsewhere are found on the
way.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject

from postdesk.api.errors import ApiError, ConnectionLost
from postdesk.domain.polling import has_advanced, is_news, is_overdue, is_unchecked, next_poll_at, poll_interval, started_post_ids
from postdesk.domain.posts import Entry
from postdesk.domain.remote import PostFilter, PostList, Priority, RemotePost
from postdesk.domain.request_stage import is_settled
from postdesk.engine.foreign_posts import ForeignPosts
from postdesk.engine.full_list import FullList
from postdesk.engine.status_reader import StatusReader
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, habits
from postdesk.store.sqlite import Transaction

_WIDER = timedelta(days=1)
_BACK = timedelta(days=30)
_AHEAD = timedelta(days=183)
_MOST_GETS = 10
_PARTS_AT_ONCE = 4
_MOST_LOST = 1
_SYNC_EVERY = timedelta(minutes=15)
_COMPLETE_EVERY = timedelta(minutes=1)
_MORE_AFTER = timedelta(minutes=5)
_AFTER_FAILURE = timedelta(seconds=30)
_SHORTEST = timedelta(seconds=1)


class Watcher(QObject):
    """Watches the accepted posts of one workspace. `checked_at` is the time of the service's last answer."""

    def __init__(self, context: WorkspaceContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._gateway = context.changes, context.gateway
        self._wake_event = asyncio.Event()
        self._sync_at: datetime | None = None
        self._polled_at = context.clock.now()
        self._pause_after_failure = timedelta()
        self._details_missing = False
        self._asked_for: set[int] = set()
        """The posts that the user asked for."""
        self._to_read: set[int] = set()
        """The entries of such posts that are still to be read."""
        self._refresh_requested = False
        self._has_overdue = False
        self._priority = Priority.POLL
        self._status = StatusReader(context)
        self._foreign_posts = ForeignPosts(context, self._status.get)
        self._health = context.health
        self._full_list = FullList(context.gateway)
        self._listing = False
        self._of_note_by_id: dict[str, RemotePost] = {}
        self._early: dict[str, RemotePost] = {}
        self._early_asked: set[str] = set()
        self._part: tuple[RemotePost, ...] = ()
        self._more_to_ask = False
        self.checked_at: datetime | None = None

    @property
    def is_listing(self) -> bool:
        """True while parts of the list of all posts are still to be read or processed."""
        return self._sync_at is None or self._listing

    def refresh(self) -> None:
        """Check everything that is not settled now, even during a pause that the service asked for."""
        self._sync_at = None
        self._refresh_requested = True
        self._pause_after_failure = timedelta()
        self._gateway.end_pause()
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
                max(_AFTER_FAILURE, timedelta(seconds=error.retry_after or 0)) if not self._refresh_requested else timedelta()
            )
        self._polled_at = self._clock.now()

    async def _poll_due(self) -> None:
        now = self._clock.now()
        if self._sync_at is None or (now >= self._sync_at and not self._listing):
            if self._refresh_requested:
                self._asked_for |= await self._database.run(self._unsettled_failures)
            self._begin_list(now)
        if self._listing:
            await self._continue_list()
        elif due := await self._database.run(lambda conn: accepted.unsettled(conn, self._workspace.id, now)):
            window = PostFilter(date_from=min(entry.due_at for entry in due) - _WIDER, date_to=now + _WIDER)
            await self._follow((await self._list(window, "poll")).posts)
        elif await self._database.run(self._has_to_ask):
            await self._follow(())
        elif not self._details_missing:
            return
        self._details_missing = await self._foreign_posts.fetch_missing_details()
        self.checked_at = self._clock.now()
        self._changes.health.emit()

    def _begin_list(self, now: datetime) -> None:
        """Begin to list all posts; a refresh asked for meanwhile begins a new list."""
        self._full_list.begin(now, _BACK, _AHEAD, anew=self._refresh_requested)
        self._priority = Priority.USER if self._refresh_requested else Priority.POLL
        self._sync_at = now + _SYNC_EVERY
        self._listing = True
        self._refresh_requested = self._more_to_ask = False
        self._of_note_by_id.clear()
        self._early_asked.clear()
        self._part = ()

    async def _continue_list(self) -> None:
        """Read some parts of the list of all posts; its due posts are processed after the last part."""
        for _ in range(_PARTS_AT_ONCE):
            if self._sync_at is None or not (self._part or self._full_list.is_open):
                break
            await self._read_next_part()
        if self._part or self._full_list.is_open:
            return
        await self._follow(tuple(self._of_note_by_id.values()))
        await self._learn_echo()
        self._listing = False
        if self._sync_at is not None:
            self._sync_at = self._clock.now() + (_MORE_AFTER if self._more_to_ask else _SYNC_EVERY)

    async def _read_next_part(self) -> None:
        """Process the pending part, or read the next; a part whose processing failed is processed again."""
        if not self._part:
            self._part = await self._full_list.next_part("sync", self._priority)
            self._priority = Priority.POLL
            self._health.note_list(self._full_list.received_count, self._full_list.gap)
            self._of_note_by_id.update(await self._database.run(partial(self._changed_posts, listed=self._part)))
        self._more_to_ask |= await self._foreign_posts.take_over(self._part)
        self._part = ()

    def _changed_posts(self, conn: Transaction, listed: tuple[RemotePost, ...]) -> dict[str, RemotePost]:
        """Return, by id, the listed posts that are due and may change, and those under way before they are due."""
        now = self._clock.now()
        ids = accepted.ids_that_may_change(conn, self._workspace.id, now)
        ids |= {entry.remote_id for entry in accepted.not_yet_due(conn, self._workspace.id, now, started_post_ids(listed))}
        return {post.id: post for post in listed if post.id in ids}

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

    async def _list(self, wanted: PostFilter, cause: str) -> PostList:
        return await self._gateway.ask(lambda api: api.list_posts(wanted, cause=cause, priority=Priority.POLL))

    async def _follow(self, listed: tuple[RemotePost, ...]) -> None:
        """GET posts that the list shows changed, and due ones missing from it: lists may be incomplete."""
        listed_by_id = self._early | {post.id: post for post in listed}
        open_entries = await self._database.run(partial(self._open_entries, listed=tuple(listed_by_id.values())))
        news = [
            entry
            for entry in open_entries
            if entry.remote_id not in listed_by_id or is_news(entry, listed_by_id[entry.remote_id])
        ]
        found = (*await self._database.run(partial(self._to_ask, listed_by_id=listed_by_id)), *news)
        now = self._clock.now()
        # Posts that the user asked for go first; posts asked for before never delay others.
        self._to_read = {entry.id for entry in found if self._is_asked_for(entry)}
        self._asked_for.clear()
        wanted = sorted(found, key=lambda entry: (entry.id not in self._to_read, not is_unchecked(entry, now)))
        self._has_overdue = any(is_overdue(entry, now) for entry in wanted[_MOST_GETS:])
        # No later check finds these before they are due: each is read once per list.
        early = {entry.remote_id for entry in wanted if entry.due_at > now} - self._early_asked
        self._early = {remote_id: listed_by_id[remote_id] for remote_id in early & listed_by_id.keys()}
        lost = 0
        for entry in wanted[:_MOST_GETS]:
            self._early_asked.add(entry.remote_id)
            self._early.pop(entry.remote_id, None)
            self._to_read.discard(entry.id)
            try:
                await self._status.update(entry, listed_by_id.get(entry.remote_id))
            except ConnectionLost:  # that post's answer may be too much for the service
                lost += 1
                if lost > _MOST_LOST:
                    raise

    def _open_entries(self, conn: Transaction, listed: tuple[RemotePost, ...]) -> tuple[Entry, ...]:
        """Return the entries that are due and not final, and those that the list shows under way before they are due."""
        now = self._clock.now()
        # A post may be published early at the service; a practice clock may be set back after it was published.
        early = accepted.not_yet_due(conn, self._workspace.id, now, started_post_ids(listed))
        return (*accepted.unsettled(conn, self._workspace.id, now), *early)

    def _has_to_ask(self, conn: Transaction) -> bool:
        return bool(self._asked_for or self._to_read or self._early or self._to_ask(conn, {}))

    def _is_asked_for(self, entry: Entry) -> bool:
        return entry.post_id in self._asked_for or entry.id in self._to_read

    def _to_ask(self, conn: Transaction, listed_by_id: Mapping[str, RemotePost]) -> tuple[Entry, ...]:
        """Return final entries to ask about again: on schedule, on the user's request, or listed with a later status."""
        now = self._clock.now()
        return tuple(
            entry
            for entry in accepted.not_published(conn, self._workspace.id, now - _BACK)
            if self._is_asked_for(entry)
            or ((at := next_poll_at(entry)) and at <= now)
            or (entry.remote_id in listed_by_id and has_advanced(entry, listed_by_id[entry.remote_id]))
        )

    def _unsettled_failures(self, conn: Transaction) -> set[int]:
        """Return the ids of the posts with a failure or a contradiction that may still change."""
        now = self._clock.now()
        recent = accepted.not_published(conn, self._workspace.id, now - _BACK)
        return {entry.post_id for entry in recent if not is_settled(entry.stage, entry.stage_since, now)}

    def _pause(self, conn: Transaction) -> timedelta:
        """Return the pause until the next check: for the next sync, due and unsettled entries, or the next due time."""
        now = self._clock.now()
        since = max(timedelta(), now - self._polled_at)
        due = accepted.unsettled(conn, self._workspace.id, now)
        coming = accepted.next_locked(conn, self._workspace.id, now)
        waits = [self._sync_at - now if self._sync_at and not self._listing else timedelta()]
        waits += [
            at - now for entry in accepted.not_published(conn, self._workspace.id, now - _BACK) if (at := next_poll_at(entry))
        ]
        waits += [timedelta()] if self._asked_for or self._to_read or self._early else []
        if self._details_missing:
            waits.append(_COMPLETE_EVERY - since)
        if due:
            # Entries not read in time are read check after check, without a pause.
            waits.append(timedelta() if self._has_overdue else poll_interval(now - max(entry.due_at for entry in due)) - since)
        if coming:
            waits.append(coming + _SHORTEST - now)
        return max(
            timedelta(), self._pause_after_failure - since, min(waits), _SHORTEST - since if self._sync_at else timedelta()
        )
