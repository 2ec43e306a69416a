"""The problems of a row of a file that is to become a post, as kinds and details; `ui` has the words."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.import_columns import FileRow
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import Severity, worst_first
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Assessment
from postdesk.domain.sheet import SheetRow


class RowProblemKind(StrEnum):
    """The kind of a problem or a note. The comments say what `RowProblem.detail` contains."""

    CLIENT_MISSING = "client_missing"
    CLIENT_UNKNOWN = "client_unknown"  # the name
    CLIENT_SEVERAL = "client_several"  # the name
    CLIENT_ARCHIVED = "client_archived"  # the name
    PLATFORM_MISSING = "platform_missing"
    PLATFORM_UNKNOWN = "platform_unknown"  # the unknown names
    NOT_CONNECTED = "not_connected"
    NEEDS_RECONNECTING = "needs_reconnecting"
    ACCOUNT_CHANGED = "account_changed"
    ZONE_UNKNOWN = "zone_unknown"  # the name
    TIME_MISSING = "time_missing"
    TIME_UNREADABLE = "time_unreadable"  # the text of the cells
    TIME_BOTH_WAYS = "time_both_ways"  # the text of the cells
    TIME_SKIPPED = "time_skipped"
    TIME_DOUBLED = "time_doubled"
    TIME_PAST = "time_past"
    TIME_TOO_SOON = "time_too_soon"
    TIME_FAR = "time_far"
    ROW_TWICE = "row_twice"  # the number of the other row
    SAME_WORDS = "same_words"  # the number of the other row
    SAME_MINUTE = "clash"  # the number of the other row
    IMPORTED_BEFORE = "imported_before"
    THERE_ALREADY = "there_already"
    NOT_TO_COME = "not_to_come"  # the state in the file
    IS_DRAFT = "is_draft"
    MORE_FILES = "more_files"  # the number of files


NO_DRAFT_POSSIBLE: Final = frozenset(
    {RowProblemKind.CLIENT_MISSING, RowProblemKind.CLIENT_UNKNOWN, RowProblemKind.CLIENT_SEVERAL, RowProblemKind.CLIENT_ARCHIVED}
)
EXCLUDED_BY_DEFAULT: Final = frozenset(
    {RowProblemKind.ROW_TWICE, RowProblemKind.IMPORTED_BEFORE, RowProblemKind.THERE_ALREADY, RowProblemKind.NOT_TO_COME}
)
"""The kinds of rows that are excluded by default; the user may include them."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem of a row, or a note. `platforms`: those that it is about, if it is about some only."""

    severity: Severity
    kind: RowProblemKind
    detail: str = ""
    platforms: tuple[Platform, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as it would become a post. `source` is the row of the file; `row` may have been edited since.

    `draft` is None without a known client; `outgoing` is the draft as it is sent, with link tags. `assessments`: those of
    platforms with a problem; `worst`: the worst severity of all problems, None without any.
    """

    source: FileRow
    row: SheetRow
    included: bool
    client: Client | None = None
    draft: Draft | None = None
    outgoing: Draft | None = None
    problems: tuple[RowProblem, ...] = ()
    assessments: tuple[tuple[Platform, Assessment], ...] = ()
    worst: Severity | None = None

    @property
    def number(self) -> int:
        """The number of the row in a spreadsheet."""
        return self.source.number

    @property
    def kinds(self) -> frozenset[RowProblemKind]:
        return frozenset(problem.kind for problem in self.problems)

    @property
    def can_be_draft(self) -> bool:
        """True if the row can be stored as a draft."""
        if self.draft is None or self.draft.empty:
            return False
        return not self.problems or self.kinds.isdisjoint(NO_DRAFT_POSSIBLE)

    @property
    def stays_draft(self) -> bool:
        """True if the file marks the row as a draft, which is not scheduled."""
        return any(problem.kind is RowProblemKind.IS_DRAFT for problem in self.problems)

    @property
    def can_be_scheduled(self) -> bool:
        """True if no problem certainly prevents scheduling."""
        return self.can_be_draft and not self.stays_draft and self.worst is not Severity.STOP


def worst_of(problems: Iterable[RowProblem], assessments: Iterable[tuple[Platform, Assessment]]) -> Severity | None:
    """Return the worst severity of a row's problems, not counting hints; None if there is none."""
    found = [problem.severity for problem in problems]
    found += [problem.severity for _, assessment in assessments for problem in assessment.problems[:1]]
    return min((each for each in found if each is not Severity.HINT), key=worst_first, default=None)


class RowCounts(NamedTuple):
    """The counts of a file's rows; those of a single row are 0 or 1.

    `schedulable`: imported if all are scheduled; `as_draft`: if all become drafts.
    """

    problem: int = 0
    left_out: int = 0
    schedulable: int = 0
    as_draft: int = 0


def row_counts(row: CheckedRow) -> RowCounts:
    """Return the row's contribution to each count."""
    as_draft = row.included and row.can_be_draft
    schedulable = as_draft and (row.stays_draft or row.can_be_scheduled)
    return RowCounts(int(row.worst is not None), int(not row.included), int(schedulable), int(as_draft))
