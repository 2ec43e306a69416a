"""Finding drafts: which are wanted, and where in a text the words stand that were typed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_BEFORE: Final = 24
_LONGEST: Final = 240
LONGEST_SEARCH: Final = 200
"""Letters of a search. Each word of a pasted page would be looked up, with each key."""
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """Which drafts are wanted: with words that begin as those of `text` do, one client's, with that label; or templates."""

    text: str = ""
    client_id: int | None = None
    label: str = ""
    templates: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text in one line; `marks` are where in it (from, to before) what was looked for stands."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def typed_words(text: str) -> tuple[str, ...]:
    """The words of a search, each once, without what no query can hold: NUL, lone surrogates and signs."""
    sendable = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    return tuple(dict.fromkeys(_WORD.findall(sendable)))


def excerpt(texts: Sequence[str], words: Sequence[str]) -> Excerpt:
    """The beginning of the first text, or what stands around the first of `words` that is found in any of them."""
    lines = [line for text in texts if (line := " ".join(text.split()))]
    for line in lines:
        if marks := tuple(_marks(line, words)):
            return _around(line, marks)
    return Excerpt(lines[0][:_LONGEST] if lines else "")


def _marks(line: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words begin as one of `words` does, letters without their accents and case."""
    wanted = tuple(folded(word) for word in words)
    if not wanted:
        return
    for found in _WORD.finditer(line):
        begin = folded(found.group())
        longest = max((len(each) for each in wanted if begin.startswith(each)), default=0)
        if longest:
            yield found.start(), found.start() + min(longest, len(found.group()))


def _around(line: str, marks: tuple[tuple[int, int], ...]) -> Excerpt:
    first = marks[0][0]
    if first <= _BEFORE * 2:
        return Excerpt(line[:_LONGEST], tuple(mark for mark in marks if mark[1] <= _LONGEST))
    # Not every script puts blanks between words, and no link has one.
    start = line.rfind(" ", max(0, first - _BEFORE * 3), first - _BEFORE) + 1 or first - _BEFORE
    moved = tuple((begin - start + 1, end - start + 1) for begin, end in marks if end - start < _LONGEST)
    return Excerpt("…" + line[start : start + _LONGEST], moved)


@lru_cache(4096)
def folded(word: str) -> str:
    """A word as the search compares it."""
    if word.isascii():
        return word.lower()
    return "".join(each for each in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(each))
