"""What the composer says of problems: what is wrong, on which platform, in which numbers."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.domain.checks import Field, Problem, ProblemKind, Severity
from postdesk.domain.links import UrlFlaw
from postdesk.domain.rules import Destination, Unit
from postdesk.ui.composer.state import Finding, Trouble
from postdesk.ui.composer.words import names, number

_ONCE_MORE: Final = frozenset({ProblemKind.UP_ALREADY, ProblemKind.MAY_BE_UP, ProblemKind.GOES_OUT_TOO})


def finding_words(finding: Finding, when: Callable[[datetime], str] = datetime.isoformat) -> str:
    """What was found, as one or two sentences; `when` gives the words for a moment."""
    who = names(finding.platforms)
    if isinstance(finding.about, Trouble):
        return _trouble(finding.about).format(who)
    problem = finding.about
    detail = when(datetime.fromisoformat(problem.detail)) if problem.kind in _ONCE_MORE else problem.detail
    return _problem(problem).format(who, number(problem.allowed), number(problem.counted), detail)


def _trouble(trouble: Trouble) -> str:
    tr = QCoreApplication.translate
    match trouble:
        case Trouble.NOT_CONNECTED:
            return tr("Problems", "{0}: no account is connected for this client.")
        case Trouble.NEEDS_RECONNECTING:
            return tr("Problems", "{0}: the account needs reconnecting. Posts wait until it is.")
        case Trouble.ACCOUNT_CHANGED:
            return tr("Problems", "{0}: another account answers now. Posts wait until you say that it is right.")


def _problem(problem: Problem) -> str:
    """With places for the platforms, for what is allowed, for what was counted, and for the characters found."""
    tr, kind, stops = QCoreApplication.translate, problem.kind, problem.severity is Severity.STOP
    match kind:
        case ProblemKind.TEXT_EMPTY:
            return tr("Problems", "{0}: there is no text yet.")
        case ProblemKind.TEXT_TOO_LONG:
            return _too_long(problem, stops=stops)
        case ProblemKind.TEXT_LONG_WARN:
            return tr("Problems", "{0} may refuse more than {1}, this counts {2}.")
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS:
            return tr("Problems", "{0} refuses texts with {3}")
        case ProblemKind.RESERVED_CHARACTERS:
            return tr("Problems", "{0} may cut the text at {3}")
        case ProblemKind.HASHTAGS_MANY | ProblemKind.MENTIONS_MANY | ProblemKind.LINKS_MANY:
            return _too_many(kind, stops=stops)
        case ProblemKind.CONTROL_CHARACTERS | ProblemKind.BIDI_MARKS:
            return _of_unseen(kind, in_title=problem.field is Field.TITLE, stops=stops)
        case ProblemKind.TITLE_MISSING | ProblemKind.TITLE_TOO_LONG | ProblemKind.TITLE_IGNORED:
            return _of_title(kind)
        case ProblemKind.TITLE_FORBIDDEN_CHARACTERS:
            return tr("Problems", "{0} refuses titles with {3}")
        case ProblemKind.MEDIA_MISSING | ProblemKind.VIDEO_MISSING | ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return _of_media(kind, stops=stops)
        case ProblemKind.MEDIA_URL_INVALID:
            return tr("Problems", "Media: ") + _flaw(UrlFlaw(problem.detail))
        case ProblemKind.THUMBNAIL_URL_INVALID:
            return tr("Problems", "Cover image: ") + _flaw(UrlFlaw(problem.detail))
        case ProblemKind.DESTINATION_FIXED:
            return _destination(Destination(problem.detail))
        case ProblemKind.DAILY_CAP:
            return tr("Problems", "{0} may refuse more than {1} posts a day: this would be number {2}.")
        case ProblemKind.UP_ALREADY | ProblemKind.MAY_BE_UP | ProblemKind.GOES_OUT_TOO:
            return _of_a_second(kind)
        case never:
            assert_never(never)


def _too_long(problem: Problem, *, stops: bool) -> str:
    tr = QCoreApplication.translate
    if not stops:
        return tr("Problems", "{0} allows {1} without Premium, this counts {2}.")
    return tr("Problems", "{0} allows {1}, this counts {2}") + _unit(problem.unit, links=bool(problem.detail))


_Second = Literal[ProblemKind.UP_ALREADY, ProblemKind.MAY_BE_UP, ProblemKind.GOES_OUT_TOO]


def _of_a_second(kind: _Second) -> str:
    tr = QCoreApplication.translate
    match kind:
        case ProblemKind.UP_ALREADY:
            return tr("Problems", "This is already up on {0} ({3}): publishing again makes a second post.")
        case ProblemKind.MAY_BE_UP:
            return tr("Problems", "This may be up on {0} already ({3}): publishing again may make a second post.")
        case ProblemKind.GOES_OUT_TOO:
            return tr("Problems", "The same is planned for {0} already ({3}): this makes a second post.")


def _unit(unit: Unit, *, links: bool) -> str:
    """How a platform counts, where that is not by characters."""
    tr = QCoreApplication.translate
    match unit:
        case Unit.CODE_POINTS:
            return "."
        case Unit.WEIGHTED if not links:
            return "."
        case Unit.WEIGHTED:
            return tr("Problems", " (links count 23).")
        case Unit.EMOJI_BYTES:
            return tr("Problems", " (an emoji counts 3 or more).")
        case Unit.UTF8_BYTES:
            return tr("Problems", " bytes (an accent or an emoji counts more than one).")


def _too_many(kind: Literal[ProblemKind.HASHTAGS_MANY, ProblemKind.MENTIONS_MANY, ProblemKind.LINKS_MANY], *, stops: bool) -> str:
    tr = QCoreApplication.translate
    match kind:
        case ProblemKind.HASHTAGS_MANY if stops:
            return tr("Problems", "{0} allows {1} hashtags, here are {2}.")
        case ProblemKind.HASHTAGS_MANY:
            return tr("Problems", "{0} may refuse more than {1} hashtags, here are {2}.")
        case ProblemKind.MENTIONS_MANY if stops:
            return tr("Problems", "{0} allows {1} mentions, here are {2}.")
        case ProblemKind.MENTIONS_MANY:
            return tr("Problems", "{0} may refuse more than {1} mentions, here are {2}.")
        case ProblemKind.LINKS_MANY if stops:
            return tr("Problems", "{0} allows {1} different links, here are {2}.")
        case ProblemKind.LINKS_MANY:
            return tr("Problems", "{0} may refuse more than {1} different links, here are {2}.")


def _of_unseen(kind: Literal[ProblemKind.CONTROL_CHARACTERS, ProblemKind.BIDI_MARKS], *, in_title: bool, stops: bool) -> str:
    tr = QCoreApplication.translate
    match kind:
        case ProblemKind.CONTROL_CHARACTERS if in_title:
            return tr("Problems", "The title holds invisible characters that may not arrive.")
        case ProblemKind.CONTROL_CHARACTERS if stops:
            return tr("Problems", "The text holds invisible characters that can’t be sent.")
        case ProblemKind.CONTROL_CHARACTERS:
            return tr("Problems", "The text holds invisible characters that may arrive as boxes.")
        case ProblemKind.BIDI_MARKS if in_title:
            return tr("Problems", "The title holds invisible marks that turn the direction of writing.")
        case ProblemKind.BIDI_MARKS:
            return tr(
                "Problems", "The text holds invisible marks that turn the direction of writing: it may read other than it is."
            )


def _of_title(kind: Literal[ProblemKind.TITLE_MISSING, ProblemKind.TITLE_TOO_LONG, ProblemKind.TITLE_IGNORED]) -> str:
    tr = QCoreApplication.translate
    match kind:
        case ProblemKind.TITLE_MISSING:
            return tr("Problems", "{0}: a title is needed.")
        case ProblemKind.TITLE_TOO_LONG:
            return tr("Problems", "{0} allows {1} characters in a title, this has {2}.")
        case ProblemKind.TITLE_IGNORED:
            return tr("Problems", "{0}: has no titles, this one is left out there.")


def _of_media(
    kind: Literal[ProblemKind.MEDIA_MISSING, ProblemKind.VIDEO_MISSING, ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO], *, stops: bool
) -> str:
    tr = QCoreApplication.translate
    match kind:
        case ProblemKind.MEDIA_MISSING:
            return tr("Problems", "{0}: an image or a video is needed.")
        case ProblemKind.VIDEO_MISSING if stops:
            return tr("Problems", "{0}: a video is needed.")
        case ProblemKind.VIDEO_MISSING:
            return tr("Problems", "{0}: a video is needed, and this link looks like an image’s.")
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO:
            return tr("Problems", "{0}: a video needs a cover image.")


def _destination(destination: Destination) -> str:
    tr = QCoreApplication.translate
    match destination:
        case Destination.PAGE:
            return tr("Problems", "{0}: the Page is chosen when the account is connected; it can’t be picked per post.")
        case Destination.PRIVACY:
            return tr("Problems", "{0}: who can see it is settled when the account is connected; it can’t be picked per post.")
        case Destination.BOARD:
            return tr("Problems", "{0}: the board is chosen when the account is connected; it can’t be picked per post.")
        case Destination.SUBREDDIT:
            return tr("Problems", "{0}: the subreddit is chosen when the account is connected; it can’t be picked per post.")


def _flaw(flaw: UrlFlaw) -> str:
    tr = QCoreApplication.translate
    match flaw:
        case UrlFlaw.CHARACTERS:
            return tr("Problems", "the link holds spaces or characters that no link has. Copy it once more.")
        case UrlFlaw.NOT_HTTPS:
            return tr("Problems", "the link has to begin with https://")
        case UrlFlaw.NO_HOST:
            return tr("Problems", "the link is incomplete. Copy it whole, from https:// on.")
        case UrlFlaw.USER_INFO:
            return tr("Problems", "the link holds a user name or a password. MyPostShare needs one that anybody can open.")
        case UrlFlaw.NOT_PUBLIC:
            return tr("Problems", "the link leads to a private computer. MyPostShare needs one that anybody can open.")
