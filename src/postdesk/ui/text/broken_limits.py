"""Problems with limits: a file's, each in its own unit, a text's, and the user's own ones."""

from typing import Final, Literal

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Bound, Limit, Measure, Severity
from postdesk.domain.problems import Problem, ProblemKind
from postdesk.domain.rules import TextUnit
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.limits import amount_words, counted_words, part_words, taken_words, type_word

translate = QCoreApplication.translate

# {0} are the platforms, {1} is the limit, {2} the file's amount or type, {3} the kind of file.
_BEYOND: Final = {
    (Severity.STOP, Bound.ABOVE): QT_TRANSLATE_NOOP("Problems", "{0} takes {3} up to {1}. This one: {2}."),
    (Severity.STOP, Bound.BELOW): QT_TRANSLATE_NOOP("Problems", "{0} takes {3} from {1}. This one: {2}."),
    (Severity.STOP, Bound.OTHER_THAN): QT_TRANSLATE_NOOP("Problems", "{0} takes {1}. This is {2}."),
    (Severity.WARN, Bound.ABOVE): QT_TRANSLATE_NOOP("Problems", "{0} may refuse {3} above {1}. This one: {2}."),
    (Severity.WARN, Bound.BELOW): QT_TRANSLATE_NOOP("Problems", "{0} may refuse {3} below {1}. This one: {2}."),
    (Severity.WARN, Bound.OTHER_THAN): QT_TRANSLATE_NOOP("Problems", "{0} may refuse {2}. Better: {1}."),
    (Severity.HINT, Bound.ABOVE): QT_TRANSLATE_NOOP("Problems", "{0} shows {3} best up to {1}. This one: {2}."),
    (Severity.HINT, Bound.BELOW): QT_TRANSLATE_NOOP("Problems", "{0} shows {3} best from {1}. This one: {2}."),
    (Severity.HINT, Bound.OTHER_THAN): QT_TRANSLATE_NOOP("Problems", "{0} may refuse {2}. Better: {1}."),
}

_OF_SEVERAL: Final = {
    (Severity.STOP, Bound.ABOVE): QT_TRANSLATE_NOOP("Problems", "{0} take {3} up to {1}. This one: {2}."),
    (Severity.STOP, Bound.BELOW): QT_TRANSLATE_NOOP("Problems", "{0} take {3} from {1}. This one: {2}."),
    (Severity.STOP, Bound.OTHER_THAN): QT_TRANSLATE_NOOP("Problems", "{0} take {1}. This is {2}."),
    (Severity.HINT, Bound.ABOVE): QT_TRANSLATE_NOOP("Problems", "{0} show {3} best up to {1}. This one: {2}."),
    (Severity.HINT, Bound.BELOW): QT_TRANSLATE_NOOP("Problems", "{0} show {3} best from {1}. This one: {2}."),
}

_OF_A_RATIO: Final = {
    (Severity.WARN, Bound.ABOVE): QT_TRANSLATE_NOOP("Problems", "{0} may refuse {3} wider than {1}. This one: {2}."),
    (Severity.WARN, Bound.BELOW): QT_TRANSLATE_NOOP("Problems", "{0} may refuse {3} narrower than {1}. This one: {2}."),
}

_Many = Literal[ProblemKind.HASHTAGS_MANY, ProblemKind.MENTIONS_MANY, ProblemKind.LINKS_MANY]

_MANY: Final[dict[_Many, str]] = {
    ProblemKind.HASHTAGS_MANY: QT_TRANSLATE_NOOP("Problems", "hashtags"),
    ProblemKind.MENTIONS_MANY: QT_TRANSLATE_NOOP("Problems", "mentions"),
    ProblemKind.LINKS_MANY: QT_TRANSLATE_NOOP("Problems", "different links"),
}


def broken_limit_words(problem: Problem, limit: Limit, who: str, *, several: bool) -> str:
    """Return the problem of a broken limit; `who` names the platforms, `several` for the plural."""
    if limit.bound is Bound.OTHER_THAN and not limit.is_custom:
        severity, allowed, there_is = limit.severity, taken_words(limit), type_word(problem.detail)
    else:
        severity, there_is = problem.severity, amount_words(limit.measure, problem.counted)
        allowed = amount_words(limit.measure, limit.value)
    if limit.is_custom:
        words = translate("Problems", "{0}: your limit is {1}; this has {2}.")
    else:
        words = translate("Problems", _beyond(severity, limit, several=several))
    return words.format(who, allowed, there_is, part_words(limit.part))


def _beyond(severity: Severity, limit: Limit, *, several: bool) -> str:
    broken = severity, limit.bound
    if limit.measure is Measure.RATIO and broken in _OF_A_RATIO:
        return _OF_A_RATIO[broken]
    return _OF_SEVERAL[broken] if several and broken in _OF_SEVERAL else _BEYOND[broken]


def too_long_words(problem: Problem, *, several: bool) -> str:
    """Return the problem of a text that is too long, with {0} for the platforms, {1} for the limit, {2} for the count."""
    if problem.severity is not Severity.STOP and several:
        return translate("Problems", "{0} allow {1} characters without Premium; this has {2}.")
    if problem.severity is not Severity.STOP:
        return translate("Problems", "{0} allows {1} characters without Premium; this has {2}.")
    match several, problem.unit is TextUnit.UTF8_BYTES:
        case True, True:
            words = translate("Problems", "{0} allow {1}; this has {2}")
        case False, True:
            words = translate("Problems", "{0} allows {1}; this has {2}")
        case True, False:
            words = translate("Problems", "{0} allow {1} characters; this has {2}")
        case _:
            words = translate("Problems", "{0} allows {1} characters; this has {2}")
    return words + _unit(problem.unit, links=bool(problem.detail))


def _unit(unit: TextUnit, *, links: bool) -> str:
    """Return the end of the sentence: the platform's unit, if it isn't characters; link lengths only if there are `links`."""
    if unit is TextUnit.WEIGHTED:
        return translate("Problems", " (links count 23).") if links else "."
    return f"{counted_words(unit)}."


def too_many_items_words(kind: _Many, *, stops: bool, several: bool) -> str:
    """Return the problem of too many hashtags, mentions or links, with {0} for the platforms, {1} the limit, {2} the count."""
    words = translate("Problems", "{0} may refuse more than {1} {what}; this has {2}.")
    if stops and several:
        words = translate("Problems", "{0} allow {1} {what}; this has {2}.")
    elif stops:
        words = translate("Problems", "{0} allows {1} {what}; this has {2}.")
    return words.replace("{what}", translate("Problems", _MANY[kind]))
