"""Links, hashtags and mentions in a text, as they are coloured, counted and drawn in previews."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

_MARKED: Final = re.compile(
    r"(?=[hH#@])"  # skips characters that begin no mark, for speed
    r"(?:(?P<link>(?i:https?)://\S+)|(?<![\w&#/])(?P<hashtag>#\w*[^\W\d_]\w*)|(?<![\w@./])(?P<mention>@\w[\w.]*))"
)
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
_LINES_KEPT: Final = 256
_AFTER: Final = ".,;:!?'\")]}>…”’»›“。，、！？；：）」』】"


class MarkKind(StrEnum):
    """The kind of a mark."""

    LINK = "link"
    HASHTAG = "hashtag"
    MENTION = "mention"


_KINDS: Final[dict[str | None, MarkKind]] = {str(kind): kind for kind in MarkKind}


class TextMark(NamedTuple):
    """A link, hashtag or mention in a line, in code points."""

    start: int
    end: int
    kind: MarkKind


@lru_cache(_LINES_KEPT)
def marks(line: str) -> tuple[TextMark, ...]:
    """Return the marks of a line, in order, without the punctuation of a sentence that ends with a link or a name.

    A bracket that a link opens is closed within the link. This is no platform's own rule: they differ, and a post is not
    refused for it. X's count finds addresses as X does.
    """
    return tuple(
        TextMark(match.start(), match.start() + len(_without_end(match[0])), _KINDS[match.lastgroup])
        for match in _MARKED.finditer(line)
    )


def _without_end(words: str) -> str:
    bare = words.rstrip(_AFTER)
    closing = words[len(bare) : len(bare) + 1]
    return bare + closing if _left_open(bare, closing) else bare


def _left_open(words: str, closing: str) -> bool:
    """Tell whether the bracket closes one that is open in the words."""
    opening = _OPENING.get(closing)
    return opening is not None and words.count(opening) > words.count(closing)
