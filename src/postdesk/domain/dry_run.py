"""A check of all rows of a file before anything is imported: against the rules, the other rows and the planned posts."""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft, Variant, make_storable
from postdesk.domain.import_clients import ClientMatcher
from postdesk.domain.import_columns import FileRow
from postdesk.domain.import_facts import ImportDefaults, ImportFacts
from postdesk.domain.import_neighbours import RowNeighbours
from postdesk.domain.import_problems import (
    EXCLUDED_BY_DEFAULT,
    CheckedRow,
    RowCounts,
    RowProblem,
    RowProblemKind,
    row_counts,
    worst_of,
)
from postdesk.domain.limits import Severity
from postdesk.domain.media import MediaCheck
from postdesk.domain.outgoing import outgoing_draft
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Assessment, ProblemKind
from postdesk.domain.review import ReviewContext, assess
from postdesk.domain.sheet import DRAFT, SheetRow, group_word
from postdesk.domain.state_groups import StateGroup
from postdesk.domain.times import FAR_AHEAD, MIN_LEAD, WallTimeKind, zone
from postdesk.domain.written_times import UnclearTime, parse_cells

_NOT_TO_COME: Final = tuple(group_word(group) for group in StateGroup if group not in (StateGroup.SCHEDULED, StateGroup.HELD))
"""The words of a sheet for posts that were published, may have been, or failed."""


_RECHECKED: Final = frozenset(
    {
        RowProblemKind.ROW_TWICE,
        RowProblemKind.THERE_ALREADY,
        RowProblemKind.SAME_WORDS,
        RowProblemKind.SAME_MINUTE,
        RowProblemKind.NOT_CONNECTED,
        RowProblemKind.NEEDS_RECONNECTING,
        RowProblemKind.ACCOUNT_CHANGED,
    }
)
"""The kinds of problems that depend on other rows, posts or accounts: they are found anew with each check."""


