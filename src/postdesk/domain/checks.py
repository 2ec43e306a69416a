"""Checks of a post against a platform's rules. A problem is a kind and numbers; `ui` has the words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from postdesk.domain.drafts import Content
from postdesk.domain.duplicates import is_published, may_be_published
from postdesk.domain.limits import FILE_MEASURES, Measure, OwnLimit, PostPart, Severity, worst_first
from postdesk.domain.links import UrlProblem, url_problem
from postdesk.domain.media import POSSIBLY_LOCAL, MediaCheck, MediaFacts, MediaProblem, MediaType
from postdesk.domain.oddities import BIDI_CONTROLS, UNSENDABLE
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry
from postdesk.domain.problems import Assessment, Problem, ProblemField, ProblemKind
from postdesk.domain.rules import CoverNeed, MediaNeed, PlatformRules, Rules, TitleNeed
from postdesk.domain.text_counter import TextCounter, TextTally, find_unseen

_IMAGE: Final = re.compile(r".*\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic|avif|svg)", re.IGNORECASE)
_VIDEO: Final = re.compile(r".*\.(?:mp4|mov|m4v|avi|wmv|flv|3gp|webm|mkv)", re.IGNORECASE)


PROBLEM_OF_MEASURE: Final = {
    Measure.POSTS_PER_DAY: ProblemKind.DAILY_CAP,
    Measure.HASHTAGS: ProblemKind.HASHTAGS_MANY,
    Measure.MENTIONS: ProblemKind.MENTIONS_MANY,
    Measure.LINKS: ProblemKind.LINKS_MANY,
    Measure.TYPE: ProblemKind.MEDIA_TYPE,
    Measure.SIZE_BYTES: ProblemKind.MEDIA_SIZE,
    Measure.WIDTH: ProblemKind.MEDIA_WIDTH,
    Measure.HEIGHT: ProblemKind.MEDIA_HEIGHT,
    Measure.PIXELS: ProblemKind.MEDIA_PIXELS,
    Measure.RATIO: ProblemKind.MEDIA_RATIO,
    Measure.SECONDS: ProblemKind.MEDIA_SECONDS,
    Measure.FRAMES_PER_SECOND: ProblemKind.MEDIA_FRAMES,
    Measure.BITS_PER_SECOND: ProblemKind.MEDIA_BITRATE,
    Measure.VIDEO_CODEC: ProblemKind.MEDIA_VIDEO_CODEC,
    Measure.AUDIO_CODEC: ProblemKind.MEDIA_AUDIO_CODEC,
}
"""The kind of problem for each broken limit. For `Measure.LENGTH` the kind depends on the part that is too long."""


def check(
    platform: Platform,
    content: Content,
    rules: Rules,
    *,
    counter: TextCounter,
    premium: bool = False,
    own: tuple[OwnLimit, ...] = (),
    others: int = 0,
    duplicate: Entry | None = None,
    near: Problem | None = None,
    media: MediaCheck | None = None,
    thumbnail: MediaCheck | None = None,
    due_at: datetime | None = None,
) -> Assessment:
    """Return the platform's assessment of the content, with the most severe problems first.

    `premium`: the user marked the connection as a paid X account. `own`: the limits that the user set for the connection.
    `others`: the number of other posts that the account gets within a day of this one. `duplicate`: an entry with the same
    text and media. `near`: the problem of a time too close to another post's, if any. `media` and `thumbnail`: the results of
    probing the two addresses; None while unchecked. `due_at`: the time of publication; None while unknown.
    """
    platform_rules = rules.for_platform(platform).with_own(own)
    count, tally = counter.count(content.text, platform_rules.text.unit), counter.tally(content.text)
    problems = [
        *_in_length(content.text, platform_rules, count, "links" if tally.links else ""),
        *_in_text(content.text, platform_rules, tally),
        *_in_title(content.title, platform_rules),
        *_in_media(content, platform_rules, media),
        *_in_thumbnail(content, platform_rules, media, thumbnail),
        *_in_file(ProblemField.MEDIA_URL, content.media_url, platform_rules, media, due_at),
        *_in_file(ProblemField.THUMBNAIL_URL, content.thumbnail_url, platform_rules, thumbnail, due_at),
        *_in_destination(platform_rules),
        *_limited(platform_rules, PostPart.POST, Measure.POSTS_PER_DAY, others + 1, ProblemField.PLATFORM),
        *((near,) if near else ()),
        *_duplicate_problem(duplicate),
    ]
    eased = map(_eased, problems) if premium else problems
    worst = sorted(eased, key=lambda problem: worst_first(problem.severity))
    return Assessment(count, platform_rules.text_limit, tuple(worst), platform_rules)


def _eased(problem: Problem) -> Problem:
    """Return the problem as it applies to a paid account: a warning for a limit that such an account may exceed."""
    may_exceed = problem.limit is not None and problem.limit.premium_may_exceed and problem.severity is Severity.STOP
    return replace(problem, severity=Severity.WARN) if may_exceed else problem


def _limited(
    platform_rules: PlatformRules, part: PostPart, measure: Measure, amount: float | str, field: ProblemField
) -> Iterator[Problem]:
    """Yield a problem if the amount breaks a limit."""
    if limit := platform_rules.broken(part, measure, amount):
        word, counted = (amount, 0.0) if isinstance(amount, str) else ("", amount)
        kind = PROBLEM_OF_MEASURE[measure]
        yield Problem(limit.severity, kind, field, counted, limit.value, word, limit=limit, source=limit.source)


def _in_length(text: str, platform_rules: PlatformRules, count: int, counts: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(Severity.STOP, ProblemKind.TEXT_EMPTY, ProblemField.TEXT)
    if limit := platform_rules.broken(PostPart.TEXT, Measure.LENGTH, count):
        stops = limit.severity is Severity.STOP
        kind = ProblemKind.TEXT_TOO_LONG if stops else ProblemKind.TEXT_LONG_WARN
        detail, unit = counts if stops else "", platform_rules.text.unit
        yield Problem(limit.severity, kind, ProblemField.TEXT, count, limit.value, detail, unit, limit, limit.source)


def _in_text(text: str, platform_rules: PlatformRules, tally: TextTally) -> Iterator[Problem]:
    yield from _unseen(ProblemField.TEXT, tally.unseen)
    rules = platform_rules.text
    if found := _found(rules.forbidden_characters, text):
        kind = ProblemKind.TEXT_FORBIDDEN_CHARACTERS
        yield Problem(Severity.STOP, kind, ProblemField.TEXT, detail=found, source=rules.source)
    if found := _found(rules.reserved_characters, text):
        yield Problem(Severity.HINT, ProblemKind.RESERVED_CHARACTERS, ProblemField.TEXT, detail=found, source=rules.source)
    if tally.all_links > len(tally.links):
        yield Problem(Severity.HINT, ProblemKind.LINKS_REPEATED, ProblemField.TEXT)
    counts = {Measure.HASHTAGS: tally.hashtags, Measure.MENTIONS: tally.mentions, Measure.LINKS: len(tally.links)}
    for measure, count in counts.items():
        yield from _limited(platform_rules, PostPart.TEXT, measure, count, ProblemField.TEXT)


def _in_title(title: str, platform_rules: PlatformRules) -> Iterator[Problem]:
    rules = platform_rules.title
    if not title.strip():
        if rules.need is TitleNeed.REQUIRED:
            yield Problem(Severity.STOP, ProblemKind.TITLE_MISSING, ProblemField.TITLE, source=rules.source)
        return
    if rules.need is TitleNeed.IGNORED:
        yield Problem(Severity.HINT, ProblemKind.TITLE_IGNORED, ProblemField.TITLE, source=rules.source)
        return
    yield from _unseen(ProblemField.TITLE, find_unseen(title))
    if limit := platform_rules.broken(PostPart.TITLE, Measure.LENGTH, len(title)):
        counted, allowed, kind = len(title), limit.value, ProblemKind.TITLE_TOO_LONG
        yield Problem(limit.severity, kind, ProblemField.TITLE, counted, allowed, limit=limit, source=limit.source)
    if found := _found(rules.forbidden_characters, title):
        kind = ProblemKind.TITLE_FORBIDDEN_CHARACTERS
        yield Problem(Severity.STOP, kind, ProblemField.TITLE, detail=found, source=rules.source)


def _in_media(content: Content, platform_rules: PlatformRules, media_check: MediaCheck | None) -> Iterator[Problem]:
    """Check for media of the kind that the platform needs."""
    url, rules = content.media_url, platform_rules.media
    if not url and rules.need is MediaNeed.REQUIRED:
        yield Problem(Severity.STOP, ProblemKind.MEDIA_MISSING, ProblemField.MEDIA_URL, source=rules.source)
    if not url and rules.need is MediaNeed.VIDEO_REQUIRED:
        yield Problem(Severity.STOP, ProblemKind.VIDEO_MISSING, ProblemField.MEDIA_URL, source=rules.source)
    if url and (problem := _unprobed_url_problem(url, media_check)):
        yield Problem(Severity.STOP, ProblemKind.MEDIA_URL_INVALID, ProblemField.MEDIA_URL, detail=problem)
    elif url and rules.need is MediaNeed.VIDEO_REQUIRED and is_image(url, media_check):
        severity = Severity.STOP if media_check and media_check.facts else Severity.WARN
        yield Problem(severity, ProblemKind.VIDEO_MISSING, ProblemField.MEDIA_URL, detail="image", source=rules.source)


def _in_thumbnail(
    content: Content, platform_rules: PlatformRules, media: MediaCheck | None, thumbnail: MediaCheck | None
) -> Iterator[Problem]:
    """Check for the cover that the platform needs."""
    url, rules = content.thumbnail_url, platform_rules.media
    if url and (problem := _unprobed_url_problem(url, thumbnail)):
        yield Problem(Severity.STOP, ProblemKind.THUMBNAIL_URL_INVALID, ProblemField.THUMBNAIL_URL, detail=problem)
    elif url and rules.cover is CoverNeed.IGNORED:
        yield Problem(Severity.HINT, ProblemKind.THUMBNAIL_IGNORED, ProblemField.THUMBNAIL_URL, source=rules.source)
    elif not url and rules.cover is CoverNeed.NEEDED_FOR_VIDEO and _is_video(content.media_url, media):
        kind = ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO
        yield Problem(Severity.WARN, kind, ProblemField.THUMBNAIL_URL, source=rules.source)


def _unprobed_url_problem(url: str, media_check: MediaCheck | None) -> UrlProblem | None:
    """Return the problem of an address as text; None once it was probed, since practice mode's addresses are not public."""
    return None if media_check and media_check.url == url else url_problem(url)


