"""The client's word on a planned post: whether it is waited for or given, and what it was given for."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from postdesk.domain.posts import Entry


class Approval(StrEnum):
    """NONE: nobody asked for it."""

    NONE = ""
    WAITING = "waiting"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Word:
    """What the client said of a post. `given_for`: a print of each platform's text, media and time for which it was given."""

    approval: Approval = Approval.NONE
    given_for: tuple[str, ...] = ()


UNSAID: Final = Word()


def prints(entries: "Iterable[Entry]") -> tuple[str, ...]:
    """A line for each platform: what the client sees of it, at which second. The tags of links are not theirs to approve."""
    return tuple(_print(entry, platform) for entry in entries for platform in entry.platforms)


def _print(entry: "Entry", platform: str) -> str:
    seen = entry.written or entry.content, entry.title, entry.media_url, entry.thumbnail_url
    due_at = entry.due_at.replace(microsecond=0).isoformat()
    return hashlib.sha256(json.dumps((platform, *seen, due_at)).encode()).hexdigest()


def given(entries: "Iterable[Entry]") -> Word:
    """The client's word for these entries as they are."""
    return Word(Approval.APPROVED, prints(entries))


def word_now(word: Word, entries: "Iterable[Entry]") -> Word:
    """The word on what is still to go out as it is now: one that was given for something else is waited for again.

    It counts again where what was changed is changed back.
    """
    if not word.given_for or not (now := prints(entries)):
        return word
    approval = Approval.APPROVED if set(now) <= {*word.given_for} else Approval.WAITING
    return Word(approval, word.given_for)
