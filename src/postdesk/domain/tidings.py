"""What is worth a notification of the desktop, and what is told together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from postdesk.domain.board import Row
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import StateGroup

_MOST_ALONE: Final = 2
"""What comes in greater number at once is told as one."""


class Tiding(StrEnum):
    """Each can be told of or not, as the user likes."""

    PUBLISHED = "published"
    FAILED = "failed"
    TO_DECIDE = "to_decide"
    MISSED = "missed"
    RECONNECT = "reconnect"


QUIET: Final = frozenset({Tiding.PUBLISHED})
"""What goes well stays quiet unless it is asked for."""

STATES: Final = (
    (Tiding.MISSED, frozenset({PostState.MISSED})),
    (Tiding.FAILED, StateGroup.FAILED.value - {PostState.MISSED}),
    (Tiding.TO_DECIDE, frozenset({PostState.TO_DECIDE, PostState.CONTRADICTORY, PostState.TO_DELETE, PostState.HELD})),
    (Tiding.PUBLISHED, frozenset({PostState.PUBLISHED})),
)
"""Of which states of posts each tells."""


@dataclass(frozen=True, slots=True)
class Told:
    """One notification: of one post, or of several that came to the same at once."""

    kind: Tiding
    rows: tuple[Row, ...]

    @property
    def states(self) -> frozenset[PostState]:
        """The states of its posts."""
        return frozenset(row.state for row in self.rows)


def together(rows: Iterable[Row], wanted: frozenset[Tiding]) -> tuple[Told, ...]:
    """What is told of these posts: each alone, or all of a kind as one where there are many."""
    known = tuple(rows)
    told: list[Told] = []
    for kind, states in STATES:
        mine = tuple(row for row in known if row.state in states) if kind in wanted else ()
        alone = len(mine) <= _MOST_ALONE
        told += [Told(kind, (row,)) for row in mine] if alone else [Told(kind, mine)]
    return tuple(told)
