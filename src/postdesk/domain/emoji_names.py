"""The emoji with their names: found by what they are called and by what they are used for (Unicode's CLDR)."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

RECENT_KEPT = 27
"""How many of those used last are kept: three rows."""


@dataclass(frozen=True)
class Emoji:
    """`group` is Unicode's number of its group, `tones` its five skin tones from light to dark, where it has them."""

    text: str
    name: str
    keywords: str = ""
    group: int = 0
    tones: tuple[str, ...] = ()

    def toned(self, tone: int) -> str:
        """In that skin tone, 1 to 5; yellow in none (0), and where it has no tones."""
        return self.tones[tone - 1] if tone and self.tones else self.text

    @cached_property
    def called(self) -> str:
        """The words of its name, each between spaces."""
        return f" {_plain(self.name)} "

    @cached_property
    def searched(self) -> str:
        """The same, with those that it is used for."""
        return f"{self.called}{_plain(self.keywords)} "


@dataclass(frozen=True)
class EmojiBook:
    """All emoji, in the order of their groups."""

    emoji: tuple[Emoji, ...] = ()

    @cached_property
    def _by_text(self) -> dict[str, Emoji]:
        return {text: each for each in self.emoji for text in (each.text, *each.tones)}

    def get(self, text: str) -> Emoji | None:
        """The emoji that this is, in whatever tone."""
        return self._by_text.get(text)

    def found(self, asked: str) -> tuple[Emoji, ...]:
        """Those in whose words all that were asked for begin one, first those that are called so."""
        words = _plain(asked).split()
        found = [each for each in self.emoji if all(f" {word}" in each.searched for word in words)]
        return tuple(sorted(found, key=lambda each: _distance(each, words)))


def _plain(words: str) -> str:
    return words.replace("-", " ").lower()


def _distance(emoji: Emoji, words: list[str]) -> tuple[int, int]:
    """How far it is from what was asked for: called so (the fewer words besides the nearer), used so, or beginning so."""
    whole = [f" {word} " for word in words]
    if all(word in emoji.called for word in whole):
        return 0, len(emoji.called)
    return (1 if all(word in emoji.searched for word in whole) else 2), 0


def read_emoji(file: Path) -> EmojiBook:
    """Read the file that `packaging/emoji_names.py` makes. Raises OSError and ValueError."""
    return EmojiBook(tuple(_emoji(line) for line in file.read_text("utf-8").splitlines()))


def _emoji(line: str) -> Emoji:
    group, text, name, keywords, tones = line.split("\t")
    return Emoji(text, name, keywords, int(group), tuple(tones.split()))


def with_used(recent: tuple[str, ...], text: str) -> tuple[str, ...]:
    """What was used last, the newest first, with another one."""
    return (text, *(each for each in recent if each != text))[:RECENT_KEPT]
