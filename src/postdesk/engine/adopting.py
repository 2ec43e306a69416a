"""Posts of the service's that no entry of ours owns: one that went out after all, or one that was made outside Postdesk."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from postdesk.api.errors import Missing, UnreadableAnswer
from postdesk.domain.clients import Workspace
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import MAY_BE_OUT, Evidence, Hold, Reason, State, because
from postdesk.domain.matching import is_attempt
from postdesk.domain.posts import Entry, mode_of
from postdesk.domain.remote import RemotePost
from postdesk.domain.submitting import moments
from postdesk.engine.changes import Changes
from postdesk.engine.news import with_news
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.store import clients, entries, posts
from postdesk.store.database import Database, Transaction
from postdesk.store.entries import Attempt

_PAGE = 100
_MOST_GETS = 10
_DOUBTED_FOR = timedelta(days=30)
_OF_THAT_POST = (Missing, UnreadableAnswer)
_MAY_BE_UP = MAY_BE_OUT | {State.ACCEPTED, State.CONFIRMED_BY_USER}

Closed = tuple[Entry, Attempt]
"""An attempt that the user called not sent, and the entry it was made for."""


class Adopting:
    """Takes over what a list of the service's holds beside our own. `read(id, cause)` is the GET of one post."""

    def __init__(
        self,
        workspace: Workspace,
        database: Database,
        clock: Clock,
        changes: Changes,
        read: Callable[[str, str], Awaitable[RemotePost]],
    ) -> None:
        self._workspace = workspace
        self._database = database
        self._clock = clock
        self._changes = changes
        self._read = read

    async def take_over(self, listed: tuple[RemotePost, ...]) -> bool:
        """Show all that was made outside as the list tells of it, in pages; True where there is more to ask about later."""
        after_all, more = await self._went_out_after_all(listed)
        left = tuple(post for post in listed if post.id not in after_all)
        added = [await self._database.run(partial(self._add, page=page)) for page in _pages(left)]
        if any(added):
            self._changes.posts.emit()
        return more

    async def complete(self) -> bool:
        """GET a few of those of which the list told too little, the latest first; True where there are more."""
        bare = await self._database.run(lambda conn: entries.bare(conn, self._workspace.id, _MOST_GETS + 1))
        for entry in bare[:_MOST_GETS]:
            told = await self._told(entry.remote_id)
            await self._database.run(partial(self._replace, entry=entry, told=told))
        if bare:
            self._changes.posts.emit()
        return len(bare) > _MOST_GETS

    async def _told(self, post_id: str) -> RemotePost | None:
        try:
            return await self._read(post_id, "made elsewhere")
        except _OF_THAT_POST:
            return None

    async def _went_out_after_all(self, listed: tuple[RemotePost, ...]) -> tuple[frozenset[str], bool]:
        """Look among what is new for those that the user called not sent; gives what was not looked at, and if there is any."""
        new = await self._database.run(partial(self._in_doubt, listed=listed))
        for post in new[:_MOST_GETS]:
            told = await self._told(post.id) or post
            post_id = await self._database.run(partial(self._tie, told=told))
            if post_id is not None:
                self._changes.posts.emit()
                self._changes.notice.emit(Notice(NoticeKind.WENT_OUT_AFTER_ALL, post_id))
        return frozenset(post.id for post in new[_MOST_GETS:]), len(new) > _MOST_GETS

    def _in_doubt(self, conn: Transaction, listed: tuple[RemotePost, ...]) -> list[RemotePost]:
        """What is listed and could be an attempt that was called not sent."""
        closed = self._closed(conn)
        if not closed:
            return []
        ids = {client.external_user_id: client.id for client in clients.all_of(conn, self._workspace.id)}
        waiting = self._waiting(conn)
        found = []
        for post in listed:
            could_be = any(
                entry.client_id == ids.get(post.external_user_id) and post.id not in attempt.baseline for entry, attempt in closed
            )
            if could_be and ids[post.external_user_id] not in waiting and not entries.is_known(conn, self._workspace.id, post.id):
                found.append(post)
        return found

    def _closed(self, conn: Transaction) -> tuple[Closed, ...]:
        return entries.called_not_sent(conn, self._workspace.id, self._clock.now() - _DOUBTED_FOR)

    def _tie(self, conn: Transaction, told: RemotePost) -> int | None:
        """Tie it to what the user called not sent, where one of those is it for certain; gives the id of that post."""
        if entries.is_known(conn, self._workspace.id, told.id):
            return None
        ids = {client.id: client.external_user_id for client in clients.all_of(conn, self._workspace.id)}
        fits = [
            (entry, attempt)
            for entry, attempt in self._closed(conn)
            if ids[entry.client_id] == told.external_user_id
            and told.id not in attempt.baseline
            and is_attempt(told, entry, attempt.token, attempt.due_at)
        ]
        if len(fits) != 1:
            return None
        entry, attempt = fits[0]
        self._add_first(conn, entry, attempt, told)
        return entry.post_id

    def _add_first(self, conn: Transaction, entry: Entry, attempt: Attempt, told: RemotePost) -> None:
        """Beside the entry, the request that went out after all; what would make it two is held while it can be."""
        now = self._clock.now()
        twice = entry.state in _MAY_BE_UP
        start = attempt.due_at or attempt.started_at
        moment = next(moments(start, entries.taken_milliseconds(conn, self._workspace.id, start)))
        reason = because(Reason.UP_TWICE if twice else Reason.WENT_OUT_AFTER_ALL)
        first = replace(_as_it_was(entry, attempt), due_at=moment, mode=mode_of(told), reason=reason)
        posts.add_entry(conn, self._workspace.id, with_news(first, told, now), now)
        entries.end_attempt(conn, replace(entry, attempts=attempt.number), "went_out_after_all", now)
        if entry.state == State.QUEUED:
            entries.write(conn, replace(entry, hold=Hold.FIRST_IS_UP, not_before=None), now)

    def _add(self, conn: Transaction, page: tuple[RemotePost, ...]) -> bool:
        """Keep those of a page that nobody owns."""
        ids = {client.external_user_id: client.id for client in clients.all_of(conn, self._workspace.id)}
        waiting = self._waiting(conn)
        added = False
        for post in page:
            client_id = ids.get(post.external_user_id)
            known = client_id is None or client_id in waiting or entries.is_known(conn, self._workspace.id, post.id)
            if client_id is not None and not known:
                self._keep(conn, client_id, post, None if _is_bare(post) else self._clock.now())
                added = True
        return added

    def _replace(self, conn: Transaction, entry: Entry, told: RemotePost | None) -> None:
        """What a GET told takes the place of what the list told; where it told nothing, that is not asked again."""
        now = self._clock.now()
        if told is None or told.id != entry.remote_id or entries.is_owned(conn, self._workspace.id, told.id):
            entries.touch(conn, entry.id, now)
            return
        posts.remove_elsewhere(conn, self._workspace.id, told.id)
        self._keep(conn, entry.client_id, told, now)

    def _waiting(self, conn: Transaction) -> set[int]:
        """The clients that have something that may be out: what is new could be that, and is left to be found."""
        return {entry.client_id for entry in entries.may_be_out(conn, self._workspace.id)}

    def _keep(self, conn: Transaction, client_id: int, told: RemotePost, checked_at: datetime | None) -> None:
        now = self._clock.now()
        posts.add(conn, self._workspace.id, posts.elsewhere(client_id, told, now, checked_at), now)


def _pages(listed: tuple[RemotePost, ...]) -> Iterator[tuple[RemotePost, ...]]:
    return (listed[start : start + _PAGE] for start in range(0, len(listed), _PAGE))


def _is_bare(post: RemotePost) -> bool:
    """Whether the list left out what a GET may tell: where it went and what came of it, or when."""
    return not post.results or not (post.schedule_at or post.created_at)


def _as_it_was(entry: Entry, attempt: Attempt) -> Entry:
    """The entry as it was when that attempt was made."""
    return replace(
        entry,
        state=State.ACCEPTED,
        token=attempt.token,
        hold=None,
        not_before=None,
        attempts=attempt.number,
        evidence=Evidence.NONE,
        remote_id="",
        remote_status="",
        results=(),
    )
