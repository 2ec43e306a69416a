"""The search for drafts: the filter, and an excerpt of a text with the matches marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass

_BEFORE: Final = 24
_LONGEST: Final = 240
LONGEST_SEARCH: Final = 200
"""The greatest length of a search, in characters. Otherwise each key would search for all words of a pasted page."""
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """The filter of a search for drafts. `client_id` and `label` are optional.

    `text`: each of its words must begin a word of the draft. `templates`: search templates instead of drafts.
    """

    text: str = ""
    client_id: int | None = None
    label: str = ""
    templates: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text in one line. `marks`: the matches in it, as (start, end)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def typed_words(text: str) -> tuple[str, ...]:
    """Return the words of a search, each once, without NUL, lone surrogates and punctuation, which no query can hold."""
    sendable = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    return tuple(dict.fromkeys(_WORD.findall(sendable)))


def excerpt(texts: Sequence[str], words: Sequence[str]) -> Excerpt:
    """Return the beginning of the first text, or the surroundings of the first match of `words` in any of the texts."""
    lines = [line for text in texts if (line := " ".join(text.split()))]
    for line in lines:
        if marks := tuple(_marks(line, words)):
            return _around(line, marks)
    return Excerpt(lines[0][:_LONGEST] if lines else "")


def _marks(line: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the beginnings of words in the line that match one of `words`, without regard to accents and case."""
    wanted = tuple(search_key(word) for word in words)
    if not wanted:
        return
    for found in _WORD.finditer(line):
        begin = search_key(found.group())
        longest = max((len(each) for each in wanted if begin.startswith(each)), default=0)
        if longest:
            yield found.start(), found.start() + min(longest, len(found.group()))


def _around(line: str, marks: tuple[tuple[int, int], ...]) -> Excerpt:
    first = marks[0][0]
    if first <= _BEFORE * 2:
        return Excerpt(line[:_LONGEST], tuple(mark for mark in marks if mark[1] <= _LONGEST))
    # Links and some scripts have no blanks to start at.
    start = line.rfind(" ", max(0, first - _BEFORE * 3), first - _BEFORE) + 1 or first - _BEFORE
    moved = tuple((begin - start + 1, end - start + 1) for begin, end in marks if end - start < _LONGEST)
    return Excerpt("…" + line[start : start + _LONGEST], moved)


@lru_cache(4096)
def search_key(word: str) -> str:
    """Return the form of a word that the search compares: lower case, without accents."""
    if word.isascii():
        return word.lower()
    return "".join(each for each in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(each))
