"""The posts of the next days that can be locked in, the reasons of the others, and the result."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.delivery import Hold, State
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.lock_in import can_be_locked_in, is_still_lockable
from postdesk.domain.platforms import LOCKABLE
from postdesk.domain.posts import QUIET_HOLDS, Entry, Post
from postdesk.engine.lock_in_run import LockInProgress
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.text.names import one_line, platform_word
from postdesk.ui.text.states import Tone, hold_word, state_word
from postdesk.ui.text.times import when_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class LockInLine:
    """A post that can be locked in, in words; one that can't has no `entry_ids`, and `why` holds the reason."""

    post_id: int
    words: str
    entry_ids: frozenset[int] = frozenset()
    why: str = ""


def lock_in_lines(
    posts: Iterable[Post], client_of: Callable[[int], Client | None], local_zone: ZoneInfo, now: datetime, *, named: bool
) -> tuple[tuple[LockInLine, ...], tuple[LockInLine, ...]]:
    """Return the posts that can be locked in, and those that can't, by time. A post may be in both.

    `named`: each names its client, on the clock `local_zone`, by which they are sorted; otherwise times are on the client's
    clock.
    """
    can: list[tuple[datetime, LockInLine]] = []
    cannot: list[tuple[datetime, LockInLine]] = []
    for post in posts:
        client = client_of(post.client_id)
        unapproved = bool(client and client.approval) and post.approval.state is not Approval.APPROVED
        waiting = [entry for entry in post.entries if entry.state in (State.PLANNED, State.QUEUED)]
        able = [entry for entry in waiting if is_still_lockable(entry, now) and not unapproved]
        name = client.name if client and named else ""
        clock = local_zone if named else zone_of(client, local_zone)
        if able:
            ids = frozenset(entry.id for entry in able)
            can.append((_first(able), LockInLine(post.id, _words(post, able, name, clock, now), ids)))
        if rest := [entry for entry in waiting if entry not in able]:
            why = hold_word(Hold.NOT_APPROVED) if unapproved else _why(rest[0], now)
            cannot.append((_first(rest), LockInLine(post.id, _words(post, rest, name, clock, now), why=why)))
    return _by_time(can), _by_time(cannot)


def _first(entries: Iterable[Entry]) -> datetime:
    return min(entry.due_at for entry in entries)


def _by_time(lines: list[tuple[datetime, LockInLine]]) -> tuple[LockInLine, ...]:
    return tuple(line for _, line in sorted(lines, key=lambda each: each[0]))


def _words(post: Post, entries: Sequence[Entry], client: str, clock: ZoneInfo, now: datetime) -> str:
    platforms = dict.fromkeys(platform_word(platform) for entry in entries for platform in entry.platforms)
    head = one_line(post.text or post.title) or translate("LockIn", "No text")
    parts = (when_text(_first(entries), clock, now), client, ", ".join(platforms), head)
    return "  ·  ".join(part for part in parts if part)


def _why(entry: Entry, now: datetime) -> str:
    if entry.hold not in QUIET_HOLDS and isinstance(entry.hold, Hold):
        return translate("LockIn", "On hold: {0}").format(hold_word(entry.hold))
    if entry.media_url or entry.thumbnail_url:
        return translate("LockIn", "Needs this computer. MyPostShare can’t schedule media.")
    if entry.title or not set(entry.platforms) <= LOCKABLE:
        return translate("LockIn", "Needs this computer. MyPostShare can schedule text posts only.")
    if entry.state == State.QUEUED:
        return translate("LockIn", "Already sending")
    due_soon = can_be_locked_in(entry) and not is_still_lockable(entry, now)
    return translate("LockIn", "Due too soon. Needs this computer.") if due_soon else ""


def progress_words(progress: LockInProgress) -> str:
    """Return the progress in a sentence."""
    words = translate("LockIn", "{0} of {1} locked. You can close Postdesk when this is done.")
    return words.format(len(progress.locked), progress.total)


def why_not_locked(post: Post) -> str:
    """Return the reason why a post is not locked after all, in a few words."""
    hold = next((entry.hold for entry in post.entries if entry.hold), None)
    return hold_word(hold) if hold else state_word(post.state)


def lock_in_outcome(progress: LockInProgress, why_not: Iterable[str], needs_this_computer: int) -> ActionOutcome:
    """Return the result in words, and whether Postdesk can be closed now. `needs_this_computer` is a number of posts."""
    locked, left = len(progress.locked), progress.total - progress.finished
    reasons = "; ".join(f"{reason} ({count})" for reason, count in Counter(why_not).most_common())
    parts = [translate("LockIn", "%n posts are locked.", "", locked)]
    if progress.not_locked:
        parts.append(translate("LockIn", "Not locked: {0}.").format(reasons))
    if left:
        parts.append(translate("LockIn", "You stopped before %n more posts.", "", left))
    if needs_this_computer:
        parts.append(translate("LockIn", "%n posts still need this computer. Keep Postdesk running.", "", needs_this_computer))
    elif not (progress.not_locked or left):
        parts.append(translate("LockIn", "You can close Postdesk now."))
    good = not progress.not_locked
    return ActionOutcome(" ".join(parts), Tone.GOOD if good else Tone.ATTENTION, "lock" if good else "triangle-alert")
