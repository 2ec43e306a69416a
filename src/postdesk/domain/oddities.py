"""Characters of a text that are invisible, or that a platform reads differently from people. The editor marks them."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, NamedTuple

UNSENDABLE: Final = re.compile("[\x00\ud800-\udfff]")
BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Invisible characters that the checks warn of: unsendable ones, changes of the writing direction, other controls."""

FIXED_SPACES: Final = frozenset("\u00a0\u2007\u202f")
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffc\U000e0000-\U000e0fff"
)
_ODD: Final = re.compile(f"[{''.join(FIXED_SPACES)}{_INVISIBLE}{UNSEEN.pattern[1:]}")
_MAYBE_OF_EMOJI: Final = re.compile("[\u200d\ufe0f\U000e0020-\U000e007f]")
_JOINERS: Final = frozenset("\u200c\u200d")
_JOINED_SCRIPTS: Final = re.compile("[\u0600-\u1fff]")

EmojiIn = Callable[[str], Iterable[tuple[int, int]]]
"""A function that yields the emoji of a line as (start, end), as they are counted."""


class UnusualKind(StrEnum):
    """The kind of an unusual character."""

    UNSENDABLE = "unsendable"  # can't be sent to the service
    TURNING = "turning"  # changes the writing direction
    CONTROL = "control"  # any other control character
    INVISIBLE = "invisible"  # has no width
    FIXED_SPACE = "fixed_space"  # looks like a space, but allows no line break
    RESERVED = "reserved"  # has a special meaning on a platform


class UnusualCharacter(NamedTuple):
    """An unusual character and its index in the line (code points)."""

    place: int
    character: str
    kind: UnusualKind


def unusual_characters(line: str, reserved: str, emoji_in: EmojiIn) -> tuple[UnusualCharacter, ...]:
    """Return the unusual characters of a line, in order. `reserved`: characters with a special meaning on a platform.

    Left out are joiners and selectors within an emoji, and joiners that belong to a script (Persian, Hindi).
    """
    found = [UnusualCharacter(match.start(), match[0], _kind(match[0])) for match in _of(line, reserved)]
    if _MAYBE_OF_EMOJI.search(line):
        within = {index for start, end in emoji_in(line) for index in range(start, end)}
        found = [each for each in found if each.place not in within]
    return tuple(each for each in found if not _joins(line, each))


def _of(line: str, reserved: str) -> Iterable[re.Match[str]]:
    if reserved:
        return re.compile(f"[{re.escape(reserved)}{_ODD.pattern[1:]}").finditer(line)
    return () if line.isascii() and line.isprintable() else _ODD.finditer(line)


def _kind(character: str) -> UnusualKind:
    if UNSENDABLE.match(character):
        return UnusualKind.UNSENDABLE
    if character in BIDI_CONTROLS:
        return UnusualKind.TURNING
    if UNSEEN.match(character):
        return UnusualKind.CONTROL
    if character in FIXED_SPACES:
        return UnusualKind.FIXED_SPACE
    return UnusualKind.INVISIBLE if _ODD.match(character) else UnusualKind.RESERVED


def _joins(line: str, odd: UnusualCharacter) -> bool:
    return odd.character in _JOINERS and bool(_JOINED_SCRIPTS.match(line, max(0, odd.place - 1)))


def replace_surrogates(text: str) -> str:
    """Return the text with U+FFFD for each lone surrogate."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
