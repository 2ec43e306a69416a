"""What can be done about a finding with one click."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.drafts import Content, Draft
from postdesk.domain.limits import Severity
from postdesk.domain.mending import shortenable, spare_cover, titles_in
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import OF_ACCOUNT, OF_ITS_TIME, Field, ProblemKind
from postdesk.ui.text.names import names, number, short_name

translate = QCoreApplication.translate


class Remedy(StrEnum):
    """What can be done about a finding."""

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


REMEDIES_AT_MOST: Final = 3
_MISSING: Final = frozenset({ProblemKind.TITLE_MISSING, ProblemKind.MEDIA_MISSING, ProblemKind.VIDEO_MISSING})
_UNSEEN: Final = frozenset({ProblemKind.CONTROL_CHARACTERS, ProblemKind.BIDI_MARKS})
_MENDED: Final = frozenset(
    {
        ProblemKind.HASHTAGS_MANY,
        ProblemKind.LINKS_MANY,
        ProblemKind.TEXT_FORBIDDEN_CHARACTERS,
        ProblemKind.TITLE_FORBIDDEN_CHARACTERS,
    }
)
"""What `domain.mending` always mends."""


def remedies(finding: ProblemGroup, draft: Draft, shown: Platform | None = None) -> tuple[Remedy, ...]:
    """What is offered, the best first, while the tab of that platform is shown, or (None) the shared one."""
    if finding.severity is Severity.HINT:
        return (Remedy.KEEP_FIRST,) if finding.kind is ProblemKind.LINKS_REPEATED else ()
    if finding.passed:
        return (Remedy.WARN_AGAIN,)
    last = (Remedy.LEAVE_OUT,) if len(draft.platforms) > len(finding.platforms) else ()
    if finding.severity is Severity.WARN:
        last = (Remedy.POST_ANYWAY,)
    return (*_mend(finding, draft), *_first(finding, draft, shown), *last)


def _mend(finding: ProblemGroup, draft: Draft) -> tuple[Remedy, ...]:
    """What is mended by itself: where it helps on each of the platforms."""
    contents = tuple(draft.content_for(platform) for platform in finding.platforms)
    most, unit = int(finding.problem.allowed), finding.problem.unit
    match finding.kind:
        case ProblemKind.TEXT_TOO_LONG | ProblemKind.TEXT_LONG_WARN:
            return (Remedy.MEND,) if all(shortenable(each.text, most, unit) for each in contents) else ()
        case ProblemKind.TITLE_TOO_LONG:
            return (Remedy.MEND,) if all(shortenable(each.title, most, unit) for each in contents) else _from_text(contents)
        case ProblemKind.TITLE_MISSING:
            return _from_text(contents)
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return (Remedy.MEND,) if spare_cover(draft) else ()
        case kind if kind in OF_ITS_TIME:
            return (Remedy.NEXT_FREE,)
        case kind:
            return (Remedy.MEND,) if kind in _MENDED else ()


def _from_text(contents: Iterable[Content]) -> tuple[Remedy, ...]:
    """A title is taken from the text, where each has more than links in it."""
    return (Remedy.TAKE_TITLE,) if all(any(titles_in(each.text)) for each in contents) else ()


def _first(finding: ProblemGroup, draft: Draft, shown: Platform | None) -> tuple[Remedy, ...]:
    if finding.kind in OF_ACCOUNT:
        return (Remedy.CONNECT,)
    if finding.kind in _UNSEEN:
        return (Remedy.CLEAN,)
    if finding.problem.field is Field.PLATFORM:
        return (Remedy.LEAVE_OUT,) if len(draft.platforms) > len(finding.platforms) else ()
    if finding.problem.field is not Field.TEXT:
        return (Remedy.GO_TO_FIELD,)
    shared = draft.variant(finding.platforms[0]).text is None
    if not shared or len(finding.platforms) > 1 or len(draft.platforms) == 1:
        return ()
    return (Remedy.EDIT_TEXT if shown in finding.platforms else Remedy.CUSTOMISE,)


def leave_out(draft: Draft, finding: ProblemGroup) -> tuple[Platform, ...]:
    """The draft's platforms without those of the finding."""
    return tuple(platform for platform in draft.platforms if platform not in finding.platforms)


