"""Posts that get another time, in one transaction."""

from dataclasses import replace
from datetime import datetime

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Event, IllegalMove, next_state
from postdesk.domain.lockin import lock_in_time, moved
from postdesk.domain.posts import Entry, content_hash
from postdesk.domain.submitting import moments
from postdesk.domain.taking_back import live, to_move
from postdesk.store import clients, entries, posts
from postdesk.store.sqlite import Transaction


class Archived(Exception):
    """Nothing is to go out for the client of that name until it is brought back."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def ask_for_client(conn: Transaction, client_id: int) -> Client:
    """The client for whom something is to go out. Raises Archived."""
    client = clients.get(conn, client_id)
    assert client is not None
    if client.archived:
        raise Archived(client.name)
    return client


def timed_anew(conn: Transaction, entry: Entry, due_at: datetime) -> Entry:
    """The entry at that moment, agreed to as it is then."""
    client = clients.get(conn, entry.client_id)
    assert client is not None
    timed = replace(entry, due_at=due_at, reason="")
    return replace(timed, hash=content_hash(client.external_user_id, timed))


def move_time(conn: Transaction, workspace_id: int, post_id: int, due_at: datetime, now: datetime) -> None:
    """Give what of a post can move that time; a part of it becomes a post of its own.

    Raises IllegalMove where nothing can, Archived.
    """
    post = posts.get(conn, post_id)
    if post is None:
        return
    moving = to_move(post)
    if not moving:
        raise IllegalMove(post.entries[0].state, Event.USER_RESCHEDULES)
    client = ask_for_client(conn, post.client_id)
    if len(moving) < len(live(post)):
        moving = posts.set_apart(conn, moving, now)
    due = moments(due_at, entries.taken_milliseconds(conn, workspace_id, due_at))
    for entry, moment in zip(moving, due, strict=False):
        timed = timed_anew(conn, moved(entry, moment, lock_in_time(moment, client.lock_in, now)), moment)
        entries.write(conn, replace(timed, state=next_state(entry.state, Event.USER_RESCHEDULES)), now)
