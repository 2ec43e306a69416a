"""Fixes that one click applies to a post: they remove one problem and change nothing else."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from postdesk.domain.checks import has_image_extension
from postdesk.domain.drafts import Content, Draft
from postdesk.domain.limits import Measure, PostPart, Severity
from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.problems import Problem, ProblemKind
from postdesk.domain.rules import PlatformRules, TextUnit
from postdesk.domain.text_counter import TextCounter

_MORE: Final = "…"
_SPACE: Final = re.compile(r"\s")
_WORD_END: Final = re.compile(r"(?<=\S)\s")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?。！？])\s|\n")
_ENDS: Final = (".", "!", "?", "。", "！", "？")
_NEAR: Final = 0.8
"""A text is cut after a sentence that ends in the last fifth of the allowed length, else after a word of its last half."""

_HALF: Final = 0.5
_PROSE: Final = 1 / 3
_NEXT_SENTENCE: Final = re.compile(
    r"(?<=[.!?。！？…])(?<!\b\w\.)(?<!\b(?:Dr|Mr|Ms|St|No|vs)\.)(?<!\bMrs\.)(?<!\bProf\.)(?:\s+(?=[^\sa-z])|(?<=[。！？])(?=\S))"
)
"""The start of another sentence: not after an abbreviation, nor before a small letter."""

_AFTER_WORD: Final = ".,;:!?…)"
_LEADS_TO_LINK: Final = " :–—→👉👇"
_JOINER: Final = "\u200d"
_STICKS: Final = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]")


def fix_problem(
    problem: Problem, content: Content, platform_rules: PlatformRules, counter: TextCounter, cover: str = ""
) -> Content | None:
    """Return the content without the problem; None if no click can fix it. `cover`: an image that may serve as the cover."""
    text, most = content.text, int(problem.allowed)
    match problem.kind:
        case ProblemKind.TEXT_TOO_LONG | ProblemKind.TEXT_LONG_WARN:
            # The sent text may be longer than the written one, since links get tags.
            added = int(problem.counted) - counter.count(text, problem.unit)
            short = shorten_before_marks(text, most - added, problem.unit, counter)
            return replace(content, text=short) if short else None
        case ProblemKind.HASHTAGS_MANY:
            return replace(content, text=limit_marks(text, MarkKind.HASHTAG, most))
        case ProblemKind.LINKS_MANY:
            return replace(content, text=limit_marks(text, MarkKind.LINK, most))
        case ProblemKind.TEXT_FORBIDDEN_CHARACTERS:
            return replace(content, text=remove_characters(text, problem.detail))
        case ProblemKind.TITLE_FORBIDDEN_CHARACTERS:
            return replace(content, title=remove_characters(content.title, problem.detail))
        case ProblemKind.TITLE_TOO_LONG:
            short = shorten(content.title, most, TextUnit.CODE_POINTS, counter)
            return replace(content, title=short) if short else None
        case ProblemKind.TITLE_MISSING if title := make_title(text, platform_rules, counter):
            return replace(content, title=title)
        case ProblemKind.THUMBNAIL_NEEDED_FOR_VIDEO if cover:
            return replace(content, thumbnail_url=cover)
        case _:
            return None


def find_cover(draft: Draft) -> str:
    """Return the address of an image in the draft, a cover before any other; empty if there is none."""
    covers = (draft.thumbnail_url, *(own.thumbnail_url for own in draft.variants))
    media = (draft.media_url, *(own.media_url for own in draft.variants))
    found = ((url or "").strip() for url in (*covers, *media))
    return next((url for url in found if has_image_extension(url)), "")


def shorten_before_marks(text: str, limit: int, unit: TextUnit, counter: TextCounter) -> str:
    """Return the text shortened as by `shorten`, but with the links, hashtags and mentions at its end.

    These are cut as well where they leave less than a third of the limit.
    """
    start = _last_words_from(text, limit)
    last = text[start:].rstrip()
    room = limit - counter.count(last, unit)
    if counter.count(text, unit) > limit and last and room >= limit * _PROSE:
        short = shorten(text[:start], room, unit, counter)
        if short and counter.count(short + last, unit) <= limit:
            return short + last
    return shorten(text, limit, unit, counter)


def _last_words_from(text: str, most: int) -> int:
    """Return the index of the blank before the marks at the end of the text; the marks have at most `most` characters."""
    start = end = len(text.rstrip())
    least = max(end - most, 0)
    while True:
        while start > least and not text[start - 1].isspace():
            start -= 1
        found = marks(text[start:end])
        if start <= least or len(found) != 1 or (found[0].start, found[0].end) != (0, end - start):
            return end
        while start > least and text[start - 1].isspace():
            start -= 1
        end = start


def shorten(text: str, limit: int, unit: TextUnit, counter: TextCounter) -> str:
    """Return the longest beginning of the text that fits with "…" after it, up to a sentence or a word.

    The whole text where it fits; empty where nothing fits, or a link at the start does not. No link is cut in two.
    """
    if counter.count(text, unit) <= limit:
        return text
    room = limit - counter.count(_MORE, unit)
    end = counter.over_limit_from(text, unit, room) if room > 0 else 0
    while end:
        short = text[: _good_end(text, end)].rstrip()
        if not short:
            return ""
        short += f" {_MORE}" if short.endswith(_ENDS) else _MORE
        if counter.count(short, unit) <= limit:
            return short
        end -= 1
    return ""


def _good_end(text: str, end: int) -> int:
    """Return the best place to cut, at `end` or before it."""
    for boundary, share in ((_SENTENCE_END, _NEAR), (_WORD_END, _HALF)):
        least = int(end * share)
        if places := [match.start() for match in boundary.finditer(text, least, end + 1)]:
            return places[-1]
    return _whole_end(text, _before_link(text, end))


def _before_link(text: str, end: int) -> int:
    """Return the start of the link around `end`; `end` where there is no link. Half a link leads elsewhere."""
    start = end
    while start and not text[start - 1].isspace():
        start -= 1
    after = _SPACE.search(text, end)
    word = text[start : after.start() if after else len(text)]
    links = (mark for mark in marks(word) if mark.kind is MarkKind.LINK) if "://" in word else ()
    return next((start + link.start for link in links if link.start < end - start < link.end), end)


def _whole_end(text: str, end: int) -> int:
    """Return the place at `end` or before it that splits no emoji and no combined character."""
    while 0 < end < len(text) and _is_torn(text[end - 1], text[end]):
        end -= 1
    return end


def _is_torn(before: str, after: str) -> bool:
    flags = bool(_FLAG.match(before) and _FLAG.match(after))
    return before == _JOINER or flags or bool(_STICKS.match(after) or unicodedata.combining(after))


def limit_marks(text: str, kind: MarkKind, most: int) -> str:
    """Return the text with only the first `most` hashtags or different links; the others go with the space before them."""
    kept: list[str] = []

    def keeps(words: str) -> bool:
        if len(kept) < most and (kind is MarkKind.HASHTAG or words not in kept):
            kept.append(words)
            return True
        return kind is MarkKind.LINK and words in kept

    return "\n".join(_with_marks(line, kind, keeps) for line in text.split("\n"))


def remove_repeated_links(draft: Draft) -> Draft:
    """Return the draft with each link once in each of its texts: at its first place."""
    own = (replace(each, text=None if each.text is None else _links_once(each.text)) for each in draft.variants)
    return replace(draft, text=_links_once(draft.text), variants=tuple(own))


def _links_once(text: str) -> str:
    seen: set[str] = set()

    def is_new(link: str) -> bool:
        known = link in seen
        seen.add(link)
        return not known

    return "\n".join(_with_marks(line, MarkKind.LINK, is_new) for line in text.split("\n"))


def move_hashtags_to_end(text: str) -> str:
    """Return the text with its hashtags moved to a last line of their own, in their order."""
    tags: list[str] = []

    def taken(words: str) -> bool:
        tags.append(words)
        return False

    rest = "\n".join(_with_marks(line, MarkKind.HASHTAG, taken) for line in text.split("\n")).rstrip()
    return f"{rest}\n\n{' '.join(tags)}".lstrip("\n") if tags else text


def _with_marks(line: str, kind: MarkKind, keeps: Callable[[str], bool]) -> str:
    """Return the line with only those marks of the kind for which `keeps` is true."""
    pieces, position = [], 0
    for mark in marks(line):
        if mark.kind is kind and not keeps(line[mark.start : mark.end]):
            before, follows = line[position : mark.start], line[mark.end : mark.end + 1]
            pieces.append(before.rstrip(" ") if not follows.strip() or follows in _AFTER_WORD else before)
            position = mark.end
    left = "".join((*pieces, line[position:]))
    return left if line[:1].isspace() else left.lstrip(" ")


def remove_characters(text: str, characters: str) -> str:
    """Return the text without those characters."""
    return text.translate(dict.fromkeys(map(ord, characters)))


def can_be_shortened(text: str, most: int, unit: TextUnit) -> bool:
    """Tell whether a shortened text would still say something.

    It would not where the text begins with a link that is too long by itself. X counts each link as 23.
    """
    first = next(iter(marks(_SPACE.split(text.lstrip(), maxsplit=1)[0])), None)
    begins = first is not None and first.kind is MarkKind.LINK and first.start == 0
    return unit is TextUnit.WEIGHTED or not begins or (first is not None and first.end < most)


def title_candidates(text: str) -> Iterator[str]:
    """Yield the lines of a text that could be its title, without links and without the words that introduce one."""
    for line in text.splitlines():
        if words := _with_marks(line, MarkKind.LINK, lambda link: False).strip().rstrip(_LEADS_TO_LINK):
            yield words


def make_title(text: str, platform_rules: PlatformRules, counter: TextCounter) -> str:
    """Return a title that the platform accepts: the first line of the text, or its first sentence.

    The sentence is used where the text has one line only, or the line is too long. Empty where the text holds only links and
    the signs before one.
    """
    limits = (each.value for each in platform_rules.of(PostPart.TITLE, Measure.LENGTH) if each.severity is Severity.STOP)
    lines = (remove_characters(line, platform_rules.title.forbidden_characters).strip() for line in title_candidates(text))
    first, *others = [*islice(filter(None, lines), 2)] or [""]
    most = int(min(limits, default=len(first)))
    if not others or len(first) > most:
        first = _first_sentence(first)
    return shorten(first, most, TextUnit.CODE_POINTS, counter)


def _first_sentence(words: str) -> str:
    """Return the first sentence without its full stop; all the words where no other sentence follows."""
    end = _NEXT_SENTENCE.search(words)
    first = words[: end.start()] if end else words
    return first if first.endswith("..") else first.removesuffix(".") or first
