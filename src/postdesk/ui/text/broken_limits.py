"""What the composer says of a limit that is broken: a file's, each in its own unit, a text's, a day's, and what the user set."""

from typing import Literal, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import Bound, Limit, Measure, Severity
from postdesk.domain.problems import Problem, ProblemKind
from postdesk.domain.rules import Unit
from postdesk.ui.text.limits import amount_words, counted_words, part_words, taken_words, type_word

translate = QCoreApplication.translate


def limited_words(problem: Problem, limit: Limit, who: str, *, several: bool) -> str:
    """That a file breaks the limit of the platforms that `who` names, one or several, or whatever it is the user's own."""
    if limit.own:
        return _own(problem, limit, who)
    if limit.bound is Bound.OTHER_THAN:
        return _other(limit, several=several).format(who, taken_words(limit), type_word(problem.detail))
    allowed, counted = amount_words(limit.measure, limit.value), amount_words(limit.measure, problem.counted)
    return _beyond(limit, problem.severity, several=several).format(who, allowed, counted, part_words(limit.part))


def too_far_words(problem: Problem, *, several: bool) -> str:
    """That there is too much of a text, or of posts: with places for the platforms, what is allowed, and what there is."""
    stops = problem.severity is Severity.STOP
    match problem.kind:
        case ProblemKind.TEXT_TOO_LONG:
            return _too_long(problem, stops=stops, several=several)
        case ProblemKind.TEXT_LONG_WARN:
            return translate("Problems", "{0} may refuse more than {1} characters; this has {2}.")
        case ProblemKind.TITLE_TOO_LONG if several:
            return translate("Problems", "{0} allow {1} characters in a title; this has {2}.")
        case ProblemKind.TITLE_TOO_LONG:
            return translate("Problems", "{0} allows {1} characters in a title; this has {2}.")
        case ProblemKind.HASHTAGS_MANY | ProblemKind.MENTIONS_MANY | ProblemKind.LINKS_MANY as kind:
            return _too_many(kind, stops=stops, several=several)
        case ProblemKind.DAILY_CAP:
            return translate("Problems", "{0} may refuse more than {1} posts a day; this is number {2}.")
        case kind:
            raise ValueError(f"{kind} is said with its limit, or has words of its own")


def _own(problem: Problem, limit: Limit, who: str) -> str:
    """That it goes beyond the number that the user set for the account."""
    words = translate("Problems", "{0}: your limit is {1}; this has {2}.")
    return words.format(who, amount_words(limit.measure, limit.value), amount_words(limit.measure, problem.counted))


def _beyond(limit: Limit, severity: Severity, *, several: bool) -> str:
    """With places for the platforms, the limit, what the file has, and what it is."""
    above = limit.bound is Bound.ABOVE
    match severity:
        case Severity.STOP if above and several:
            return translate("Problems", "{0} take {3} up to {1}. This one: {2}.")
        case Severity.STOP if above:
            return translate("Problems", "{0} takes {3} up to {1}. This one: {2}.")
        case Severity.STOP if several:
            return translate("Problems", "{0} take {3} from {1}. This one: {2}.")
        case Severity.STOP:
            return translate("Problems", "{0} takes {3} from {1}. This one: {2}.")
        case Severity.WARN if limit.measure is Measure.RATIO and above:
            return translate("Problems", "{0} may refuse {3} wider than {1}. This one: {2}.")
        case Severity.WARN if limit.measure is Measure.RATIO:
            return translate("Problems", "{0} may refuse {3} narrower than {1}. This one: {2}.")
        case Severity.WARN if above:
            return translate("Problems", "{0} may refuse {3} above {1}. This one: {2}.")
        case Severity.WARN:
            return translate("Problems", "{0} may refuse {3} below {1}. This one: {2}.")
        case Severity.HINT if above and several:
            return translate("Problems", "{0} show {3} best up to {1}. This one: {2}.")
        case Severity.HINT if above:
            return translate("Problems", "{0} shows {3} best up to {1}. This one: {2}.")
        case Severity.HINT if several:
            return translate("Problems", "{0} show {3} best from {1}. This one: {2}.")
        case Severity.HINT:
            return translate("Problems", "{0} shows {3} best from {1}. This one: {2}.")
        case never:
            assert_never(never)


def _other(limit: Limit, *, several: bool) -> str:
    """The same of types and codecs."""
    if limit.severity is Severity.STOP and several:
        return translate("Problems", "{0} take {1}. This is {2}.")
    if limit.severity is Severity.STOP:
        return translate("Problems", "{0} takes {1}. This is {2}.")
    return translate("Problems", "{0} may refuse {2}. Better: {1}.")


def _too_long(problem: Problem, *, stops: bool, several: bool) -> str:
    if not stops and several:
        return translate("Problems", "{0} allow {1} characters without Premium; this has {2}.")
    if not stops:
        return translate("Problems", "{0} allows {1} characters without Premium; this has {2}.")
    match several, problem.unit is Unit.UTF8_BYTES:
        case True, True:
            words = translate("Problems", "{0} allow {1}; this has {2}")
        case False, True:
            words = translate("Problems", "{0} allows {1}; this has {2}")
        case True, False:
            words = translate("Problems", "{0} allow {1} characters; this has {2}")
        case _:
            words = translate("Problems", "{0} allows {1} characters; this has {2}")
    return words + _unit(problem.unit, links=bool(problem.detail))


def _unit(unit: Unit, *, links: bool) -> str:
    """How a platform counts, where that is not by characters; of links only where there are any."""
    if unit is Unit.WEIGHTED:
        return translate("Problems", " (links count 23).") if links else "."
    return f"{counted_words(unit)}."


_Many = Literal[ProblemKind.HASHTAGS_MANY, ProblemKind.MENTIONS_MANY, ProblemKind.LINKS_MANY]


def _too_many(kind: _Many, *, stops: bool, several: bool) -> str:
    """Whose limit it is, with the words for what there are too many of."""
    words = translate("Problems", "{0} may refuse more than {1} {what}; this has {2}.")
    if stops:
        words = (
            translate("Problems", "{0} allow {1} {what}; this has {2}.")
            if several
            else translate("Problems", "{0} allows {1} {what}; this has {2}.")
        )
    return words.replace("{what}", _plural(kind))


def _plural(kind: _Many) -> str:
    match kind:
        case ProblemKind.HASHTAGS_MANY:
            return translate("Problems", "hashtags")
        case ProblemKind.MENTIONS_MANY:
            return translate("Problems", "mentions")
        case ProblemKind.LINKS_MANY:
            return translate("Problems", "different links")