def remedy_words(remedy: Remedy, finding: ProblemGroup) -> str:
    """The remedy as a button says it."""
    who = short_name(finding.platforms[0]) if len(finding.platforms) == 1 else names(finding.platforms)
    match remedy:
        case Remedy.MEND:
            return _mend_words(finding)
        case Remedy.TAKE_TITLE:
            return translate("Problems", "Take it from the text")
        case Remedy.CUSTOMISE:
            return translate("Problems", "Customise {0}").format(who)
        case Remedy.EDIT_TEXT:
            return translate("Problems", "Edit the text")
        case Remedy.LEAVE_OUT if len(finding.platforms) > 2:
            return translate("Problems", "Leave them out")
        case Remedy.LEAVE_OUT:
            return translate("Problems", "Leave {0} out").format(who)
        case Remedy.POST_ANYWAY if finding.kind in OF_ACCOUNT:
            return translate("Problems", "Let it wait")
        case Remedy.POST_ANYWAY:
            return translate("Problems", "Post anyway")
        case Remedy.WARN_AGAIN:
            return translate("Problems", "Warn me again")
        case Remedy.CLEAN:
            return translate("Problems", "Remove them")
        case Remedy.NEXT_FREE:
            return translate("Problems", "Next free time")
        case Remedy.KEEP_FIRST:
            return translate("Problems", "Keep the first")
        case Remedy.CONNECT:
            return translate("Problems", "Connections")
        case Remedy.GO_TO_FIELD:
            return _field_words(finding)


def _mend_words(finding: ProblemGroup) -> str:
    allowed = number(finding.problem.allowed)
    match finding.kind:
        case ProblemKind.HASHTAGS_MANY:
            return translate("Problems", "Keep the first {0}").format(allowed)
        case ProblemKind.LINKS_MANY:
            return translate("Problems", "Keep the first {0}").format(allowed)
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS | ProblemKind.TITLE_FORBIDDEN_CHARACTERS:
            return translate("Problems", "Remove them")
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return translate("Problems", "Use the draft’s image")
        case _:
            return translate("Problems", "Shorten to {0}").format(allowed)


def mended_words(finding: ProblemGroup) -> str:
    """What was done, once it is."""
    who = names(finding.platforms)
    match finding.kind:
        case ProblemKind.HASHTAGS_MANY:
            return translate("Problems", "Hashtags above the limit were taken out for {0}.").format(who)
        case ProblemKind.LINKS_MANY:
            return translate("Problems", "Links above the limit were taken out for {0}.").format(who)
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS | ProblemKind.TITLE_FORBIDDEN_CHARACTERS if len(finding.platforms) > 1:
            return translate("Problems", "What {0} refuse was removed.").format(who)
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS | ProblemKind.TITLE_FORBIDDEN_CHARACTERS:
            return translate("Problems", "What {0} refuses was removed.").format(who)
        case ProblemKind.TITLE_MISSING:
            return translate("Problems", "A title was taken from the text for {0}.").format(who)
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return translate("Problems", "The draft’s image is the cover for {0}.").format(who)
        case _:
            return translate("Problems", "Shortened for {0}.").format(who)


def _field_words(finding: ProblemGroup) -> str:
    missing = finding.kind in _MISSING and not finding.problem.detail
    match finding.problem.field:
        case Field.TITLE:
            return translate("Problems", "Add a title") if missing else translate("Problems", "Edit the title")
        case Field.THUMBNAIL_URL:
            return translate("Problems", "Cover image")
        case _:
            return translate("Problems", "Add a link") if missing else translate("Problems", "Edit the link")
