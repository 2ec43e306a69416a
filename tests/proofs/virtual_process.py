"""A process at work on a profile, in virtual time: a real session's parts over a real file, until it quits or is killed."""

import asyncio
from collections.abc import Callable
from functools import cache
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from unittest import mock

from tests.proofs.two_clients import BASE_URL
from tests.proofs.virtual_time import VirtualLoop, VirtualWriter
from tests.proofs.wire import Wire

from postdesk.api import client as api_client
from postdesk.api.rate_limiter import RateLimiter
from postdesk.api.redirect_listener import RedirectListener
from postdesk.api.sandbox_control import SandboxControl
from postdesk.domain.clock import Clock
from postdesk.engine import composer
from postdesk.engine import workspace_session as session_module
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.engine.workspace_dependencies import WorkspaceDependencies
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import database, workspaces
from postdesk.store.copy_detection import hold_if_copied
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError, transaction

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_BOUNDLESS = (60_000, 10_000, 30_000)


class VirtualProcess:
    """Starts at once. `after` is called with each transaction's connection, `failed` where a task ended in an error of ours."""

    def __init__(
        self,
        folder: Path,
        loop: VirtualLoop,
        clock: Clock,
        wire: Wire,
        after: Callable[[Connection], None],
        failed: Callable[[str], None],
    ) -> None:
        self._tell_failed = failed
        self._loop = loop
        self._wire = wire
        self.hand = VirtualWriter(loop, after)
        with mock.patch.object(database, "ThreadPoolExecutor", return_value=self.hand):
            self.database = Database(folder)
        writer = self.database._writer
        assert writer
        with transaction(writer):  # as the application does, before it has a window
            hold_if_copied(writer, self.database.path, clock.now())
        after(writer)
        with mock.patch.object(session_module, "Clock", return_value=clock):
            self.session = self._session()
        with mock.patch.object(composer, "_ready_to_count", _ready_to_count):
            self.at_once(self._start)

    def _session(self) -> WorkspaceSession:
        workspace = workspaces.all_of(self.database.reader)[0]
        outside = WorkspaceDependencies(lambda url: True, lambda text, base: text, RedirectListener, SandboxControl, _RESOURCES)
        session = WorkspaceSession(workspace, self.database, SettingsBook(self.database, Tasks(self._failed)), outside)
        session.tasks._on_failure = self._failed
        return session

    def _start(self) -> None:
        self.session.start()
        with mock.patch.object(api_client, "Transport", return_value=self._wire):
            api = api_client.ApiClient(
                BASE_URL,
                "a-key-for-tests",
                rate_limiter=RateLimiter(*_BOUNDLESS, self._loop.time),
                on_server_date=self.session.health.note_server_date,
            )
        self.session.attach(api)

    def _failed(self, name: str, error: Exception) -> None:
        if not isinstance(error, StorageError):
            self._tell_failed(f"{name} failed: {error!r}")

    def at_once(self, act: Callable[[], object]) -> None:
        """Call the function in the loop."""
        self._loop.call_soon(act)
        self._loop.call_soon(self._loop.stop)
        self._loop.run_forever()

    def act(self, act: Callable[[], object], most_turns: int) -> None:
        """Call the function in the loop, and wait until the tasks that it began have ended."""
        tasks = self.session.tasks._running
        before = set(tasks)
        self.at_once(act)
        self._loop.run_while(lambda: not set(tasks) <= before, most_turns)

    def kill(self) -> None:
        """Kill the process: work that was only begun never happens."""
        self.hand.kill()
        self._loop.run_until_complete(self._thrown_away())
        self.database.close()

    def quit(self) -> None:
        """End as the application does."""
        self._loop.run_until_complete(self.session.close())
        self._loop.run_until_complete(self._thrown_away())
        self.database.close()

    async def _thrown_away(self) -> None:
        me = asyncio.current_task()
        while left := [task for task in asyncio.all_tasks() if task is not me]:
            for task in left:
                task.cancel()
            await asyncio.sleep(0)
        self._loop._scheduled.clear()  # type: ignore[attr-defined]
        await asyncio.sleep(0)


@cache
def _ready_to_count(*args: Any) -> Any:
    return _READY(*args)


_READY = composer._ready_to_count
