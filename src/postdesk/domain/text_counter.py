"""The length of a text on each platform, and the other things that are counted in a text.

No web address, hashtag or emoji extends across a line break or a blank. So a count is the sum over the lines, and a line's
count the sum over its words; a key press recounts one word.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from typing import Final, NamedTuple

from postdesk.domain.emoji_finder import find_emoji
from postdesk.domain.marks import MarkKind, marks
from postdesk.domain.oddities import UNSEEN
from postdesk.domain.rules import TextUnit, XCountRules

_MAYBE_EMOJI: Final = re.compile(
    "[0-9#*]?[©®\u200d\u203c\u2049\u20e3\u2100-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001ffff\U000e0020-\U000e007f]+"
)
_TEXT_BY_DEFAULT: Final = frozenset("©®™")  # emoji only with the variation selector that asks for one
_EMOJI_WEIGHT: Final = 2
_TEXTS_KEPT: Final = 16
_LINES_KEPT: Final = 8192
_WORDS_KEPT: Final = 8192
_STRETCHES_KEPT: Final = 1024


class Atom(NamedTuple):
    """A stretch of a word, in code points, that counts as a unit: an emoji or a web address."""

    start: int
    end: int
    weight: int


class CountedWord(NamedTuple):
    """A word in the form that is counted (NFC for X), with its atoms and its length."""

    counted: str
    atoms: list[Atom]
    length: int


class TextTally(NamedTuple):
    """The counts of a text beside its length: hashtags, mentions, distinct web addresses and unseen characters.

    `all_links` counts each address as often as it occurs.
    """

    hashtags: int
    mentions: int
    links: frozenset[str]
    unseen: frozenset[str]
    all_links: int


class TextCounter:
    """A counter of texts that caches their lines and words. One instance serves all platforms, since it holds X's tables.

    It accepts any text, also with lone surrogates, NUL and bidi marks. The first emoji loads the tables of the `emoji` package
    (40 ms, 4 MB); `load_emoji` does so beforehand, in a thread.
    """

    def __init__(self, x_counting: XCountRules) -> None:
        from postdesk.domain.x_urls import XUrls  # its patterns take longer to compile than all others

        ranges = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in x_counting.light_ranges)
        self._heavy = re.compile(f"[^{ranges}]")
        self._url_weight = x_counting.url_weight
        self._urls = XUrls(x_counting.top_level_domains)
        self._lines = lru_cache(_TEXTS_KEPT)(_lines)
        self._length = lru_cache(_TEXTS_KEPT)(self._length_anew)
        self.tally = lru_cache(_TEXTS_KEPT)(self._tally_anew)
        self._line_length = lru_cache(_LINES_KEPT)(self._line_length_anew)
        self._word = lru_cache(_WORDS_KEPT)(self._word_anew)
        self._word_length = lru_cache(_WORDS_KEPT)(lambda word, unit: self._word(word, unit).length)
        self._line_tally = lru_cache(_LINES_KEPT)(_line_tally)
        self._crossing = lru_cache(_STRETCHES_KEPT)(self._crossing_anew)
        self._emoji_in = lru_cache(_STRETCHES_KEPT)(_emoji_in)

    def load_emoji(self) -> None:
        """Load the emoji tables now."""
        self._emoji_in("\N{GRINNING FACE}")

    def forget(self) -> None:
        """Clear the caches of counted texts."""
        for kept in vars(self).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()

    def count(self, text: str, unit: TextUnit) -> int:
        """Return the length of the text in the unit."""
        if unit is TextUnit.CODE_POINTS or unit is TextUnit.UTF8_BYTES:
            return self._weigh(text, unit)
        return self._length(text, unit)

    def over_limit_from(self, text: str, unit: TextUnit, limit: int) -> int | None:
        """Return the index of the first code point that exceeds the limit; None if the text fits.

        An emoji or an address that crosses the limit exceeds it as a whole.
        """
        if unit is TextUnit.CODE_POINTS:
            return limit if len(text) > limit else None
        return _crossed(self._lines(text), unit, limit, self._line_length, self._crossing)

    def _length_anew(self, text: str, unit: TextUnit) -> int:
        lines = self._lines(text)
        return sum(map(self._line_length, lines, repeat(unit))) + len(lines) - 1

    def _tally_anew(self, text: str) -> TextTally:
        """Return the counts of the text beside its length."""
        hashtags, mentions, links, unseen, all_links = zip(*map(self._line_tally, self._lines(text)), strict=True)
        return TextTally(sum(hashtags), sum(mentions), frozenset().union(*links), frozenset().union(*unseen), sum(all_links))

    def _line_length_anew(self, line: str, unit: TextUnit) -> int:
        words = _words(line, unit)
        return sum(map(self._word_length, words, repeat(unit))) + len(words) - 1

    def _word_anew(self, word: str, unit: TextUnit) -> CountedWord:
        counted = _as_counted(word, unit)
        atoms = self._atoms(counted, unit)
        total = position = 0
        for start, end, weight in atoms:
            total += self._weigh(counted[position:start], unit) + weight
            position = end
        return CountedWord(counted, atoms, total + self._weigh(counted[position:], unit))

    def _crossing_anew(self, line: str, unit: TextUnit, room: int) -> int | None:
        """Return the index of the first code point of the line that does not fit into the room."""
        return _crossed(_words(line, unit), unit, room, self._word_length, self._crossing_in)

    def _crossing_in(self, word: str, unit: TextUnit, room: int) -> int:
        """Return the index of the first code point of the word that does not fit into the room."""
        counted = self._word(word, unit)
        return _original_index(word, counted.counted, self._crossing_of(counted, unit, room))

    def _crossing_of(self, word: CountedWord, unit: TextUnit, room: int) -> int:
        position, length = 0, len(word.counted)
        for start, end, weight in [*word.atoms, Atom(length, length, 0)]:
            for index in range(position, start):
                room -= self._weigh(word.counted[index], unit)
                if room < 0:
                    return index
            room -= weight
            if room < 0:
                return start
            position = end
        return length

    def _weigh(self, text: str, unit: TextUnit) -> int:
        """Return the length of a text without atoms."""
        if unit is TextUnit.WEIGHTED:
            return len(text) + len(self._heavy.findall(text))
        return _bytes(text) if unit is TextUnit.UTF8_BYTES else len(text)

    def _atoms(self, word: str, unit: TextUnit) -> list[Atom]:
        if unit is TextUnit.EMOJI_BYTES:
            return [Atom(start, end, _bytes(word[start:end])) for start, end in self.emoji(word)]
        if unit is not TextUnit.WEIGHTED:
            return []
        urls = [Atom(start, end, self._url_weight) for start, end in self._urls.find(word)]
        emoji = [Atom(start, end, _EMOJI_WEIGHT) for start, end in self.emoji(word)]
        return _merged(urls, emoji) if urls else emoji

    def emoji(self, line: str) -> Iterator[tuple[int, int]]:
        """Yield the emoji in a line as (start, end). Only stretches that may hold some are tokenised, which is slow."""
        if line.isascii():
            return
        for stretch in _MAYBE_EMOJI.finditer(line):
            for start, end in self._emoji_in(stretch[0]):
                yield stretch.start() + start, stretch.start() + end


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


def _words(line: str, unit: TextUnit) -> list[str]:
    """Return the words of a line. X counts any line break as one character, so that a CR before the LF is dropped."""
    return (line.removesuffix("\r") if unit is TextUnit.WEIGHTED else line).split(" ")


def _crossed(
    pieces: Iterable[str],
    unit: TextUnit,
    room: int,
    length_of: Callable[[str, TextUnit], int],
    crossing_in: Callable[[str, TextUnit, int], int | None],
) -> int | None:
    """Return the index at which pieces, one character apart, no longer fit into the room; None if all fit."""
    offset = 0
    for piece in pieces:
        if room < 0:
            return offset - 1
        length = length_of(piece, unit)
        if length > room:
            return offset + (crossing_in(piece, unit, room) or 0)
        room -= length + 1
        offset += len(piece) + 1
    return None


def _line_tally(line: str) -> TextTally:
    found = marks(line)
    links = frozenset(line[mark.start : mark.end] for mark in found if mark.kind is MarkKind.LINK)
    kinds = [mark.kind for mark in found]
    hashtags, mentions, all_links = map(kinds.count, (MarkKind.HASHTAG, MarkKind.MENTION, MarkKind.LINK))
    return TextTally(hashtags, mentions, links, find_unseen(line), all_links)


def find_unseen(text: str) -> frozenset[str]:
    """Return the unseen characters in a text: unsendable ones, and invisible ones that change the display."""
    return frozenset(UNSEEN.findall(text))


def strip_unseen(text: str) -> str:
    """Return the text without unseen characters."""
    return UNSEEN.sub("", text)


def utf16_index(text: str, index: int) -> int:
    """Convert a code point index to an index in UTF-16 units, in which QTextCursor counts."""
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def _as_counted(word: str, unit: TextUnit) -> str:
    """Return the form that is counted: NFC for X, the text itself for other platforms."""
    return unicodedata.normalize("NFC", word) if unit is TextUnit.WEIGHTED else word


def _original_index(word: str, counted: str, index: int) -> int:
    """Return the index in the word at which the character at `index` of its counted form begins."""
    if word == counted:
        return index
    lengths = range(1, len(word) + 1)
    return bisect_right(lengths, index, key=lambda length: len(unicodedata.normalize("NFC", word[:length])))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _merged(urls: list[Atom], emoji: list[Atom]) -> list[Atom]:
    """Return both in order, without emoji that are part of an address."""
    taken = {index for url in urls for index in range(url.start, url.end)}
    return sorted([*urls, *(one for one in emoji if one.start not in taken)])


def _emoji_in(stretch: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in find_emoji(stretch) if stretch[start:end] not in _TEXT_BY_DEFAULT)
