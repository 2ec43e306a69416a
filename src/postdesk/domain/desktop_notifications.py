"""Events that are worth a desktop notification, and their grouping."""

from collections.abc import Iterable
from typing import Final

from postdesk.domain.board import ResultRow
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import PostState
from postdesk.domain.settings import NotificationKind
from postdesk.domain.state_groups import StateGroup

_MOST_ALONE: Final = 2
"""A greater number of posts at once makes one notification."""


NOTIFIED_STATES: Final = (
    (NotificationKind.MISSED, frozenset({PostState.MISSED})),
    (NotificationKind.FAILED, StateGroup.FAILED.value - {PostState.MISSED}),
    (NotificationKind.TO_DECIDE, frozenset({PostState.TO_DECIDE, PostState.CONTRADICTORY, PostState.TO_DELETE, PostState.HELD})),
    (NotificationKind.PUBLISHED, frozenset({PostState.PUBLISHED})),
)
"""The states of posts that belong to each kind."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification: of one post, or of several that had the same kind of event at once."""

    kind: NotificationKind
    rows: tuple[ResultRow, ...]

    @property
    def states(self) -> frozenset[PostState]:
        """The states of its posts."""
        return frozenset(row.state for row in self.rows)


def group_notifications(rows: Iterable[ResultRow], wanted: frozenset[NotificationKind]) -> tuple[Notification, ...]:
    """Return the notifications of these posts: one each, or one per kind where there are many."""
    known = tuple(rows)
    notifications: list[Notification] = []
    for kind, states in NOTIFIED_STATES:
        mine = tuple(row for row in known if row.state in states) if kind in wanted else ()
        alone = len(mine) <= _MOST_ALONE
        notifications += [Notification(kind, (row,)) for row in mine] if alone else [Notification(kind, mine)]
    return tuple(notifications)
