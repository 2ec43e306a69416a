"""Counts for the week ahead: posts that can still be changed, locked posts, and posts that need this computer."""

from enum import Enum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import UNSENT_STATES, StateGroup

UPCOMING_DAYS: Final = 8
"""Today and the seven days after it."""


class UpcomingPart(Enum):
    """The three counts of the week ahead, in display order. Each value is the set of platform states that it counts."""

    CHANGEABLE = UNSENT_STATES
    LOCKED = StateGroup.LOCKED.value
    NEEDS_THIS_COMPUTER = frozenset({PostState.NEEDS_THIS_COMPUTER})


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The number of posts that can still be changed, that are locked, and that need this computer.

    Posts that need this computer can be changed too, and count in both. A post that is locked on only some of its platforms
    counts as changeable and as locked.
    """

    changeable: int = 0
    locked: int = 0
    needs_this_computer: int = 0
