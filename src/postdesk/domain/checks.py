"""What a platform would make of a post: its problems, as kinds and numbers. The words for them are the window's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from postdesk.domain.counting import Counter, Tally, unseen_in
from postdesk.domain.links import url_flaw
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.domain.repeats import is_up, may_be_up
from postdesk.domain.rules import MediaNeed, PlatformRules, Rules, TextRules, Threshold, TitleNeed, TitleRules, Unit

_UNSENDABLE: Final = re.compile(r"[\x00\ud800-\udfff]")
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_IMAGE: Final = re.compile(r".*\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic|avif|svg)", re.IGNORECASE)
_VIDEO: Final = re.compile(r".*\.(?:mp4|mov|m4v|avi|wmv|flv|3gp|webm|mkv)", re.IGNORECASE)


class Severity(StrEnum):
    """STOP: certain to be refused. WARN: may be refused, and the user may override it. HINT: good to know."""

    STOP = "stop"
    WARN = "warn"
    HINT = "hint"


worst_first: Final = tuple(Severity).index


class Field(StrEnum):
    """Where in the composer a problem is."""

    PLATFORM = "platform"
    TEXT = "text"
    TITLE = "title"
    MEDIA_URL = "media_url"
    THUMBNAIL_URL = "thumbnail_url"


class ProblemKind(StrEnum):
    """What is wrong."""

    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_LONG_WARN = "text_long_warn"
    TEXT_FORBIDDEN_CHARACTERS = "text_forbidden_characters"
    RESERVED_CHARACTERS = "reserved_characters"
    HASHTAGS_MANY = "hashtags_many"
    MENTIONS_MANY = "mentions_many"
    LINKS_MANY = "links_many"
    CONTROL_CHARACTERS = "control_characters"
    BIDI_MARKS = "bidi_marks"
    TITLE_MISSING = "title_missing"
    TITLE_TOO_LONG = "title_too_long"
    TITLE_FORBIDDEN_CHARACTERS = "title_forbidden_characters"
    TITLE_IGNORED = "title_ignored"
    MEDIA_MISSING = "media_missing"
    VIDEO_MISSING = "video_missing"
    MEDIA_URL_INVALID = "media_url_invalid"
    THUMBNAIL_URL_INVALID = "thumbnail_url_invalid"
    THUMBNAIL_NEEDED_FOR_VIDEO = "thumbnail_needed_for_video"
    DESTINATION_FIXED = "destination_fixed"
    DAILY_CAP = "daily_cap"
    UP_ALREADY = "up_already"
    MAY_BE_UP = "may_be_up"
    GOES_OUT_TOO = "goes_out_too"


@dataclass(frozen=True, slots=True)
class Content:
    """What one platform would get; an empty string where there is none."""

    text: str
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know before a post goes to a platform; it does not say to which, so that it is alike on several.

    `counted` and `allowed` are numbers, for the kinds that have a limit; a text's length is in `unit`. `detail` is: for
    characters, those found; for an address, the `UrlFlaw`; for DESTINATION_FIXED, the `Destination`; for a text that
    counts links, "links" where there are any; for the same words once more, when they go out, in ISO 8601.
    """

    severity: Severity
    kind: ProblemKind
    field: Field
    counted: int = 0
    allowed: int = 0
    detail: str = ""
    unit: Unit = Unit.CODE_POINTS


@dataclass(frozen=True, slots=True)
class Assessment:
    """A platform's count of the text, its limit, both in the platform's unit, and the problems, the worst first."""

    count: int
    limit: int
    problems: tuple[Problem, ...]

    @property
    def remaining(self) -> int:
        return self.limit - self.count

    @property
    def stopped(self) -> bool:
        return any(problem.severity is Severity.STOP for problem in self.problems)

    @property
    def warned(self) -> bool:
        return any(problem.severity is Severity.WARN for problem in self.problems)


def check(
    platform: Platform,
    content: Content,
    rules: Rules,
    *,
    counter: Counter,
    premium: bool = False,
    others: int = 0,
    twin: Entry | None = None,
) -> Assessment:
    """What the platform would make of the content; `premium`: the user marked the connection as a paid X account.

    `others`: how many other posts the account gets within a day of this one; `twin`: one of them with the same words.
    """
    its = rules.for_platform(platform)
    count, tally = counter.count(content.text, its.text.unit), counter.tally(content.text)
    problems = [
        *_in_length(content.text, its.text, count, premium, "links" if tally.links else ""),
        *_in_text(content.text, its, tally),
        *_in_title(content.title, its.title),
        *_in_media(content, its),
        *_in_destination(its),
        *_in_day(its, others),
        *_once_more(twin),
    ]
    problems.sort(key=lambda problem: worst_first(problem.severity))
    return Assessment(count, its.text.stop_above, tuple(problems))


