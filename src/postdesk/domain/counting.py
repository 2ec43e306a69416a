"""How long a text is to each platform, and what else in it is counted.

Line breaks and blanks end web addresses, hashtags and emoji, so a count is the sum over the lines, and a line's the sum over
its words: a key press recounts one word.
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
from postdesk.domain.rules import Unit, XCounting
from postdesk.domain.x_urls import XUrls

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
    """A stretch of a word, in code points, that counts as one: an emoji or a web address."""

    start: int
    end: int
    weight: int


class Word(NamedTuple):
    """A word as it was counted: X counts its NFC form."""

    counted: str
    atoms: list[Atom]
    length: int


class Tally(NamedTuple):
    """What is counted in a text beside its length: hashtags, mentions, the different web addresses and unseen characters.

    `all_links` counts each address as often as it is there.
    """

    hashtags: int
    mentions: int
    links: frozenset[str]
    unseen: frozenset[str]
    all_links: int


class Counter:
    """Counts texts and remembers their lines and words; made once for all platforms, since it keeps X's tables.

    Any text can be counted, with lone surrogates, NUL and bidi marks too. The first emoji met loads the tables of
    the `emoji` package (40 ms, 4 MB); `learn_emoji` does so beforehand, in a thread.
    """

    def __init__(self, x_counting: XCounting) -> None:
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

    def learn_emoji(self) -> None:
        """Load the tables of emoji now."""
        self._emoji_in("\N{GRINNING FACE}")

    def forget(self) -> None:
        """Let go of the texts that were counted."""
        for kept in (
            self._lines,
            self._length,
            self.tally,
            self._line_length,
            self._word,
            self._word_length,
            self._line_tally,
            self._crossing,
            self._emoji_in,
        ):
            kept.cache_clear()

    def count(self, text: str, unit: Unit) -> int:
        """The length of the text in the unit."""
        if unit is Unit.CODE_POINTS or unit is Unit.UTF8_BYTES:
            return self._weigh(text, unit)
        return self._length(text, unit)

    def over_limit_from(self, text: str, unit: Unit, limit: int) -> int | None:
        """Where the text crosses the limit: the first code point of what is too much. None if it fits.

        An emoji or an address that crosses it is too much as a whole.
        """
        if unit is Unit.CODE_POINTS:
            return limit if len(text) > limit else None
        return _crossed(self._lines(text), unit, limit, self._line_length, self._crossing)

    def _length_anew(self, text: str, unit: Unit) -> int:
        lines = self._lines(text)
        return sum(map(self._line_length, lines, repeat(unit))) + len(lines) - 1

    def _tally_anew(self, text: str) -> Tally:
        """What is counted in the text beside its length."""
        hashtags, mentions, links, unseen, all_links = zip(*map(self._line_tally, self._lines(text)), strict=True)
        return Tally(sum(hashtags), sum(mentions), frozenset().union(*links), frozenset().union(*unseen), sum(all_links))

    def _line_length_anew(self, line: str, unit: Unit) -> int:
        words = _words(line, unit)
        return sum(map(self._word_length, words, repeat(unit))) + len(words) - 1

    def _word_anew(self, word: str, unit: Unit) -> Word:
        counted = _as_counted(word, unit)
        atoms = self._atoms(counted, unit)
        total = position = 0
        for start, end, weight in atoms:
            total += self._weigh(counted[position:start], unit) + weight
            position = end
        return Word(counted, atoms, total + self._weigh(counted[position:], unit))

    def _crossing_anew(self, line: str, unit: Unit, room: int) -> int | None:
        """The code point of the line from which it doesn't fit into the room."""
        return _crossed(_words(line, unit), unit, room, self._word_length, self._crossing_in)

    def _crossing_in(self, word: str, unit: Unit, room: int) -> int:
        """The code point of the word from which it doesn't fit into the room."""
        counted = self._word(word, unit)
        return _original_index(word, counted.counted, self._crossing_of(counted, unit, room))

    def _crossing_of(self, word: Word, unit: Unit, room: int) -> int:
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

    def _weigh(self, text: str, unit: Unit) -> int:
        """The length of a text with no atoms in it."""
        if unit is Unit.WEIGHTED:
            return len(text) + len(self._heavy.findall(text))
        return _bytes(text) if unit is Unit.UTF8_BYTES else len(text)

    def _atoms(self, word: str, unit: Unit) -> list[Atom]:
        if unit is Unit.EMOJI_BYTES:
            return [Atom(start, end, _bytes(word[start:end])) for start, end in self.emoji(word)]
        if unit is not Unit.WEIGHTED:
            return []
        urls = [Atom(start, end, self._url_weight) for start, end in self._urls.find(word)]
        emoji = [Atom(start, end, _EMOJI_WEIGHT) for start, end in self.emoji(word)]
        return _merged(urls, emoji) if urls else emoji

    def emoji(self, line: str) -> Iterator[tuple[int, int]]:
        """The emoji in a line as (start, end). Only stretches that may hold some are tokenised: it is slow."""
        if line.isascii():
            return
        for stretch in _MAYBE_EMOJI.finditer(line):
            for start, end in self._emoji_in(stretch[0]):
                yield stretch.start() + start, stretch.start() + end


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


def _words(line: str, unit: Unit) -> list[str]:
    """The words of a line; X takes any line break as one character."""
    return (line.removesuffix("\r") if unit is Unit.WEIGHTED else line).split(" ")


def _crossed(
    pieces: Iterable[str],
    unit: Unit,
    room: int,
    length_of: Callable[[str, Unit], int],
    crossing_in: Callable[[str, Unit, int], int | None],
) -> int | None:
    """Where pieces that are one character apart don't fit into the room any more; None if they do."""
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


def _line_tally(line: str) -> Tally:
    found = marks(line)
    links = frozenset(line[mark.start : mark.end] for mark in found if mark.kind is MarkKind.LINK)
    kinds = [mark.kind for mark in found]
    hashtags, mentions, all_links = map(kinds.count, (MarkKind.HASHTAG, MarkKind.MENTION, MarkKind.LINK))
    return Tally(hashtags, mentions, links, unseen_in(line), all_links)


def unseen_in(text: str) -> frozenset[str]:
    """The characters in a text that nobody sees: those that can't be sent, and those that change what is seen."""
    return frozenset(UNSEEN.findall(text))


def without_unseen(text: str) -> str:
    """The text without those."""
    return UNSEEN.sub("", text)


def utf16_index(text: str, index: int) -> int:
    """A code point index as an index in UTF-16 units, which QTextCursor counts in."""
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def _as_counted(word: str, unit: Unit) -> str:
    """X counts the NFC form, other platforms what they get."""
    return unicodedata.normalize("NFC", word) if unit is Unit.WEIGHTED else word


def _original_index(word: str, counted: str, index: int) -> int:
    """Where the character at `index` of the counted form begins in the word itself."""
    if word == counted:
        return index
    lengths = range(1, len(word) + 1)
    return bisect_right(lengths, index, key=lambda length: len(unicodedata.normalize("NFC", word[:length])))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _merged(urls: list[Atom], emoji: list[Atom]) -> list[Atom]:
    """Both in order, without the emoji that stand in addresses."""
    taken = {index for url in urls for index in range(url.start, url.end)}
    return sorted([*urls, *(one for one in emoji if one.start not in taken)])


def _emoji_in(stretch: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in find_emoji(stretch) if stretch[start:end] not in _TEXT_BY_DEFAULT)
