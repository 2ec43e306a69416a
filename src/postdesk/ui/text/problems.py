"""Problems in words: the problem, its platforms and numbers, and the reason for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication

from postdesk.domain.limits import FILE_MEASURES, Limit, Measure, Part, Severity
from postdesk.domain.links import UrlFlaw
from postdesk.domain.media import MediaFlaw
from postdesk.domain.platforms import Platform
from postdesk.domain.problem_groups import ProblemGroup
from postdesk.domain.problems import OF_ACCOUNT, Field, Problem, ProblemKind
from postdesk.domain.rules import Destination
from postdesk.ui.text.broken_limits import limited_words, too_far_words
from postdesk.ui.text.file_problems import media_problem_words, url_problem_words
from postdesk.ui.text.limits import amount_words, counted_words, limit_amount, limit_name, severity_words, source_words
from postdesk.ui.text.names import names, number, short_name

translate = QCoreApplication.translate

_WITH_MOMENT: Final = frozenset(
    {
        ProblemKind.UP_ALREADY,
        ProblemKind.MAY_BE_UP,
        ProblemKind.GOES_OUT_TOO,
        ProblemKind.SAME_TIME,
        ProblemKind.TOO_CLOSE,
        ProblemKind.MEDIA_EXPIRES,
    }
)


def problem_words(group: ProblemGroup, when: Callable[[datetime], str]) -> str:
    """Return the problem as one or two sentences, and that the user passed it; `when` gives the words for a moment."""
    words = _group_words(group, when)
    if not group.passed or group.kind in OF_ACCOUNT:
        return words
    return translate("Problems", "Posting anyway: {0}").format(words)


def _group_words(group: ProblemGroup, when: Callable[[datetime], str]) -> str:
    problem, who, several = group.problem, names(group.platforms), len(group.platforms) > 1
    if problem.kind in OF_ACCOUNT:
        return account_words(problem.kind, group.platforms)
    if problem.limit and (problem.limit.own or problem.limit.measure in FILE_MEASURES):
        return limited_words(problem, problem.limit, who, several=several)
    if problem.kind is ProblemKind.DESTINATION_FIXED and several:
        words = translate("Problems", "{0}: you select the destination when you connect the account.")
        return words.format(who)
    detail = when(datetime.fromisoformat(problem.detail)) if problem.kind in _WITH_MOMENT else problem.detail
    return _problem(problem, several=several).format(who, number(problem.allowed), number(problem.counted), detail)


def account_words(kind: ProblemKind, platforms: tuple[Platform, ...]) -> str:
    """Return the words for a problem of the accounts of these platforms."""
    return _of_account(kind, several=len(platforms) > 1).format(names(platforms))


def _of_account(kind: ProblemKind, *, several: bool) -> str:
    match kind:
        case ProblemKind.NOT_CONNECTED:
            return translate("Problems", "{0}: no account is connected for this client.")
        case ProblemKind.NEEDS_RECONNECTING if several:
            return translate("Problems", "{0}: the accounts need reconnecting. Posts wait until they are.")
        case ProblemKind.NEEDS_RECONNECTING:
            return translate("Problems", "{0}: the account needs reconnecting. Posts wait until it is.")
        case ProblemKind.ACCOUNT_CHANGED if several:
            return translate("Problems", "{0}: other accounts are connected now. Posts wait until you confirm them.")
        case ProblemKind.ACCOUNT_CHANGED:
            return translate("Problems", "{0}: another account is connected now. Posts wait until you confirm it.")
        case ProblemKind.SHARED_ACCOUNT if several:
            return translate("Problems", "{0}: these accounts are connected for another client, too. Check that they are right.")
        case ProblemKind.SHARED_ACCOUNT:
            return translate("Problems", "{0}: this account is connected for another client, too. Check that it is right.")
        case _:
            raise ValueError(f"{kind} is no problem of an account")


def _problem(problem: Problem, *, several: bool) -> str:
    """With places for the platforms, for what is allowed, for what was counted, and for the characters found."""
    kind, stops = problem.kind, problem.severity is Severity.STOP
    match kind:
        case ProblemKind.TEXT_EMPTY:
            return translate("Problems", "{0}: there is no text yet.")
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS | ProblemKind.TITLE_FORBIDDEN_CHARACTERS:
            return _refused_characters(kind, several=several)
        case ProblemKind.RESERVED_CHARACTERS:
            return translate("Problems", "{0} may cut the text at “{3}”.")
        case ProblemKind.LINKS_REPEATED:
            return translate("Problems", "The text contains the same link more than once.")
        case ProblemKind.CONTROL_CHARACTERS | ProblemKind.BIDI_MARKS:
            return _of_unseen(kind, in_title=problem.field is Field.TITLE, stops=stops)
        case ProblemKind.TITLE_MISSING | ProblemKind.TITLE_IGNORED:
            return _of_title(kind, several=several)
        case ProblemKind.MEDIA_MISSING | ProblemKind.VIDEO_MISSING | ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return _of_media(kind, stops=stops, image=bool(problem.detail))
        case (
            ProblemKind.MEDIA_URL_INVALID
            | ProblemKind.THUMBNAIL_URL_INVALID
            | ProblemKind.MEDIA_FLAWED
            | ProblemKind.MEDIA_EXPIRES
        ):
            return _of_address(problem)
        case ProblemKind.THUMBNAIL_IGNORED if several:
            return translate("Problems", "{0} have no cover images, so this one is left out there.")
        case ProblemKind.THUMBNAIL_IGNORED:
            return translate("Problems", "{0} has no cover images, so this one is left out there.")
        case ProblemKind.DESTINATION_FIXED:
            return _destination(Destination(problem.detail))
        case ProblemKind.UP_ALREADY | ProblemKind.MAY_BE_UP | ProblemKind.GOES_OUT_TOO:
            return _of_a_second(kind)
        case ProblemKind.SAME_TIME:
            return translate("Problems", "Another post of this client goes to {0} at the same time ({3}).")
        case ProblemKind.TOO_CLOSE:
            return translate("Problems", "{0}: another post of this client goes out at {3}, less than {1} minutes apart.")
        case _:
            return too_far_words(problem, several=several)


def _of_address(problem: Problem) -> str:
    """Return the problem of the media or cover address, after the name of which it is."""
    which = translate("Problems", "Cover image: ") if problem.field is Field.THUMBNAIL_URL else translate("Problems", "Media: ")
    match problem.kind:
        case ProblemKind.MEDIA_FLAWED:
            return which + media_problem_words(MediaFlaw(problem.detail))
        case ProblemKind.MEDIA_EXPIRES:
            return which + translate("Problems", "the link expires {3}, before the post goes out. Make a new one.")
        case _:
            return which + url_problem_words(UrlFlaw(problem.detail))


_Second = Literal[ProblemKind.UP_ALREADY, ProblemKind.MAY_BE_UP, ProblemKind.GOES_OUT_TOO]


def _of_a_second(kind: _Second) -> str:
    match kind:
        case ProblemKind.UP_ALREADY:
            return translate("Problems", "This text is already published on {0} ({3}). Publishing again makes a second post.")
        case ProblemKind.MAY_BE_UP:
            return translate(
                "Problems", "This text may be published on {0} already ({3}). Publishing again may make a second post."
            )
        case ProblemKind.GOES_OUT_TOO:
            return translate("Problems", "This text is already planned for {0} ({3}). This makes a second post.")


_Characters = Literal[ProblemKind.TEXT_FORBIDDEN_CHARACTERS, ProblemKind.TITLE_FORBIDDEN_CHARACTERS]


def _refused_characters(kind: _Characters, *, several: bool) -> str:
    match kind:
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS if several:
            return translate("Problems", "{0} refuse texts with “{3}”.")
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS:
            return translate("Problems", "{0} refuses texts with “{3}”.")
        case ProblemKind.TITLE_FORBIDDEN_CHARACTERS if several:
            return translate("Problems", "{0} refuse titles with “{3}”.")
        case ProblemKind.TITLE_FORBIDDEN_CHARACTERS:
            return translate("Problems", "{0} refuses titles with “{3}”.")


def _of_unseen(kind: Literal[ProblemKind.CONTROL_CHARACTERS, ProblemKind.BIDI_MARKS], *, in_title: bool, stops: bool) -> str:
    match kind:
        case ProblemKind.CONTROL_CHARACTERS if in_title:
            return translate("Problems", "The title contains invisible characters that may be lost.")
        case ProblemKind.CONTROL_CHARACTERS if stops:
            return translate("Problems", "The text contains invisible characters that can’t be sent.")
        case ProblemKind.CONTROL_CHARACTERS:
            return translate("Problems", "The text contains invisible characters that may show as boxes.")
        case ProblemKind.BIDI_MARKS if in_title:
            return translate("Problems", "The title contains invisible marks that change the writing direction.")
        case ProblemKind.BIDI_MARKS:
            return translate(
                "Problems", "The text contains invisible marks that change the writing direction. Readers may see another order."
            )


_Title = Literal[ProblemKind.TITLE_MISSING, ProblemKind.TITLE_IGNORED]


def _of_title(kind: _Title, *, several: bool) -> str:
    match kind:
        case ProblemKind.TITLE_MISSING:
            return translate("Problems", "{0}: a title is needed.")
        case ProblemKind.TITLE_IGNORED if several:
            return translate("Problems", "{0} have no titles, so this one is left out there.")
        case ProblemKind.TITLE_IGNORED:
            return translate("Problems", "{0} has no titles, so this one is left out there.")


def _of_media(
    kind: Literal[ProblemKind.MEDIA_MISSING, ProblemKind.VIDEO_MISSING, ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO],
    *,
    stops: bool,
    image: bool,
) -> str:
    match kind:
        case ProblemKind.MEDIA_MISSING:
            return translate("Problems", "{0}: an image or a video is needed.")
        case ProblemKind.VIDEO_MISSING if not image:
            return translate("Problems", "{0}: a video is needed.")
        case ProblemKind.VIDEO_MISSING if stops:
            return translate("Problems", "{0}: a video is needed, and this is an image.")
        case ProblemKind.VIDEO_MISSING:
            return translate("Problems", "{0}: a video is needed, and this link looks like an image’s.")
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return translate("Problems", "{0}: a video needs a cover image.")


def _destination(destination: Destination) -> str:
    match destination:
        case Destination.PAGE:
            return translate("Problems", "{0}: you select the Page when you connect the account, not for each post.")
        case Destination.PRIVACY:
            return translate("Problems", "{0}: you set the privacy when you connect the account, not for each post.")
        case Destination.BOARD:
            return translate("Problems", "{0}: you select the board when you connect the account, not for each post.")
        case Destination.SUBREDDIT:
            return translate("Problems", "{0}: you select the subreddit when you connect the account, not for each post.")


def why_words(group: ProblemGroup) -> str:
    """Return the reason for a problem, in a few lines; empty where it is plain to see."""
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
    """Return the limit as a sentence, with how it is counted, and whose number it is."""
    counted = counted_words(problem.unit) if limit.measure is Measure.LENGTH and limit.part is Part.TEXT else ""
    words = f"{limit_name(limit.part, limit.measure)}: {limit_amount(limit)}{counted}."
    if limit.premium_may_exceed:
        words += " " + translate("Problems", "An account with Premium may allow more. Set it in Connections.")
    if limit.theirs is None:
        return words
    theirs = amount_words(limit.measure, limit.theirs)
    return f"{words} " + translate("Problems", "Your limit for this account. The platform’s is {0}.").format(theirs)
