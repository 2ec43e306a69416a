"""New posts at the service that may be attempts that the user decided about."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from postdesk.api.errors import ServerFailure
from postdesk.domain.delivery import MAY_BE_OUT, Evidence, Hold, Reason, Stage, State, format_reason
from postdesk.domain.matching import DOUBTED_FOR, is_attempt
from postdesk.domain.new_posts import moments
from postdesk.domain.posts import Entry, failed_platforms, mode_of, without_match
from postdesk.domain.remote import RemotePost
from postdesk.engine.api_gateway import RECORD_ERRORS
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.remote_updates import with_update
from postdesk.engine.resend_check import with_first_earlier
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, attempts, clients, entries, posts
from postdesk.store.attempts import Attempt, AttemptedEntry
from postdesk.store.sqlite import Transaction

_MOST_GETS = 10
_MAY_BE_UP = MAY_BE_OUT | {State.ACCEPTED, State.CONFIRMED_BY_USER}


class ForeignPosts:
    """Matches posts that no entry owns with attempts of ours. `read(id, cause)` is the GET of one post."""

    def __init__(self, context: WorkspaceContext, read: Callable[[str, str], Awaitable[RemotePost]]) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._read = context.changes, read

    async def match_decided(self, listed: tuple[RemotePost, ...]) -> tuple[frozenset[str], bool]:
        """Match new posts with the attempts that the user decided about.

        Return the ids of the posts that were not requested yet, and whether there are any.
        """
        new = await self._database.run(partial(self._in_doubt, listed=listed))
        later = {post.id for post in new[_MOST_GETS:]}
        for post in new[:_MOST_GETS]:
            try:
                remote = await self._read_post(post.id) or post
            except ServerFailure:
                later.add(post.id)
                continue
            if notice := await self._database.run(partial(self._tie, remote=remote)):
                self._changes.notice.emit(notice)
        if new:
            self._changes.posts.emit()
        return frozenset(later), bool(later)

    async def _read_post(self, post_id: str) -> RemotePost | None:
        try:
            return await self._read(post_id, "made elsewhere")
        except RECORD_ERRORS:
            return None

    def _in_doubt(self, conn: Transaction, listed: tuple[RemotePost, ...]) -> list[RemotePost]:
        """Return the listed posts that could be an attempt that the user decided about."""
        closed = self._closed(conn)
        if not closed:
            return []
        ids = {client.external_user_id: client.id for client in clients.all_of(conn, self._workspace.id)}
        waiting = self._waiting(conn)
        found = []
        for post in listed:
            client_id = ids.get(post.external_user_id)
            could_be = any(entry.client_id == client_id and post.id not in attempt.baseline.ids for entry, attempt in closed)
            if could_be and client_id not in waiting and not accepted.is_known(conn, self._workspace.id, post.id):
                found.append(post)
        return found

    def _closed(self, conn: Transaction) -> tuple[AttemptedEntry, ...]:
        """Return the attempts that the user decided about, with their entries."""
        return attempts.user_decisions(conn, self._workspace.id, self._clock.now() - DOUBTED_FOR)

    def _tie(self, conn: Transaction, remote: RemotePost) -> Notice | None:
        """Link the post to the attempt it certainly is, if there is exactly one; return a notice if the user is to know."""
        if accepted.is_known(conn, self._workspace.id, remote.id):
            return None
        ids = {client.id: client.external_user_id for client in clients.all_of(conn, self._workspace.id)}
        fits = [
            (entry, attempt)
            for entry, attempt in self._closed(conn)
            if ids[entry.client_id] == remote.external_user_id
            and remote.id not in attempt.baseline.ids
            # A wrong hold can be ended by the user; a wrong link to an id cannot be removed.
            and is_attempt(attempt.sent_entry(entry), remote, new=attempt.baseline.whole or _called_not_sent(attempt))
        ]
        if len(fits) != 1:
            return None
        entry, attempt = fits[0]
        if not _called_not_sent(attempt):
            now = self._clock.now()
            entries.write(conn, with_update(entry, remote, now, from_get=True), now)
            return None
        return self._add_first(conn, entry, attempt, remote)

    def _add_first(self, conn: Transaction, entry: Entry, attempt: Attempt, remote: RemotePost) -> Notice | None:
        """Add an entry for the request that the service accepted after all; hold the entries that would repeat it.

        A request that failed at the service may still be published: its entry is requested before the repeat is sent, and there
        is no notice.
        """
        now = self._clock.now()
        start = attempt.due_at or attempt.started_at
        moment = next(moments(start, entries.taken_milliseconds(conn, self._workspace.id, start)))
        first = with_update(replace(_as_it_was(entry, attempt), due_at=moment, mode=mode_of(remote)), remote, now, from_get=True)
        twice = entry.state in _MAY_BE_UP and not failed_platforms(entry)
        may_be_published = first.stage in (Stage.FAILED, Stage.CONTRADICTORY)
        reason = "" if may_be_published else format_reason(Reason.PUBLISHED_TWICE if twice else Reason.PUBLISHED_AFTER_ALL)
        first = posts.add_entry(conn, self._workspace.id, replace(first, reason=reason), now)
        attempts.end(conn, replace(entry, attempts=attempt.number), "went_out_after_all", now)
        for waiting in self._other_candidates(conn, entry, attempt):
            repeat = with_first_earlier(waiting, first.id)
            entries.write(
                conn, repeat if may_be_published else replace(repeat, hold=Hold.EARLIER_PUBLISHED, not_before=None), now
            )
        if may_be_published:
            return None
        return Notice(NoticeKind.PUBLISHED_AFTER_ALL, entry.post_id)

    def _other_candidates(self, conn: Transaction, entry: Entry, attempt: Attempt) -> list[Entry]:
        """Return the waiting entries that would repeat the attempt: the entry itself, or later ones with the same content.

        Those share a platform with the entry, and were made after the attempt ended, from the draft that it became.
        """

        def made_since(other: Entry) -> bool:
            post = posts.get(conn, other.post_id)
            return post is not None and attempt.ended_at is not None and post.created_at >= attempt.ended_at

        return [
            other
            for state in (State.PLANNED, State.QUEUED)
            for other in entries.in_state(conn, self._workspace.id, state)
            if other.id == entry.id or (_is_alike(other, entry) and made_since(other))
        ]

    def _waiting(self, conn: Transaction) -> set[int]:
        """Return the clients with an entry that may be out: a new post could be that entry, and is left to the reconciler."""
        return {entry.client_id for entry in entries.may_be_out(conn, self._workspace.id)}


def _called_not_sent(attempt: Attempt) -> bool:
    return attempt.outcome == attempts.CALLED_NOT_SENT


def _is_alike(other: Entry, entry: Entry) -> bool:
    alike = (other.client_id, other.content) == (entry.client_id, entry.content)
    return alike and not set(other.platforms).isdisjoint(entry.platforms)


def _as_it_was(entry: Entry, attempt: Attempt) -> Entry:
    """Return the entry as it was during the attempt."""
    return replace(
        without_match(entry),
        state=State.ACCEPTED,
        token=attempt.token,
        hold=None,
        not_before=None,
        attempts=attempt.number,
        evidence=Evidence.NONE,
    )
