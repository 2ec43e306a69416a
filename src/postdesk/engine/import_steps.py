"""The transactions of an import: rows of a file become posts and drafts, as in the composer; an undo removes them again.

Each transaction handles a few rows and is short, so that posts that are due meanwhile are marked and sent between two of them.
"""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Final

from postdesk.domain.drafts import Draft
from postdesk.domain.import_facts import row_fingerprint
from postdesk.domain.import_problems import CheckedRow, RowProblemKind
from postdesk.domain.imports import Import, ImportResult, ImportState, ImportUndoResult
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Severity
from postdesk.domain.new_posts import NoFreeMoment, SubmitTerms
from postdesk.domain.outgoing import Submission
from postdesk.domain.posts import Post, PostState
from postdesk.domain.problems import warning_key
from postdesk.domain.recall import RECALLABLE_STATES, live_entries
from postdesk.engine.recall import cancel_unsent
from postdesk.engine.series_posts import due_times
from postdesk.engine.submission import RefusedReason, SubmissionRefused, create_posts
from postdesk.store import drafts, imports, posts
from postdesk.store.sqlite import Transaction

_PART: Final = 20
"""Rows in one transaction: with four platforms they block the database writer for 50 to 100 ms."""


class ImportCancelled(Exception):
    """The user cancelled the step: it has no effect."""


class ImportRefused(Exception):
    """Nothing was imported: the row of that number is refused for this reason; `platform` as in `SubmissionRefused`."""

    def __init__(self, number: int, reason: RefusedReason, platform: str = "") -> None:
        super().__init__(reason)
        self.number, self.reason, self.platform = number, reason, platform


@dataclass(frozen=True, slots=True)
class ImportJob:
    """The input of an import: the rows of a file of that name, to be scheduled (`schedule`) or kept as drafts."""

    workspace_id: int
    name: str
    rows: tuple[CheckedRow, ...]
    schedule: bool
    terms: SubmitTerms


@dataclass(frozen=True, slots=True)
class StartedImport:
    """A started import. `before`: the fingerprint and client id of each row that had been imported before."""

    made: Import
    before: frozenset[tuple[str, int]]


def begin_import(conn: Transaction, job: ImportJob) -> StartedImport:
    """Record an unfinished import: none of its posts is sent, and the next start undoes it."""
    rows, state = len(job.rows), ImportState.UNFINISHED
    made = Import(str(uuid.uuid4()), job.name, job.terms.now, rows, state)
    imports.add(conn, job.workspace_id, made)
    return StartedImport(made, imports.existing_rows(conn, job.workspace_id))


def import_rows(conn: Transaction, job: ImportJob, begun: StartedImport, done: int) -> int:
    """Make posts and drafts of the next rows after `done`; return the number of rows done then. Raises ImportRefused."""
    rows = job.rows[done : done + _PART]
    for row in rows:
        _not_twice(conn, row, begun.before)
        moments: tuple[datetime, ...] = ()
        if _is_scheduled(job, row):
            moments = due_times(_schedule(conn, job, row))
        else:
            _save(conn, row, job.terms.now)
        assert row.draft
        imports.note(conn, begun.made.id, row.draft.id, row.draft.client_id, row_fingerprint(row.source.row), moments)
    return done + len(rows)


def finish_import(conn: Transaction, job: ImportJob, begun: StartedImport) -> ImportResult:
    """Mark the import as finished: its posts may be sent from now on."""
    imports.set_state(conn, begun.made.id, ImportState.FINISHED)
    scheduled = sum(_is_scheduled(job, row) for row in job.rows)
    made = replace(begun.made, state=ImportState.FINISHED)
    return ImportResult(made, scheduled, len(job.rows) - scheduled)


def _is_scheduled(job: ImportJob, row: CheckedRow) -> bool:
    return job.schedule and not row.stays_draft


def _not_twice(conn: Transaction, row: CheckedRow, before: frozenset[tuple[str, int]]) -> None:
    """Refuse a row that was imported since it was checked. Raises ImportRefused."""
    assert row.draft
    known = (row_fingerprint(row.source.row), row.draft.client_id) in before and RowProblemKind.IMPORTED_BEFORE not in row.kinds
    if known or imports.is_noted(conn, row.draft.id):
        raise ImportRefused(row.number, RefusedReason.IMPORTED_MEANWHILE)


