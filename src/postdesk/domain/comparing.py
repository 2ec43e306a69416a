"""What one text says otherwise than another, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_WORDS: Final = re.compile(r"\s*\S+|\s+")
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_MANY: Final = 600
"""Words beyond which lines are compared: comparing takes as long as there are pairs of words, 10 ms for so many."""


class Change(StrEnum):
    """What became of a stretch of the first text in the second."""

    SAME = "same"
    LEFT_OUT = "left_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text, spaces and all, that is in both or in one of them."""

    change: Change
    text: str


def compared(first: str, second: str) -> tuple[Stretch, ...]:
    """Both texts in one: without what was added it is the first, without what was left out the second."""
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
