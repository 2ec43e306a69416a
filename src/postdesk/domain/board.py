"""What the calendar and the results show: rows read from the store, and the questions they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from postdesk.domain.approval import Approval
from postdesk.domain.posts import Origin, PostState
from postdesk.domain.state_groups import StateGroup

TALLIED: Final = (StateGroup.TO_DECIDE, StateGroup.FAILED)
"""What a tally tells from all the rest: posts that need the user."""


_TALLIED_STATES: Final = tuple(group.value for group in TALLIED)


class CardKind(StrEnum):
    """A card of the calendar is a draft with a time, or a post."""

    DRAFT = "draft"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Card:
    """One thing with a time. `id` is a draft's UUID or a post's number; a draft has no `state`; `head`: its first words.

    `marks` are the states on the `platforms`, in their order; a draft has none. `approval` is what its client said.
    `repeats`: it is one of a series.
    """

    kind: CardKind
    id: str
    client_id: int
    due_at: datetime
    state: PostState | None
    platforms: tuple[str, ...]
    head: str
    origin: Origin = Origin.HERE
    marks: tuple[PostState, ...] = ()
    approval: Approval = Approval.NONE
    repeats: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether it is a draft with a time."""
        return self.kind is CardKind.DRAFT

    @property
    def key(self) -> tuple[CardKind, str]:
        """Which draft or post it is, whatever else is said of it."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cards: all of them, those to decide, and those that failed or were missed."""

    count: int = 0
    to_decide: int = 0
    failed: int = 0

    @classmethod
    def of(cls, cards: Sequence[Card]) -> "Tally":
        """That of cards at hand."""
        to_decide, failed = (sum(card.state in states for card in cards) for states in _TALLIED_STATES)
        return cls(len(cards), to_decide, failed)

    def without(self, other: "Tally") -> "Tally":
        """That of the others, where `other` is a part of it."""
        return Tally(self.count - other.count, self.to_decide - other.to_decide, self.failed - other.failed)


@dataclass(frozen=True, slots=True)
class Span:
    """The cards from `start` to before `end`: how many there are, and the first few of them by time."""

    start: datetime
    end: datetime
    tally: Tally
    cards: tuple[Card, ...]

    @property
    def count(self) -> int:
        """How many cards there are."""
        return self.tally.count

    def after(self, shown: int) -> Tally:
        """How many there are after so many of the cards."""
        return self.tally.without(Tally.of(self.cards[:shown]))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which posts are shown: all where a field is empty or None. `states` also filters drafts out where it is not empty.

    `marks`: what is in one of these states on some platform at least; agendas alone look at it.
    """

    client_id: int | None = None
    platform: str = ""
    states: frozenset[PostState] = frozenset()
    text: str = ""
    marks: frozenset[PostState] = frozenset()


class Sort(StrEnum):
    """What the results are ordered by. URGENT puts what asks for a decision first, then the latest."""

    URGENT = "urgent"
    WHEN = "when"
    STATE = "state"
    TEXT = "text"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Row:
    """One post in the results, without its entries (those are read when it is opened)."""

    id: int
    client_id: int
    origin: Origin
    head: str
    due_at: datetime
    state: PostState
    marks: tuple[tuple[str, PostState], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The status line: posts to decide, failed or missed, waiting, from this computer within 24 hours, held, in doubt."""

    to_decide: int = 0
    failed: int = 0
    waiting: int = 0
    from_here_today: int = 0
    held: int = 0
    in_doubt: int = 0
