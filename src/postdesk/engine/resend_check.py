"""The check of earlier posts before an entry sends the same text again: a GET for each of them.

A service that reported a failure may publish the post later (API gap G9b). So an earlier post that is published, or may be,
holds the entry. The sender sends the GETs just before the entry, and checks the stored state again when it writes the marker.
Each waiting entry stores the ids of its earlier entries, so that none is forgotten if Postdesk ends in between.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from postdesk.api.errors import (
    ApiError,
    ConnectionLost,
    NotFound,
    NotTheService,
    PermissionRefused,
    ServerFailure,
    UnexpectedRedirect,
    UnreadableResponse,
    ValidationRefused,
)
from postdesk.domain.delivery import MAY_BE_OUT, Hold, Reason, Stage, State, format_reason
from postdesk.domain.duplicates import has_same_words
from postdesk.domain.posts import Entry, Post, failed_platforms, stages_of
from postdesk.domain.remote import Priority, RemotePost
from postdesk.domain.request_stage import SETTLES_AFTER, is_settled
from postdesk.engine.remote_updates import with_update
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import accepted, entries, posts
from postdesk.store.sqlite import Transaction

_AGAIN_AFTER: Final = timedelta(seconds=30)
_ALIKE_SINCE: Final = timedelta(days=30)
_NO_ANSWER: Final = (
    ConnectionLost,
    NotTheService,
    PermissionRefused,
    UnexpectedRedirect,
    ServerFailure,
    UnreadableResponse,
    ValidationRefused,
)
"""Errors of the GET that leave the post's state unclear: a list was answered just before, so the network and the key work."""


class ResendHold(NamedTuple):
    """The hold of an entry, the id of the earlier entry that causes it, and the service's words on that entry."""

    hold: Hold
    first_id: int
    words: str = ""


def with_earlier(conn: Transaction, workspace_id: int, post: Post, replaced: Iterable[int]) -> Post:
    """Return the new post, with the ids of the earlier entries in its entries.

    These are the entries of the posts that it retries, one after another; the earlier entries of the posts that it replaces
    (`replaced`); and entries with the same text whose failure is so recent or contradictory that they may be published yet.
    """
    tried = [entry for each in _tried_before(conn, post.retries_post) for entry in each.entries if entry.remote_id]
    known = [entry for post_id in replaced for entry in posts.entries_of(conn, post_id)]
    now = post.created_at
    may_be_published = [
        entry
        for entry in accepted.not_published(conn, workspace_id, now - _ALIKE_SINCE, post.client_id, now - SETTLES_AFTER)
        if not is_settled(entry.stage, entry.stage_since, now)
    ]

    def earlier(entry: Entry) -> tuple[int, ...]:
        own = [each.id for each in tried if _shared(each, entry)]
        own += [number for each in known if _shared(each, entry) for number in each.earlier]
        own += [each.id for each in may_be_published if _shared(each, entry) and has_same_words(each, entry)]
        return tuple(dict.fromkeys(own))

    return replace(post, entries=tuple(replace(entry, earlier=earlier(entry)) for entry in post.entries))


def _tried_before(conn: Transaction, post_id: int | None) -> list[Post]:
    found: list[Post] = []
    while post_id is not None and (post := posts.get(conn, post_id)) and post not in found:
        found.append(post)
        post_id = post.retries_post
    return found


def _shared(one: Entry, other: Entry) -> bool:
    return not set(one.platforms).isdisjoint(other.platforms)


def find_resend_hold(conn: Transaction, entry: Entry) -> ResendHold | None:
    """Return the hold that the stored earlier entries cause; None if none of them may be published.

    An earlier entry that was deleted here holds as one that the service does not know, since it can't be requested either.
    """
    for earlier_id in entry.earlier:
        first = entries.get(conn, earlier_id)
        if held := _by_state(first, entry) if first else ResendHold(Hold.EARLIER_MISSING, earlier_id):
            return held
    return None


