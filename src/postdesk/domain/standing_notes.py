"""Standing notes: those that are true of every post of an account, so that the user can dismiss them for the account.

Each is known by its `warning_key`.
"""

from collections.abc import Collection, Iterable
from typing import Final

from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import ProblemKind, warning_key

NEEDS_THIS_COMPUTER: Final = "needs_this_computer"
"""The note that explains why a post needs this computer."""

_STANDING: Final = frozenset(
    {ProblemKind.DESTINATION_FIXED, ProblemKind.SHARED_ACCOUNT, ProblemKind.TITLE_IGNORED, ProblemKind.THUMBNAIL_IGNORED}
)


def is_standing(group: ProblemGroup) -> bool:
    """Return True if the problem is a note that can be dismissed for its accounts."""
    return group.severity is Severity.HINT and group.kind in _STANDING


def open_notes(groups: Iterable[ProblemGroup], dismissed: Collection[str]) -> tuple[ProblemGroup, ...]:
    """Return the groups without the notes on platforms for which they were dismissed."""
    if not dismissed:
        return tuple(groups)
    left = (group.on(_not_among(group, dismissed)) if is_standing(group) else group for group in groups)
    return tuple(group for group in left if group.platforms)


def _not_among(group: ProblemGroup, dismissed: Collection[str]) -> frozenset[Platform]:
    return frozenset(platform for platform in group.platforms if warning_key(platform, group.kind) not in dismissed)
