"""The entries of a post that can still change: get another time, or become a draft again.

Only entries that were certainly not sent, or were refused, can become a draft, unless the user confirms that the post isn't
there.
"""

from collections.abc import Collection
from dataclasses import replace

from postdesk.domain.delivery import Hold, State
from postdesk.domain.posts import Entry, Post, PostOrigin, SendMode

RECALLABLE_STATES = frozenset({State.PLANNED, State.QUEUED, State.MISSED, State.REJECTED})
"""The states in which nothing was published: not sent, or definitely refused."""

_MOVABLE = frozenset({State.PLANNED, State.MISSED})

_DENIABLE = RECALLABLE_STATES | {State.NEEDS_USER}


def live_entries(post: Post) -> tuple[Entry, ...]:
    """Return the post's entries without cancelled ones."""
    return tuple(entry for entry in post.entries if entry.state != State.CANCELLED)


def recallable_entries(post: Post) -> tuple[Entry, ...]:
    """Return the entries that can be recalled at any time."""
    return tuple(entry for entry in post.entries if entry.state in RECALLABLE_STATES)


def is_undoable(entry: Entry) -> bool:
    """Tell whether the entry waits for the undo delay after a click."""
    return entry.state in (State.PLANNED, State.QUEUED) and entry.hold == Hold.UNDO_DELAY


def just_queued(post: Post, entry_id: int = 0) -> tuple[Entry, ...]:
    """Return the entries that one click queued and that can still be undone.

    The click is the one that queued the entry `entry_id`, or the last one where that is 0.
    """
    waiting = tuple(entry for entry in post.entries if is_undoable(entry) and entry.not_before)
    until = max((entry.not_before for entry in waiting if entry.not_before and entry_id in (0, entry.id)), default=None)
    return tuple(entry for entry in waiting if entry.not_before == until)


def is_locked_in_later(post: Post, entry: Entry) -> bool:
    """Tell whether a click after scheduling locks in the entry. An undo then makes it scheduled again."""
    later = entry.lock_in_at is not None and entry.lock_in_at > post.created_at
    return later and entry.mode == SendMode.SCHEDULED and not entry.attempts


def deniable_entries(post: Post) -> tuple[Entry, ...]:
    """Return the entries to recall where the user, who was asked, states that the post isn't there.

    These are all live entries, if at least one is such a question and the others were not sent; otherwise none.
    """
    entries = live_entries(post)
    asked = any(entry.state == State.NEEDS_USER for entry in entries)
    return entries if asked and all(entry.state in _DENIABLE for entry in entries) else ()


def is_beyond_recall(post: Post, platforms: Collection[str]) -> bool:
    """Tell whether a draft for `platforms` can't replace the post: all of it, or an entry for one of these, may be published."""
    gone = tuple(entry for entry in live_entries(post) if entry.state not in RECALLABLE_STATES)
    return bool(gone) and (
        not recallable_entries(post) or any(platform in platforms for entry in gone for platform in entry.platforms)
    )


def with_entries(post: Post, entries: tuple[Entry, ...]) -> Post:
    """Return the post with these entries alone."""
    return replace(post, entries=entries, platforms=tuple(platform for entry in entries for platform in entry.platforms))


def movable_entries(post: Post) -> tuple[Entry, ...]:
    """Return the entries that can get another time: all while none was sent, otherwise the missed ones."""
    entries = live_entries(post) if post.origin == PostOrigin.HERE else ()
    whole = all(entry.state in _MOVABLE for entry in entries)
    return entries if whole else tuple(entry for entry in entries if entry.state == State.MISSED)
