"""The search for duplicates: posts with the same text and media that are, may be or will be published on a platform."""

import re
from collections.abc import Iterable
from typing import Final

from postdesk.domain.delivery import FINAL_STAGES, MAY_BE_OUT, Stage, State
from postdesk.domain.posts import Entry, SendMode, failed_platforms
from postdesk.domain.utm import untagged_text

_OVER: Final = frozenset({State.CANCELLED, State.MISSED, State.REJECTED})
_FIRST_WORDS: Final = 8
_WORD: Final = re.compile(r"\w{1,40}")


class DuplicateIndex:
    """An index of entries by platform, text and media, of those that are, may be or will be published.

    Differences in blanks, line ends and tags of links are ignored.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._found: dict[tuple[str, tuple[str, ...], str], dict[str, Entry]] = {}
        for entry in sorted(entries, key=lambda each: (is_published(each), may_be_published(each), each.due_at)):
            for platform in reached_platforms(entry):
                alike = self._found.setdefault((platform, _begin(entry.content), entry.media_url), {})
                alike[_words(entry.content)] = entry

    def of(self, platform: str, text: str, media_url: str) -> Entry | None:
        """Return the entry with that text and media on the platform; None if there is none.

        Published entries come before possibly published ones, and these before planned ones; of several, the last one.
        """
        # Runs with each key press: the beginning of a text excludes most entries, which is fast.
        alike = self._found.get((platform, _begin(text), media_url))
        return alike.get(_words(text)) if alike else None


def first_word(text: str) -> str:
    """Return the first letters of a text, which all texts with the same words have; empty if it has none.

    Blanks and tags don't change them: a link has letters before its tags.
    """
    found = _WORD.search(text)
    return found[0] if found else ""


def reached_platforms(entry: Entry) -> tuple[str, ...]:
    """Return the platforms on which the entry is, may be or will be published."""
    if entry.state in _OVER:
        return ()
    failed = failed_platforms(entry)
    return tuple(platform for platform in entry.platforms if platform not in failed)


def is_published(entry: Entry) -> bool:
    """Tell whether the entry was published for certain, as the service or the user states."""
    over = entry.state == State.ACCEPTED and entry.stage in FINAL_STAGES
    return over or entry.state == State.CONFIRMED_BY_USER


def may_be_published(entry: Entry) -> bool:
    """Tell whether the entry is or may be published by now. Entries that wait here or at the service are not."""
    if entry.state == State.ACCEPTED and entry.stage != Stage.SCHEDULED:
        return True
    return is_published(entry) or (entry.mode == SendMode.IMMEDIATE and entry.state in MAY_BE_OUT | {State.ACCEPTED})


def has_same_words(one: Entry, other: Entry) -> bool:
    """Tell whether both have the same text, title and media, on any platforms. Entries without text and media never do."""
    alike = (one.title, one.media_url) == (other.title, other.media_url)
    return alike and _words(one.content) == _words(other.content) and bool(one.content.strip() or one.media_url)


def _begin(text: str) -> tuple[str, ...]:
    return tuple(untagged_text(word) for word in text.split(maxsplit=_FIRST_WORDS)[:_FIRST_WORDS])


def _words(text: str) -> str:
    return " ".join(untagged_text(text).split())
