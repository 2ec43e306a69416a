"""What is worth a notification of the desktop, and what is told together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from postdesk.domain.board import Row
from postdesk.domain.posts import PostState
from postdesk.domain.settings import NotificationKind
from postdesk.domain.state_groups import StateGroup

_MOST_ALONE: Final = 2
"""What comes in greater number at once is told as one."""


STATES: Final = (
    (NotificationKind.MISSED, frozenset({PostState.MISSED})),
    (NotificationKind.FAILED, StateGroup.FAILED.value - {PostState.MISSED}),
    (NotificationKind.TO_DECIDE, frozenset({PostState.TO_DECIDE, PostState.CONTRADICTORY, PostState.TO_DELETE, PostState.HELD})),
    (NotificationKind.PUBLISHED, frozenset({PostState.PUBLISHED})),
)
"""Of which states of posts each tells."""


@dataclass(frozen=True, slots=True)
class Told:
    """One notification: of one post, or of several that came to the same at once."""

    kind: NotificationKind
    rows: tuple[Row, ...]

    @property
    def states(self) -> frozenset[PostState]:
        """The states of its posts."""
        return frozenset(row.state for row in self.rows)


def together(rows: Iterable[Row], wanted: frozenset[NotificationKind]) -> tuple[Told, ...]:
    """What is told of these posts: each alone, or all of a kind as one where there are many."""
    known = tuple(rows)
    told: list[Told] = []
    for kind, states in STATES:
        mine = tuple(row for row in known if row.state in states) if kind in wanted else ()
        alone = len(mine) <= _MOST_ALONE
        told += [Told(kind, (row,)) for row in mine] if alone else [Told(kind, mine)]
    return tuple(told)
