"""The words of a text that a dictionary can check, and the choice of the dictionary."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from postdesk.domain.marks import marks

OFF: Final = "off"
"""The language for which nothing is checked."""

LONGEST_LINE: Final = 10_000
"""Longer lines are not checked, since each key would take too long."""

_WITH_DOTS: Final = re.compile(r"(?<!\S)[^\s.@\\]*+[.@\\]\S*")
_ADDRESS: Final = re.compile(r"\w[.@\\]\w")
_WORD: Final = re.compile(r"[^\W_][\w'’\u0300-\u036f\u00ad]*")
_LONGEST: Final = 64
_WORDS_KEPT: Final = 4096
_SENTENCES_KEPT: Final = 512
_SENTENCE_END: Final = ". "
"""No word, mark or address goes beyond a blank, or ends with a full stop."""

_NO_LETTERS: Final = re.compile(r"[\d_]")


class TextWord(NamedTuple):
    """A word of a line, its position in code points, and the form to look up."""

    start: int
    end: int
    text: str


def words_in(line: str) -> Iterator[TextWord]:
    """Yield the words of a line that can be misspelt.

    Left out are those of links, hashtags, mentions and addresses such as example.com, those with digits, and those with
    capitals inside: acronyms and names such as LinkedIn.
    """
    for place, words in words_by_sentence(line):
        for start, end, text in words:
            yield TextWord(place + start, place + end, text)


def words_by_sentence(line: str) -> Iterator[tuple[int, tuple[TextWord, ...]]]:
    """Yield where each sentence of a line begins, with its words. They are kept: a key changes one sentence."""
    if len(line) > LONGEST_LINE:
        return
    start = 0
    for sentence in line.split(_SENTENCE_END):
        yield start, _words_of(sentence)
        start += len(sentence) + len(_SENTENCE_END)


@lru_cache(_SENTENCES_KEPT)
def _words_of(sentence: str) -> tuple[TextWord, ...]:
    found = ((match.start(), _judged(match[0])) for match in _WORD.finditer(_without_addresses(sentence)))
    return tuple(TextWord(start, start + judged[0], judged[1]) for start, judged in found if judged)


def word_at(line: str, index: int) -> TextWord | None:
    """Return the word with the code point `index` in it or at its edge; None if there is none."""
    return next((word for word in words_in(line) if word.start <= index <= word.end), None)


def usual_language(wanted: str, available_languages: Iterable[str]) -> str:
    """Return the language among the available ones that suits a locale such as "en_GB"; OFF if none does."""
    known = sorted(available_languages)
    same = (each for each in known if each.partition("_")[0] == wanted.partition("_")[0])
    return wanted if wanted in known else next(same, OFF)


@lru_cache(_WORDS_KEPT)
def _judged(word: str) -> tuple[int, str] | None:
    """Return the length of the part that can be misspelt, and the form to look up; None where nothing can."""
    text = word.rstrip("'’\u00ad")
    if 1 < len(text) <= _LONGEST and text[1:] == text[1:].lower() and not _NO_LETTERS.search(text):
        return len(text), text.replace("’", "'").replace("\u00ad", "")
    return None


def _without_addresses(line: str) -> str:
    """Return the line with blanks in place of marks and addresses."""
    pieces, position = [], 0
    for mark in marks(line):
        pieces += [line[position : mark.start], " " * (mark.end - mark.start)]
        position = mark.end
    rest = "".join((*pieces, line[position:]))
    if not _ADDRESS.search(rest):
        return rest
    return _WITH_DOTS.sub(lambda found: " " * len(found[0]) if _ADDRESS.search(found[0]) else found[0], rest)
