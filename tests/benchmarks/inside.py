"""Measures inside one process: panes with real posts, and the cost of the API client and the sender."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import httpx
from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from tests.benchmarks.figures import Figure, against, middle, worst
from tests.support.navigator import RecordingNavigator
from tests.support.sandbox_process import SandboxProcess, start_sandbox
from tests.support.seed import Amount, seed
from tests.support.sessions import a_session
from tests.support.working_session import IMMEDIATE, Options, working_session

from postdesk.api.client import ApiClient as Api
from postdesk.api.rate_limiter import RateLimiter
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.remote import PostFilter
from postdesk.domain.settings import Appearance
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.resources import find_resources
from postdesk.store.database import Database
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.calendar.weeks_view import WeeksView
from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.results.tabs import ResultsTab
from postdesk.ui.scope import Scope

T = TypeVar("T")

HERE: Final = ZoneInfo("Europe/Berlin")
_PATIENCE_S: Final = 5.0
_BOUNDLESS: Final = (600_000, 100_000, 300_000)


@dataclass(frozen=True)
class Shown:
    """A workspace session that sends no requests, and the objects that panes are made with."""

    session: WorkspaceSession
    theme: Theme
    database: Database


@contextmanager
def shown(folder: Path, amount: Amount, theme: Theme) -> Iterator[Shown]:
    workspace = seed(folder, amount)
    database = Database(folder)
    session = a_session(workspace, database)
    try:
        yield Shown(session, theme, database)
    finally:
        database.close()


def gone(widget: QWidget) -> None:
    """Delete a widget at once: one that outlives its database would read from it when the theme changes next."""
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def _opens_nothing(url: QUrl) -> bool:
    return False


def theme_of(application: QApplication) -> Theme:
    """Return the applied theme; the application stays when a benchmark's window is closed."""
    application.setQuitOnLastWindowClosed(False)
    theme = Theme(application, find_resources(), Appearance.LIGHT)
    theme.apply_style()
    return theme


class Painted(QObject):
    """Counts the times that a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def press(
    widget: QAbstractScrollArea, painted: Painted, key: Qt.Key, text: str = "", clock: Callable[[], float] = time.perf_counter
) -> float:
    """Return the milliseconds by `clock` from before the key press until all that it changed is painted."""
    before, begun_at = painted.times, time.perf_counter()
    begun = clock()
    QTest.keyClicks(widget, text) if text else QTest.keyClick(widget, key)
    QApplication.processEvents()
    while painted.times == before:
        assert time.perf_counter() - begun_at < _PATIENCE_S, "nothing was painted"
        QApplication.processEvents()
    return (clock() - begun) * 1000


def opened(pane: QWidget, width: int, height: int) -> None:
    pane.resize(width, height)
    pane.show()
    QTest.qWaitForWindowExposed(pane)
    QApplication.processEvents()


async def outside_of_tasks(work: Callable[[], T]) -> T:
    """Do the work in a callback of the loop: within a task, Qt's loop could not let other tasks run."""
    done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(lambda: done.set_result(work()))
    return await done


_MONTHS: Final = {1_000: 4, 10_000: 5, 100_000: 6}
"""The goal for a turn of the month, in milliseconds, by the number of posts."""


def calendar(folder: Path, theme: Theme, amounts: Mapping[int, float] = _MONTHS, turns: int = 60) -> list[Figure]:
    """Time from the key that turns to the next month until it is painted; beside that with fewer posts."""
    with ExitStack() as stack:
        panes = []
        for count in amounts:
            given = stack.enter_context(shown(folder / str(count), Amount(count), theme))
            pane = CalendarPane(given.session, Scope(), RecordingNavigator(), theme, HERE)
            opened(pane, 800, 620)
            panes.append(pane)
        views = [(view, Painted(view.viewport())) for pane in panes for view in pane.findChildren(WeeksView)]
        times = [press(view, painted, _way(n)) for n in range(turns) for view, painted in views]
        of_each = [times[n :: len(amounts)] for n in range(len(amounts))]
        for pane in panes:
            gone(pane)
    fewer = [None, *map(middle, of_each)]
    return [
        *(
            Figure(f"month to month, {count:,} posts", middle(found), "ms", goal, smaller=before)
            for (count, goal), found, before in zip(amounts.items(), of_each, fewer, strict=False)
        ),
        Figure("the same, 99th percentile", worst(of_each[-1]), "ms", 33),
    ]


