"""The emoji with their names and keywords (Unicode's CLDR), and a search for them."""

from functools import cached_property
from pathlib import Path

from postdesk.domain.lazy_dataclass import dataclass

RECENT_KEPT = 27
"""The number of recently used emoji that are kept: three rows."""


@dataclass(frozen=True)
class Emoji:
    """An emoji. `group`: the number of its Unicode group; `tones`: its five skin tones from light to dark, if it has any."""

    text: str
    name: str
    keywords: str = ""
    group: int = 0
    tones: tuple[str, ...] = ()

    def toned(self, tone: int) -> str:
        """Return the emoji in a skin tone, 1 to 5; the yellow one for tone 0 and for an emoji without tones."""
        return self.tones[tone - 1] if tone and self.tones else self.text

    @cached_property
    def name_words(self) -> str:
        """The words of the name, each between spaces."""
        return f" {_plain(self.name)} "

    @cached_property
    def search_words(self) -> str:
        """The words of the name and the keywords, each between spaces."""
        return f"{self.name_words}{_plain(self.keywords)} "


@dataclass(frozen=True)
class EmojiBook:
    """All emoji, in the order of their groups."""

    emoji: tuple[Emoji, ...] = ()

    @cached_property
    def _by_text(self) -> dict[str, Emoji]:
        return {text: each for each in self.emoji for text in (each.text, *each.tones)}

    def get(self, text: str) -> Emoji | None:
        """Return the emoji with this text, in any skin tone; None if there is none."""
        return self._by_text.get(text)

    def found(self, asked: str) -> tuple[Emoji, ...]:
        """Return the emoji that have, for each of the words, a name or keyword beginning with it; best matches first."""
        words = _plain(asked).split()
        found = [each for each in self.emoji if all(f" {word}" in each.search_words for word in words)]
        return tuple(sorted(found, key=lambda each: _distance(each, words)))


def _plain(words: str) -> str:
    return words.replace("-", " ").lower()


def _distance(emoji: Emoji, words: list[str]) -> tuple[int, int]:
    """Return the sort key of a match: whole words in the name (shorter names first), in the keywords, then beginnings."""
    whole = [f" {word} " for word in words]
    if all(word in emoji.name_words for word in whole):
        return 0, len(emoji.name_words)
    return (1 if all(word in emoji.search_words for word in whole) else 2), 0


def read_emoji(file: Path) -> EmojiBook:
    """Read the file that `packaging/emoji_names.py` makes. Raises OSError and ValueError."""
    return EmojiBook(tuple(_emoji(line) for line in file.read_text("utf-8").splitlines()))


def _emoji(line: str) -> Emoji:
    group, text, name, keywords, tones = line.split("\t")
    return Emoji(text, name, keywords, int(group), tuple(tones.split()))


def add_recent(recent: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return the recently used emoji with another one, the newest first."""
    return (text, *(each for each in recent if each != text))[:RECENT_KEPT]
