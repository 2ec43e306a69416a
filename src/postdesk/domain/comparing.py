"""The differences between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_WORDS: Final = re.compile(r"\s*\S+|\s+")
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_MANY: Final = 600
"""The number of words above which lines are compared: the time grows with the pairs of words, 10 ms for 600 words."""


class Change(StrEnum):
    """The kind of a stretch of text: in both texts, only in the first, or only in the second."""

    SAME = "same"
    LEFT_OUT = "left_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text with its white space, and its kind."""

    change: Change
    text: str


def compared(first: str, second: str) -> tuple[Stretch, ...]:
    """Return both texts as one sequence: SAME and LEFT_OUT give the first text, SAME and ADDED the second."""
    cut = _WORDS if max(len(_WORDS.findall(first)), len(_WORDS.findall(second))) <= _MANY else _LINES
    before, after = cut.findall(first), cut.findall(second)
    found: list[Stretch] = []
    for tag, start, end, own_start, own_end in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            found.append(Stretch(Change.SAME, "".join(before[start:end])))
            continue
        found.append(Stretch(Change.LEFT_OUT, "".join(before[start:end])))
        found.append(Stretch(Change.ADDED, "".join(after[own_start:own_end])))
    return tuple(stretch for stretch in found if stretch.text)