def _way(turn: int) -> Qt.Key:
    """Return the key of a turn: five months ahead, ten back, and so on, within the year that has posts."""
    return Qt.Key.Key_PageDown if (turn + 5) // 10 % 2 == 0 else Qt.Key.Key_PageUp


def results(folder: Path, theme: Theme, posts: int = 10_000, pages: int = 60) -> list[Figure]:
    """Time the opening of the results pane and a page down in it, with many posts."""
    with shown(folder / "results", Amount(posts), theme) as given:
        begun = time.perf_counter()
        pane = ResultsPane(given.session, Scope(), RecordingNavigator(), theme, HERE, _opens_nothing)
        opened(pane, 1100, 320)
        took = (time.perf_counter() - begun) * 1000
        pane.show_tab(ResultsTab.ALL)
        pane.table.setFocus()
        painted = Painted(pane.table.viewport())
        downs = [press(pane.table, painted, Qt.Key.Key_PageDown) for _ in range(pages)]
        gone(pane)
    return [
        Figure(f"results opened, {posts:,} posts", took, "ms"),
        Figure("results, a page down", middle(downs), "ms", 16),
        Figure("the same, 99th percentile", worst(downs), "ms", 33),
    ]


async def client_calls(calls: int = 300) -> list[Figure]:
    """Time a GET of a list through the typed client beside the same GET through httpx alone."""
    with start_sandbox() as sandbox:
        api = Api(sandbox.base_url, sandbox.key, rate_limiter=RateLimiter(*_BOUNDLESS))
        bare = httpx.AsyncClient(headers={"Authorization": f"Bearer {sandbox.key}"}, trust_env=False)
        try:
            floors, typed = [], []
            for _ in range(calls):
                floors.append(await _timed(lambda: bare.get(f"{sandbox.base_url}/posts")))
                typed.append(await _timed(lambda: api.list_posts(PostFilter(), cause="benchmark")))
        finally:
            await api.aclose()
            await bare.aclose()
    return [against("a request through the typed client", middle(typed), "ms", middle(floors), 1.25)]


async def _timed(request: Callable[[], object]) -> float:
    begun = time.perf_counter()
    await request()  # type: ignore[misc]
    return (time.perf_counter() - begun) * 1000


async def lock_in(folder: Path, posts: int = 40, rate_limiter: RateLimiter | None = None) -> list[Figure]:
    """Time the lock-in of 40 posts for three platforms each, at the product's own pace, until all are accepted."""
    platforms = (Platform.LINKEDIN, Platform.TWITTER, Platform.THREADS)
    with start_sandbox() as sandbox:
        took = await _locked_in(folder, sandbox, posts, platforms, rate_limiter or RateLimiter())
    count = posts * len(platforms)
    return [Figure(f"{count} entries locked in together", took, "s", 180)]


async def _locked_in(
    folder: Path, sandbox: SandboxProcess, posts: int, platforms: tuple[Platform, ...], rate_limiter: RateLimiter
) -> float:
    async with working_session(folder / "lock-in", sandbox, Options(rate_limiter=rate_limiter)) as work:
        client = await work.client(lock_in=IMMEDIATE)
        await work.connected(client, *platforms)
        due_in = timedelta(days=3)
        drafts = [work.draft(client, f"Post {n}", *platforms, due_in=due_in + timedelta(minutes=n)) for n in range(posts)]
        begun = time.monotonic()
        for draft in drafts:
            work.session.composer.submit(Submission.of(draft), SubmitMode.SCHEDULE)
        entries = partial(_accepted, work.database, posts * len(platforms))
        await work.until(entries, patience=400)
        return time.monotonic() - begun


def _accepted(database: Database, count: int) -> bool:
    found: int = database.reader.execute("SELECT count(*) FROM entries WHERE state = ?", (State.ACCEPTED,)).fetchone()[0]
    return found >= count
