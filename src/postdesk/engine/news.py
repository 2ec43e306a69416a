"""What the service tells of a post, written down: the one way in which an entry learns of its fate there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from postdesk.domain.delivery import Event, Evidence, later_stage, stage_of
from postdesk.domain.posts import Entry
from postdesk.domain.remote import RemotePost
from postdesk.store import attempts, entries, posts
from postdesk.store.sqlite import Transaction


def accept(
    conn: Transaction,
    workspace_id: int,
    entry_id: int,
    told: RemotePost,
    event: Event,
    now: datetime,
    change: Callable[[Entry], Entry] = lambda entry: entry,
) -> Entry:
    """The service took the entry under an id: it is accepted, with what was told of it."""
    posts.remove_elsewhere(conn, workspace_id, told.id)
    entry = entries.advance(conn, entry_id, event, now, lambda each: with_news(change(replace(each, reason="")), told, now))
    if entry.evidence != Evidence.LOOKS_LIKE:  # a guess may be denied, and then it counts how the attempt ended
        attempts.end(conn, entry, "accepted", now)
    entries.keep_answer(conn, entry_id, "HTTP 201" if event == Event.ACCEPTED else "found", told.raw, now)
    return entry


def with_news(entry: Entry, told: RemotePost, now: datetime) -> Entry:
    """The entry with what the service says of it now; what it said before never goes back."""
    told_stage = stage_of(told.status)
    stage = later_stage(entry.stage, told_stage)
    newer = stage == told_stage
    return replace(
        entry,
        remote_id=told.id,
        remote_status=told.status if newer else entry.remote_status,
        stage=stage,
        results=told.results if told.results and newer else entry.results,
        checked_at=now,
    )
