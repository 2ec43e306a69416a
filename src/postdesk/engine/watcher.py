"""Learns what became of accepted posts: the list first, then a GET for what changed or is left out of it.

There are no webhooks: while something is due and unsettled it is polled, ever more slowly; otherwise polling rests. What failed,
or of which the service contradicts itself, is asked for by itself for a while: it may be published yet. Posts made elsewhere are
found on the way.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject

from postdesk.api.errors import ApiError, Missing, ServerTrouble, UnreadableAnswer
from postdesk.domain.delivery import FINAL_STAGES, Evidence, rank, stage_of
from postdesk.domain.fate import next_look
from postdesk.domain.habits import shown_by
from postdesk.domain.posts import Entry
from postdesk.domain.remote import PostFilter, PostList, Priority, RemotePost
from postdesk.engine.adopting import Adopting
from postdesk.engine.bench import Bench
from postdesk.engine.news import with_news
from postdesk.store import entries, habits
from postdesk.store.sqlite import Transaction

_WIDER = timedelta(days=1)
_BACK = timedelta(days=30)
_AHEAD = timedelta(days=183)
_MOST_GETS = 10
_OF_THAT_POST = (Missing, UnreadableAnswer, ServerTrouble)
"""What says nothing of other posts, since a list was answered a moment before."""
_SYNC_EVERY = timedelta(minutes=15)
_COMPLETE_EVERY = timedelta(minutes=1)
_AFTER_TROUBLE = timedelta(seconds=30)
_SHORTEST = timedelta(seconds=1)
_PACES = (
    (timedelta(minutes=1), timedelta(seconds=3)),
    (timedelta(minutes=10), timedelta(seconds=10)),
    (timedelta(hours=1), timedelta(minutes=1)),
)
_SLOWEST = timedelta(minutes=5)


def pace(due_for: timedelta) -> timedelta:
    """How long to wait between two looks at what has been due for that long."""
    return next((every for limit, every in _PACES if due_for < limit), _SLOWEST)


class Watcher(QObject):
    """Watches the accepted posts of one workspace. `checked_at` is when the service last answered."""

    def __init__(
        self,
        bench: Bench,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._changes, self._uplink = bench.changes, bench.uplink
        self._woken = asyncio.Event()
        self._sync_at: datetime | None = None
        self._looked_at = bench.clock.now()
        self._trouble = timedelta()
        self._bare = False
        self._asked_for: set[int] = set()
        self._adopting = Adopting(bench, self._read)
        self.checked_at: datetime | None = None

    def refresh(self) -> None:
        """Look at everything now."""
        self._sync_at = None
        self._trouble = timedelta()
        self.wake()

    def check(self, post_id: int) -> None:
        """Look at a post now, whatever was said of it, unless it is published."""
        self._asked_for.add(post_id)
        self.wake()

    def wake(self) -> None:
        """Think again about when to look next: something was accepted, or the clock was moved."""
        self._woken.set()

    async def run(self) -> None:
        """Look when it is time, rest, look again; never ends."""
        while True:
            self._woken.clear()
            pause = await self._database.run(self._pause)
            try:
                async with asyncio.timeout(pause.total_seconds()):
                    await self._woken.wait()
            except TimeoutError:
                await self._look_and_note()

    async def _look_and_note(self) -> None:
        try:
            await self._look()
            self._trouble = timedelta()
        except ApiError as error:
            self._trouble = max(_AFTER_TROUBLE, timedelta(seconds=error.retry_after or 0))
        self._looked_at = self._clock.now()

    async def _look(self) -> None:
        now = self._clock.now()
        if self._sync_at is None or now >= self._sync_at:
            everything = PostFilter(date_from=now - _BACK, date_to=now + _AHEAD)
            # Before the list, so that whoever asks meanwhile gets a list of their own.
            self._sync_at = now + _SYNC_EVERY
            listed = await self._list_or_again(everything)
            await self._follow(listed.posts)
            await self._get_to_know()
            if await self._adopting.take_over(listed.posts):
                self._sync_again(now + _SLOWEST)
        elif due := await self._database.run(lambda conn: entries.unsettled(conn, self._workspace.id, now)):
            window = PostFilter(date_from=min(entry.due_at for entry in due) - _WIDER, date_to=now + _WIDER)
            await self._follow((await self._list(window, "poll")).posts)
        elif await self._database.run(self._has_to_ask):
            await self._follow(())
        elif not self._bare:
            return
        self._bare = await self._adopting.complete()
        self.checked_at = self._clock.now()
        self._changes.health.emit()

    def _sync_again(self, moment: datetime) -> None:
        """Then, unless somebody asked for now meanwhile."""
        if self._sync_at is not None:
            self._sync_at = moment

    async def _get_to_know(self) -> None:
        """See once what the server repeats of a post, where all that it took settled before it had to be asked."""

        def unseen(conn: Transaction) -> Entry | None:
            return None if habits.of(conn, self._workspace.base_url).seen else entries.last_accepted(conn, self._workspace.id)

        if entry := await self._database.run(unseen):
            await self._get(entry)

    async def _list_or_again(self, everything: PostFilter) -> PostList:
        try:
            return await self._list(everything, "sync")
        except ApiError:
            self._sync_at = None
            raise

    async def _list(self, wanted: PostFilter, cause: str) -> PostList:
        return await self._uplink.ask(lambda api: api.list_posts(wanted, cause=cause, priority=Priority.POLL))

    async def _read(self, post_id: str, cause: str) -> RemotePost:
        return await self._uplink.ask(lambda api: api.get_post(post_id, cause=cause, priority=Priority.POLL))

    async def _follow(self, listed: tuple[RemotePost, ...]) -> None:
        """GET what the list says has changed, and what it leaves out: absence from it proves nothing (API gap G7)."""
        told = {post.id: post for post in listed}
        due = await self._database.run(lambda conn: entries.unsettled(conn, self._workspace.id, self._clock.now()))
        news = [entry for entry in due if entry.remote_id not in told or _is_news(entry, told[entry.remote_id])]
        wanted = (*await self._database.run(partial(self._to_ask, told=told)), *news)
        self._asked_for.clear()
        for entry in wanted[:_MOST_GETS]:
            await self._get(entry)

    def _has_to_ask(self, conn: Transaction) -> bool:
        return bool(self._asked_for or self._to_ask(conn, {}))

    def _to_ask(self, conn: Transaction, told: Mapping[str, RemotePost]) -> tuple[Entry, ...]:
        """Return what may not be over though it was said to be: due to be asked for, by a click too, or told to be further."""
        now = self._clock.now()
        return tuple(
            entry
            for entry in entries.not_up(conn, self._workspace.id, now - _BACK)
            if entry.post_id in self._asked_for
            or ((look := _next_look(entry)) and look <= now)
            or (entry.remote_id in told and _is_further(entry, told[entry.remote_id]))
        )

    async def _get(self, entry: Entry) -> None:
        try:
            told = await self._read(entry.remote_id, f"entry {entry.id}")
        except ApiError as error:
            # It goes to the end of the row, so that one bad answer never stands before all others.
            await self._database.run(partial(self._checked, entry_id=entry.id))
            if not isinstance(error, _OF_THAT_POST):
                raise
            return
        if await self._database.run(partial(self._write_down, entry_id=entry.id, told=told)):
            self._changes.posts.emit()

    def _checked(self, conn: Transaction, entry_id: int) -> None:
        entries.touch(conn, entry_id, self._clock.now())

    def _write_down(self, conn: Transaction, entry_id: int, told: RemotePost) -> bool:
        now = self._clock.now()
        entry = entries.get(conn, entry_id)
        if entry is None or entry.remote_id != told.id:
            return False
        if entry.evidence != Evidence.LOOKS_LIKE:
            habits.learn(conn, self._workspace.base_url, shown_by(entry, told), now)
        news = with_news(entry, told, now, asked=True)
        entries.keep_answer(conn, entry_id, "HTTP 200", told.raw, now)
        if (news.remote_status, news.stage, news.results) == (entry.remote_status, entry.stage, entry.results):
            entries.touch(conn, entry_id, now)
            return False
        entries.write(conn, news, now)
        return True

    def _pause(self, conn: Transaction) -> timedelta:
        """How long until the next look: for the next sync, for what is due and unsettled, for what will be due."""
        now = self._clock.now()
        since = max(timedelta(), now - self._looked_at)
        due = entries.unsettled(conn, self._workspace.id, now)
        coming = entries.next_locked(conn, self._workspace.id, now)
        waits = [self._sync_at - now if self._sync_at else timedelta()]
        waits += [look - now for entry in entries.not_up(conn, self._workspace.id, now - _BACK) if (look := _next_look(entry))]
        waits += [timedelta()] if self._asked_for else []
        if self._bare:
            waits.append(_COMPLETE_EVERY - since)
        if due:
            waits.append(pace(now - max(entry.due_at for entry in due)) - since)
        if coming:
            waits.append(coming + _SHORTEST - now)
        return max(timedelta(), self._trouble - since, min(waits), _SHORTEST - since if self._sync_at else timedelta())


def _is_news(entry: Entry, told: RemotePost) -> bool:
    over_without_results = stage_of(told.status) in FINAL_STAGES and not entry.results
    return told.status != entry.remote_status or over_without_results


def _is_further(entry: Entry, told: RemotePost) -> bool:
    return rank(stage_of(told.status)) > rank(stage_of(entry.remote_status))


def _next_look(entry: Entry) -> datetime | None:
    return next_look(entry.stage, entry.stands_since, entry.checked_at)
