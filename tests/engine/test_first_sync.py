"""The first reading of a service with many posts: all arrive, and nothing is asked for twice, also after a kill -9."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.fake_service import FakeService, serving
from tests.support.listing_service import CLIENTS, ListingService, listing_service
from tests.support.processes import ended
from tests.support.running_app import SOURCES
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import PATIENT, Options, WorkingSession, working_session

from postdesk.api.rate_limiter import RateLimiter
from postdesk.domain.board import BoardFilter, ResultSort
from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.delivery import Reason, Stage, parse_reason
from postdesk.domain.list_plan import ListGap
from postdesk.domain.posts import Entry, PostState
from postdesk.domain.times import wire_time
from postdesk.store import clients, entries, list_plans, workspaces
from postdesk.store.database import Database

POSTS = 3000
DAY = timedelta(days=1)
EVERYTHING = BoardFilter()
ROOT = Path(__file__).resolve().parents[2]


def prepare(folder: Path, service: ListingService) -> None:
    """Make a profile with the clients of the service."""
    database = Database(folder)
    workspace = database.submit(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Studio", service.base_url)).result()
    for number in range(CLIENTS):
        client = Client(0, workspace.id, f"client-{number}", f"Client {number}", "#3454d1", "Europe/Berlin")
        database.submit(lambda conn, new=client: clients.add(conn, new)).result()  # type: ignore[misc]
    database.close()


@asynccontextmanager
async def read_from(service: ListingService, folder: Path, sandbox: SandboxProcess) -> AsyncIterator[WorkingSession]:
    """A session that has read all lists of the service, within the request budget of the application."""
    options = Options(base_url=service.base_url, timeouts=PATIENT, rate_limiter=RateLimiter())
    async with working_session(folder, sandbox, options) as work:
        await work.listed()
        yield work


def entries_of(work: WorkingSession) -> dict[str, Entry]:
    """Return the entries by the service's ids; there is one for each."""
    found = entries.select(work.database.reader, "workspace_id = ?", (work.session.workspace.id,))
    by_id = {entry.remote_id: entry for entry in found}
    assert len(by_id) == len(found)
    return by_id


