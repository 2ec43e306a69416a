"""New drafts: empty ones, copies, and those that change a post."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import as_sent, copy_for_client, copy_of, draft_of, missing_platforms
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.recall import recallable_entries, with_entries
from postdesk.domain.times import MIN_LEAD, same_clock, zone
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, connections, last_used, posts


class DraftFactory:
    """Makes drafts, without saving them. `replacement_of` returns the draft that already changes a post."""

    def __init__(self, context: WorkspaceContext, replacement_of: Callable[[int], Draft | None]) -> None:
        self._database, self._clock = context.database, context.clock
        self._replacement_of = replacement_of

    def new_draft(self, client_id: int, due_at: datetime | None = None) -> Draft:
        """Return an empty draft with the client's default platforms, or else its last used ones. The draft is not saved."""
        client = clients.get(self._database.reader, client_id)
        chosen = (client.platforms if client else ()) or last_used.get(self._database.reader, client_id).platforms
        return Draft(id=str(uuid.uuid4()), client_id=client_id, platforms=chosen, due_at=due_at)

    def edit(self, post_id: int) -> Draft | None:
        """Return the draft that changes the unsent entries of a post: the existing one, or a new one, which is not saved.

        Its submission replaces those entries. None if all entries were sent, or may have been. A time that is past is removed.
        """
        fresh = self.unchanged_submission(post_id)
        draft = (self._replacement_of(post_id) or fresh.written) if fresh else None
        past = draft and draft.due_at and draft.due_at <= self._clock.now()
        return replace(draft, due_at=None) if draft and past else draft

    def unchanged_submission(self, post_id: int) -> Submission | None:
        """Return the submission that would replace the unsent entries of a post by the same; None if there are none."""
        post = posts.get(self._database.reader, post_id)
        recallable = recallable_entries(post) if post else ()
        if post is None or not recallable:
            return None
        still = with_entries(post, recallable)
        written, sent = self._draft_of(still), self._draft_of(as_sent(still))
        return Submission(written, sent, overridden=written.overridden).in_place_of(post_id, str(uuid.uuid4()))

    def copy(self, post_id: int, client_id: int | None = None) -> Draft | None:
        """Return a new draft with the content of a post, not saved; None if there is no such post.

        The draft refers to the post, which stays as it is. For the post's own client (`client_id` is None) it has no time; for
        another client see `for_client`.
        """
        post = posts.get(self._database.reader, post_id)
        if post is None:
            return None
        draft = copy_of(post, str(uuid.uuid4()), self._clock.now(), post.due_at if client_id else None)
        return draft if client_id is None else self.for_client(draft, client_id)

    def for_client(self, draft: Draft, client_id: int) -> Draft:
        """Return a copy of a draft for another client, on those of its platforms that the other client has connected.

        It has the same day and time of day in the other client's time zone, or no time if that is past or too near.
        """
        reader = self._database.reader
        copied = copy_for_client(draft, str(uuid.uuid4()), client_id, self._connected(client_id))
        owner, other = (clients.get(reader, each) for each in (draft.client_id, client_id))
        before, after = (zone(each.zone) if each else None for each in (owner, other))
        if before and after:
            copied = copied.retimed(lambda moment: same_clock(moment, before, after))
        past = copied.due_at and copied.due_at - self._clock.server_now() < MIN_LEAD
        return replace(copied, due_at=None) if past else copied

    def missing_platforms(self, platforms: Collection[str], client_id: int) -> tuple[Platform, ...]:
        """Return those of the platforms that a client has not connected."""
        return missing_platforms(platforms, self._connected(client_id))

    def _connected(self, client_id: int) -> frozenset[str]:
        return frozenset(account.platform for account in connections.of_client(self._database.reader, client_id))

    def _draft_of(self, post: Post) -> Draft:
        return draft_of(post, str(uuid.uuid4()), self._clock.now())
