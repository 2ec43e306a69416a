"""The week ahead: what of each day can still be changed, what is out of our hands, and what needs this computer."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import STILL_HERE, StateGroup

DAYS: Final = 8
"""Today and the seven days after it."""


class Part(Enum):
    """What is counted of the week ahead, in the order of its counts: by the states of a post's platforms."""

    CHANGEABLE = STILL_HERE
    LOCKED = StateGroup.LOCKED.value
    FROM_HERE = frozenset({PostState.FROM_HERE})


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many posts: that can still be changed, that are locked, and that are sent from this computer.

    What is sent from here can be changed too. A post of which a part is locked and a part is not counts as both.
    """

    changeable: int = 0
    locked: int = 0
    from_here: int = 0

    def __add__(self, other: "Ahead") -> "Ahead":
        return Ahead(self.changeable + other.changeable, self.locked + other.locked, self.from_here + other.from_here)


def together(days: Iterable[Ahead]) -> Ahead:
    """The sum of several days."""
    return sum(days, Ahead())
