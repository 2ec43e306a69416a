"""Lookups of a client's other posts: their number, times, distance and equal content."""

from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.drafts import Draft
from postdesk.domain.duplicates import DuplicateIndex, first_word
from postdesk.domain.gaps import SAME_MINUTE, gap_problem
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.domain.problems import Problem
from postdesk.domain.recall import RECALLABLE_STATES
from postdesk.domain.slots import PlannedPost
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, posts, slots

_DAY: Final = timedelta(days=1)


class ConflictLookup:
    """Looks up the other posts of a draft's client. Called on every key press: results are cached until a post changes."""

    def __init__(self, context: WorkspaceContext) -> None:
        self._database, self._clock = context.database, context.clock
        self._counted: dict[tuple[object, ...], int] = {}
        self._duplicates: dict[tuple[object, ...], DuplicateIndex] = {}
        self._near: dict[tuple[object, ...], tuple[timedelta, tuple[PlannedPost, ...]]] = {}
        for read in (self._counted, self._duplicates, self._near):
            context.changes.posts.connect(read.clear)
        context.changes.clients.connect(self._near.clear)

    def within_a_day(self, draft: Draft, platform: Platform) -> int:
        """Return the number of the client's other posts that the platform gets within a day of the draft's due time."""
        due_at = draft.due_for(platform)
        about = (draft.client_id, platform, due_at, draft.replaces_post)
        if about not in self._counted:
            moment = due_at or self._clock.now()
            found = posts.count_within_a_day(self._database.reader, draft.client_id, platform, moment, draft.replaces_post)
            self._counted[about] = found
        return self._counted[about]

    def duplicate_of(self, draft: Draft, platform: Platform) -> Entry | None:
        """Return an entry with the same text and media for the platform, within a day of now or of the due time."""
        due_at, content = draft.due_for(platform), draft.content_for(platform)
        sought = first_word(content.text), content.media_url
        about = (draft.client_id, due_at, draft.replaces_post, *sought)
        if about not in self._duplicates:
            self._duplicates[about] = DuplicateIndex(self._around(draft, due_at, *sought))
        return self._duplicates[about].of(platform, content.text, content.media_url)

    def too_near(self, draft: Draft, platform: Platform) -> Problem | None:
        """Return the conflict with another post of the client on the same platform at about the same time."""
        due_at = draft.due_for(platform)
        if due_at is None:
            return None
        about = (draft.client_id, due_at, draft.replaces_post)
        if about not in self._near:
            self._near[about] = self._beside(draft, due_at)
        gap, found = self._near[about]
        return gap_problem(due_at, (each.moment for each in found if platform in each.platforms), gap)

    def _beside(self, draft: Draft, due_at: datetime) -> tuple[timedelta, tuple[PlannedPost, ...]]:
        """Return the gap that the client wants between posts, and the other posts within it or in the same minute."""
        client = clients.get(self._database.reader, draft.client_id)
        gap = client.gap if client else timedelta()
        span, changed = max(gap, SAME_MINUTE), () if draft.replaces_post is None else (draft.replaces_post,)
        return gap, slots.posts_between(self._database.reader, draft.client_id, due_at - span, due_at + span, changed)

    def is_taken(self, client_id: int, moment: datetime) -> bool:
        """Return True if a post of the client goes out in that second."""
        return posts.is_taken(self._database.reader, client_id, moment)

    def _around(self, draft: Draft, due_at: datetime | None, word: str, media_url: str) -> tuple[Entry, ...]:
        """Return the entries with the word and media within a day of now or of the due time.

        Unsent ones of the post that the draft replaces are no duplicates of it.
        """
        found: dict[int, Entry] = {}
        for moment in {self._clock.now(), due_at or self._clock.now()}:
            span = (moment - _DAY, moment + _DAY)
            near = posts.entries_with(self._database.reader, draft.client_id, *span, word, media_url)
            found.update((entry.id, entry) for entry in near)
        return tuple(
            each for each in found.values() if each.post_id != draft.replaces_post or each.state not in RECALLABLE_STATES
        )