def _in_file(
    field: ProblemField, url: str, platform_rules: PlatformRules, media_check: MediaCheck | None, due_at: datetime | None
) -> Iterator[Problem]:
    """Check the file that was found at the address against the limits for files."""
    if (
        media_check is None
        or media_check.url != url
        or (field is ProblemField.THUMBNAIL_URL and platform_rules.media.cover is CoverNeed.IGNORED)
    ):
        return
    ends = media_check.expires_at if due_at and media_check.against(due_at) is MediaProblem.EXPIRED else None
    if ends and media_check.problem is not MediaProblem.EXPIRED:
        yield Problem(Severity.STOP, ProblemKind.MEDIA_EXPIRES, field, detail=ends.isoformat())
    elif media_check.problem:
        severity = Severity.WARN if media_check.problem in POSSIBLY_LOCAL else Severity.STOP
        yield Problem(severity, ProblemKind.MEDIA_FLAWED, field, detail=media_check.problem)
    if media_check.facts:
        for part in _parts(media_check.facts, platform_rules) if field is ProblemField.MEDIA_URL else (PostPart.THUMBNAIL,):
            for measure in FILE_MEASURES:
                yield from _limited(platform_rules, part, measure, getattr(media_check.facts, measure), field)


def _parts(facts: MediaFacts, platform_rules: PlatformRules) -> tuple[PostPart, ...]:
    """Return the parts whose limits apply to a file; a GIF has limits of its own on some platforms."""
    if facts.type.video:
        return (PostPart.MEDIA, PostPart.VIDEO, *((PostPart.UPRIGHT_VIDEO,) if facts.height > facts.width else ()))
    gif = facts.type is MediaType.GIF and any(limit.part is PostPart.GIF for limit in platform_rules.limits)
    return PostPart.MEDIA, PostPart.GIF if gif else PostPart.IMAGE


