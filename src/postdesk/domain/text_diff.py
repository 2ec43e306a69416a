"""The differences between two texts, word by word."""

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass

_WORDS: Final = re.compile(r"\s*\S+|\s+")
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_MANY: Final = 600
"""The number of words above which lines are compared: the time grows with the pairs of words, 10 ms for 600 words."""


class DiffKind(StrEnum):
    """The kind of a stretch of text: in both texts, only in the first, or only in the second."""

    SAME = "same"
    LEFT_OUT = "left_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A stretch of text with its white space, and its kind."""

    change: DiffKind
    text: str


def diff_texts(first: str, second: str) -> tuple[DiffSpan, ...]:
    """Return both texts as one sequence: SAME and LEFT_OUT give the first text, SAME and ADDED the second."""
    cut = _WORDS if max(len(_WORDS.findall(first)), len(_WORDS.findall(second))) <= _MANY else _LINES
    before, after = cut.findall(first), cut.findall(second)
    found: list[DiffSpan] = []
    for tag, start, end, own_start, own_end in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            found.append(DiffSpan(DiffKind.SAME, "".join(before[start:end])))
            continue
        found.append(DiffSpan(DiffKind.LEFT_OUT, "".join(before[start:end])))
        found.append(DiffSpan(DiffKind.ADDED, "".join(after[own_start:own_end])))
    return tuple(stretch for stretch in found if stretch.text)
