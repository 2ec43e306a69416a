"""The analysis of the editor's lines: misspelt words, and characters that are invisible or reserved."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextBlock

from postdesk.domain.oddities import EmojiIn, UnusualCharacter, unusual_characters
from postdesk.domain.platforms import Platform
from postdesk.domain.spelling import TextWord, word_at, words_by_sentence

_LINES_KEPT: Final = 64


class TextAnalysis(QObject):
    """The analysis of the editor's texts; others set the dictionary, the platforms and the emoji.

    `changed` follows a change of the dictionary, `misspelt_found` carries words that turned out to be misspelt, `odd_changed`
    follows a change of the odd characters.
    """

    changed = Signal()
    misspelt_found = Signal(object)
    odd_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_wrong: Callable[[str], bool] | None = None
        self._emoji_in: EmojiIn | None = None
        self._reserved = ""
        self.reserving: tuple[Platform, ...] = ()
        self.odd = lru_cache(_LINES_KEPT)(self._odd_anew)

    def set_spelling(self, is_wrong: Callable[[str], bool] | None) -> None:
        """Set the function that tells whether a word is wrong; None turns the spelling check off."""
        self._is_wrong = is_wrong
        self.changed.emit()

    def set_odd_characters(self, reserved: str, reserving: tuple[Platform, ...], emoji_in: EmojiIn) -> None:
        """Set the odd characters: those these platforms reserve, and invisible ones outside of emoji."""
        if (reserved, reserving) != (self._reserved, self.reserving) or self._emoji_in is None:
            self._reserved, self.reserving, self._emoji_in = reserved, reserving, emoji_in
            self.odd.cache_clear()
            self.odd_changed.emit()

    def misspelt(self, line: str, typed: int = -1) -> Iterator[TextWord]:
        """Yield the misspelt words of the line, without the word being typed at the code point `typed` (-1: none)."""
        if is_wrong := self._is_wrong:
            for place, words in words_by_sentence(line):
                for start, end, text in words:
                    if not place + start < typed <= place + end and is_wrong(text):
                        yield TextWord(place + start, place + end, text)

    def misspelt_at(self, line: str, place: int) -> TextWord | None:
        """Return the misspelt word at or next to that code point of the line; None if there is none."""
        word = word_at(line, place) if self._is_wrong else None
        return word if word and self._is_wrong and self._is_wrong(word.text) else None

    def _odd_anew(self, line: str) -> tuple[UnusualCharacter, ...]:
        """Return the odd characters of the line; none before `set_odd_characters` was called."""
        return unusual_characters(line, self._reserved, self._emoji_in) if self._emoji_in else ()


def code_point_index(text: str, unit: int) -> int:
    """Return the code point index for an index in UTF-16 units, in which Qt counts."""
    if not unit or text.isascii():
        return unit
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "replace"))


def to_utf16_units(text: str) -> Callable[[int], int]:
    """Return a function from code point indices in `text` to indices in UTF-16 units."""
    wide = () if text.isascii() else tuple(index for index, character in enumerate(text) if character > "\uffff")
    return (lambda index: index + bisect_left(wide, index)) if wide else (lambda index: index)


def index_in_block(block: QTextBlock, position: int) -> int:
    """Return the code point index in the block's line of a position in the document."""
    return code_point_index(block.text(), position - block.position())
