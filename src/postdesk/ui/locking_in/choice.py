"""What of a time ahead can be locked in, and why the rest can't."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from postdesk.domain.approval import Approval
from postdesk.domain.clients import Client, zone_of
from postdesk.domain.delivery import Hold, State
from postdesk.domain.lockin import LATEST_LOCK_IN, can_be_locked_in
from postdesk.domain.platforms import LOCKABLE
from postdesk.domain.posts import QUIET_HOLDS, Entry, Post
from postdesk.ui.said import one_line
from postdesk.ui.words import hold_word, platform_word, when_text

_LEAST: Final = LATEST_LOCK_IN + timedelta(seconds=30)
"""What is due sooner would be sent from here before it is locked in."""


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
    """What can be locked in, and what can't, in the posts' order, each on its client's clock. A post may stand in both.

    `named`: each says whose it is.
    """
    can: list[Line] = []
    cannot: list[Line] = []
    for post in posts:
        client = client_of(post.client_id)
        unapproved = bool(client and client.approval) and post.word.approval is not Approval.APPROVED
        waiting = [entry for entry in post.entries if entry.state in (State.PLANNED, State.QUEUED)]
        able = [entry for entry in waiting if _able(entry, now) and not unapproved]
        name = client.name if client and named else ""
        clock = zone_of(client, here)
        if able:
            ids = frozenset(entry.id for entry in able)
            can.append(Line(post.id, post.client_id, _words(post, able, name, clock, now), ids))
        if rest := [entry for entry in waiting if entry not in able]:
            why = hold_word(Hold.NOT_APPROVED) if unapproved else _why(rest[0], now)
            cannot.append(Line(post.id, post.client_id, _words(post, rest, name, clock, now), why=why))
    return tuple(can), tuple(cannot)


def _able(entry: Entry, now: datetime) -> bool:
    return can_be_locked_in(entry) and entry.due_at - now >= _LEAST


def _words(post: Post, entries: Iterable[Entry], client: str, clock: ZoneInfo, now: datetime) -> str:
    platforms = dict.fromkeys(platform_word(platform) for entry in entries for platform in entry.platforms)
    head = one_line(post.text or post.title) or QCoreApplication.translate("LockingIn", "without text")
    parts = (when_text(post.due_at, clock, now), client, ", ".join(platforms), head)
    return "  ·  ".join(part for part in parts if part)


def _why(entry: Entry, now: datetime) -> str:
    tr = QCoreApplication.translate
    if entry.hold not in QUIET_HOLDS and isinstance(entry.hold, Hold):
        return tr("LockingIn", "On hold: {0}").format(hold_word(entry.hold))
    if entry.media_url or entry.thumbnail_url:
        return tr("LockingIn", "Sent from this computer: MyPostShare can’t schedule an image or a video")
    if entry.title or not set(entry.platforms) <= LOCKABLE:
        return tr("LockingIn", "Sent from this computer: MyPostShare can only schedule posts of text alone")
    if entry.state == State.QUEUED:
        return tr("LockingIn", "On its way already")
    return tr("LockingIn", "Due in a moment: it is sent from this computer") if entry.due_at - now < _LEAST else ""
