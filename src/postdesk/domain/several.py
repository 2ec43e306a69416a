"""Acts on several posts and drafts at once: what came of each, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from postdesk.domain.board import Card, CardKind
from postdesk.domain.platforms import Platform


class SeveralAct(StrEnum):
    """What can be done with all that is chosen."""

    MOVE = "move"
    COPY = "copy"
    LABEL = "label"
    UNLABEL = "unlabel"
    DELETE = "delete"
    LOCK_IN = "lock_in"


class LeftOut(StrEnum):
    """Why something stays as it was: nothing of it can change, its time is past, it can't be locked in, or was changed since.

    ARCHIVED: nothing goes out for its client.
    """

    FIXED = "fixed"
    PAST = "past"
    NOT_LOCKABLE = "not_lockable"
    CHANGED = "changed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Picks:
    """What is chosen: numbers of posts and ids of drafts."""

    posts: tuple[int, ...] = ()
    drafts: tuple[str, ...] = ()

    @classmethod
    def of(cls, cards: Sequence[Card]) -> "Picks":
        """Those of these cards."""
        return cls(
            tuple(int(card.id) for card in cards if card.kind is CardKind.POST),
            tuple(card.id for card in cards if card.kind is CardKind.DRAFT),
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act. `back`: it took one back; `drafts` are the ids of those that changed.

    `skipped` and `doubled` count the times that clocks skip or show twice: the later and the first were taken. `untimed` ones
    came without a time, since it is past; `lacking` are the platforms that copies were left without. `by`, `to` and `label` say
    what was asked for.
    """

    act: SeveralAct
    count: int
    left_out: tuple[LeftOut, ...] = ()
    back: bool = False
    drafts: tuple[str, ...] = ()
    skipped: int = 0
    doubled: int = 0
    untimed: int = 0
    lacking: tuple[Platform, ...] = ()
    by: timedelta = timedelta()
    to: str = ""
    label: str = ""
