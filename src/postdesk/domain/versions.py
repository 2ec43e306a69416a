"""Earlier versions of a draft: the choice of those to keep, and the differences between two."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from postdesk.domain.drafts import CONTENT_FIELDS, Draft, Variant, without_times
from postdesk.domain.lazy_dataclass import dataclass

MAX_VERSIONS: Final = 50
_PAUSE: Final = timedelta(seconds=30)
_APART: Final = timedelta(minutes=3)
_ALL_FOR: Final = timedelta(hours=1)
_HOURLY_FOR: Final = timedelta(days=1)
_MUCH: Final = 40
_SHARE: Final = 4
_WORD: Final = re.compile(r"\w+")
_PIECE: Final = re.compile(r"\s+|\w+|[^\w\s]+")
_FINE: Final = 4000
"""Up to so many differing words are compared word by word, more of them line by line."""


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """The content of a draft at a moment, without the times at which it was to be sent."""

    id: int
    at: datetime
    text: str
    variants: tuple[Variant, ...] = ()
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""

    def restored(self, draft: Draft) -> Draft:
        """Return the draft with the content of the version. Its client, platforms and times stay."""
        restored = replace(draft, variants=self.variants, **{name: getattr(self, name) for name in CONTENT_FIELDS})
        for own in draft.variants:
            restored = restored.with_variant(replace(restored.variant(own.platform), due_at=own.due_at))
        return restored

    def same(self, draft: Draft) -> bool:
        """Tell whether the draft has the same content as the version."""
        return _words_of(self) == _words_of(draft) and {*self.variants} == {*without_times(draft.variants)}


def _words_of(part: DraftVersion | Draft) -> tuple[str, ...]:
    return tuple(getattr(part, name) for name in CONTENT_FIELDS)


class ChangeKind(StrEnum):
    """The kind of a piece in a comparison."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class TextChange:
    """A piece of a text that was compared with another."""

    kind: ChangeKind
    text: str


def is_worth_keeping(before: Draft, latest: DraftVersion | None, after: Draft, now: datetime) -> bool:
    """Tell whether `before` is kept when `after` replaces it: after a pause in writing, or where much would be lost."""
    assert before.updated_at is not None
    if before.empty or (latest and latest.same(before)):
        return False
    if _lost(_all(before), _all(after)):
        return True
    paused = now - before.updated_at >= _PAUSE
    return paused and (latest is None or before.updated_at - latest.at >= _APART)


def _all(draft: Draft) -> str:
    return "\n".join(getattr(part, name) or "" for part in (draft, *draft.variants) for name in CONTENT_FIELDS)


def _lost(before: str, after: str) -> bool:
    """Tell whether a large part of the text was deleted in one place."""
    if before == after:
        return False
    kept = _alike(before, after)
    kept += _alike(before[kept:][::-1], after[kept:][::-1])
    lost = len(before) - kept
    return lost >= _MUCH and lost * _SHARE >= len(before)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the number of equal items at the start of both."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def versions_to_delete(versions: Sequence[tuple[int, datetime]], now: datetime) -> frozenset[int]:
    """Return the ids of versions to delete. `versions` are given the newest first.

    All of the last hour are kept, one per hour for a day, one per day before that, and 50 at most.
    """
    kept: list[int] = []
    seen: set[tuple[int, ...]] = set()
    for number, moment in versions:
        span = _span(moment, now)
        if span is None or span not in seen:
            kept.append(number)
        if span:
            seen.add(span)
    return frozenset(number for number, _ in versions) - {*kept[:MAX_VERSIONS]}


def _span(moment: datetime, now: datetime) -> tuple[int, ...] | None:
    """Return the hour or day of which one version is kept; None where all are kept."""
    if now - moment < _ALL_FOR:
        return None
    hour = moment.hour if now - moment < _HOURLY_FOR else -1
    return moment.toordinal(), hour


def count_word_changes(before: str, after: str) -> tuple[int, int]:
    """Return the number of added words and of removed words."""
    old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(after))
    return (new - old).total(), (old - new).total()


def diff_words(before: str, after: str) -> tuple[TextChange, ...]:
    """Return the differences word by word, in the order of the text."""
    old, new = _words(before), _words(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    head, tail = "".join(new[:start]), "".join(new[len(new) - end :])
    middle = tuple(_middle(old[start : len(old) - end], new[start : len(new) - end]))
    return tuple(piece for piece in (TextChange(ChangeKind.SAME, head), *middle, TextChange(ChangeKind.SAME, tail)) if piece.text)


def _middle(old: list[str], new: list[str]) -> Iterator[TextChange]:
    if len(old) + len(new) > _FINE:
        old, new = "".join(old).splitlines(keepends=True), "".join(new).splitlines(keepends=True)
    from difflib import SequenceMatcher  # not needed by a start

    # Blanks and frequent words don't show that two places are the same. To match each with each would take seconds.
    for tag, a, b, c, d in SequenceMatcher(str.isspace, old, new).get_opcodes():
        if tag == "equal":
            yield TextChange(ChangeKind.SAME, "".join(new[c:d]))
        else:
            yield TextChange(ChangeKind.REMOVED, "".join(old[a:b]))
            yield TextChange(ChangeKind.ADDED, "".join(new[c:d]))


def _words(text: str) -> list[str]:
    """Return words, punctuation and blanks, which joined make the text again."""
    return _PIECE.findall(text)
