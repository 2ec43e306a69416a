"""Measures the first reading of a large account over HTTP: how long it takes, and whether a window could answer meanwhile."""

import asyncio
import time
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tests.benchmarks.figures import Figure
from tests.benchmarks.inside import gone
from tests.benchmarks.loop_stalls import LoopStalls, as_in_the_application
from tests.support.full_window import FullWindow
from tests.support.listing_service import CLIENTS, ListingService, listing_service
from tests.support.sessions import a_session
from tests.support.settings import let_end

from postdesk.api.client import ApiClient
from postdesk.api.transport import load_http_backend
from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import Client, Workspace, WorkspaceKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import clients, key_values, list_plans, workspaces
from postdesk.store.database import Database
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

_PATIENCE_S: Final = 300.0
_STILL_TURNS: Final = 150
_EVERYTHING: Final = BoardFilter()


async def of_two_services(folder: Path, theme: Theme, posts: int = 50_000) -> list[Figure]:
    """Read all posts of a service that repeats everything in its list, and of one that lists as the API text shows."""
    return [
        *await _of("a list with times and results", folder / "echoing", "echoing", posts, theme),
        *await _of("a list as in the API text", folder / "bare", "bare", posts, theme),
    ]


async def _of(name: str, folder: Path, kind: str, posts: int, theme: Theme) -> list[Figure]:
    with listing_service(kind, posts) as service, as_in_the_application():
        database = Database(folder)
        workspace = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", service.base_url)).result()
        for number in range(CLIENTS):
            client = Client(0, workspace.id, f"client-{number}", f"Client {number}", "#3454d1", "Europe/Berlin")
            database.submit(partial(clients.add, client=client)).result()
        try:
            return await _read(name, database, workspace, service, posts, theme)
        finally:
            database.close()


async def _read(
    name: str, database: Database, workspace: Workspace, service: ListingService, posts: int, theme: Theme
) -> list[Figure]:
    session = a_session(workspace, database)
    api = ApiClient(service.base_url, "key-of-a-benchmark", on_server_date=session.health.note_server_date)
    stalls, waits = LoopStalls(), list[float]()
    await asyncio.to_thread(load_http_backend)  # as the application does
    window = FullWindow(session, Scope(), theme, ZoneInfo("Europe/Berlin"), database.path.with_name("window.ini"))
    window.resize(1440, 900)
    window.show()
    session.start()
    for _ in range(_STILL_TURNS):  # the first layout is not measured
        await asyncio.sleep(0.01)
    begun = time.perf_counter()
    session.attach(api)
    writer = asyncio.ensure_future(_write_now_and_then(database, waits))
    while not is_all_read(session, database):
        assert time.perf_counter() - begun < _PATIENCE_S
        await stalls.turn()
    taken = time.perf_counter() - begun
    writer.cancel()
    stats = service.stats()
    count = session.board.count(_EVERYTHING)
    gone(window)
    await let_end(session.settings)
    await session.close()
    await api.aclose()
    assert count == posts
    return [
        Figure(f"first reading of {posts:,} posts, {name}", taken, "s", 5),
        *stalls.figures(),
        Figure("the longest that another write waited", max(waits), "ms", 16),
        Figure("requests for lists", stats["lists"], "", 5),
        Figure("requests for single posts", stats["posts"], "", 10),
    ]


def is_all_read(session: WorkspaceSession, database: Database) -> bool:
    """Tell whether all lists were read to their ends."""
    started = list_plans.load(database.reader, session.workspace)
    return started is not None and not started.plan.pending and not session.watcher.is_listing


async def _write_now_and_then(database: Database, waits: list[float]) -> None:
    """Write as a click does, and note how long that takes."""
    while True:
        begun = time.perf_counter()
        await database.run(lambda conn: key_values.remember(conn, "of a benchmark", str(len(waits))))
        waits.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.02)