async def test_a_list_that_tells_everything_is_asked_for_once_and_no_post_by_itself(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    with listing_service("echoing", POSTS) as service:
        prepare(tmp_path / "profile", service)
        async with read_from(service, tmp_path / "profile", sandbox) as work:
            found = entries_of(work)
            assert len(found) == work.session.board.count(EVERYTHING) == POSTS
            assert (service.stats()["lists"], service.stats()["posts"]) == (4, 0)
            assert {entry.stage for entry in found.values()} == {Stage.SCHEDULED, Stage.PUBLISHED, Stage.FAILED}
            assert all(entry.content and len(entry.platforms) == 2 and entry.checked_at for entry in found.values())
            assert (work.session.health.state.without_details, work.session.health.state.list_gap) == (0, ListGap())
            first, last = (choose(found.values(), key=lambda entry: entry.due_at).due_at for choose in (min, max))
            assert last - first > 1000 * DAY


async def test_a_list_as_in_the_api_text_is_kept_as_told_and_the_window_says_how_much_is_missing(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    with listing_service("bare", POSTS) as service:
        prepare(tmp_path / "profile", service)
        async with read_from(service, tmp_path / "profile", sandbox) as work:
            found = entries_of(work)
            assert len(found) == work.session.board.count(EVERYTHING) == POSTS
            assert service.stats()["lists"] == 5  # one of them tests that the service heeds dates
            assert service.stats()["posts"] <= 10
            assert {entry.stage for entry in found.values()} == {Stage.SCHEDULED, Stage.PUBLISHED, Stage.FAILED}
            assert {parse_reason(entry.reason)[0] for entry in found.values()} == {Reason.TIME_UNKNOWN}
            await work.until(lambda: work.session.health.state.without_details >= POSTS - 10)
            # What was listed for last year is not shown as found today.
            assert any(entry.due_at < datetime.now(UTC) - 300 * DAY for entry in found.values())


@pytest.mark.parametrize(("kind", "lists"), [("echoing", 2), ("bare", 2)])
async def test_a_service_that_ignores_dates_gives_all_at_once(
    tmp_path: Path, sandbox: SandboxProcess, kind: str, lists: int
) -> None:
    with listing_service(kind, POSTS, "ignores-dates") as service:
        prepare(tmp_path / "profile", service)
        async with read_from(service, tmp_path / "profile", sandbox) as work:
            assert len(entries_of(work)) == POSTS
            assert service.stats()["lists"] == lists
            assert work.session.health.state.list_gap == ListGap()


async def test_a_long_list_arrives_in_parts_and_completely(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postdesk.api.client.STREAM_CAP", 1 << 19)
    with listing_service("echoing", POSTS) as service:
        prepare(tmp_path / "profile", service)
        options = Options(base_url=service.base_url, timeouts=PATIENT)
        async with working_session(tmp_path / "profile", sandbox, options) as work:
            await work.listed()
            assert len(entries_of(work)) == POSTS
            assert work.session.health.state.list_gap == ListGap()
            assert service.stats()["posts"] == 0


@contextmanager
def session_process(folder: Path, service: ListingService, sandbox: SandboxProcess) -> Iterator[None]:
    """A session at work on the profile in a process of its own."""
    addresses = {name: getattr(sandbox, name) for name in ("control_url", "feed_url", "key")} | {"base_url": service.base_url}
    command = [sys.executable, "-m", "tests.support.headless_session", str(folder), json.dumps(addresses)]
    paths = os.pathsep.join([str(ROOT), str(SOURCES)])
    with ended(subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths})):
        yield


@pytest.mark.parametrize("kind", ["echoing", "bare"])
async def test_it_goes_on_after_kill_9(tmp_path: Path, sandbox: SandboxProcess, kind: str) -> None:
    folder = tmp_path / "profile"
    with listing_service(kind, 6000, "slow") as service:
        prepare(folder, service)
        with session_process(folder, service, sandbox):
            assert await asyncio.to_thread(wait_for_parts, folder, 2)
        before = service.stats()
        async with read_from(service, folder, sandbox) as work:
            assert len(entries_of(work)) == 6000
            # The days around now again, and the two parts that were still to come.
            assert service.stats()["lists"] - before["lists"] == 3
            assert service.stats()["posts"] <= 30


def wait_for_parts(folder: Path, left: int) -> bool:
    """Wait until so many parts of the list are left, and some posts are there."""
    database = Database(folder)
    try:
        (workspace,) = workspaces.all_of(database.reader)
        for _ in range(2000):
            started = list_plans.load(database.reader, workspace)
            if started and len(started.plan.pending) <= left:
                return True
            asyncio.run(asyncio.sleep(0.01))
        return False
    finally:
        database.close()


def listed_only(service: FakeService, count: int) -> None:
    """Add posts of ann's without times, whose lists have no results either."""
    for number in range(count):
        service.add(f"r{number:03d}", "published")


async def test_what_is_in_view_is_read_before_all_others_and_what_is_opened_before_that(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        await work.client("ann")
        await work.listed()
        listed_only(service, 60)
        work.session.watcher.refresh()
        await work.until(lambda: len(service.posts_asked) == 10)  # some at once, the others slowly
        await work.until(lambda: work.session.health.state.without_details == 50)
        bare = [entry for entry in entries_of(work).values() if entry.checked_at is None]
        opened, *seen = bare[20:25]
        work.session.post_details.open(opened.post_id)
        work.session.post_details.show(entry.post_id for entry in seen)
        await work.until(lambda: len(service.posts_asked) == 15)
        assert service.posts_asked[10] == opened.remote_id
        assert set(service.posts_asked[11:]) == {entry.remote_id for entry in seen}
        await work.until(lambda: work.session.health.state.without_details == 45)
        found = entries_of(work)
        assert all(found[each.remote_id].platforms == ("linkedin",) for each in (opened, *seen))
        assert all(found[each.remote_id].post_id == each.post_id for each in (opened, *seen))


async def test_a_list_that_tells_a_result_leaves_nothing_to_ask(tmp_path: Path, sandbox: SandboxProcess) -> None:
    with listing_service("echoing", 50) as service:
        prepare(tmp_path / "profile", service)
        async with read_from(service, tmp_path / "profile", sandbox) as work:
            found = (entry for entry in entries_of(work).values() if entry.stage == Stage.PUBLISHED)
            published = max(found, key=lambda entry: entry.due_at)
            await work.database.run(
                lambda conn: conn.execute(
                    "UPDATE entries SET stage = 'processing', remote_status = 'processing', results = '[]' WHERE id = ?",
                    (published.id,),
                )
            )
            work.session.watcher.refresh()
            await work.until(lambda: entries_of(work)[published.remote_id].stage == Stage.PUBLISHED)
            assert service.stats()["posts"] == 0


async def test_a_list_without_results_still_tells_a_new_state(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(failing={"late"})
    async with serving(service, tmp_path, sandbox) as work:
        await work.client("ann")
        await work.listed()
        service.add("late", "processing")
        work.session.watcher.refresh()
        await work.until(lambda: "late" in entries_of(work))
        service.say("late", "published")
        work.session.watcher.refresh()
        await work.until(lambda: entries_of(work)["late"].stage == Stage.PUBLISHED)
        (row,) = work.session.board.rows(EVERYTHING, ResultSort.WHEN, descending=True, limit=10)
        assert row.state == PostState.PUBLISHED
        assert entries_of(work)["late"].checked_at is None


async def test_the_posts_of_a_new_client_come_at_once(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(filters_dates=True)
    for days in (3, 200, 900):
        service.add(f"{days} days ago", "published", createdAt=wire_time(datetime.now(UTC) - days * DAY))
    async with serving(service, tmp_path, sandbox) as work:
        await work.listed()
        assert not entries_of(work)
        work.session.clients.add("Ann", "Europe/Berlin", "#3454d1")
        await work.until(lambda: bool(work.session.clients.all()))
        user = work.session.clients.all()[0].external_user_id
        for post in service.posts.values():
            post["externalUserId"] = user
        work.session.watcher.list_anew()
        await work.until(lambda: len(entries_of(work)) == 3)


async def test_the_posts_of_a_new_client_come_after_a_restart_too(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(filters_dates=True)
    service.add("900 days ago", "published", createdAt=wire_time(datetime.now(UTC) - 900 * DAY))
    async with serving(service, tmp_path, sandbox) as work:
        await work.listed()
        service.list_status = 500
        work.session.clients.add("Ann", "Europe/Berlin", "#3454d1")
        await work.until(lambda: bool(work.session.clients.all()))
        service.posts["900 days ago"]["externalUserId"] = work.session.clients.all()[0].external_user_id
    service.list_status = 200
    async with serving(service, tmp_path, sandbox) as work:
        await work.until(lambda: len(entries_of(work)) == 1)
