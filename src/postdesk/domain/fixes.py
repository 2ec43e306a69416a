"""The fixes that are offered for a problem, each with one click."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from postdesk.domain.drafts import Content, Draft
from postdesk.domain.limits import Severity
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import ACCOUNT_PROBLEMS, TIME_PROBLEMS, ProblemField, ProblemKind
from postdesk.domain.text_fixes import can_be_shortened, find_cover, title_candidates


class Fix(StrEnum):
    """A fix for a problem."""

    MEND = "mend"
    TAKE_TITLE = "take_title"
    CUSTOMISE = "customise"
    EDIT_TEXT = "edit_text"
    LEAVE_OUT = "leave_out"
    POST_ANYWAY = "post_anyway"
    WARN_AGAIN = "warn_again"
    CLEAN = "clean"
    KEEP_FIRST = "keep_first"
    NEXT_FREE = "next_free"
    GO_TO_FIELD = "go_to_field"
    CONNECT = "connect"


FIXES_AT_MOST: Final = 3
_UNSEEN: Final = frozenset({ProblemKind.CONTROL_CHARACTERS, ProblemKind.BIDI_MARKS})
_MENDED: Final = frozenset(
    {
        ProblemKind.HASHTAGS_MANY,
        ProblemKind.LINKS_MANY,
        ProblemKind.TEXT_FORBIDDEN_CHARACTERS,
        ProblemKind.TITLE_FORBIDDEN_CHARACTERS,
    }
)
"""The kinds that `domain.text_fixes` can always fix."""


def fixes_for(group: ProblemGroup, draft: Draft, shown: Platform | None = None) -> tuple[Fix, ...]:
    """Return the offered fixes, best first. `shown`: the platform whose tab is shown, None for the shared text."""
    if group.severity is Severity.HINT:
        return (Fix.KEEP_FIRST,) if group.kind is ProblemKind.LINKS_REPEATED else ()
    if group.overridden:
        return (Fix.WARN_AGAIN,)
    last = (Fix.LEAVE_OUT,) if len(draft.platforms) > len(group.platforms) else ()
    if group.severity is Severity.WARN:
        last = (Fix.POST_ANYWAY,)
    return (*_mend(group, draft), *_first(group, draft, shown), *last)


def _mend(group: ProblemGroup, draft: Draft) -> tuple[Fix, ...]:
    """Return the automatic fix, if it helps on each of the platforms."""
    contents = tuple(draft.content_for(platform) for platform in group.platforms)
    most, unit = int(group.problem.allowed), group.problem.unit
    match group.kind:
        case ProblemKind.TEXT_TOO_LONG | ProblemKind.TEXT_LONG_WARN:
            return (Fix.MEND,) if all(can_be_shortened(each.text, most, unit) for each in contents) else ()
        case ProblemKind.TITLE_TOO_LONG:
            return (Fix.MEND,) if all(can_be_shortened(each.title, most, unit) for each in contents) else _from_text(contents)
        case ProblemKind.TITLE_MISSING:
            return _from_text(contents)
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return (Fix.MEND,) if find_cover(draft) else ()
        case kind if kind in TIME_PROBLEMS:
            return (Fix.NEXT_FREE,)
        case kind:
            return (Fix.MEND,) if kind in _MENDED else ()


def _from_text(contents: Iterable[Content]) -> tuple[Fix, ...]:
    """Return the fix that takes a title from the text, if each text has more than links."""
    return (Fix.TAKE_TITLE,) if all(any(title_candidates(text)) for text in {each.text for each in contents}) else ()


def _first(group: ProblemGroup, draft: Draft, shown: Platform | None) -> tuple[Fix, ...]:
    if group.kind in ACCOUNT_PROBLEMS:
        return (Fix.CONNECT,)
    if group.kind in _UNSEEN:
        return (Fix.CLEAN,)
    if group.problem.field is ProblemField.PLATFORM:
        return (Fix.LEAVE_OUT,) if len(draft.platforms) > len(group.platforms) else ()
    if group.problem.field is not ProblemField.TEXT:
        return (Fix.GO_TO_FIELD,)
    shared = draft.variant(group.platforms[0]).text is None
    if not shared or len(group.platforms) > 1 or len(draft.platforms) == 1:
        return ()
    return (Fix.EDIT_TEXT if shown in group.platforms else Fix.CUSTOMISE,)


def remaining_platforms(draft: Draft, group: ProblemGroup) -> tuple[Platform, ...]:
    """Return the draft's platforms without those of the problem."""
    return tuple(platform for platform in draft.platforms if platform not in group.platforms)
