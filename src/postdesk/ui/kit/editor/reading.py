"""What is read in the lines of a text beside its words: the misspelt ones, and characters that are unseen or reserved."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextBlock

from postdesk.domain.oddities import EmojiIn, Oddity, oddities
from postdesk.domain.platforms import Platform
from postdesk.domain.spelling import Word, word_at, words_in

_LINES_KEPT: Final = 64


class Reading(QObject):
    """One for the field: whoever knows the dictionary, the platforms and their counter tells it.

    `changed` follows when misspelt words may be others, `judged` carries words that turned out to be misspelt, `odd_changed`
    follows when other characters are odd.
    """

    changed = Signal()
    judged = Signal(object)
    odd_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_wrong: Callable[[str], bool] | None = None
        self._emoji_in: EmojiIn | None = None
        self._reserved = ""
        self.reserving: tuple[Platform, ...] = ()
        self.odd = lru_cache(_LINES_KEPT)(self._odd_anew)

    def spell_with(self, is_wrong: Callable[[str], bool] | None) -> None:
        """Look words up there, or nowhere."""
        self._is_wrong = is_wrong
        self.changed.emit()

    def look_for(self, reserved: str, reserving: tuple[Platform, ...], emoji_in: EmojiIn) -> None:
        """Odd is what is unseen outside of these emoji, and what these platforms reserve."""
        if (reserved, reserving) != (self._reserved, self.reserving) or self._emoji_in is None:
            self._reserved, self.reserving, self._emoji_in = reserved, reserving, emoji_in
            self.odd.cache_clear()
            self.odd_changed.emit()

    def misspelt(self, line: str, typed: int = -1) -> Iterator[Word]:
        """The words of the line that are known to be wrong, but for the one that is being typed at that place."""
        if self._is_wrong:
            for word in words_in(line):
                if not word.start < typed <= word.end and self._is_wrong(word.text):
                    yield word

    def misspelt_at(self, line: str, place: int) -> Word | None:
        """The wrong word that the place in the line is in or at the edge of."""
        word = word_at(line, place) if self._is_wrong else None
        return word if word and self._is_wrong and self._is_wrong(word.text) else None

    def _odd_anew(self, line: str) -> tuple[Oddity, ...]:
        """What is odd in the line; nothing before it is known what an emoji is."""
        return oddities(line, self._reserved, self._emoji_in) if self._emoji_in else ()


def code_point(text: str, unit: int) -> int:
    """The code point index of what Qt counts in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "replace")) if unit else 0


def units_of(text: str) -> Callable[[int], int]:
    """Turns a code point index in `text` into one in UTF-16 units."""
    wide = () if text.isascii() else tuple(index for index, character in enumerate(text) if character > "\uffff")
    return (lambda index: index + bisect_left(wide, index)) if wide else (lambda index: index)


def place_in(block: QTextBlock, position: int) -> int:
    """The place in the block's line, in code points, of a position in the document."""
    return code_point(block.text(), position - block.position())
