"""Problems in words: the problem, its platforms and numbers, and the reason for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import FILE_MEASURES, Limit, Measure, PostPart, Severity
from postdesk.domain.links import UrlProblem
from postdesk.domain.media import MediaProblem
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import ACCOUNT_PROBLEMS, Problem, ProblemField, ProblemKind
from postdesk.domain.rules import Destination
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.broken_limits import broken_limit_words, too_long_words, too_many_items_words
from postdesk.ui.text.file_problems import media_problem_words, url_problem_words
from postdesk.ui.text.limits import amount_words, counted_words, limit_amount, limit_name, severity_words, source_words
from postdesk.ui.text.names import names, number, short_name
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate

_WITH_MOMENT: Final = frozenset(
    {
        ProblemKind.ALREADY_PUBLISHED,
        ProblemKind.MAY_BE_PUBLISHED,
        ProblemKind.GOES_OUT_TOO,
        ProblemKind.SAME_TIME,
        ProblemKind.TOO_CLOSE,
        ProblemKind.MEDIA_EXPIRES,
    }
)

SEVERITY_LOOKS: Final = {
    Severity.STOP: (Tone.BAD, "circle-x"),
    Severity.WARN: (Tone.ATTENTION, "triangle-alert"),
    Severity.HINT: (Tone.NEUTRAL, "info"),
}
"""The tone and the Lucide icon of a problem."""

# {0} are the platforms, {1} is the allowed number, {2} the present one, {3} the problem's detail.
_PROBLEMS: Final = {
    ProblemKind.TEXT_EMPTY: QT_TRANSLATE_NOOP("Problems", "{0}: there is no text yet."),
    ProblemKind.TEXT_LONG_WARN: QT_TRANSLATE_NOOP("Problems", "{0} may refuse more than {1} characters; this has {2}."),
    ProblemKind.TEXT_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "{0} refuses texts with “{3}”."),
    ProblemKind.RESERVED_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "{0} may cut the text at “{3}”."),
    ProblemKind.LINKS_REPEATED: QT_TRANSLATE_NOOP("Problems", "The text contains the same link more than once."),
    ProblemKind.CONTROL_CHARACTERS: QT_TRANSLATE_NOOP(
        "Problems", "The text contains invisible characters that may show as boxes."
    ),
    ProblemKind.BIDI_MARKS: QT_TRANSLATE_NOOP(
        "Problems", "The text contains invisible marks that change the writing direction. Readers may see another order."
    ),
    ProblemKind.TITLE_MISSING: QT_TRANSLATE_NOOP("Problems", "{0}: a title is needed."),
    ProblemKind.TITLE_TOO_LONG: QT_TRANSLATE_NOOP("Problems", "{0} allows {1} characters in a title; this has {2}."),
    ProblemKind.TITLE_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "{0} refuses titles with “{3}”."),
    ProblemKind.TITLE_IGNORED: QT_TRANSLATE_NOOP("Problems", "{0} has no titles, so this one is left out there."),
    ProblemKind.MEDIA_MISSING: QT_TRANSLATE_NOOP("Problems", "{0}: an image or a video is needed."),
    ProblemKind.VIDEO_MISSING: QT_TRANSLATE_NOOP("Problems", "{0}: a video is needed."),
    ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO: QT_TRANSLATE_NOOP("Problems", "{0}: a video needs a cover image."),
    ProblemKind.THUMBNAIL_IGNORED: QT_TRANSLATE_NOOP("Problems", "{0} has no cover images, so this one is left out there."),
    ProblemKind.DAILY_CAP: QT_TRANSLATE_NOOP("Problems", "{0} may refuse more than {1} posts a day; this is number {2}."),
    ProblemKind.ALREADY_PUBLISHED: QT_TRANSLATE_NOOP(
        "Problems", "This text is already published on {0} ({3}). Publishing again makes a second post."
    ),
    ProblemKind.MAY_BE_PUBLISHED: QT_TRANSLATE_NOOP(
        "Problems", "This text may be published on {0} already ({3}). Publishing again may make a second post."
    ),
    ProblemKind.GOES_OUT_TOO: QT_TRANSLATE_NOOP("Problems", "This text already goes out on {0} ({3}). This makes a second post."),
    ProblemKind.SAME_TIME: QT_TRANSLATE_NOOP("Problems", "Another post of this client goes to {0} at the same time ({3})."),
    ProblemKind.TOO_CLOSE: QT_TRANSLATE_NOOP(
        "Problems", "{0}: another post of this client goes out at {3}, less than {1} minutes apart."
    ),
    ProblemKind.NOT_CONNECTED: QT_TRANSLATE_NOOP("Problems", "{0}: no account is connected for this client."),
    ProblemKind.NEEDS_RECONNECTING: QT_TRANSLATE_NOOP(
        "Problems", "{0}: the account needs reconnecting. Posts wait until you reconnect it."
    ),
    ProblemKind.ACCOUNT_CHANGED: QT_TRANSLATE_NOOP(
        "Problems", "{0}: another account is connected now. Posts wait until you confirm it."
    ),
    ProblemKind.SHARED_ACCOUNT: QT_TRANSLATE_NOOP(
        "Problems", "{0}: this account is connected for another client, too. Check that it is right."
    ),
}

_OF_SEVERAL: Final = {
    ProblemKind.TEXT_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "{0} refuse texts with “{3}”."),
    ProblemKind.TITLE_TOO_LONG: QT_TRANSLATE_NOOP("Problems", "{0} allow {1} characters in a title; this has {2}."),
    ProblemKind.TITLE_FORBIDDEN_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "{0} refuse titles with “{3}”."),
    ProblemKind.TITLE_IGNORED: QT_TRANSLATE_NOOP("Problems", "{0} have no titles, so this one is left out there."),
    ProblemKind.THUMBNAIL_IGNORED: QT_TRANSLATE_NOOP("Problems", "{0} have no cover images, so this one is left out there."),
    ProblemKind.DESTINATION_FIXED: QT_TRANSLATE_NOOP("Problems", "{0}: you select the destination when you connect the account."),
    ProblemKind.NEEDS_RECONNECTING: QT_TRANSLATE_NOOP(
        "Problems", "{0}: the accounts need reconnecting. Posts wait until you reconnect them."
    ),
    ProblemKind.ACCOUNT_CHANGED: QT_TRANSLATE_NOOP(
        "Problems", "{0}: other accounts are connected now. Posts wait until you confirm them."
    ),
    ProblemKind.SHARED_ACCOUNT: QT_TRANSLATE_NOOP(
        "Problems", "{0}: these accounts are connected for another client, too. Check that they are right."
    ),
}

_IN_TITLE: Final = {
    ProblemKind.CONTROL_CHARACTERS: QT_TRANSLATE_NOOP("Problems", "The title contains invisible characters that may be lost."),
    ProblemKind.BIDI_MARKS: QT_TRANSLATE_NOOP(
        "Problems", "The title contains invisible marks that change the writing direction."
    ),
}

_DESTINATIONS: Final = {
    Destination.PAGE: QT_TRANSLATE_NOOP("Problems", "{0}: you select the Page when you connect the account, not for each post."),
    Destination.PRIVACY: QT_TRANSLATE_NOOP(
        "Problems", "{0}: you set the privacy when you connect the account, not for each post."
    ),
    Destination.BOARD: QT_TRANSLATE_NOOP(
        "Problems", "{0}: you select the board when you connect the account, not for each post."
    ),
    Destination.SUBREDDIT: QT_TRANSLATE_NOOP(
        "Problems", "{0}: you select the subreddit when you connect the account, not for each post."
    ),
}


def problem_words(group: ProblemGroup, when: Callable[[datetime], str]) -> str:
    """Return the problem in one or two sentences, with a note if the user overrode it; `when` puts a moment into words."""
    words = _group_words(group, when)
    if not group.overridden or group.kind in ACCOUNT_PROBLEMS:
        return words
    return translate("Problems", "Posting anyway: {0}").format(words)


def _group_words(group: ProblemGroup, when: Callable[[datetime], str]) -> str:
    problem, who, several = group.problem, names(group.platforms), len(group.platforms) > 1
    if problem.limit and (problem.limit.is_custom or problem.limit.measure in FILE_MEASURES):
        return broken_limit_words(problem, problem.limit, who, several=several)
    detail = when(datetime.fromisoformat(problem.detail)) if problem.kind in _WITH_MOMENT else problem.detail
    return _problem(problem, several=several).format(who, number(problem.allowed), number(problem.counted), detail)


def account_problem_words(kind: ProblemKind, platforms: tuple[Platform, ...]) -> str:
    """Return the problem of the accounts of these platforms."""
    return _kind_words(kind, several=len(platforms) > 1).format(names(platforms))


def _problem(problem: Problem, *, several: bool) -> str:
    """Return the problem with {0} for the platforms, {1} the allowed and {2} the present number, and {3} the detail."""
    kind, stops = problem.kind, problem.severity is Severity.STOP
    match kind:
        case ProblemKind.CONTROL_CHARACTERS | ProblemKind.BIDI_MARKS if problem.field is ProblemField.TITLE:
            return translate("Problems", _IN_TITLE[kind])
        case ProblemKind.CONTROL_CHARACTERS if stops:
            return translate("Problems", "The text contains invisible characters that can’t be sent.")
        case ProblemKind.VIDEO_MISSING if problem.detail and stops:
            return translate("Problems", "{0}: a video is needed, and this is an image.")
        case ProblemKind.VIDEO_MISSING if problem.detail:
            return translate("Problems", "{0}: a video is needed, and this link looks like an image’s.")
        case ProblemKind.DESTINATION_FIXED if not several:
            return translate("Problems", _DESTINATIONS[Destination(problem.detail)])
        case ProblemKind.TEXT_TOO_LONG:
            return too_long_words(problem, several=several)
        case ProblemKind.HASHTAGS_MANY | ProblemKind.MENTIONS_MANY | ProblemKind.LINKS_MANY:
            return too_many_items_words(kind, stops=stops, several=several)
        case (
            ProblemKind.MEDIA_URL_INVALID
            | ProblemKind.THUMBNAIL_URL_INVALID
            | ProblemKind.MEDIA_FLAWED
            | ProblemKind.MEDIA_EXPIRES
        ):
            return _of_address(problem)
        case _:
            return _kind_words(kind, several=several)


def _kind_words(kind: ProblemKind, *, several: bool) -> str:
    return translate("Problems", (_OF_SEVERAL if several and kind in _OF_SEVERAL else _PROBLEMS)[kind])


def _of_address(problem: Problem) -> str:
    """Return the problem of the media or cover address, after the field's name."""
    which = (
        translate("Problems", "Cover image: ")
        if problem.field is ProblemField.THUMBNAIL_URL
        else translate("Problems", "Media: ")
    )
    match problem.kind:
        case ProblemKind.MEDIA_FLAWED:
            return which + media_problem_words(MediaProblem(problem.detail))
        case ProblemKind.MEDIA_EXPIRES:
            return which + translate("Problems", "the link expires {3}, before the post goes out. Make a new one.")
        case _:
            return which + url_problem_words(UrlProblem(problem.detail))


def why_words(group: ProblemGroup) -> str:
    """Return the reason for a problem, in a few lines; empty if it is obvious."""
    if not group.sources:
        return ""
    limit = group.problem.limit
    lines = [limit_line(limit, group.problem), severity_words(limit)] if limit else []
    if len({source for _, source in group.sources}) == 1:
        said = [source_words(group.sources[0][1])]
    else:
        said = [f"{short_name(platform)}: {source_words(source)}" for platform, source in group.sources]
    return "\n".join((" ".join(lines), *said)) if lines else "\n".join(said)


def limit_line(limit: Limit, problem: Problem) -> str:
    """Return the limit as a sentence, with its way of counting, and whether it is the user's own."""
    counted = counted_words(problem.unit) if limit.measure is Measure.LENGTH and limit.part is PostPart.TEXT else ""
    words = f"{limit_name(limit.part, limit.measure)}: {limit_amount(limit)}{counted}."
    if limit.premium_may_exceed:
        words += " " + translate("Problems", "An account with Premium may allow more. Set it in Connections.")
    if limit.default_value is None:
        return words
    theirs = amount_words(limit.measure, limit.default_value)
    return f"{words} " + translate("Problems", "Your limit for this account. The platform’s is {0}.").format(theirs)
