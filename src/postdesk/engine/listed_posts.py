"""The posts of a list that were made outside Postdesk, or that may be: stored page by page, as the list tells them."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil
from typing import Final, NamedTuple, TypeVar

from postdesk.domain.delivery import OPEN_STAGES, Evidence, Stage, State, stage_of
from postdesk.domain.matching import DOUBTED_FOR, may_be_attempt
from postdesk.domain.posts import Entry
from postdesk.domain.remote import RemotePost
from postdesk.domain.times import to_ms
from postdesk.engine.foreign_posts import ForeignPosts
from postdesk.engine.remote_updates import retold
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import attempts, clients, entries, foreign_posts
from postdesk.store.attempts import AttemptedEntry
from postdesk.store.foreign_posts import ForeignRows, FoundPost, KnownPost
from postdesk.store.sqlite import Transaction

_T = TypeVar("_T")

_MOST: Final = 200
"""Posts of one transaction: other writes, such as a click or the sender's, wait for it."""
_MARGIN: Final = timedelta(days=1)
_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)


class TakenPage(NamedTuple):
    """The outcome of a page of a list.

    `changed`: its posts that may have a new result. `doubted`: those that may be attempts that the user decided about.
    `left_out`: some were left to the reconciler. `added`: something is new.
    """

    changed: Mapping[str, RemotePost]
    doubted: tuple[RemotePost, ...]
    left_out: bool
    added: bool


class ListedPosts:
    """Takes over the posts of lists, a page at a time."""

    def __init__(self, context: WorkspaceContext, decided_posts: ForeignPosts) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._decided_posts = context.changes, decided_posts

    async def take(self, page: tuple[RemotePost, ...], before: datetime | None = None) -> TakenPage:
        """Store what the page tells of posts made elsewhere. `before`: all of its posts are known to be older than that."""
        found = {post.id: post for post in page}
        situation, known = await self._database.run(partial(self._look, ids=tuple(found)))
        now = self._clock.now()
        new = [post for post in found.values() if post.id not in known and post.external_user_id in situation.client_ids]
        waiting = {post.id for post in new if situation.waits(post, before)}
        doubted = {post.id for post in new if situation.doubts(post, before)} - waiting
        terms = _Terms(situation, before, doubts=True)
        added = await self._add_all([post for post in new if terms.allow(post)], terms)
        news = await self._retell_news(found.values(), known)
        return TakenPage(
            {post_id: found[post_id] for post_id, each in known.items() if _may_change(each, found[post_id], now)},
            tuple(post for post in new if post.id in doubted),
            bool(waiting),
            added or news,
        )

    async def take_known(self, listed: tuple[RemotePost, ...]) -> None:
        """Store what a list tells in full of known posts made elsewhere: these need no GET."""
        known = await self._database.run(partial(self._known, ids=[post.id for post in listed]))
        if await self._retell_news(listed, known):
            self._changes.posts.emit()

    async def settle(self, doubted: tuple[RemotePost, ...]) -> bool:
        """Match posts with the attempts that the user decided about, and store the others; return True if some remain."""
        if not doubted:
            return False
        later, more = await self._decided_posts.match_decided(doubted)
        left = [post for post in doubted if post.id not in later]
        situation, known = await self._database.run(partial(self._look, ids=[post.id for post in left]))
        terms = _Terms(situation, None, doubts=False)
        if await self._add_all([post for post in left if post.id not in known and terms.allow(post)], terms):
            self._changes.posts.emit()
        return more

    def retell(self, conn: Transaction, entry: Entry, remote: RemotePost, checked_at: datetime | None) -> None:
        """Store what the service tells of a post made elsewhere. `checked_at`: None while a GET can still add something."""
        now = self._clock.now()
        evidence = self._situation(conn).evidence(entry.client_id, remote)
        foreign_posts.save(conn, replace(retold(entry, remote, now, checked_at), evidence=evidence), now)

    async def _retell_news(self, posts: Iterable[RemotePost], known: Mapping[str, KnownPost]) -> bool:
        news = [(known[post.id].entry_id, post) for post in posts if post.id in known and _tells_news(known[post.id], post)]
        for part in _parts(news):
            await self._database.run(partial(self._retell_all, part=part))
        return bool(news)

    async def _add_all(self, new: Sequence[RemotePost], terms: "_Terms") -> bool:
        for part in _parts(new):
            # Prepared before the transaction: that holds up whoever writes next.
            rows = await asyncio.to_thread(self._rows, part, terms)
            await self._database.run(partial(self._add, part=part, rows=rows, terms=terms))
        return bool(new)

    def _rows(self, part: Iterable[RemotePost], terms: "_Terms") -> list[ForeignRows]:
        situation = terms.situation
        owned = ((situation.client_ids[post.external_user_id], post) for post in part)
        found = (FoundPost(client_id, post, is_bare(post), situation.evidence(client_id, post)) for client_id, post in owned)
        return foreign_posts.rows_of(self._workspace.id, found, self._clock.now(), terms.before)

    def _add(self, conn: Transaction, part: Sequence[RemotePost], rows: Sequence[ForeignRows], terms: "_Terms") -> None:
        """Store new posts, as far as nothing has changed that decides about them."""
        known = self._known(conn, (post.id for post in part))
        situation = self._situation(conn)
        if not known and situation == terms.situation:
            foreign_posts.add(conn, rows)
            return
        current = terms._replace(situation=situation)
        left = [post for post in part if post.id not in known and current.allow(post)]
        foreign_posts.add(conn, self._rows(left, current))

    def _retell_all(self, conn: Transaction, part: Iterable[tuple[int, RemotePost]]) -> None:
        for entry_id, remote in part:
            entry = entries.get(conn, entry_id)
            if entry and entry.remote_id == remote.id:
                self.retell(conn, entry, remote, None if is_bare(remote) else self._clock.now())

    def _look(self, conn: Transaction, ids: Iterable[str]) -> tuple["_Situation", dict[str, KnownPost]]:
        return self._situation(conn), self._known(conn, ids)

    def _known(self, conn: Transaction, ids: Iterable[str]) -> dict[str, KnownPost]:
        return foreign_posts.known(conn, self._workspace.id, ids)

    def _situation(self, conn: Transaction) -> "_Situation":
        workspace_id, now = self._workspace.id, self._clock.now()
        waiting: dict[int, datetime] = {}
        for entry in entries.may_be_out(conn, workspace_id):
            attempt = attempts.last(conn, entry.id)
            since = attempt.started_at if attempt else _ALWAYS
            waiting[entry.client_id] = min(since, waiting.get(entry.client_id, since))
        decided = attempts.user_decisions(conn, workspace_id, now - DOUBTED_FOR)
        return _Situation(clients.ids_by_user(conn, workspace_id), waiting, decided)