def _schedule(conn: Transaction, job: ImportJob, row: CheckedRow) -> tuple[Post, ...]:
    assert row.draft
    assert row.outgoing
    submission = Submission(row.draft, row.outgoing, overridden=overridden(row))
    try:
        return create_posts(conn, job.workspace_id, submission, job.terms)
    except SubmissionRefused as refusal:
        raise ImportRefused(row.number, refusal.reason, refusal.platform) from None
    except NoFreeMoment:
        raise ImportRefused(row.number, RefusedReason.NO_FREE_MILLISECOND) from None


def _save(conn: Transaction, row: CheckedRow, now: datetime) -> None:
    """Save the row as a draft, without a time that is past."""
    draft = row.draft
    assert draft
    due_at = draft.due_at if draft.due_at and draft.due_at > now else None
    drafts.save(conn, replace(draft, due_at=due_at, updated_at=now))


def overridden(row: CheckedRow) -> tuple[str, ...]:
    """Return the warnings that the row is scheduled with, in the form of `Post.overridden`."""
    warned = {
        warning_key(platform, problem.kind)
        for platform, assessment in row.assessments
        for problem in assessment.problems
        if problem.severity is Severity.WARN
    }
    return tuple(sorted(warned))


@dataclass(frozen=True, slots=True)
class UndoProgress:
    """The progress of an undo, up to the row at `place`. `total`: the number of rows at its start."""

    total: int
    back: ImportUndoResult
    place: int = 0
    done: int = 0
    over: bool = False

    @property
    def result(self) -> ImportUndoResult:
        """The result up to here."""
        return replace(self.back, remaining=self.total - self.done)


def begin_undo(conn: Transaction, import_id: str) -> UndoProgress:
    """Start the undo: from now on none of the import's posts is sent."""
    made = imports.get(conn, import_id)
    if made and made.state is ImportState.FINISHED:
        imports.set_state(conn, import_id, ImportState.UNDOING)
    return UndoProgress(imports.count(conn, import_id), ImportUndoResult())


def undo_rows(conn: Transaction, import_id: str, progress: UndoProgress, now: datetime) -> UndoProgress:
    """Undo the next rows. A row stays if any entry of its post was sent, or if it was changed, moved or scheduled since."""
    made = imports.get(conn, import_id)
    rows = imports.drafts_after(conn, import_id, progress.place, _PART)
    for place, draft_id in rows:
        progress = replace(progress, back=_undo_row(conn, draft_id, made, now, progress.back), place=place)
    return replace(progress, done=progress.done + len(rows), over=not rows)


def end_undo(conn: Transaction, import_id: str) -> None:
    """End the undo: rows that stay, as the user changed them or they were sent, are usual posts and drafts again."""
    imports.set_state(conn, import_id, ImportState.FINISHED)


def end_rollback(conn: Transaction, workspace_id: int, unfinished: Import) -> None:
    """End the undo of an unfinished import, and record it for a notice to the user."""
    end_undo(conn, unfinished.id)
    imports.note_undone(conn, workspace_id, unfinished.name)


def _undo_row(conn: Transaction, draft_id: str, made: Import | None, now: datetime, back: ImportUndoResult) -> ImportUndoResult:
    draft = drafts.get(conn, draft_id)
    if draft and made and draft.updated_at and draft.updated_at != made.at:
        return replace(back, edited=back.edited + 1)
    if draft:
        _forget(conn, draft)
        return replace(back, removed=back.removed + 1)
    return _of_posts(conn, draft_id, now, back)


def _forget(conn: Transaction, draft: Draft) -> None:
    drafts.delete(conn, draft.id)
    imports.forget(conn, draft.id)


def _of_posts(conn: Transaction, draft_id: str, now: datetime, back: ImportUndoResult) -> ImportUndoResult:
    made = tuple(post for post in posts.made_from(conn, draft_id) if post.state is not PostState.CANCELLED)
    if not made:
        return replace(back, edited=back.edited + 1) if imports.is_there(conn, draft_id) else back
    if any(entry.state not in RECALLABLE_STATES for post in made for entry in live_entries(post)):
        return replace(back, not_recallable=back.not_recallable + 1)
    if due_times(made) != imports.moments_of(conn, draft_id):
        return replace(back, edited=back.edited + 1)
    for post in made:
        cancel_unsent(conn, post, now)
    posts.detach_from_draft(conn, draft_id)
    imports.forget(conn, draft_id)
    return replace(back, removed=back.removed + 1)
