"""A session at work against the real sandbox process, with the clocks of both moved together."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from tests.support.sandbox_process import SandboxProcess
from tests.support.sessions import a_session
from tests.support.settings import let_end
from tests.support.waiting import until

from postdesk.api.client import ApiClient as Api
from postdesk.api.client import ClientTimeouts
from postdesk.api.rate_limiter import RateLimiter
from postdesk.api.transport import RequestTimeouts
from postdesk.domain.clients import Client, LockIn, LockInRule, WorkspaceKind
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post
from postdesk.domain.remote import EndUser
from postdesk.engine.composer import RefusedDraft, SubmittedDraft
from postdesk.engine.media_checks import MakeProbe
from postdesk.engine.notices import Notice
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import clients, entries, list_plans, workspaces
from postdesk.store.database import Database

QUICK = ClientTimeouts(usual=RequestTimeouts(1, 1, 2), post=RequestTimeouts(1, 1, 2), first_retry=0.01)
SOON = 8.0


class WorkingSession:
    """The actions of a test on a session, and its visible state."""

    def __init__(self, session: WorkspaceSession, database: Database, sandbox: SandboxProcess) -> None:
        self.session = session
        self.database = database
        self.sandbox = sandbox
        self.opened: list[str] = []
        self.notices: list[Notice] = []
        self.submitted: list[SubmittedDraft] = []
        self.refused: list[RefusedDraft] = []
        session.changes.notice.connect(self.notices.append)
        session.composer.submitted.connect(self.submitted.append)
        session.composer.refused.connect(self.refused.append)

    async def client(self, name: str = "Ann Archer", zone: str = "Europe/Berlin", lock_in: LockIn | None = None) -> Client:
        """Add a client that the sandbox knows."""
        new = Client(0, self.session.workspace.id, name.lower().replace(" ", "-"), name, "#3454d1", zone, lock_in or LockIn())
        number = await self.database.run(lambda conn: clients.add(conn, new))
        await self.session.gateway.ask(lambda api: api.upsert_end_user(EndUser(new.external_user_id, name), cause="test"))
        client = self.session.clients.get(number)
        assert client
        return client

    async def connected(self, client: Client, *platforms: Platform) -> None:
        """Connect accounts of the client's, known here and there."""
        for platform in platforms:
            await self.ask("POST", "connections", {"external_user_id": client.external_user_id, "platform": platform})
        # A refresh that is under way may have read the list before.
        await self.until(lambda: not self.session.connections.loading(client.id))
        self.session.connections.refresh(client.id)
        await self.until(lambda: {each.platform for each in self.session.connections.of(client.id)} >= set(platforms))

    async def listed(self, patience: float = 60) -> None:
        """Wait until all lists of posts were read once: of the days around now, and of all others."""

        def is_listed() -> bool:
            started = list_plans.load(self.database.reader, self.session.workspace)
            return started is not None and not started.plan.pending and not self.session.watcher.is_listing

        await self.until(is_listed, patience)

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask the sandbox's control endpoint."""
        return await asyncio.to_thread(self.sandbox.control, method, path, body)

    async def ledger(self) -> list[Any]:
        """Return every post that the sandbox ever accepted."""
        found: list[Any] = await self.ask("GET", "ledger")
        return found

    async def fault(self, kind: str, operation: str = "publish", count: int = 1, **more: object) -> None:
        """Arm a fault."""
        await self.ask("POST", "faults", {"kind": kind, "operation": operation, "count": count, **more})

    async def disarm(self) -> None:
        """Disarm every fault."""
        await self.ask("DELETE", "faults")

    async def advance(self, by: timedelta) -> None:
        """Move both clocks."""
        await self.ask("POST", "clock", {"advance": by.total_seconds()})
        self.session.clock.offset += by
        self.session.changes.practice.emit()

    def draft(self, client: Client, text: str = "Hello", *platforms: Platform, due_in: timedelta | None = None) -> Draft:
        """Return a draft as the composer would hand it over."""
        due_at: datetime | None = None
        if due_in:
            due_at = (self.session.clock.now() + due_in).replace(microsecond=0)
        return Draft(f"draft-{time.monotonic_ns()}", client.id, platforms or (Platform.LINKEDIN,), text, due_at=due_at)

    async def submit(self, draft: Draft, act: SubmitMode) -> Post:
        """Submit a draft and wait for its post."""
        self.session.composer.submit(Submission.of(draft), act)
        await self.until(lambda: any(each.draft_id == draft.id for each in self.submitted + self.refused))
        done = next((each for each in self.submitted if each.draft_id == draft.id), None)
        assert done, f"refused: {self.refused}"
        return self.post(done.post_id)

    def post(self, post_id: int) -> Post:
        """Return the post as it is now."""
        post = self.session.post_commands.post(post_id)
        assert post
        return post

    def entry(self, post: Post) -> Entry:
        """Return the only entry of a post as it is now."""
        (entry,) = self.post(post.id).entries
        return entry

    async def until_state(self, post: Post, state: State, patience: float = SOON) -> Entry:
        """Wait until the post's only entry is in that state."""
        await self.until(lambda: self.entry(post).state == state, patience, lambda: str(self.entry(post)))
        return self.entry(post)

    async def until(self, condition: Callable[[], bool], patience: float = SOON, said: Callable[[], str] = lambda: "") -> None:
        """Wait until a condition holds."""
        await until(condition, patience, lambda: f"{said()} {self.notices}")


@dataclass(frozen=True)
class Options:
    """The options of a session. `undo_delay` in seconds; `budget`: the product's own, or another, instead of a boundless one."""

    undo_delay: float = 0.0
    key: str = ""
    base_url: str = ""
    rate_limiter: RateLimiter | None = None
    timeouts: ClientTimeouts = QUICK
    bundle: bool = False
    make_probe: MakeProbe | None = None


@asynccontextmanager
async def working_session(folder: Path, sandbox: SandboxProcess, options: Options | None = None) -> AsyncIterator[WorkingSession]:
    """A session on the profile in `folder`, opened and closed as the application does."""
    chosen = options or Options()
    database = Database(folder)
    known = workspaces.all_of(database.reader)
    base_url = chosen.base_url or sandbox.base_url
    workspace = known[0] if known else await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Test", base_url))
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    session = a_session(workspace, database, open_url, make_probe=chosen.make_probe)
    work = WorkingSession(session, database, sandbox)
    work.opened = opened
    offset = (await work.ask("GET", "state"))["offset_seconds"]
    session.clock.offset = timedelta(seconds=offset)
    settings = session.settings.current
    undo_delay = timedelta(seconds=chosen.undo_delay)
    session.settings.change(replace(settings, undo_delay=undo_delay, bundle_platforms=chosen.bundle))
    api = Api(
        base_url,
        chosen.key or sandbox.key,
        rate_limiter=chosen.rate_limiter or RateLimiter(6000, 1000, 3000),
        timeouts=chosen.timeouts,
        on_server_date=session.health.note_server_date,
    )
    session.start()
    session.attach(api)
    try:
        yield work
    finally:
        await let_end(session.settings)
        await session.close()
        await api.aclose()
        database.close()


IMMEDIATE = LockIn(LockInRule.IMMEDIATE)
MANUAL = LockIn(LockInRule.MANUAL)
PATIENT = ClientTimeouts(usual=RequestTimeouts(2, 30, 60), post=RequestTimeouts(2, 30, 60), first_retry=0.01)
__all__ = ["IMMEDIATE", "MANUAL", "PATIENT", "Options", "WorkingSession", "entries", "working_session"]