class DryRun:
    """The rows of a file and their check: first all, row by row, then again after each change of a row.

    `counts`: the sums of the rows' statuses, once all rows are checked.
    """

    def __init__(self, source: Sequence[FileRow], facts: ImportFacts, defaults: ImportDefaults) -> None:
        self._source, self._facts, self._defaults = source, facts, defaults
        self._clients = ClientMatcher(facts, defaults)
        self._neighbours = RowNeighbours(facts)
        self._media_checks = {media_check.url: media_check for media_check in facts.media_checks}
        self._row_counts: list[RowCounts] = []
        self._rows_by_url = defaultdict[str, list[int]](list)
        self.rows: list[CheckedRow] = []
        self.counts = RowCounts()

    def work(self) -> Iterator[int]:
        """Check all rows. Yields the number of completed steps after each; there are two steps for each row."""
        for at, source in enumerate(self._source):
            read = self._read(CheckedRow(source, source.row, included=True))
            self.rows.append(read)
            self._neighbours.add(at, read)
            if self._left_out_at_first(at, read):
                self._put_in(at, replace(read, included=False))
            yield at + 1
        for at in range(len(self.rows)):
            self.rows[at] = self._checked(at)
            self._row_counts.append(row_counts(self.rows[at]))
            for url in _files(self.rows[at]):
                self._rows_by_url[url].append(at)
            yield len(self.rows) + at + 1
        self.counts = RowCounts(*map(sum, zip(*self._row_counts, strict=True)))
        # Its caches of thousands of texts are no longer needed.
        self._facts.counter.forget()

    def change(self, at: int, row: SheetRow) -> tuple[int, ...]:
        """Replace a row. Returns the indexes of the rows that were checked again."""
        return self._put(at, self._read(replace(self.rows[at], row=row)))

    def include(self, at: int, *, included: bool) -> tuple[int, ...]:
        """Include or exclude a row. Returns the indexes of the rows that were checked again."""
        return self._put(at, replace(self.rows[at], included=included))

    def files(self) -> tuple[str, ...]:
        """Return the addresses of media and covers in the rows, each once."""
        return tuple(self._rows_by_url)

    def add_media_check(self, media_check: MediaCheck) -> tuple[int, ...]:
        """Add the result of probing a file. Returns the indexes of the rows that were checked again."""
        self._media_checks[media_check.url] = media_check
        return self._check_anew(self._rows_by_url.get(media_check.url, ()))

    def _put(self, at: int, checked: CheckedRow) -> tuple[int, ...]:
        touched = {at, *self._neighbours.near(at)}
        self._put_in(at, checked)
        return self._check_anew(sorted(touched | self._neighbours.near(at)))

    def _check_anew(self, places: Iterable[int]) -> tuple[int, ...]:
        for at in (touched := tuple(places)):
            self.rows[at] = self._checked(at)
            before, self._row_counts[at] = self._row_counts[at], row_counts(self.rows[at])
            changed = zip(self.counts, before, self._row_counts[at], strict=True)
            self.counts = RowCounts(*(count - old + new for count, old, new in changed))
        return touched

    def _put_in(self, at: int, checked: CheckedRow) -> None:
        self._neighbours.remove(at)
        self.rows[at] = checked
        self._neighbours.add(at, checked)

    def _left_out_at_first(self, at: int, read: CheckedRow) -> bool:
        return bool(
            {problem.kind for problem in (*read.problems, *self._neighbours.problems(at, self.rows))} & EXCLUDED_BY_DEFAULT
        )

    def _read(self, checked: CheckedRow) -> CheckedRow:
        """Return the row as read, with the problems of reading it."""
        row, problems = checked.row, list[RowProblem]()
        client = self._clients.client(row, problems)
        platforms = self._clients.platforms(row, client, problems)
        due_at = self._due(row, client, problems)
        _of_state(row, problems)
        if checked.source.files > 1:
            problems.append(RowProblem(Severity.WARN, RowProblemKind.MORE_FILES, str(checked.source.files)))
        if client is None:
            return replace(checked, client=None, draft=None, outgoing=None, problems=tuple(problems))
        if self._clients.imported(checked.source.row, client):
            problems.append(RowProblem(Severity.WARN, RowProblemKind.IMPORTED_BEFORE))
        draft = make_storable(_draft(row, client, platforms, due_at, checked.draft))
        return replace(checked, client=client, draft=draft, outgoing=outgoing_draft(draft, client), problems=tuple(problems))

    def _due(self, row: SheetRow, client: Client | None, problems: list[RowProblem]) -> datetime | None:
        """Return the moment of a row; None if missing or unreadable."""
        client_zone = zone(row.zone.strip()) if row.zone.strip() else zone(client.zone) if client else None
        if row.zone.strip() and client_zone is None:
            problems.append(RowProblem(Severity.STOP, RowProblemKind.ZONE_UNKNOWN, row.zone.strip()))
            return None
        if not (row.date.strip() or row.time.strip()):
            problems.append(RowProblem(Severity.STOP, RowProblemKind.TIME_MISSING))
            return None
        return self._moment(row, client_zone or ZoneInfo("UTC"), problems)

    def _moment(self, row: SheetRow, client_zone: ZoneInfo, problems: list[RowProblem]) -> datetime | None:
        facts, cell_text = self._facts, f"{row.date} {row.time}".strip()
        try:
            when = parse_cells(row.date, row.time, self._defaults.order, facts.now.astimezone(client_zone).date()).resolved(
                client_zone
            )
        except UnclearTime as unclear:
            kind = RowProblemKind.TIME_BOTH_WAYS if unclear.order else RowProblemKind.TIME_UNREADABLE
            problems.append(RowProblem(Severity.STOP, kind, cell_text))
            return None
        if when is None:
            problems.append(RowProblem(Severity.STOP, RowProblemKind.TIME_MISSING, cell_text))
            return None
        if when.kind is not WallTimeKind.PLAIN:
            skipped = when.kind is WallTimeKind.SKIPPED
            problems.append(RowProblem(Severity.WARN, RowProblemKind.TIME_SKIPPED if skipped else RowProblemKind.TIME_DOUBLED))
        moment = when.second if when.kind is WallTimeKind.SKIPPED else when.first
        problems.extend(_of_distance(moment, facts))
        return moment

    def _checked(self, at: int) -> CheckedRow:
        """Return the row checked against all others and the rules of its platforms."""
        checked = self.rows[at]
        kept = tuple(problem for problem in checked.problems if problem.kind not in _RECHECKED)
        problems = (*kept, *self._neighbours.problems(at, self.rows))
        if checked.client is None or checked.draft is None:
            return replace(checked, problems=problems, assessments=(), worst=worst_of(problems, ()))
        problems += self._clients.account_problems(checked.client, checked.draft)
        assessed = tuple(each for each in self._assessed(at, checked) if _says_something(each[1]))
        return replace(checked, problems=problems, assessments=assessed, worst=worst_of(problems, assessed))

    def _assessed(self, at: int, checked: CheckedRow) -> Iterator[tuple[Platform, Assessment]]:
        going, draft, client = checked.outgoing, checked.draft, checked.client
        assert going
        assert draft
        assert client
        context = ReviewContext(
            self._facts.rules,
            self._facts.counter,
            within_a_day=lambda _, platform: self._neighbours.within_a_day(at, platform),
            duplicate_of=lambda _, platform: self._neighbours.duplicate(draft, platform),
            too_near=lambda _, platform: self._neighbours.too_near(at, platform),
            cached_check=self._media_checks.get,
        )
        for platform in going.platforms:
            yield platform, assess(going, platform, self._clients.account(client.id, platform), context)