def _in_length(text: str, rules: TextRules, count: int, premium: bool, counts: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(Severity.STOP, ProblemKind.TEXT_EMPTY, Field.TEXT)
    if count > rules.stop_above:
        severity = Severity.WARN if premium and rules.premium_may_exceed else Severity.STOP
        limit = rules.stop_above
        yield Problem(severity, ProblemKind.TEXT_TOO_LONG, Field.TEXT, count, limit, counts, rules.unit)
    elif rules.warn_above is not None and count > rules.warn_above:
        limit = rules.warn_above
        yield Problem(Severity.WARN, ProblemKind.TEXT_LONG_WARN, Field.TEXT, count, limit, unit=rules.unit)


def _in_text(text: str, rules: PlatformRules, tally: Tally) -> Iterator[Problem]:
    yield from _unseen(Field.TEXT, tally.unseen)
    if found := _found(rules.text.forbidden_characters, text):
        yield Problem(Severity.STOP, ProblemKind.TEXT_FORBIDDEN_CHARACTERS, Field.TEXT, detail=found)
    if found := _found(rules.text.reserved_characters, text):
        yield Problem(Severity.HINT, ProblemKind.RESERVED_CHARACTERS, Field.TEXT, detail=found)
    yield from _many(ProblemKind.HASHTAGS_MANY, tally.hashtags, rules.hashtags)
    yield from _many(ProblemKind.MENTIONS_MANY, tally.mentions, rules.mentions)
    yield from _many(ProblemKind.LINKS_MANY, len(tally.links), rules.links)


def _in_title(title: str, rules: TitleRules) -> Iterator[Problem]:
    if not title.strip():
        if rules.need is TitleNeed.REQUIRED:
            yield Problem(Severity.STOP, ProblemKind.TITLE_MISSING, Field.TITLE)
        return
    if rules.need is TitleNeed.IGNORED:
        yield Problem(Severity.HINT, ProblemKind.TITLE_IGNORED, Field.TITLE)
        return
    yield from _unseen(Field.TITLE, unseen_in(title))
    if rules.stop_above is not None and len(title) > rules.stop_above:
        yield Problem(Severity.STOP, ProblemKind.TITLE_TOO_LONG, Field.TITLE, len(title), rules.stop_above)
    if found := _found(rules.forbidden_characters, title):
        yield Problem(Severity.STOP, ProblemKind.TITLE_FORBIDDEN_CHARACTERS, Field.TITLE, detail=found)


def _in_media(content: Content, rules: PlatformRules) -> Iterator[Problem]:
    media, thumbnail = content.media_url, content.thumbnail_url
    if not media and rules.media is MediaNeed.REQUIRED:
        yield Problem(Severity.STOP, ProblemKind.MEDIA_MISSING, Field.MEDIA_URL)
    if not media and rules.media is MediaNeed.VIDEO_REQUIRED:
        yield Problem(Severity.STOP, ProblemKind.VIDEO_MISSING, Field.MEDIA_URL)
    if media and (flaw := url_flaw(media)):
        yield Problem(Severity.STOP, ProblemKind.MEDIA_URL_INVALID, Field.MEDIA_URL, detail=flaw)
    elif rules.media is MediaNeed.VIDEO_REQUIRED and _is_named_like(_IMAGE, media):
        yield Problem(Severity.WARN, ProblemKind.VIDEO_MISSING, Field.MEDIA_URL)
    elif rules.thumbnail_needed_for_video and not thumbnail and _is_named_like(_VIDEO, media):
        yield Problem(Severity.WARN, ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO, Field.THUMBNAIL_URL)
    if thumbnail and (flaw := url_flaw(thumbnail)):
        yield Problem(Severity.STOP, ProblemKind.THUMBNAIL_URL_INVALID, Field.THUMBNAIL_URL, detail=flaw)


def _in_destination(rules: PlatformRules) -> Iterator[Problem]:
    if rules.destination:
        kind = ProblemKind.DESTINATION_FIXED
        yield Problem(Severity.HINT, kind, Field.PLATFORM, detail=rules.destination)


def _in_day(rules: PlatformRules, others: int) -> Iterator[Problem]:
    if rules.daily_cap is not None and others >= rules.daily_cap:
        yield Problem(Severity.WARN, ProblemKind.DAILY_CAP, Field.PLATFORM, others + 1, rules.daily_cap)


def _once_more(twin: Entry | None) -> Iterator[Problem]:
    if twin:
        kind = ProblemKind.UP_ALREADY if is_up(twin) else ProblemKind.MAY_BE_UP if may_be_up(twin) else ProblemKind.GOES_OUT_TOO
        when = twin.due_at.replace(microsecond=0).isoformat()
        yield Problem(Severity.WARN, kind, Field.PLATFORM, detail=when)


def _unseen(field: Field, found: frozenset[str]) -> Iterator[Problem]:
    """Characters that cannot be sent, and those that nobody sees but that change what is seen."""
    if any(_UNSENDABLE.match(each) for each in found):
        yield Problem(Severity.STOP, ProblemKind.CONTROL_CHARACTERS, field)
    elif found - _BIDI:
        yield Problem(Severity.WARN, ProblemKind.CONTROL_CHARACTERS, field)
    if found & _BIDI:
        yield Problem(Severity.WARN, ProblemKind.BIDI_MARKS, field)


def _many(kind: ProblemKind, count: int, threshold: Threshold) -> Iterator[Problem]:
    if threshold.stop_above is not None and count > threshold.stop_above:
        yield Problem(Severity.STOP, kind, Field.TEXT, count, threshold.stop_above)
    elif threshold.warn_above is not None and count > threshold.warn_above:
        yield Problem(Severity.WARN, kind, Field.TEXT, count, threshold.warn_above)


def _found(characters: str, text: str) -> str:
    return "".join(character for character in characters if character in text)


def _is_named_like(names: re.Pattern[str], url: str) -> bool:
    return bool(names.fullmatch(urlsplit(url).path))
