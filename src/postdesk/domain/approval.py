"""The client's approval of a planned post: its state, and the version of the post that it was given for."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from postdesk.domain.posts import Entry


class Approval(StrEnum):
    """The state of an approval. NONE: nobody asked the client."""

    NONE = ""
    WAITING = "waiting"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Word:
    """The approval of a post. `given_for`: the fingerprints that the client approved, one for each platform."""

    approval: Approval = Approval.NONE
    given_for: tuple[str, ...] = ()


UNSAID: Final = Word()


def prints(entries: "Iterable[Entry]") -> tuple[str, ...]:
    """Return a fingerprint for each platform, from what the client sees: text, title, media, cover, and time to the second.

    Link tags are not part of it: they need no approval.
    """
    return tuple(_print(entry, platform) for entry in entries for platform in entry.platforms)


def _print(entry: "Entry", platform: str) -> str:
    seen = entry.written or entry.content, entry.title, entry.media_url, entry.thumbnail_url
    due_at = entry.due_at.replace(microsecond=0).isoformat()
    return hashlib.sha256(json.dumps((platform, *seen, due_at)).encode()).hexdigest()


def given(entries: "Iterable[Entry]") -> Word:
    """Return the client's approval of these entries in their present form."""
    return Word(Approval.APPROVED, prints(entries))


def word_now(word: Word, entries: "Iterable[Entry]") -> Word:
    """Return the approval as it applies to the entries that are still unsent, in their present form.

    An approval that was given for another version is WAITING. It is APPROVED again once the change is undone.
    """
    if not word.given_for or not (now := prints(entries)):
        return word
    approval = Approval.APPROVED if set(now) <= {*word.given_for} else Approval.WAITING
    return Word(approval, word.given_for)
