"""The series of a workspace: begin, change and end them; their posts are made some weeks ahead."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.calendar_days import wall_time
from postdesk.domain.clients import zone_of
from postdesk.domain.drafts import Draft, make_storable
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.series import (
    Frequency,
    Occurrence,
    OccurrenceOutcome,
    OccurrenceRecord,
    RecurrenceRule,
    Series,
    SeriesState,
    occurrences,
    series_text_of,
    storable_series_text,
)
from postdesk.domain.times import zone
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.composer import Composer
from postdesk.engine.immediate_writes import ImmediateWrites
from postdesk.engine.media_checks import MediaChecks
from postdesk.engine.series_changes import Withdrawal, begin, change_all, change_back, change_from, set_state, skip
from postdesk.engine.series_maker import SeriesMaker
from postdesk.engine.submission import RefusedReason, SubmissionRefused
from postdesk.engine.workspace_context import WorkspaceContext
from postdesk.store import clients, drafts
from postdesk.store import series as series_store
from postdesk.store.sqlite import StorageError, Transaction

_RECENT_DAYS: Final = 28


@dataclass(frozen=True, slots=True)
class SeriesStatus:
    """A series with its status: the next occurrence, and the drafts that wait for the user.

    `next_occurrence` is None if the series has ended, or its client's zone is unknown. `missed` is the number of its
    occurrences in the last four weeks that passed before they were made.
    """

    series: Series
    next_occurrence: Occurrence | None
    drafts_to_check: tuple[OccurrenceRecord, ...] = ()
    missed: int = 0


class SeriesBook(QObject):
    """The series of a workspace.

    `changed` follows when a series, or something made of one, changed. `begun` carries the series' id, `refused` a
    RefusedReason. `withdrawn` carries the id and a `Withdrawal`, the result of the last command for its posts. `not_skipped`
    carries the id.
    """

    changed = Signal()
    begun = Signal(str)
    refused = Signal(object)
    withdrawn = Signal(str, object)
    not_skipped = Signal(str)

    def __init__(self, context: WorkspaceContext, composer: Composer, media: MediaChecks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._database, self._clock = context.workspace, context.database, context.clock
        self._changes, self._tasks = context.changes, context.tasks
        self._writes, self._acts = ImmediateWrites(context), CommandRunner(context.tasks, context.changes)
        self._maker = SeriesMaker(context, composer.rules_file, composer.submit_terms, media.cached, self.changed.emit)
        for signal in (context.changes.clients, context.changes.connections, context.changes.practice):
            signal.connect(self._maker.wake)

    def statuses(self, client_id: int | None = None) -> tuple[SeriesStatus, ...]:
        """Return the status of all series, or of a client's, in the order in which they were begun."""
        conn = self._database.reader
        waiting = series_store.needing_attention(conn, self._workspace.id)
        return tuple(
            self._status(each, tuple(done for done in waiting if done.series_id == each.id))
            for each in series_store.all_of(conn, self._workspace.id, client_id)
        )

    def _status(self, series: Series, waiting: tuple[OccurrenceRecord, ...]) -> SeriesStatus:
        since = self._clock.now().toordinal() - _RECENT_DAYS
        lately = Counter(done.outcome for done in series_store.records_from(self._database.reader, series.id, since))
        return SeriesStatus(series, self._following(series), waiting, lately[OccurrenceOutcome.MISSED])

    def get(self, series_id: str) -> Series | None:
        """Return the series; None if there is none, or it was deleted."""
        found = series_store.get(self._database.reader, series_id)
        return found if found and found.state is not SeriesState.DELETED else None

    def of_post(self, post_id: int) -> tuple[Series, int] | None:
        """Return the series of a post and the number of its occurrence; None if the post is of no series."""
        done = series_store.of_post(self._database.reader, post_id)
        found = self.get(done.series_id) if done else None
        return (found, done.number) if found and done else None

    def next_times(self, client_id: int, rule: RecurrenceRule, count: int, number: int = 0) -> tuple[Occurrence, ...]:
        """Return the next `count` occurrences of a rule for the client, from the day `number` (a date's ordinal) on."""
        client = clients.get(self._database.reader, client_id)
        client_zone = zone(client.zone) if client else None
        if client_zone is None:
            return ()
        coming = occurrences(rule, client_zone, self._clock.now())
        return tuple(islice((each for each in coming if each.number >= number), count))

    async def run(self) -> None:
        """Make posts ahead, as long as the workspace session runs."""
        await self._maker.run()

    async def make_due(self) -> None:
        """Make the posts that are to be made now."""
        await self._maker.make_due()

    def new_from_draft(self, draft: Draft) -> Series:
        """Return a new series, not stored yet, as the draft would begin it: weekly, on the draft's day and time."""
        client_zone = zone_of(clients.get(self._database.reader, draft.client_id), ZoneInfo("UTC"))
        first = wall_time(draft.due_at or self._clock.now(), client_zone).replace(second=0, microsecond=0)
        return Series(
            id=str(uuid.uuid4()),
            client_id=draft.client_id,
            rule=RecurrenceRule(Frequency.WEEKS, first, weekdays=(first.isoweekday(),)),
            platforms=draft.platforms,
            wordings=(series_text_of(draft),),
            day=first.date(),
            since=self._clock.now(),
            labels=draft.labels,
            plain_links=draft.plain_links,
            overridden=draft.overridden,
        )

    def begin(self, series: Series, draft: Draft) -> None:
        """Begin the series and delete its draft; `begun` or `refused` follows."""
        clean = replace(_clean(series), since=self._clock.now())
        self._tasks.start(f"begin {series.id}", self._begin(clean, make_storable(draft)))

    async def _begin(self, series: Series, draft: Draft) -> None:
        try:
            await self._database.run(partial(begin, series=series, draft=draft, now=self._clock.now()))
        except SubmissionRefused as stays:
            self.refused.emit(stays.reason)
        except StorageError:
            self.refused.emit(RefusedReason.STORAGE)
        else:
            self._told_with_drafts()
            self.begun.emit(series.id)

    def undo_begin(self, series_id: str, draft: Draft) -> None:
        """Undo `begin`: the posts made are taken back, and the draft is restored."""
        now = self._clock.now()

        def work(conn: Transaction) -> None:
            set_state(conn, series_id, SeriesState.DELETED, now)
            drafts.save(conn, replace(make_storable(draft), replaces_post=None, updated_at=now))

        self._writes.write_now(f"take back {series_id}", work, self._told_with_drafts)

    def change_from(self, series: Series, number: int) -> str:
        """Change the series from the occurrence `number` on. Return the id for the later part.

        Where earlier occurrences are left, the series is split, and the later part gets that id.
        """
        later_id = str(uuid.uuid4())
        wanted, now = _clean(series), self._clock.now()
        self._act(series.id, partial(change_from, series=wanted, later_id=later_id, number=number, now=now))
        return later_id

    def change_back(self, before: Series, later_id: str, number: int) -> None:
        """Undo `change_from`, which returned `later_id`."""
        now = self._clock.now()
        self._act(before.id, partial(change_back, before=before, later_id=later_id, number=number, now=now))

    def change_all(self, series: Series) -> None:
        """Change the whole series from today on; posts made ahead are replaced unless they are locked or were edited."""
        client_zone, now = zone_of(clients.get(self._database.reader, series.client_id), ZoneInfo("UTC")), self._clock.now()
        today = now.astimezone(client_zone).toordinal()
        self._act(series.id, partial(change_all, series=_clean(series), number=today, now=now))

    def pause(self, series_id: str) -> None:
        """Make no more posts, and take back those made ahead."""
        self.set_state(series_id, SeriesState.PAUSED)

    def end(self, series_id: str) -> None:
        """End the series for good, and take back the posts made ahead."""
        self.set_state(series_id, SeriesState.ENDED)

    def delete(self, series_id: str) -> None:
        """Delete the series, and take back the posts made ahead; until the next start `resume` brings the series back."""
        self.set_state(series_id, SeriesState.DELETED)

    def resume(self, series_id: str) -> None:
        """Make posts again, from now on."""
        self.set_state(series_id, SeriesState.RUNNING)

    def skip(self, series_id: str, number: int) -> None:
        """Skip the occurrence; `not_skipped` follows if its post is locked, or was edited by the user."""
        self._acts.run_unless_running(f"skip {series_id} {number}", self._skip(series_id, number))

    async def _skip(self, series_id: str, number: int) -> None:
        skipped = await self._database.run(partial(skip, series_id=series_id, number=number, now=self._clock.now()))
        self._told_with_drafts()
        if not skipped:
            self.not_skipped.emit(series_id)

    def unskip(self, series_id: str, number: int) -> None:
        """Undo `skip`."""
        work = partial(series_store.forget, series_id=series_id, numbers=(number,))
        self._writes.write_now(f"unskip {series_id} {number}", work, self._tell)

    def set_state(self, series_id: str, state: SeriesState) -> None:
        """Set the state of the series; in every state but RUNNING the posts made ahead are taken back."""
        self._act(series_id, partial(set_state, series_id=series_id, state=state, now=self._clock.now()))

    def _act(self, series_id: str, work: Callable[[Transaction], Withdrawal]) -> None:
        self._acts.run_always("series", self._done(series_id, work))

    async def _done(self, series_id: str, work: Callable[[Transaction], Withdrawal]) -> None:
        back = await self._database.run(work)
        self._told_with_drafts()
        self.withdrawn.emit(series_id, back)

    def _told_with_drafts(self) -> None:
        self._changes.drafts.emit()
        self._changes.posts.emit()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self._maker.wake()

    def _following(self, series: Series) -> Occurrence | None:
        if series.state is SeriesState.ENDED:
            return None
        done = series_store.records_from(self._database.reader, series.id, self._clock.now().toordinal() - 1)
        skipped = {each.number for each in done if each.outcome is OccurrenceOutcome.SKIPPED}
        coming = self.next_times(series.client_id, series.rule, len(skipped) + 1)
        return next((each for each in coming if each.number not in skipped), None)


def _clean(series: Series) -> Series:
    return replace(series, wordings=tuple(map(storable_series_text, series.wordings)))