def _says_something(assessment: Assessment) -> bool:
    """Return False if there are only reserved characters: the composer marks those, the import does not report them."""
    return any(problem.kind is not ProblemKind.RESERVED_CHARACTERS for problem in assessment.problems)


def _files(checked: CheckedRow) -> set[str]:
    """Return the addresses of media and covers in a row."""
    draft = checked.draft
    parts: tuple[Draft | Variant, ...] = (draft, *draft.variants) if draft else ()
    return {url.strip() for part in parts for url in (part.media_url, part.thumbnail_url) if url}


def _of_state(row: SheetRow, problems: list[RowProblem]) -> None:
    state_text = row.state.strip().casefold()
    if state_text == DRAFT:
        problems.append(RowProblem(Severity.HINT, RowProblemKind.IS_DRAFT))
    elif state_text in _NOT_TO_COME:
        problems.append(RowProblem(Severity.WARN, RowProblemKind.NOT_TO_COME, row.state.strip()))


def _of_distance(moment: datetime, facts: ImportFacts) -> Iterator[RowProblem]:
    ahead = moment - facts.now - facts.server_offset
    if ahead <= timedelta() or moment <= facts.now:
        yield RowProblem(Severity.STOP, RowProblemKind.TIME_PAST)
    elif ahead < MIN_LEAD:
        yield RowProblem(Severity.STOP, RowProblemKind.TIME_TOO_SOON)
    elif ahead > FAR_AHEAD:
        yield RowProblem(Severity.WARN, RowProblemKind.TIME_FAR)


def _draft(
    row: SheetRow, client: Client, platforms: tuple[Platform, ...], due_at: datetime | None, before: Draft | None
) -> Draft:
    return Draft(
        # Not uuid4: its system call releases the GIL for each row, too briefly for the GUI thread to acquire it.
        id=before.id if before else str(uuid.UUID(int=random.getrandbits(128), version=4)),
        client_id=client.id,
        platforms=platforms,
        text=row.text,
        variants=row.own,
        title=row.title,
        media_url=row.media.strip(),
        thumbnail_url=row.cover.strip(),
        due_at=due_at,
        labels=tuple(sorted(dict.fromkeys(row.labels), key=lambda each: (each.casefold(), each))),
    )
