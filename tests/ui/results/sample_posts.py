"""Posts in every state, as values and in a store."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.support.quiet_session import NOON, QuietSession

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostOrigin, PostState, SendMode, post_state
from postdesk.domain.remote import PlatformResult, RemoteConnection
from postdesk.store import connections, entries, posts
from postdesk.ui.results.rows import PostRows

_numbers = count(1)


def entry(state: State, platform: str = Platform.LINKEDIN, due_in: timedelta = timedelta(), **known: Any) -> Entry:
    """Return an entry with its own due millisecond; an accepted one has its own remote id."""
    number = next(_numbers)
    due_at: datetime = NOON + due_in + timedelta(milliseconds=number % 1000)
    remote_id = f"remote-{number}" if state == State.ACCEPTED else ""
    made = Entry(number, 1, 1, (platform,), state, SendMode.SCHEDULED, due_at, content="Studio tour", remote_id=remote_id)
    return replace(made, **known)


def published(platform: str = Platform.LINKEDIN, external_id: str = "urn:li:share:71", **known: Any) -> Entry:
    results = (PlatformResult(platform, "published", external_id),)
    return entry(State.ACCEPTED, platform, stage=Stage.PUBLISHED, remote_status="published", results=results, **known)


def failed(platform: str = Platform.INSTAGRAM, detail: str = "the video is too long", **known: Any) -> Entry:
    results = (PlatformResult(platform, "failed", "", detail),)
    return entry(State.ACCEPTED, platform, stage=Stage.FAILED, remote_status="failed", results=results, **known)


def post(*its: Entry, text: str = "Studio tour", origin: PostOrigin = PostOrigin.HERE) -> Post:
    platforms = tuple(platform for each in its for platform in each.platforms)
    return Post(1, 1, origin, "group", text, "", its[0].due_at, post_state(its), platforms, its, NOON)


def keep(quiet: QuietSession, client: Client, made: Post) -> Post:
    """Store the post for this client."""
    of_client = tuple(replace(each, id=0, post_id=0, client_id=client.id) for each in made.entries)
    stored = replace(made, id=0, client_id=client.id, entries=of_client, state=PostState.QUEUED)
    kept = quiet.database.submit(lambda conn: posts.add(conn, quiet.session.workspace.id, stored, NOON)).result()
    quiet.session.changes.posts.emit()
    return kept


def become(quiet: QuietSession, made: Post, **known: Any) -> None:
    """Change each of the post's entries."""
    for each in made.entries:
        changed = replace(each, **known)
        quiet.database.submit(lambda conn, changed=changed: entries.write(conn, changed, NOON)).result()  # type: ignore[misc]
    quiet.session.changes.posts.emit()


def connect(quiet: QuietSession, client: Client, *platforms: str, status: str = "connected", name: str = "@studio") -> None:
    """List these accounts of the client's, as the service does."""
    told = tuple(RemoteConnection(f"c-{each}", each, status, f"account-{each}", name, "person") for each in platforms)
    quiet.database.submit(lambda conn: connections.save_list(conn, client.id, told)).result()
    quiet.session.changes.connections.emit()


def states_of(rows: PostRows) -> dict[int, PostState]:
    """Return the states of the posts that are shown, by post, in their order."""
    lines = (rows.line(rows.index(number, 0)) for number in range(rows.rowCount()))
    return {line.post_id: line.state for line in lines if line}
