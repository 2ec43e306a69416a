"""The rows that the calendar and the results show, as the store reads them, and the filters that select them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from postdesk.domain.approval import Approval
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.domain.state_groups import StateGroup

TALLIED_GROUPS: Final = (StateGroup.TO_DECIDE, StateGroup.FAILED)
"""The groups that a tally counts separately: posts that need the user."""

HEAD_LENGTH: Final = 120
"""The greatest length of a card's head, in characters; a text of that length or more may go on."""

_TALLIED_STATES: Final = tuple(group.value for group in TALLIED_GROUPS)


class CardKind(StrEnum):
    """The kind of a calendar card: a draft with a time, or a post."""

    DRAFT = "draft"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Card:
    """A draft or post with a time, as a card of the calendar. `id` is a draft's UUID or a post's number.

    `state` is None for a draft. `head`: the first HEAD_LENGTH characters of the text. `platform_states`: the states on the
    `platforms`, in the same order; empty for a draft. `approval`: the client's. `repeats`: the card is one of a series.
    """

    kind: CardKind
    id: str
    client_id: int
    due_at: datetime
    state: PostState | None
    platforms: tuple[str, ...]
    head: str
    origin: PostOrigin = PostOrigin.HERE
    platform_states: tuple[PostState, ...] = ()
    approval: Approval = Approval.NONE
    repeats: bool = False

    @property
    def is_draft(self) -> bool:
        """True for a draft with a time."""
        return self.kind is CardKind.DRAFT

    @property
    def key(self) -> tuple[CardKind, str]:
        """The identity of the draft or post, independent of the other fields."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class CardTally:
    """The number of cards: all, those to decide, and those that failed or were missed."""

    count: int = 0
    to_decide: int = 0
    failed: int = 0

    @classmethod
    def of(cls, cards: Sequence[Card]) -> "CardTally":
        """Return the tally of these cards."""
        to_decide, failed = (sum(card.state in states for card in cards) for states in _TALLIED_STATES)
        return cls(len(cards), to_decide, failed)

    def without(self, other: "CardTally") -> "CardTally":
        """Return the tally of the remaining cards. `other` counts some of the cards of this one."""
        return CardTally(self.count - other.count, self.to_decide - other.to_decide, self.failed - other.failed)


@dataclass(frozen=True, slots=True)
class CardSpan:
    """The cards from `start` (inclusive) to `end` (exclusive): the tally of all, and the first few by time."""

    start: datetime
    end: datetime
    tally: CardTally
    cards: tuple[Card, ...]

    @property
    def count(self) -> int:
        """The number of all cards, not only of those in `cards`."""
        return self.tally.count

    def after(self, shown: int) -> CardTally:
        """Return the tally of all cards after the first `shown`."""
        return self.tally.without(CardTally.of(self.cards[:shown]))


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """A filter for posts. A field that is empty or None matches every post. A non-empty `states` also excludes drafts.

    `platform_states`: matches posts with one of these states on at least one platform; only agendas apply it. `attention`:
    matches the posts that count as needing attention (`domain.attention`), and excludes drafts. `start` and `end`: matches posts
    due from `start` to before `end`; only results apply it. `repaired`: False leaves out failed posts that another one
    tries again. `timed`: True leaves out posts without a time from MyPostShare.
    """

    client_id: int | None = None
    platform: str = ""
    states: frozenset[PostState] = frozenset()
    text: str = ""
    platform_states: frozenset[PostState] = frozenset()
    attention: bool = False
    start: datetime | None = None
    end: datetime | None = None
    repaired: bool = True
    timed: bool = False


class ResultSort(StrEnum):
    """The sort order of the results. URGENT: posts that need a decision first, then the latest."""

    URGENT = "urgent"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """The number of posts by outcome. `open`: without a result so far, such as those to decide or on hold."""

    published: int = 0
    partly: int = 0
    failed: int = 0
    missed: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        """The number of all."""
        return self.published + self.partly + self.failed + self.missed + self.open

    def __add__(self, other: "OutcomeCounts") -> "OutcomeCounts":
        return OutcomeCounts(
            self.published + other.published,
            self.partly + other.partly,
            self.failed + other.failed,
            self.missed + other.missed,
            self.open + other.open,
        )


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A post in the results, without its entries, which are read when the post is opened."""

    id: int
    client_id: int
    origin: PostOrigin
    head: str
    due_at: datetime
    state: PostState
    platform_states: tuple[tuple[str, PostState], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """The counts of the status line, beside the number of what needs attention.

    `needs_this_computer_today`: posts that need this computer within 24 hours. `unconfirmed`: posts that are being looked for at
    the service, or that it accepted without an id.
    """

    needs_this_computer_today: int = 0
    unconfirmed: int = 0
