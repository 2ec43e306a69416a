"""The gaps between posts of a client."""

from datetime import UTC, datetime, timedelta

import pytest

from postdesk.domain.gaps import gap_problem
from postdesk.domain.limits import Severity
from postdesk.domain.problems import Problem, ProblemField, ProblemKind

NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def problem(kind: ProblemKind, minutes: float, other: datetime) -> Problem:
    return Problem(Severity.WARN, kind, ProblemField.PLATFORM, allowed=minutes, detail=other.isoformat())


@pytest.mark.parametrize(
    ("apart", "gap", "kind"),
    [
        (timedelta(), 0, ProblemKind.SAME_TIME),
        (59 * SECOND, 0, ProblemKind.SAME_TIME),
        (59 * SECOND, 60, ProblemKind.SAME_TIME),
        (MINUTE, 0, None),
        (MINUTE, 60, ProblemKind.TOO_CLOSE),
        (-MINUTE, 60, ProblemKind.TOO_CLOSE),
        (59 * MINUTE, 60, ProblemKind.TOO_CLOSE),
        (60 * MINUTE, 60, None),
        (-60 * MINUTE, 60, None),
    ],
)
def test_what_is_too_near(apart: timedelta, gap: int, kind: ProblemKind | None) -> None:
    other = NINE + apart
    minutes = gap if kind is ProblemKind.TOO_CLOSE else 0
    expected = problem(kind, minutes, other.replace(second=0)) if kind else None
    assert gap_problem(NINE, [other], gap * MINUTE) == expected


def test_the_nearest_is_named() -> None:
    others = [NINE - 50 * MINUTE, NINE + 20 * MINUTE, NINE + 40 * MINUTE]
    assert gap_problem(NINE, others, 60 * MINUTE) == problem(ProblemKind.TOO_CLOSE, 60, NINE + 20 * MINUTE)


def test_nothing_else_is_nothing_to_say() -> None:
    assert gap_problem(NINE, [], 60 * MINUTE) is None
