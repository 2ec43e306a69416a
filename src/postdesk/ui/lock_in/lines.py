"""The posts of a time ahead that can be locked in, the reasons of the others, and the outcome."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.delivery import Hold, State
from postdesk.domain.lockin import can_be_locked_in, is_lockable_still
from postdesk.domain.platforms import LOCKABLE
from postdesk.domain.posts import QUIET_HOLDS, Entry, Post
from postdesk.engine.locking_in import Progress
from postdesk.ui.text.said import one_line
from postdesk.ui.text.words import Tone, hold_word, platform_word, state_word, when_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class LockInLine:
    """A post, or what of it can be locked in, in words. `entry_ids` is empty for what can't: then `why` says why."""

    post_id: int
    client_id: int
    words: str
    entry_ids: frozenset[int] = frozenset()
    why: str = ""


def lines_of(
    posts: Iterable[Post], client_of: Callable[[int], Client | None], here: ZoneInfo, now: datetime, *, named: bool
) -> tuple[tuple[LockInLine, ...], tuple[LockInLine, ...]]:
    """What can be locked in, and what can't, by time. A post may stand in both.

    `named`: each says whose it is, on the clock `here`, by which they are in order; otherwise they are on their client's clock.
    """
    can: list[tuple[datetime, LockInLine]] = []
    cannot: list[tuple[datetime, LockInLine]] = []
    for post in posts:
        client = client_of(post.client_id)
        unapproved = bool(client and client.approval) and post.word.approval is not Approval.APPROVED
        waiting = [entry for entry in post.entries if entry.state in (State.PLANNED, State.QUEUED)]
        able = [entry for entry in waiting if is_lockable_still(entry, now) and not unapproved]
        name = client.name if client and named else ""
        clock = here if named else zone_of(client, here)
        if able:
            ids = frozenset(entry.id for entry in able)
            can.append((_first(able), LockInLine(post.id, post.client_id, _words(post, able, name, clock, now), ids)))
        if rest := [entry for entry in waiting if entry not in able]:
            why = hold_word(Hold.NOT_APPROVED) if unapproved else _why(rest[0], now)
            cannot.append((_first(rest), LockInLine(post.id, post.client_id, _words(post, rest, name, clock, now), why=why)))
    return _by_time(can), _by_time(cannot)


def _first(entries: Iterable[Entry]) -> datetime:
    return min(entry.due_at for entry in entries)


def _by_time(lines: list[tuple[datetime, LockInLine]]) -> tuple[LockInLine, ...]:
    return tuple(line for _, line in sorted(lines, key=lambda each: each[0]))


def _words(post: Post, entries: Sequence[Entry], client: str, clock: ZoneInfo, now: datetime) -> str:
    platforms = dict.fromkeys(platform_word(platform) for entry in entries for platform in entry.platforms)
    head = one_line(post.text or post.title) or translate("LockingIn", "without text")
    parts = (when_text(_first(entries), clock, now), client, ", ".join(platforms), head)
    return "  ·  ".join(part for part in parts if part)


def _why(entry: Entry, now: datetime) -> str:
    if entry.hold not in QUIET_HOLDS and isinstance(entry.hold, Hold):
        return translate("LockingIn", "On hold: {0}").format(hold_word(entry.hold))
    if entry.media_url or entry.thumbnail_url:
        return translate("LockingIn", "Sent from this computer: MyPostShare can’t schedule an image or a video")
    if entry.title or not set(entry.platforms) <= LOCKABLE:
        return translate("LockingIn", "Sent from this computer: MyPostShare can only schedule posts of text alone")
    if entry.state == State.QUEUED:
        return translate("LockingIn", "On its way already")
    due_soon = can_be_locked_in(entry) and not is_lockable_still(entry, now)
    return translate("LockingIn", "Due in a moment: it is sent from this computer") if due_soon else ""


@dataclass(frozen=True, slots=True)
class LockInResult:
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


def outcome(progress: Progress, why_not: Iterable[str], from_here: int) -> LockInResult:
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
    return LockInResult(" ".join(parts), Tone.GOOD if good else Tone.ATTENTION, "lock" if good else "triangle-alert")