class _Situation(NamedTuple):
    """The clients by their ids at the service, and the attempts that a new post may be.

    `waiting`: since when a client may have a post of ours that is not found yet. `decided`: those that the user decided about.
    """

    client_ids: Mapping[str, int]
    waiting: Mapping[int, datetime]
    decided: tuple[AttemptedEntry, ...]

    def waits(self, post: RemotePost, before: datetime | None) -> bool:
        """Return True if a new post may be one of ours: it is left to the reconciler."""
        since = self.waiting.get(self.client_ids[post.external_user_id])
        return since is not None and not _is_older(before, since)

    def doubts(self, post: RemotePost, before: datetime | None) -> bool:
        """Return True if a new post could be an attempt that the user decided about."""
        client_id = self.client_ids[post.external_user_id]
        return any(
            entry.client_id == client_id and post.id not in attempt.baseline.ids and not _is_older(before, attempt.started_at)
            for entry, attempt in self.decided
        )

    def evidence(self, client_id: int, post: RemotePost) -> Evidence:
        """Return CANNOT_TELL if the post may be one that the user confirmed as published, even if others may be it, too."""
        may_be_ours = any(
            entry.state == State.CONFIRMED_BY_USER
            and entry.client_id == client_id
            and post.id not in attempt.baseline.ids
            and may_be_attempt(attempt.sent_entry(entry), post)
            for entry, attempt in self.decided
        )
        return Evidence.CANNOT_TELL if may_be_ours else Evidence.NONE


class _Terms(NamedTuple):
    """The terms on which new posts are stored. `doubts`: not those that could be an attempt that the user decided about."""

    situation: _Situation
    before: datetime | None
    doubts: bool

    def allow(self, post: RemotePost) -> bool:
        """Return True if the post may be stored as one made elsewhere."""
        kept_back = self.situation.waits(post, self.before) or (self.doubts and self.situation.doubts(post, self.before))
        return not kept_back


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Yield the items in parts of about the same size."""
    size = ceil(len(items) / (ceil(len(items) / _MOST) or 1)) or 1
    return (items[start : start + size] for start in range(0, len(items), size))


def _is_older(before: datetime | None, sent_at: datetime) -> bool:
    return before is not None and before < sent_at - _MARGIN


def is_bare(post: RemotePost) -> bool:
    """Return True if the list left out details that a GET may give: the time, or the results of what is under way or over."""
    return foreign_posts.time_of(post) is None or not (post.results or stage_of(post.status) == Stage.SCHEDULED)


def _tells_news(known: KnownPost, post: RemotePost) -> bool:
    """Return True if the list tells more of a post made elsewhere than is stored. What it leaves out is left to a GET."""
    if known.ours or known.state != State.ACCEPTED:
        return False
    changed, told = post.status != known.status, not is_bare(post)
    if not known.has_details:
        return changed or told
    moment = foreign_posts.time_of(post)
    moved = known.stage == Stage.SCHEDULED and moment is not None and to_ms(moment) != to_ms(known.due_at)
    named = not known.has_platforms and bool(post.named_platforms)
    return told and (moved or named or (changed and bool(post.results)))


def _may_change(known: KnownPost, post: RemotePost, now: datetime) -> bool:
    """Return True for posts that are due and may change, and for those under way before they are due."""
    if known.state != State.ACCEPTED or not known.has_details:
        return False
    if known.due_at <= now:
        return known.stage != Stage.PUBLISHED
    return known.stage in OPEN_STAGES and stage_of(post.status) != Stage.SCHEDULED
