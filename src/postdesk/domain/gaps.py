"""Conflicts between a client's posts to a platform: the same minute, or less than the client's gap apart."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.limits import Severity
from postdesk.domain.problems import Problem, ProblemField, ProblemKind

PROPOSED_GAP: Final = timedelta(minutes=60)
"""The proposed value for a client that wants a gap. There is no gap by default."""

SAME_MINUTE: Final = timedelta(minutes=1)
"""The distance below which posts are published at the same time, as readers see it."""


def gap_problem(due_at: datetime, others: Iterable[datetime], gap: timedelta) -> Problem | None:
    """Return the conflict with the nearest of the other posts to the same platform; None if all are `gap` or more apart.

    With a gap of 0 only posts in the same minute conflict.
    """
    nearest = min(others, key=lambda other: _apart(other, due_at), default=None)
    if nearest is None or _apart(nearest, due_at) >= max(gap, SAME_MINUTE):
        return None
    same = _apart(nearest, due_at) < SAME_MINUTE
    kind = ProblemKind.SAME_TIME if same else ProblemKind.TOO_CLOSE
    minutes = 0 if same else gap / timedelta(minutes=1)
    return Problem(Severity.WARN, kind, ProblemField.PLATFORM, allowed=minutes, detail=_to_the_minute(nearest).isoformat())


def _apart(one: datetime, other: datetime) -> timedelta:
    """Return the distance in whole minutes of the clock. Milliseconds only keep requests distinct."""
    return abs(_to_the_minute(one) - _to_the_minute(other))


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