def _by_state(first: Entry, entry: Entry) -> ResendHold | None:
    if not _shared(first, entry) or first.state == State.CANCELLED:
        return None
    if first.state == State.CONFIRMED_BY_USER:
        return ResendHold(Hold.EARLIER_PUBLISHED, first.id)
    if first.state in MAY_BE_OUT:
        return ResendHold(Hold.EARLIER_UNCLEAR, first.id)
    if first.state != State.ACCEPTED or set(entry.platforms) & set(first.platforms) <= set(failed_platforms(first)):
        return None
    stages = dict(zip(first.platforms, stages_of(first), strict=True))
    up = any(stages.get(platform) in (Stage.PUBLISHED, Stage.PARTIAL) for platform in entry.platforms)
    return ResendHold(Hold.EARLIER_PUBLISHED, first.id) if up else ResendHold(Hold.EARLIER_UNCLEAR, first.id, first.remote_status)


class ResendCheck:
    """Checks the earlier entries before an entry is sent again, and holds it if it would be, or may be, published twice."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._database, self._clock, self._gateway = context.database, context.clock, context.gateway

    async def hold_if_unresolved(self, entry: Entry, cause: str) -> bool:
        """Request the earlier entries; hold the entry and return True unless all failed on its platforms.

        Raises ApiError for a failure of the network or the key.
        """
        for earlier_id in entry.earlier:
            first = await self._database.run(partial(entries.get, entry_id=earlier_id))
            if first and first.state == State.ACCEPTED and first.remote_id and _shared(first, entry):
                held, wait = await self._ask(first, entry, cause)
                if held:
                    await self._database.run(partial(self._hold, entry=entry, held=held, wait=wait))
                    return True
        return False

    async def _ask(self, first: Entry, entry: Entry, cause: str) -> tuple[ResendHold | None, timedelta]:
        try:
            remote = await self._gateway.ask(lambda api: api.get_post(first.remote_id, cause=cause, priority=Priority.SEND))
        except NotFound:
            return ResendHold(Hold.EARLIER_MISSING, first.id), timedelta()
        except _NO_ANSWER as error:
            return ResendHold(Hold.EARLIER_UNCLEAR, first.id, _said(error)), timedelta(seconds=error.retry_after or 0)
        return await self._database.run(partial(self._learn, first=first, entry=entry, remote=remote)), timedelta()

    def _learn(self, conn: Transaction, first: Entry, entry: Entry, remote: RemotePost) -> ResendHold | None:
        """Store the answer, and return the hold it causes. Both the answer and the stored state have to be failures."""
        now = self._clock.now()
        kept = entries.get(conn, first.id)
        if kept is None or kept.state != State.ACCEPTED or kept.remote_id != remote.id:
            return ResendHold(Hold.EARLIER_UNCLEAR, first.id)
        entries.keep_answer(conn, kept.id, "HTTP 200", remote.raw, now)
        entries.write(conn, with_update(kept, remote, now, from_get=True), now)
        bare = replace(kept, remote_status="", stage=Stage.SCHEDULED, results=(), stage_since=None)
        return find_resend_hold(conn, entry) or _by_state(with_update(bare, remote, now, from_get=True), entry)

    def _hold(self, conn: Transaction, entry: Entry, held: ResendHold, wait: timedelta) -> None:
        kept, now = entries.get(conn, entry.id), self._clock.now()
        if kept and kept.state == State.QUEUED and not kept.hold:
            entries.write(conn, with_resend_hold(kept, held, now, wait), now)


def with_resend_hold(entry: Entry, held: ResendHold, now: datetime, wait: timedelta = timedelta()) -> Entry:
    """Return the entry with the hold. An unclear state is requested again after 30 s, or after `wait` if that is longer."""
    again = now + max(wait, _AGAIN_AFTER) if held.hold == Hold.EARLIER_UNCLEAR else None
    reason = format_reason(Reason.EARLIER_SAYS, held.words) if held.words else ""
    return replace(with_first_earlier(entry, held.first_id), hold=held.hold, not_before=again, reason=reason)


def with_first_earlier(entry: Entry, first_id: int) -> Entry:
    """Return the entry with that one as the first of its earlier entries: the user is asked about the first."""
    return replace(entry, earlier=(first_id, *(each for each in entry.earlier if each != first_id)))


def confirm_resend(entry: Entry) -> Entry:
    """Return a held entry after the user chose to send it: the earlier entry that is published or missing no longer holds it.

    An earlier entry with an unclear answer stays and is requested again, as are all others.
    """
    confirmed = entry.hold in (Hold.EARLIER_PUBLISHED, Hold.EARLIER_MISSING)
    return replace(entry, earlier=entry.earlier[1:]) if confirmed else entry


def _said(error: ApiError) -> str:
    return error.detail or str(error.status or "")
