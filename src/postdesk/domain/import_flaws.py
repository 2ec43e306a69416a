"""What may stand against a row of a file that is to become a post, as kinds and details; the words are the window's."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from postdesk.domain.clients import Client
from postdesk.domain.drafts import Draft
from postdesk.domain.importing import FileRow
from postdesk.domain.limits import Severity, worst_first
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import Assessment
from postdesk.domain.sheet import Row


class FlawKind(StrEnum):
    """What is wrong, or to know; what `Flaw.detail` is of it stands behind."""

    CLIENT_MISSING = "client_missing"
    CLIENT_UNKNOWN = "client_unknown"  # the name
    CLIENT_SEVERAL = "client_several"  # the name
    CLIENT_ARCHIVED = "client_archived"  # the name
    PLATFORM_MISSING = "platform_missing"
    PLATFORM_UNKNOWN = "platform_unknown"  # the words
    NOT_CONNECTED = "not_connected"
    NEEDS_RECONNECTING = "needs_reconnecting"
    ACCOUNT_CHANGED = "account_changed"
    ZONE_UNKNOWN = "zone_unknown"  # the name
    TIME_MISSING = "time_missing"
    TIME_UNREADABLE = "time_unreadable"  # what stands there
    TIME_BOTH_WAYS = "time_both_ways"  # what stands there
    TIME_SKIPPED = "time_skipped"
    TIME_DOUBLED = "time_doubled"
    TIME_PAST = "time_past"
    TIME_TOO_SOON = "time_too_soon"
    TIME_FAR = "time_far"
    ROW_TWICE = "row_twice"  # the number of the other
    SAME_WORDS = "same_words"  # the number of the other
    CLASH = "clash"  # the number of the other
    IMPORTED_BEFORE = "imported_before"
    THERE_ALREADY = "there_already"
    NOT_TO_COME = "not_to_come"  # the state that the file tells
    IS_DRAFT = "is_draft"
    MORE_FILES = "more_files"  # how many there are


NOT_EVEN_A_DRAFT: Final = frozenset(
    {FlawKind.CLIENT_MISSING, FlawKind.CLIENT_UNKNOWN, FlawKind.CLIENT_SEVERAL, FlawKind.CLIENT_ARCHIVED}
)
LEFT_OUT_AT_FIRST: Final = frozenset({FlawKind.ROW_TWICE, FlawKind.IMPORTED_BEFORE, FlawKind.THERE_ALREADY, FlawKind.NOT_TO_COME})
"""A person may take these in after all."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to know of a row; `platforms`: on which, where it is about some."""

    severity: Severity
    kind: FlawKind
    detail: str = ""
    platforms: tuple[Platform, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as it would become a post. `row` may have been changed since it was read, `source` is as it stands in the file.

    `draft` is None where nobody knows for whom it is, `outgoing` is as it is sent: its links with their tags. `assessments` are
    those of platforms that find a problem, `worst` is the worst of all that stands against it; None where nothing does.
    """

    source: FileRow
    row: Row
    included: bool
    client: Client | None = None
    draft: Draft | None = None
    outgoing: Draft | None = None
    flaws: tuple[Flaw, ...] = ()
    assessments: tuple[tuple[Platform, Assessment], ...] = ()
    worst: Severity | None = None

    @property
    def number(self) -> int:
        """What a spreadsheet calls it."""
        return self.source.number

    @property
    def kinds(self) -> frozenset[FlawKind]:
        return frozenset(flaw.kind for flaw in self.flaws)

    @property
    def can_be_draft(self) -> bool:
        """Whether it could be kept as a draft."""
        if self.draft is None or self.draft.empty:
            return False
        return not self.flaws or self.kinds.isdisjoint(NOT_EVEN_A_DRAFT)

    @property
    def stays_draft(self) -> bool:
        """Whether the file says that it is a draft: it is not scheduled."""
        return any(flaw.kind is FlawKind.IS_DRAFT for flaw in self.flaws)

    @property
    def can_be_scheduled(self) -> bool:
        """Whether nothing is certain to stand against it."""
        return self.can_be_draft and not self.stays_draft and self.worst is not Severity.STOP


def worst_of(flaws: Iterable[Flaw], assessments: Iterable[tuple[Platform, Assessment]]) -> Severity | None:
    """The worst of what stands against a row; None where nothing does."""
    found = [flaw.severity for flaw in flaws]
    found += [problem.severity for _, assessment in assessments for problem in assessment.problems[:1]]
    return min((each for each in found if each is not Severity.HINT), key=worst_first, default=None)


class Standing(NamedTuple):
    """What a row counts for: each 0 or 1. `goes`: it is brought in if all is scheduled, `kept`: if all become drafts."""

    problem: int = 0
    left_out: int = 0
    goes: int = 0
    kept: int = 0


def standing(row: CheckedRow) -> Standing:
    """What the row counts for."""
    kept = row.included and row.can_be_draft
    goes = kept and (row.stays_draft or row.can_be_scheduled)
    return Standing(int(row.worst is not None), int(not row.included), int(goes), int(kept))
