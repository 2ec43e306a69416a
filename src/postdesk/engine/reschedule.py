"""Changing the due time of posts, in one transaction."""

from dataclasses import replace
from datetime import datetime

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Event, IllegalTransition, next_state
from postdesk.domain.lock_in import lock_in_time, reschedule
from postdesk.domain.new_posts import moments
from postdesk.domain.posts import Entry, content_hash
from postdesk.domain.recall import live_entries, movable_entries
from postdesk.store import clients, entries, posts
from postdesk.store.sqlite import Transaction


class ClientArchived(Exception):
    """The client, named `name`, is archived: nothing is sent for an archived client."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def active_client(conn: Transaction, client_id: int) -> Client:
    """Return a client for whom something is about to be sent. Raises ClientArchived."""
    client = clients.get(conn, client_id)
    assert client is not None
    if client.archived:
        raise ClientArchived(client.name)
    return client


def with_due_time(conn: Transaction, entry: Entry, due_at: datetime) -> Entry:
    """Return the entry with another due time and the content hash of that time."""
    client = clients.get(conn, entry.client_id)
    assert client is not None
    timed = replace(entry, due_at=due_at, reason="")
    return replace(timed, hash=content_hash(client.external_user_id, timed))


def move_time(conn: Transaction, workspace_id: int, post_id: int, due_at: datetime, now: datetime) -> None:
    """Move the entries of a post that can move to another time; if only some can, they become a post of their own.

    Raises IllegalTransition if none can move, and ClientArchived.
    """
    post = posts.get(conn, post_id)
    if post is None:
        return
    moving = movable_entries(post)
    if not moving:
        raise IllegalTransition(post.entries[0].state, Event.USER_RESCHEDULES)
    client = active_client(conn, post.client_id)
    if len(moving) < len(live_entries(post)):
        moving = posts.split_off(conn, moving, now)
    due = moments(due_at, entries.taken_milliseconds(conn, workspace_id, due_at))
    for entry, moment in zip(moving, due, strict=False):
        timed = with_due_time(conn, reschedule(entry, moment, lock_in_time(moment, client.lock_in, now)), moment)
        entries.write(conn, replace(timed, state=next_state(entry.state, Event.USER_RESCHEDULES)), now)
