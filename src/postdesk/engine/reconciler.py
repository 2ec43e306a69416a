"""Finds out, by GETs alone, the fate of posts whose answer was lost; leaves undecidable cases to the user."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count, groupby, zip_longest
from typing import TYPE_CHECKING

from postdesk.api.errors import ApiError, NotFound, PermissionRefused, UnreadableResponse, Unsendable, ValidationRefused
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Event, Evidence, Hold, Reason, State, parse_reason
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.lock_in import GRACE
from postdesk.domain.matching import (
    DOUBTED_FOR,
    GUESS_DOUBTED_FOR,
    Baseline,
    SentEntry,
    is_absent,
    is_long_absent,
    match,
    next_check,
    verdict,
)
from postdesk.domain.posts import Entry
from postdesk.domain.remote import Priority, RemotePost
from postdesk.engine.api_gateway import RECORD_ERRORS
from postdesk.engine.client_posts import list_client_posts
from postdesk.engine.remote_updates import accept
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, attempts, clients, entries, habits
from postdesk.store.attempts import Attempt, AttemptedEntry
from postdesk.store.sqlite import Transaction

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient as Api

_LONGEST_SLEEP = timedelta(hours=1)
_AFTER_FAILURE = timedelta(seconds=30)
_MOST_GETS = 10
_MOST_GETS_OF_A_COPY = 200
"""Posts sent by another copy of the profile are looked up once, all together."""

_NO_LOOKING = (NotFound, PermissionRefused, UnreadableResponse, Unsendable, ValidationRefused)
"""Errors that a repeated request can't cure: the user is asked when it is time."""


@dataclass(frozen=True, slots=True)
class UnclaimedPosts:
    """Listed posts that none of our entries owns.

    `whole` is True if the list was complete and each of them was read by a GET.
    """

    posts: tuple[RemotePost, ...] = ()
    whole: bool = False

    def outside(self, baseline: Baseline) -> tuple[RemotePost, ...]:
        """Return the posts that did not exist before the attempt."""
        return tuple(post for post in self.posts if post.id not in baseline.ids)


