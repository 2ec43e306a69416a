"""Fixes in words: on their buttons, and once they are done."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.fixes import Fix
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import OF_ACCOUNT, Field, ProblemKind
from postdesk.ui.text.names import names, number, short_name

translate = QCoreApplication.translate

_MISSING: Final = frozenset({ProblemKind.TITLE_MISSING, ProblemKind.MEDIA_MISSING, ProblemKind.VIDEO_MISSING})


def fix_words(fix: Fix, group: ProblemGroup) -> str:
    """Return the words of a fix's button."""
    who = short_name(group.platforms[0]) if len(group.platforms) == 1 else names(group.platforms)
    match fix:
        case Fix.MEND:
            return _mend_words(group)
        case Fix.TAKE_TITLE:
            return translate("Problems", "Take it from the text")
        case Fix.CUSTOMISE:
            return translate("Problems", "Customise {0}").format(who)
        case Fix.EDIT_TEXT:
            return translate("Problems", "Edit the text")
        case Fix.LEAVE_OUT if len(group.platforms) > 2:
            return translate("Problems", "Leave them out")
        case Fix.LEAVE_OUT:
            return translate("Problems", "Leave {0} out").format(who)
        case Fix.POST_ANYWAY if group.kind in OF_ACCOUNT:
            return translate("Problems", "Let it wait")
        case Fix.POST_ANYWAY:
            return translate("Problems", "Post anyway")
        case Fix.WARN_AGAIN:
            return translate("Problems", "Warn me again")
        case Fix.CLEAN:
            return translate("Problems", "Remove them")
        case Fix.NEXT_FREE:
            return translate("Problems", "Next free time")
        case Fix.KEEP_FIRST:
            return translate("Problems", "Keep the first")
        case Fix.CONNECT:
            return translate("Problems", "Connections")
        case Fix.GO_TO_FIELD:
            return _field_words(group)


def _mend_words(group: ProblemGroup) -> str:
    allowed = number(group.problem.allowed)
    match group.kind:
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


def fixed_words(group: ProblemGroup) -> str:
    """What was done, once it is."""
    who = names(group.platforms)
    match group.kind:
        case ProblemKind.HASHTAGS_MANY:
            return translate("Problems", "Hashtags above the limit were removed for {0}.").format(who)
        case ProblemKind.LINKS_MANY:
            return translate("Problems", "Links above the limit were removed for {0}.").format(who)
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS | ProblemKind.TITLE_FORBIDDEN_CHARACTERS:
            return translate("Problems", "Refused characters were removed for {0}.").format(who)
        case ProblemKind.TITLE_MISSING:
            return translate("Problems", "A title was taken from the text for {0}.").format(who)
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return translate("Problems", "The draft’s image is the cover for {0}.").format(who)
        case _:
            return translate("Problems", "Shortened for {0}.").format(who)


def _field_words(group: ProblemGroup) -> str:
    missing = group.kind in _MISSING and not group.problem.detail
    match group.problem.field:
        case Field.TITLE:
            return translate("Problems", "Add a title") if missing else translate("Problems", "Edit the title")
        case Field.THUMBNAIL_URL:
            return translate("Problems", "Cover image")
        case _:
            return translate("Problems", "Add a link") if missing else translate("Problems", "Edit the link")
