"""Posts taken back, in one transaction: what was not sent becomes a draft again, or gives way to one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from postdesk.domain.delivery import Event, IllegalMove, Reason, State, because
from postdesk.domain.posts import Entry, Post
from postdesk.domain.submitting import draft_of, together
from postdesk.domain.taking_back import not_sent, part
from postdesk.store import drafts, entries, posts
from postdesk.store.database import Transaction


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


def give_way(conn: Transaction, post: Post, now: datetime) -> None:
    """Take back what was not sent of a post whose place another takes."""
    for entry in not_sent(post):
        _take_back(conn, entry, Reason.REPLACED, now)


def _take_back(conn: Transaction, entry: Entry, reason: Reason, now: datetime) -> None:
    asked = entry.state == State.NEEDS_USER
    if asked:
        entries.end_attempt(conn, entry, entries.CALLED_NOT_SENT, now)
    event = Event.USER_DENIES_IT if asked else Event.USER_CANCELS
    entries.advance(conn, entry.id, event, now, lambda each: replace(each, hold=None, reason=because(reason)))
