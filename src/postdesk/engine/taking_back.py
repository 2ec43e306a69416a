"""Posts taken back, in one transaction: what was not sent becomes a draft again, or gives way to one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from postdesk.domain.delivery import Event, IllegalMove, Reason, State, because
from postdesk.domain.lockin import lock_in_time
from postdesk.domain.posts import Entry, Mode, Post
from postdesk.domain.submitting import draft_of, together
from postdesk.domain.taking_back import just_queued, not_sent, part
from postdesk.store import attempts, clients, drafts, entries, posts
from postdesk.store.sqlite import Transaction


def back_to_draft(
    conn: Transaction,
    post_id: int,
    draft_id: str,
    which: Callable[[Post], tuple[Entry, ...]],
    now: datetime,
    rest_id: str = "",
    due_at: datetime | None = None,
) -> None:
    """Make a draft of the entries that `which` names, and of their platforms alone. Raises IllegalMove where it names none.

    `rest_id`: the draft that keeps what was left out of the post; it is taken in again, unless it was changed meanwhile.
    `due_at`: the time of the draft, where that is not the post's; one that is past is no time for it.
    """
    post = posts.get(conn, post_id)
    if post is None:
        return
    taken = which(post)
    if not taken:
        raise IllegalMove(post.entries[0].state, Event.USER_CANCELS)
    for entry in taken:
        _take_back(conn, entry, Reason.UNDONE, now)
    draft = draft_of(part(post, taken), draft_id, now)
    draft = replace(draft, due_at=due_at or (post.due_at if post.due_at > now else None))
    rest = drafts.get(conn, rest_id) if rest_id else None
    if rest and (whole := together(draft, rest)):
        drafts.delete(conn, rest.id)
        draft = whole
    drafts.save(conn, draft)


def back_to_plan(conn: Transaction, post_id: int, entry_id: int, now: datetime) -> None:
    """Schedule again what a click was about to lock in (as `just_queued`). Raises IllegalMove where there is nothing of that.

    Where it would be locked in at once by the client's setting, it stays here instead until somebody says so.
    """
    post = posts.get(conn, post_id)
    if post is None:
        return
    taken = just_queued(post, entry_id)
    if not taken:
        raise IllegalMove(post.entries[0].state, Event.USER_RESCHEDULES)
    client = clients.get(conn, post.client_id)
    for entry in taken:
        usual = lock_in_time(entry.due_at, client.lock_in, now) if client else None
        later = usual if usual and usual > now else None
        entries.advance(conn, entry.id, Event.USER_RESCHEDULES, now, partial(_planned, lock_in_at=later))


def _planned(entry: Entry, lock_in_at: datetime | None) -> Entry:
    return replace(entry, mode=Mode.IMMEDIATE, hold=None, not_before=None, lock_in_at=lock_in_at)


def give_way(conn: Transaction, post: Post, now: datetime) -> None:
    """Take back what was not sent of a post whose place another takes."""
    for entry in not_sent(post):
        _take_back(conn, entry, Reason.REPLACED, now)


def _take_back(conn: Transaction, entry: Entry, reason: Reason, now: datetime) -> None:
    asked = entry.state == State.NEEDS_USER
    if asked:
        attempts.end(conn, entry, attempts.CALLED_NOT_SENT, now)
    event = Event.USER_DENIES_IT if asked else Event.USER_CANCELS
    entries.advance(conn, entry.id, event, now, lambda each: replace(each, hold=None, reason=because(reason)))
