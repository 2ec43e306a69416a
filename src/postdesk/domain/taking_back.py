"""The parts of a post that can still change: that get another time, or become a draft again.

Only what was certainly not sent can become a draft, unless the user says that it isn't there.
"""

from collections.abc import Collection
from dataclasses import replace

from postdesk.domain.delivery import Hold, State
from postdesk.domain.posts import Entry, Mode, Origin, Post

NOT_SENT = frozenset({State.PLANNED, State.QUEUED, State.MISSED, State.REJECTED})
"""Nothing of these is out: not sent, or definitely refused."""

_MOVABLE = frozenset({State.PLANNED, State.MISSED})

_DENIABLE = NOT_SENT | {State.NEEDS_USER}


def live(post: Post) -> tuple[Entry, ...]:
    """The post's entries without those that were cancelled."""
    return tuple(entry for entry in post.entries if entry.state != State.CANCELLED)


def not_sent(post: Post) -> tuple[Entry, ...]:
    """The entries that can be taken back at any time."""
    return tuple(entry for entry in post.entries if entry.state in NOT_SENT)


def undoable(entry: Entry) -> bool:
    """Whether a click queued the entry a moment ago, so that it waits for the undo delay."""
    return entry.state in (State.PLANNED, State.QUEUED) and entry.hold == Hold.UNDO_DELAY


def just_queued(post: Post, entry_id: int = 0) -> tuple[Entry, ...]:
    """What one click queued and can still be undone: the click that queued that entry, or where none is named the last one."""
    waiting = tuple(entry for entry in post.entries if undoable(entry) and entry.not_before)
    until = max((entry.not_before for entry in waiting if entry.not_before and entry_id in (0, entry.id)), default=None)
    return tuple(entry for entry in waiting if entry.not_before == until)


def locked_in_since(post: Post, entry: Entry) -> bool:
    """Whether the entry was scheduled, and is being locked in by a later click: without that it is scheduled again."""
    later = entry.lock_in_at is not None and entry.lock_in_at > post.created_at
    return later and entry.mode == Mode.SCHEDULED and not entry.attempts


def denied(post: Post) -> tuple[Entry, ...]:
    """The entries that are taken back where the user, who was asked, says that the post isn't there.

    All that are live where each was either not sent or is such a question, and one is; otherwise none.
    """
    entries = live(post)
    asked = any(entry.state == State.NEEDS_USER for entry in entries)
    return entries if asked and all(entry.state in _DENIABLE for entry in entries) else ()


def beyond_recall(post: Post, platforms: Collection[str]) -> bool:
    """Whether a draft for `platforms` can't take the post's place: all of it, or one of those platforms, may be out."""
    gone = tuple(entry for entry in live(post) if entry.state not in NOT_SENT)
    return bool(gone) and (not not_sent(post) or any(platform in platforms for entry in gone for platform in entry.platforms))


def part(post: Post, entries: tuple[Entry, ...]) -> Post:
    """The post as if it had these entries alone."""
    return replace(post, entries=entries, platforms=tuple(platform for entry in entries for platform in entry.platforms))


def movable(post: Post) -> bool:
    """Return whether the post can still get another time, or what was missed of it."""
    return bool(to_move(post))


def to_move(post: Post) -> tuple[Entry, ...]:
    """Return the entries that can get another time: all as long as it is ours, otherwise what was missed."""
    entries = live(post) if post.origin == Origin.HERE else ()
    whole = all(entry.state in _MOVABLE for entry in entries)
    return entries if whole else tuple(entry for entry in entries if entry.state == State.MISSED)
