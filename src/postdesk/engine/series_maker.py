"""The maker of series' posts: makes them ahead of their due times, one after the other."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.media import MediaCheck
from postdesk.domain.new_posts import SubmitMode, SubmitTerms
from postdesk.domain.review import ReviewContext
from postdesk.domain.rules import load_rules
from postdesk.domain.series import Occurrence, OccurrenceOutcome, OccurrenceRecord, SeriesState
from postdesk.domain.text_counter import TextCounter
from postdesk.domain.times import MIN_LEAD, WallTimeKind
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.series_posts import (
    OccurrenceRefused,
    PendingOccurrences,
    find_pending,
    keep_as_draft,
    make_posts,
    note_missed,
)
from postdesk.engine.tasks import wait_for_event
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import series as series_store

_LOOK_EVERY_S: Final = 3600.0


class SeriesMaker:
    """Makes a post or a draft of each occurrence within its series' horizon, once an hour and when woken.

    `terms` returns the current terms of a submission, `cached_check` the cached check of a media URL. `made` is called when
    something was made.
    """

    def __init__(
        self,
        context: WorkspaceContext,
        rules_file: Path,
        terms: Callable[[SubmitMode], SubmitTerms],
        cached_check: Callable[[str], MediaCheck | None],
        made: Callable[[], None],
    ) -> None:
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes = context.changes
        self._rules_file, self._terms, self._cached_check, self._made = rules_file, terms, cached_check, made
        self._wake_event = asyncio.Event()
        self._context: ReviewContext | None = None

    def wake(self) -> None:
        """Look again now."""
        self._wake_event.set()

    async def run(self) -> None:
        """Make what is due, again and again; never ends."""
        known = await self._database.run(partial(series_store.all_of, workspace_id=self._workspace.id))
        if any(series.state is SeriesState.COPIED for series in known):
            self._changes.notice.emit(Notice(NoticeKind.SERIES_STOPPED))
        while True:
            self._wake_event.clear()
            await self.make_due()
            await wait_for_event(self._wake_event, _LOOK_EVERY_S)

    async def make_due(self) -> None:
        """Make the posts that are to be made now."""
        lead = MIN_LEAD + max(timedelta(), self._clock.server_offset)
        find = partial(find_pending, workspace_id=self._workspace.id, now=self._clock.now(), lead=lead)
        for pending in await self._database.run(find):
            await self._note_missed(pending)
            await self._make(pending)

    async def _note_missed(self, pending: PendingOccurrences) -> None:
        if pending.missed:
            await self._database.run(partial(note_missed, pending=pending))
            self._tell(NoticeKind.SERIES_MISSED, pending, str(len(pending.missed)))

    async def _make(self, pending: PendingOccurrences) -> None:
        made = [done for each in pending.coming if (done := await self._make_one(pending, each))]
        if not made:
            return
        if drafted := sum(done.outcome is OccurrenceOutcome.DRAFTED for done in made):
            self._tell(NoticeKind.SERIES_DRAFTED, pending, str(drafted))
        self._changes.drafts.emit()
        self._changes.posts.emit()
        self._made()

    async def _make_one(self, pending: PendingOccurrences, occurrence: Occurrence) -> OccurrenceRecord | None:
        if self._context is None:
            self._context = await asyncio.to_thread(_context, self._rules_file, self._cached_check)
        terms = self._terms(SubmitMode.SCHEDULE)
        try:
            work = partial(
                make_posts,
                workspace_id=self._workspace.id,
                pending=pending,
                occurrence=occurrence,
                terms=terms,
                context=self._context,
            )
            done = await self._database.run(work)
        except OccurrenceRefused as reason:
            draft = partial(keep_as_draft, pending=pending, occurrence=occurrence, reason=str(reason), now=terms.now)
            return await self._database.run(draft)
        if done and occurrence.kind is not WallTimeKind.PLAIN:
            self._tell(NoticeKind.SERIES_CLOCK, pending, occurrence.kind, wall_time(occurrence.due_at, pending.zone))
        return done

    def _tell(self, kind: NoticeKind, pending: PendingOccurrences, detail: str, moment: datetime | None = None) -> None:
        notice = Notice(kind, client_id=pending.client.id, detail=detail, said=pending.client.name, moment=moment)
        self._changes.notice.emit(notice)


def _context(rules_file: Path, cached_check: Callable[[str], MediaCheck | None]) -> ReviewContext:
    rules = load_rules(rules_file)
    counter = TextCounter(rules.x_counting)
    counter.load_emoji()
    return ReviewContext(rules, counter, cached_check=cached_check)
