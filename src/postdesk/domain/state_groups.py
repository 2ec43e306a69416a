"""States of posts that are counted, looked for or told of together. What they are called is the window's."""

from enum import Enum
from typing import Final

from postdesk.domain.posts import PostState


class StateGroup(Enum):
    """What can be looked for: each state is in one group."""

    TO_DECIDE = frozenset({PostState.TO_DECIDE, PostState.CONTRADICTORY})
    FAILED = frozenset({PostState.MISSED, PostState.REJECTED, PostState.FAILED, PostState.PARTIAL})
    HELD = frozenset({PostState.HELD})
    SCHEDULED = frozenset({PostState.SCHEDULED, PostState.FROM_HERE, PostState.QUEUED})
    LOCKED = frozenset({PostState.LOCKED})
    UNDER_WAY = frozenset({PostState.SENDING, PostState.CHECKING, PostState.RECEIVED, PostState.PROCESSING, PostState.UNKNOWN})
    PUBLISHED = frozenset({PostState.PUBLISHED, PostState.CONFIRMED, PostState.TO_DELETE})
    CANCELLED = frozenset({PostState.CANCELLED})


TO_DECIDE_OR_FIX: Final = StateGroup.TO_DECIDE.value | StateGroup.FAILED.value | {PostState.TO_DELETE}
"""A post came to ask the user something: worth a notification."""

TO_DO: Final = TO_DECIDE_OR_FIX | StateGroup.HELD.value
"""States that ask the user to do something."""

OUTCOMES: Final = TO_DO | StateGroup.PUBLISHED.value
"""What a post can come to that is news."""

STILL_HERE: Final = StateGroup.SCHEDULED.value | StateGroup.HELD.value
"""Not sent yet, and meant to be."""

WAITING: Final = StateGroup.SCHEDULED.value | StateGroup.LOCKED.value
"""Goes out at its time, with nothing left to do."""

AT_SERVICE: Final = StateGroup.LOCKED.value | {PostState.PROCESSING, PostState.UNKNOWN}
"""MyPostShare has it and gave no result yet: late once its time is past."""
