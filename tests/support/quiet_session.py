"""A real session over a real store that sends nothing: no task runs, and no request leaves it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.sessions import a_session

from postdesk.domain.clients import Client, Workspace, WorkspaceKind
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode, SubmitTerms, moments, new_post
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.engine.tasks import Tasks
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import clients, posts, workspaces
from postdesk.store.database import Database

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class QuietSession:
    """The session, its store, and the data that a test adds. It is noon on 24 November 2026."""

    session: WorkspaceSession
    database: Database

    def client(self, name: str = "Alex Morgan", zone: str = "America/New_York", colour: str = "#c2410c") -> Client:
        new = Client(0, self.session.workspace.id, name.lower().replace(" ", "-"), name, colour, zone)
        number = self.database.submit(lambda conn: clients.add(conn, new)).result()
        self.session.changes.clients.emit()
        return replace(new, id=number)

    def post(self, client: Client, due_in: timedelta, state: State | None = None, *platforms: Platform) -> Post:
        """Add a scheduled post, put into another state where one is named."""
        draft = Draft("draft", client.id, platforms or (Platform.LINKEDIN,), "Studio tour", due_at=NOON + due_in)
        terms = SubmitTerms(SubmitMode.SCHEDULE, NOON, timedelta(), frozenset())
        post = new_post(draft, client, (), moments(NOON + due_in, frozenset()), terms)
        if state:
            post = replace(post, entries=tuple(replace(entry, state=state) for entry in post.entries))
        kept = self.database.submit(lambda conn: posts.add(conn, self.session.workspace.id, post, NOON)).result()
        self.session.changes.posts.emit()
        return kept

    def workspaces(self) -> tuple[Workspace, ...]:
        return workspaces.all_of(self.database.reader)


@contextmanager
def quiet_session(folder: Path, kind: WorkspaceKind = WorkspaceKind.SANDBOX) -> Iterator[QuietSession]:
    """The session of a new profile in `folder`."""
    database = Database(folder)
    base_url = "https://mypostshare.com/api" if kind is WorkspaceKind.REAL else ""
    workspace = database.submit(lambda conn: workspaces.add(conn, kind, "Studio", base_url)).result()
    idle = Tasks(lambda name, error: None)
    asyncio.run(idle.close())
    session = a_session(workspace, database, tasks=idle)
    asyncio.run(session.tasks.close())
    session.clock.offset = NOON - datetime.now(UTC)
    try:
        yield QuietSession(session, database)
    finally:
        database.close()
