"""Recalls of posts, in one transaction: unsent entries become a draft again, or are replaced by one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from postdesk.domain.delivery import Event, IllegalTransition, Reason, State, format_reason
from postdesk.domain.draft_split import merge_rest, split_off
from postdesk.domain.drafts import Draft
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.lock_in import lock_in_time
from postdesk.domain.new_posts import draft_of
from postdesk.domain.posts import Entry, Post, SendMode
from postdesk.domain.recall import just_queued, recallable_entries, with_entries
from postdesk.store import attempts, clients, draft_versions, drafts, entries, imports, posts, series
from postdesk.store.sqlite import Transaction


@dataclass(frozen=True, slots=True)
class UndoContext:
    """The context of an undo: the draft of the post if still known, the other posts made with it, and the draft of the rest."""

    draft: Draft | None = None
    later: tuple[int, ...] = ()
    rest_id: str = ""


NO_UNDO_CONTEXT: Final = UndoContext()


def back_to_draft(
    conn: Transaction,
    post_id: int,
    draft_id: str,
    which: Callable[[Post], tuple[Entry, ...]],
    now: datetime,
    before: UndoContext = NO_UNDO_CONTEXT,
) -> None:
    """Turn the entries that `which` selects, with their platforms only, into a draft.

    Raises IllegalTransition if it selects none. The rest left out of the post (`before`) is merged in, unless it was changed
    meanwhile. A due time in the past is dropped.
    """
    found = tuple(post for each in (post_id, *before.later) if (post := posts.get(conn, each)))
    if not found:
        return
    taken = tuple(with_entries(post, which(post)) for post in found)
    if not any(post.entries for post in taken):
        raise IllegalTransition(found[0].entries[0].state, Event.USER_CANCELS)
    for entry in (entry for post in taken for entry in post.entries):
        _recall(conn, entry, Reason.UNDONE, now)
    draft = _as_written(before.draft, taken, draft_id, now) if before.draft else _as_sent(taken[0], draft_id, now)
    rest = drafts.get(conn, before.rest_id) if before.rest_id else None
    if rest and (whole := merge_rest(draft, rest)):
        drafts.delete(conn, rest.id)
        draft = whole
    drafts.save(conn, draft)
    draft_versions.move_to_draft(conn, found[0].group, draft.id)
    hand_over_origin(conn, found[0], draft.id)


def drop_rest(conn: Transaction, rest: Draft, posts_made: Sequence[Post]) -> None:
    """Delete the rest of an undone change. A rest edited since is kept as a copy of the post, so that it warns of repetition."""
    kept = drafts.get(conn, rest.id)
    if kept is None:
        return
    if replace(kept, updated_at=None) == replace(rest, updated_at=None):
        drafts.delete(conn, kept.id)
        return
    drafts.save(conn, as_copy_of(kept, posts_made))


def as_copy_of(draft: Draft, posts_made: Sequence[Post]) -> Draft:
    """Return the draft as a copy of the post that shares a platform with it, so that it warns of repetition."""
    its_own = (post for post in posts_made if not set(draft.platforms).isdisjoint(post.platforms))
    return replace(draft, copied_from_post=next(its_own, posts_made[0]).id)


def hand_over_origin(conn: Transaction, post: Post, draft_id: str) -> None:
    """Let the draft take the post's place as the result of an import or a series, also for the post that it replaced."""
    for made_of in filter(None, (post.group, post.family)):
        imports.move_to_draft(conn, made_of, draft_id)
        series.move_to_draft(conn, made_of, draft_id)


def _as_written(draft: Draft, taken: tuple[Post, ...], draft_id: str, now: datetime) -> Draft:
    """Return the draft as it was, without the platforms that are sent or locked."""
    back = {platform for post in taken for platform in post.platforms}
    going, _ = split_off(draft, {platform for platform in draft.platforms if platform not in back}, "")
    return replace(going, id=draft_id, replaces_post=None, updated_at=now)


def _as_sent(post: Post, draft_id: str, now: datetime) -> Draft:
    draft = draft_of(post, draft_id, now)
    return replace(draft, due_at=post.due_at if post.due_at > now else None)


def back_to_plan(conn: Transaction, post_id: int, entry_id: int, now: datetime) -> None:
    """Schedule again the entries that a click was about to lock in (as `just_queued`).

    Raises IllegalTransition if there are none. An entry that the client's setting would lock in at once is sent from this
    computer instead, unless the user locks it in.
    """
    post = posts.get(conn, post_id)
    if post is None:
        return
    taken = just_queued(post, entry_id)
    if not taken:
        raise IllegalTransition(post.entries[0].state, Event.USER_RESCHEDULES)
    client = clients.get(conn, post.client_id)
    for entry in taken:
        usual = lock_in_time(entry.due_at, client.lock_in, now) if client else None
        later = usual if usual and usual > now else None
        entries.advance(conn, entry.id, Event.USER_RESCHEDULES, now, partial(_planned, lock_in_at=later))


def _planned(entry: Entry, lock_in_at: datetime | None) -> Entry:
    return replace(entry, mode=SendMode.IMMEDIATE, hold=None, not_before=None, lock_in_at=lock_in_at)


def recall_replaced(conn: Transaction, post: Post, now: datetime) -> None:
    """Take back the unsent entries of a post that another one replaces."""
    for entry in recallable_entries(post):
        _recall(conn, entry, Reason.REPLACED, now)


def cancel_unsent(conn: Transaction, post: Post, now: datetime) -> None:
    """Cancel the unsent entries of a post, without a replacement or a draft."""
    for entry in recallable_entries(post):
        entries.advance(conn, entry.id, Event.USER_CANCELS, now, lambda each: replace(each, hold=None))


def _recall(conn: Transaction, entry: Entry, reason: Reason, now: datetime) -> None:
    asked = entry.state == State.NEEDS_USER
    if asked:
        attempts.end(conn, entry, attempts.CALLED_NOT_SENT, now)
    event = Event.USER_DENIES_IT if asked else Event.USER_CANCELS
    entries.advance(conn, entry.id, event, now, lambda each: replace(each, hold=None, reason=format_reason(reason)))
