"""How near to each other a client's posts to a platform are: in the same minute, or nearer than the client wants."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from postdesk.domain.limits import Severity
from postdesk.domain.problems import Field, Problem, ProblemKind

PROPOSED_GAP: Final = timedelta(minutes=60)
"""What is offered where somebody wants one; none is kept unless it was chosen."""

SAME: Final = timedelta(minutes=1)
"""What is nearer goes out at the same time, for those who read it."""


def near_problem(due_at: datetime, others: Iterable[datetime], gap: timedelta) -> Problem | None:
    """What the nearest of the other posts to the same platform is a problem of; None where there is `gap` between them.

    A gap of 0 leaves what goes out in the same minute.
    """
    nearest = min(others, key=lambda other: _apart(other, due_at), default=None)
    if nearest is None or _apart(nearest, due_at) >= max(gap, SAME):
        return None
    same = _apart(nearest, due_at) < SAME
    kind = ProblemKind.SAME_TIME if same else ProblemKind.TOO_CLOSE
    minutes = 0 if same else gap / timedelta(minutes=1)
    return Problem(Severity.WARN, kind, Field.PLATFORM, allowed=minutes, detail=_to_the_minute(nearest).isoformat())


def _apart(one: datetime, other: datetime) -> timedelta:
    """By the minutes that a clock shows: the milliseconds that tell two requests apart are no distance."""
    return abs(_to_the_minute(one) - _to_the_minute(other))


def _to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
