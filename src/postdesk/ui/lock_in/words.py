"""What is said while posts are locked in, and when that has ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from postdesk.domain.posts import Post
from postdesk.engine.locking_in import Progress
from postdesk.ui.text.words import Tone, hold_word, state_word

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence with its tone and icon."""

    words: str
    tone: Tone
    icon: str


def progress_words(progress: Progress) -> str:
    """How far it has come."""
    words = translate("LockingIn", "Locked in {0} of {1}. You can close Postdesk when this is done.")
    return words.format(len(progress.locked), progress.total)


def why_not_locked(post: Post) -> str:
    """Why a post is not locked in after all, in a few words."""
    hold = next((entry.hold for entry in post.entries if entry.hold), None)
    return hold_word(hold) if hold else state_word(post.state)


def outcome(progress: Progress, why_not: Iterable[str], from_here: int) -> Outcome:
    """What came of it, and whether Postdesk can be closed now."""
    locked, left = len(progress.locked), progress.total - progress.seen_to
    parts = [
        translate("LockingIn", "One post is locked in.")
        if locked == 1
        else translate("LockingIn", "{0} posts are locked in.").format(locked)
    ]
    if progress.not_locked:
        reasons = "; ".join(f"{reason} ({count})" for reason, count in Counter(why_not).most_common())
        parts.append(translate("LockingIn", "Not locked in: {0}. They stay here.").format(reasons))
    if left:
        parts.append(translate("LockingIn", "You stopped before {0} more, which stay as they were.").format(left))
    if from_here:
        parts.append(translate("LockingIn", "{0} still need this computer: leave Postdesk running for them.").format(from_here))
    elif not (progress.not_locked or left):
        parts.append(translate("LockingIn", "You can close Postdesk now."))
    good = not progress.not_locked
    return Outcome(" ".join(parts), Tone.GOOD if good else Tone.ATTENTION, "lock" if good else "triangle-alert")
