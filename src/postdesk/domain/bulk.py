"""Bulk actions on posts and drafts: the actions, the selection, and the result."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from postdesk.domain.board import Card, CardKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.platforms import Platform


class BulkAction(StrEnum):
    """An action on all selected posts and drafts."""

    MOVE = "move"
    COPY = "copy"
    LABEL = "label"
    UNLABEL = "unlabel"
    DELETE = "delete"
    LOCK_IN = "lock_in"


class SkipReason(StrEnum):
    """The reason that an item of the selection was left unchanged.

    FIXED: nothing of it can change. PAST: its time is past. NOT_LOCKABLE: it can't be locked in. CHANGED: it was changed since.
    ARCHIVED: nothing is sent for its client.
    """

    FIXED = "fixed"
    PAST = "past"
    NOT_LOCKABLE = "not_lockable"
    CHANGED = "changed"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class BulkSelection:
    """The selected items: ids of posts and ids of drafts."""

    posts: tuple[int, ...] = ()
    drafts: tuple[str, ...] = ()

    @classmethod
    def of(cls, cards: Sequence[Card]) -> "BulkSelection":
        """Return the selection of these cards."""
        return cls(
            tuple(int(card.id) for card in cards if card.kind is CardKind.POST),
            tuple(card.id for card in cards if card.kind is CardKind.DRAFT),
        )


@dataclass(frozen=True, slots=True)
class BulkResult:
    """The result of a bulk action. `skip_reasons`: one for each skipped post or draft. `is_undo`: it undid an earlier action.

    `drafts`: the ids of the changed drafts. `skipped_times` and `doubled_times` count wall times that do not exist or exist
    twice: the later and the first moment were taken. `without_time` counts copies without a time, since it is past.
    `missing_platforms`: the platforms that the copies could not keep. `shift`, `client_name` and `label` are the action's
    arguments.
    """

    action: BulkAction
    count: int
    skip_reasons: tuple[SkipReason, ...] = ()
    is_undo: bool = False
    drafts: tuple[str, ...] = ()
    skipped_times: int = 0
    doubled_times: int = 0
    without_time: int = 0
    missing_platforms: tuple[Platform, ...] = ()
    shift: timedelta = timedelta()
    client_name: str = ""
    label: str = ""