class Reconciler:
    """Looks for the entries of a workspace that may have been published."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._gateway = context.changes, context.gateway
        self._wake_event = asyncio.Event()
        self._asked_for: set[int] = set()
        self._everything = True
        self._gets = count()
        self._last_get: dict[str, int] = {}

    def wake(self) -> None:
        """Check the schedule again: an entry may have become uncertain."""
        self._wake_event.set()

    def check(self, post_id: int) -> None:
        """Look for the entries of a post now."""
        self._asked_for.add(post_id)
        self.wake()

    def check_everything(self) -> None:
        """Look for all open entries now."""
        self._everything = True
        self.wake()

    async def run(self) -> None:
        """Look whenever an entry is due for it; never ends."""
        while True:
            self._wake_event.clear()
            pause = await self._round()
            try:
                async with asyncio.timeout(pause.total_seconds()):
                    await self._wake_event.wait()
            except TimeoutError:
                pass

    async def _round(self) -> timedelta:
        """Look for the entries that are due. Return the pause until the next round."""
        open_ones = await self._database.run(self._open)
        due = [(entry, attempt) for entry, attempt in open_ones if self._is_due(entry, attempt)]
        self._asked_for.clear()
        self._everything = False
        failed = False
        for client_id, group in groupby(due, key=lambda pair: pair[0].client_id):
            try:
                await self._look_for(client_id, list(group))
            except ApiError:
                failed = True
        return _AFTER_FAILURE if failed else self._pause(await self._database.run(self._open))

    def _open(self, conn: Transaction) -> list[AttemptedEntry]:
        found = entries.open_questions(conn, self._workspace.id)
        return sorted(attempts.with_last(conn, found), key=lambda pair: pair[0].client_id)

    def _is_due(self, entry: Entry, attempt: Attempt) -> bool:
        if self._everything or entry.post_id in self._asked_for:
            return True
        moment = self._next(entry, attempt)
        return moment is not None and moment <= self._clock.now()

    def _next(self, entry: Entry, attempt: Attempt) -> datetime | None:
        if attempt.presumed and entry.checked_at is None:
            return self._clock.now()
        moment = next_check(entry, attempt.ended_at or attempt.started_at)
        return max(moment, entry.not_before) if moment and entry.not_before else moment

    def _pause(self, open_ones: list[AttemptedEntry]) -> timedelta:
        moments = [moment for pair in open_ones if (moment := self._next(*pair))]
        soonest = min(moments, default=self._clock.now() + _LONGEST_SLEEP)
        return min(_LONGEST_SLEEP, max(timedelta(milliseconds=100), soonest - self._clock.now()))

    async def _look_for(self, client_id: int, wanted: list[AttemptedEntry]) -> None:
        client = await self._database.run(lambda conn: clients.get(conn, client_id))
        if client is None:
            return
        try:
            seen = await self._unclaimed(client, wanted)
        except _NO_LOOKING:
            seen = UnclaimedPosts()
        for entry, attempt in wanted:
            await self._database.run(partial(self._conclude, entry=entry, attempt=attempt, seen=seen))
        self._changes.posts.emit()

    async def _unclaimed(self, client: Client, wanted: list[AttemptedEntry]) -> UnclaimedPosts:
        """Return the client's posts that none of our entries owns; those that may be one of `wanted` are read by a GET."""
        first = min(attempt.started_at for _, attempt in wanted)
        last = max(self._clock.now(), *(entry.due_at for entry, _ in wanted))
        cause = f"look for {', '.join(str(entry.id) for entry, _ in wanted)}"
        listed = await list_client_posts(self._database, self._gateway, client, first, last, cause=cause, priority=Priority.USER)
        owned = await self._database.run(lambda conn: accepted.owned_ids(conn, client.id))
        new = [
            post
            for post in listed.posts
            if _may_be_of(client, post)
            and post.id not in owned
            and any(post.id not in attempt.baseline.ids for _, attempt in wanted)
        ]
        new.sort(key=lambda post: self._last_get.get(post.id, -1))
        most = _MOST_GETS_OF_A_COPY if any(attempt.presumed for _, attempt in wanted) else _MOST_GETS
        read = [await self._read_post(post, cause) for post in new[:most]]
        whole = listed.whole and len(new) <= most and all(read)
        posts = (full or post for full, post in zip_longest(read, new))
        return UnclaimedPosts(tuple(post for post in posts if _may_be_of(client, post)), whole)

    async def _read_post(self, post: RemotePost, cause: str) -> RemotePost | None:
        """Read the post by a GET, because lists may omit the metadata that identify it; None if the GET fails for it."""
        if post.token:
            return post
        self._last_get[post.id] = next(self._gets)
        try:
            return await self._gateway.ask(partial(_get, post_id=post.id, cause=cause))
        except RECORD_ERRORS:
            return None

    def _conclude(self, conn: Transaction, entry: Entry, attempt: Attempt, seen: UnclaimedPosts) -> None:
        """Record the finding about an entry, if its question is still open."""
        now = self._clock.now()
        kept = entries.get(conn, entry.id)
        if kept is None or kept.state != entry.state or kept.token != entry.token:
            return
        sent_entry, candidates = attempt.sent_entry(kept), seen.outside(attempt.baseline)
        known = habits.habits_of(conn, self._workspace.base_url)
        limited = parse_reason(attempt.outcome)[0] == Reason.RATE_LIMITED
        ended_at = attempt.ended_at or attempt.started_at
        # A mere likeness is probably another post if ours was rate limited, or was absent for long.
        unlikely = limited or is_long_absent(ended_at, attempt.absent, now)
        guess = seen.whole and not unlikely
        found = match(sent_entry, candidates, self._competitors(conn, kept), known, new=attempt.baseline.whole, whole=guess)
        if found and not accepted.is_owned(conn, self._workspace.id, found[0].id):
            remote, evidence = found
            accept(conn, self._workspace.id, entry.id, remote, Event.FOUND, now, partial(_found, evidence=evidence))
            return
        absent = seen.whole and is_absent(sent_entry, candidates)
        if absent:
            attempt = attempts.note_absent(conn, attempt)
        if absent and attempt.presumed and now - kept.due_at <= GRACE:
            entries.advance(conn, entry.id, Event.NOT_THERE, now, partial(_planned_again, now=now))
            return
        if absent and limited and kept.state == State.UNCERTAIN:
            entries.advance(conn, entry.id, Event.REFUSED_FOR_NOW, now, partial(_waiting_for_its_turn, now=now))
            return
        evidence = verdict(kept, ended_at, attempt.absent if absent else 0, known, now)
        if attempt.presumed and not evidence:
            # No late answer can come for it: a further look would find nothing new.
            evidence = Evidence.CANNOT_TELL
        self._ask(conn, replace(kept, checked_at=now), evidence)

    def _ask(self, conn: Transaction, entry: Entry, evidence: Evidence) -> None:
        """Ask the user if there is evidence for a question; a question already open gets the new evidence."""
        asked = replace(entry, evidence=evidence or entry.evidence)
        if evidence and entry.state != State.NEEDS_USER:
            entries.advance(conn, entry.id, Event.UNDECIDED, self._clock.now(), partial(_asked, asked=asked))
        else:
            entries.write(conn, asked, self._clock.now())

    def _competitors(self, conn: Transaction, entry: Entry) -> tuple[SentEntry, ...]:
        """Return the client's other attempts that may have made a listed post, including guesses and the user's decisions."""
        workspace_id, now = self._workspace.id, self._clock.now()
        open_ones = (
            *entries.may_be_out(conn, workspace_id),
            *accepted.probable_matches(conn, workspace_id, now - GUESS_DOUBTED_FOR),
        )
        others = (each for each in open_ones if each.id != entry.id)
        decided = attempts.user_decisions(conn, workspace_id, now - DOUBTED_FOR)
        return tuple(
            attempt.sent_entry(each)
            for each, attempt in (*attempts.with_last(conn, others), *decided)
            if each.client_id == entry.client_id
        )


def _may_be_of(client: Client, post: RemotePost) -> bool:
    """Tell whether the post may be the client's: the service may ignore our filter and omit the end user."""
    return post.external_user_id in ("", client.external_user_id)


def _waiting_for_its_turn(entry: Entry, now: datetime) -> Entry:
    """Queue the entry again, not before the time that the service named, even if the user asked for it earlier.

    An entry held in a copied profile stays held.
    """
    if entry.hold:
        return replace(entry, checked_at=now)
    later = entry.not_before is not None and entry.not_before > now
    return replace(entry, checked_at=now, hold=Hold.OFFLINE if later else None, not_before=entry.not_before if later else None)


def _found(entry: Entry, evidence: Evidence) -> Entry:
    return replace(entry, evidence=evidence, hold=None)


def _planned_again(entry: Entry, now: datetime) -> Entry:
    """Return the entry as planned: no other copy has sent it. It stays held unless the user has released it."""
    return replace(entry, checked_at=now, reason="", evidence=Evidence.NONE)


def _asked(entry: Entry, asked: Entry) -> Entry:
    return replace(entry, checked_at=asked.checked_at, evidence=asked.evidence)


async def _get(api: "Api", post_id: str, cause: str) -> RemotePost:
    return await api.get_post(post_id, cause=cause, priority=Priority.USER)
