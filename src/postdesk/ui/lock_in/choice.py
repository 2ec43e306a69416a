"""What of a time ahead can be locked in, and why the rest can't."""

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
from postdesk.ui.text.said import one_line
from postdesk.ui.text.words import hold_word, platform_word, when_text

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Line:
    """A post, or what of it can be locked in, in words. `entry_ids` is empty for what can't: then `why` says why."""

    post_id: int
    client_id: int
    words: str
    entry_ids: frozenset[int] = frozenset()
    why: str = ""


def lines_of(
    posts: Iterable[Post], client_of: Callable[[int], Client | None], here: ZoneInfo, now: datetime, *, named: bool
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What can be locked in, and what can't, by time. A post may stand in both.

    `named`: each says whose it is, on the clock `here`, by which they are in order; otherwise they are on their client's clock.
    """
    can: list[tuple[datetime, Line]] = []
    cannot: list[tuple[datetime, Line]] = []
    for post in posts:
        client = client_of(post.client_id)
        unapproved = bool(client and client.approval) and post.word.approval is not Approval.APPROVED
        waiting = [entry for entry in post.entries if entry.state in (State.PLANNED, State.QUEUED)]
        able = [entry for entry in waiting if is_lockable_still(entry, now) and not unapproved]
        name = client.name if client and named else ""
        clock = here if named else zone_of(client, here)
        if able:
            ids = frozenset(entry.id for entry in able)
            can.append((_first(able), Line(post.id, post.client_id, _words(post, able, name, clock, now), ids)))
        if rest := [entry for entry in waiting if entry not in able]:
            why = hold_word(Hold.NOT_APPROVED) if unapproved else _why(rest[0], now)
            cannot.append((_first(rest), Line(post.id, post.client_id, _words(post, rest, name, clock, now), why=why)))
    return _by_time(can), _by_time(cannot)


def _first(entries: Iterable[Entry]) -> datetime:
    return min(entry.due_at for entry in entries)


def _by_time(lines: list[tuple[datetime, Line]]) -> tuple[Line, ...]:
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
