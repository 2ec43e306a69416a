"""Groups of post states that are counted, filtered or notified together. `ui/text/` words them."""

from enum import Enum
from typing import Final

from postdesk.domain.posts import PostState


class StateGroup(Enum):
    """A group of states to filter by. Each state is in one group."""

    TO_DECIDE = frozenset({PostState.TO_DECIDE, PostState.CONTRADICTORY})
    FAILED = frozenset({PostState.MISSED, PostState.REJECTED, PostState.FAILED, PostState.PARTIAL})
    HELD = frozenset({PostState.HELD})
    SCHEDULED = frozenset({PostState.SCHEDULED, PostState.NEEDS_THIS_COMPUTER, PostState.QUEUED})
    LOCKED = frozenset({PostState.LOCKED})
    UNDER_WAY = frozenset({PostState.SENDING, PostState.CHECKING, PostState.RECEIVED, PostState.PROCESSING, PostState.UNKNOWN})
    PUBLISHED = frozenset({PostState.PUBLISHED, PostState.CONFIRMED, PostState.TO_DELETE})
    CANCELLED = frozenset({PostState.CANCELLED})


NEEDS_ANSWER_OR_FIX: Final = StateGroup.TO_DECIDE.value | StateGroup.FAILED.value | {PostState.TO_DELETE}
"""States in which a post needs an answer or a fix: a notification is shown on each."""

NEEDS_ATTENTION: Final = NEEDS_ANSWER_OR_FIX | StateGroup.HELD.value
"""States that need the user."""

OUTCOMES: Final = NEEDS_ATTENTION | StateGroup.PUBLISHED.value
"""States that are news about a post."""

WENT_OUT: Final = OUTCOMES | StateGroup.UNDER_WAY.value
"""States of posts whose time came: with a result, or on the way to one."""

UNSENT_STATES: Final = StateGroup.SCHEDULED.value | StateGroup.HELD.value
"""States of posts that are not sent yet, and meant to be."""

WAITING: Final = StateGroup.SCHEDULED.value | StateGroup.LOCKED.value
"""States of posts that are sent at their time, with nothing left to do."""

AT_SERVICE: Final = StateGroup.LOCKED.value | {PostState.PROCESSING, PostState.UNKNOWN}
"""States of posts that MyPostShare has without a result: late once their time is past."""
