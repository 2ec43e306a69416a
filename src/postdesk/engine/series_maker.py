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
from postdesk.store import series as kept

_LOOK_EVERY_S: Final = 3600.0


class SeriesMaker:
    """Makes a post or a draft of each occurrence within its series' horizon, once an hour and when woken.

    `terms` returns the current terms of a submission, `look` the cached check of a media URL. `made` is called when something
    was made.
    """

    def __init__(
        self,
        bench: WorkspaceContext,
        rules_file: Path,
        terms: Callable[[SubmitMode], SubmitTerms],
        look: Callable[[str], MediaCheck | None],
        made: Callable[[], None],
    ) -> None:
        self._workspace, self._database, self._clock = bench.workspace, bench.database, bench.clock
        self._changes = bench.changes
        self._rules_file, self._terms, self._look_at, self._made = rules_file, terms, look, made
        self._woken = asyncio.Event()
        self._context: ReviewContext | None = None

    def wake(self) -> None:
        """Look again now."""
        self._woken.set()

    async def run(self) -> None:
        """Look, sleep, look again; never ends."""
        known = await self._database.run(partial(kept.all_of, workspace_id=self._workspace.id))
        if any(series.state is SeriesState.COPIED for series in known):
            self._changes.notice.emit(Notice(NoticeKind.SERIES_STOPPED))
        while True:
            self._woken.clear()
            await self.look()
            await wait_for_event(self._woken, _LOOK_EVERY_S)

    async def look(self) -> None:
        """Make the posts that are to be made now."""
        lead = MIN_LEAD + max(timedelta(), self._clock.server_ahead)
        look = partial(find_pending, workspace_id=self._workspace.id, now=self._clock.now(), lead=lead)
        for ahead in await self._database.run(look):
            await self._note_missed(ahead)
            await self._make(ahead)

    async def _note_missed(self, ahead: PendingOccurrences) -> None:
        if ahead.missed:
            await self._database.run(partial(note_missed, ahead=ahead))
            self._tell(NoticeKind.SERIES_MISSED, ahead, str(len(ahead.missed)))

    async def _make(self, ahead: PendingOccurrences) -> None:
        made = [done for each in ahead.coming if (done := await self._make_one(ahead, each))]
        if not made:
            return
        if drafted := sum(done.outcome is OccurrenceOutcome.DRAFTED for done in made):
            self._tell(NoticeKind.SERIES_DRAFTED, ahead, str(drafted))
        self._changes.drafts.emit()
        self._changes.posts.emit()
        self._made()

    async def _make_one(self, ahead: PendingOccurrences, occurrence: Occurrence) -> OccurrenceRecord | None:
        if self._context is None:
            self._context = await asyncio.to_thread(_context, self._rules_file, self._look_at)
        terms = self._terms(SubmitMode.SCHEDULE)
        try:
            work = partial(
                make_posts,
                workspace_id=self._workspace.id,
                ahead=ahead,
                occurrence=occurrence,
                terms=terms,
                context=self._context,
            )
            done = await self._database.run(work)
        except OccurrenceRefused as reason:
            draft = partial(keep_as_draft, ahead=ahead, occurrence=occurrence, reason=str(reason), now=terms.now)
            return await self._database.run(draft)
        if done and occurrence.kind is not WallTimeKind.PLAIN:
            self._tell(NoticeKind.SERIES_CLOCK, ahead, occurrence.kind, wall_time(occurrence.due_at, ahead.zone))
        return done

    def _tell(self, kind: NoticeKind, ahead: PendingOccurrences, detail: str, moment: datetime | None = None) -> None:
        notice = Notice(kind, client_id=ahead.client.id, detail=detail, said=ahead.client.name, moment=moment)
        self._changes.notice.emit(notice)


def _context(rules_file: Path, look: Callable[[str], MediaCheck | None]) -> ReviewContext:
    rules = load_rules(rules_file)
    counter = TextCounter(rules.x_counting)
    counter.load_emoji()
    return ReviewContext(rules, counter, look=look)