def _in_destination(platform_rules: PlatformRules) -> Iterator[Problem]:
    if platform_rules.destination:
        kind, source = ProblemKind.DESTINATION_FIXED, platform_rules.destination_source
        yield Problem(Severity.HINT, kind, ProblemField.PLATFORM, detail=platform_rules.destination, source=source)


def _duplicate_problem(duplicate: Entry | None) -> Iterator[Problem]:
    if duplicate:
        kind = (
            ProblemKind.ALREADY_PUBLISHED
            if is_published(duplicate)
            else ProblemKind.MAY_BE_PUBLISHED
            if may_be_published(duplicate)
            else ProblemKind.GOES_OUT_TOO
        )
        when = duplicate.due_at.replace(microsecond=0).isoformat()
        yield Problem(Severity.WARN, kind, ProblemField.PLATFORM, detail=when)


def _unseen(field: ProblemField, found: frozenset[str]) -> Iterator[Problem]:
    """Report characters that cannot be sent, and invisible ones that change how the text is displayed."""
    if not found:
        return
    if any(UNSENDABLE.match(each) for each in found):
        yield Problem(Severity.STOP, ProblemKind.CONTROL_CHARACTERS, field)
    elif found - BIDI_CONTROLS:
        yield Problem(Severity.WARN, ProblemKind.CONTROL_CHARACTERS, field)
    if found & BIDI_CONTROLS:
        yield Problem(Severity.WARN, ProblemKind.BIDI_MARKS, field)


def _found(characters: str, text: str) -> str:
    return "".join(character for character in characters if character in text)


def _is_video(url: str, media_check: MediaCheck | None) -> bool:
    return media_check.facts.type.video if media_check and media_check.facts else _is_named_like(_VIDEO, url)


def is_image(url: str, media_check: MediaCheck | None) -> bool:
    """Return True if an image is at the address: by the file's type, or by its name while the file is unchecked."""
    return media_check.facts.type.image if media_check and media_check.facts else has_image_extension(url)


def has_image_extension(url: str) -> bool:
    """Return True if the path of an address ends with the extension of an image."""
    return _is_named_like(_IMAGE, url)


def _is_named_like(names: re.Pattern[str], url: str) -> bool:
    try:
        return bool(names.fullmatch(urlsplit(url).path))
    except ValueError:  # an unfinished address, still being typed: "https://["
        return False
