"""Fixes in words: on their buttons, and after they were applied."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.fixes import Fix
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import ACCOUNT_PROBLEMS, ProblemField, ProblemKind
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.names import names, number

translate = QCoreApplication.translate

_MISSING: Final = frozenset({ProblemKind.TITLE_MISSING, ProblemKind.MEDIA_MISSING, ProblemKind.VIDEO_MISSING})

_FIXES: Final = {
    Fix.TAKE_TITLE: QT_TRANSLATE_NOOP("Problems", "Take it from the text"),
    Fix.CUSTOMISE: QT_TRANSLATE_NOOP("Problems", "Customise {0}"),
    Fix.EDIT_TEXT: QT_TRANSLATE_NOOP("Problems", "Edit the text"),
    Fix.LEAVE_OUT: QT_TRANSLATE_NOOP("Problems", "Leave {0} out"),
    Fix.POST_ANYWAY: QT_TRANSLATE_NOOP("Problems", "Post anyway"),
    Fix.WARN_AGAIN: QT_TRANSLATE_NOOP("Problems", "Warn me again"),
    Fix.CLEAN: QT_TRANSLATE_NOOP("Problems", "Remove them"),
    Fix.NEXT_FREE: QT_TRANSLATE_NOOP("Problems", "Next free time"),
    Fix.KEEP_FIRST: QT_TRANSLATE_NOOP("Problems", "Keep the first"),
    Fix.CONNECT: QT_TRANSLATE_NOOP("Problems", "Connections"),
}

_SHORTEN: Final = QT_TRANSLATE_NOOP("Problems", "Shorten to {0}")
_MEND: Final = {
    ProblemKind.HASHTAGS_MANY: QT_TRANSLATE_NOOP("Problems", "Keep the first {0}"),
    ProblemKind.LINKS_MANY: QT_TRANSLATE_NOOP("Problems", "Keep the first {0}"),
    ProblemKind.TEXT_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "Remove them"),
    ProblemKind.TITLE_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "Remove them"),
    ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO: QT_TRANSLATE_NOOP("Problems", "Use the draft’s image"),
}

_SHORTENED: Final = QT_TRANSLATE_NOOP("Problems", "Shortened for {0}.")
_FIXED: Final = {
    ProblemKind.HASHTAGS_MANY: QT_TRANSLATE_NOOP("Problems", "Hashtags above the limit were removed for {0}."),
    ProblemKind.LINKS_MANY: QT_TRANSLATE_NOOP("Problems", "Links above the limit were removed for {0}."),
    ProblemKind.TEXT_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "Refused characters were removed for {0}."),
    ProblemKind.TITLE_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "Refused characters were removed for {0}."),
    ProblemKind.TITLE_MISSING: QT_TRANSLATE_NOOP("Problems", "A title was taken from the text for {0}."),
    ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO: QT_TRANSLATE_NOOP("Problems", "The draft’s image is the cover for {0}."),
}


def fix_words(fix: Fix, group: ProblemGroup) -> str:
    """Return the words of a fix's button."""
    match fix:
        case Fix.MEND:
            return translate("Problems", _MEND.get(group.kind, _SHORTEN)).format(number(group.problem.allowed))
        case Fix.GO_TO_FIELD:
            return _field_words(group)
        case Fix.LEAVE_OUT if len(group.platforms) > 2:
            return translate("Problems", "Leave them out")
        case Fix.POST_ANYWAY if group.kind in ACCOUNT_PROBLEMS:
            return translate("Problems", "Let it wait")
        case _:
            return translate("Problems", _FIXES[fix]).format(names(group.platforms))


def applied_fix_words(group: ProblemGroup) -> str:
    """Return the report of an applied fix."""
    return translate("Problems", _FIXED.get(group.kind, _SHORTENED)).format(names(group.platforms))


def _field_words(group: ProblemGroup) -> str:
    missing = group.kind in _MISSING and not group.problem.detail
    match group.problem.field:
        case ProblemField.TITLE:
            return translate("Problems", "Add a title") if missing else translate("Problems", "Edit the title")
        case ProblemField.THUMBNAIL_URL:
            return translate("Problems", "Cover image")
        case _:
            return translate("Problems", "Add a link") if missing else translate("Problems", "Edit the link")
