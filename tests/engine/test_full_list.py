"""All posts of the service are known in the end, though one answer can't hold them; missing ones are reported."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from tests.support.factories import an_entry
from tests.support.fake_service import FakeService, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import PATIENT, Options, WorkingSession

from postdesk.api.errors import ConnectionLost
from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import Client
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import Stage, State
from postdesk.domain.list_plan import DayRange, ListGap, ListPlan
from postdesk.domain.posts import Post, PostOrigin, PostState
from postdesk.domain.remote import PostFilter, Priority, RemotePost
from postdesk.domain.times import wire_time
from postdesk.engine.api_gateway import ApiGateway
from postdesk.engine.changes import Changes
from postdesk.engine.full_list import FullList
from postdesk.engine.health import Health
from postdesk.engine.listed_posts import TakenPage
from postdesk.engine.post_sync import days_around
from postdesk.store import list_plans, posts
from postdesk.store.sqlite import Transaction

if TYPE_CHECKING:
    from postdesk.api.client import ApiClient
    from postdesk.api.post_stream import TakePosts

DAY = timedelta(days=1)
EVERYTHING = BoardFilter()
PAD = "x" * 250


@pytest.fixture(autouse=True)
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut lists at 8 MiB, so that those of a test need not be as long as those of a large account."""
    monkeypatch.setattr("postdesk.api.client.STREAM_CAP", 8 << 20)


def fill(service: FakeService, count: int, days: int, *, first: int = -25, pad: str = PAD) -> None:
    """Add `count` posts of ann's, spread over `days` days from `first` days from now on."""
    start = datetime.now(UTC).replace(hour=1, minute=0, second=0, microsecond=0) + first * DAY
    for number in range(count):
        moment = wire_time(start + timedelta(days=number % days, seconds=number // days % 80_000))
        service.add(f"p{number:06d}", "published", createdAt=moment, pad=pad)


@asynccontextmanager
async def listing(service: FakeService, folder: Path, sandbox: SandboxProcess) -> AsyncIterator[WorkingSession]:
    """A session with the client ann, at work since its first list, which was empty."""
    kept, service.posts = service.posts, {}
    async with serving(service, folder, sandbox, Options(timeouts=PATIENT)) as work:
        await work.client("ann")
        await work.listed()
        service.posts = kept
        service.lists_asked.clear()
        yield work


async def synced(work: WorkingSession) -> None:
    work.session.watcher.refresh()
    await work.until(lambda: not work.session.watcher.is_listing, patience=600)


def known(work: WorkingSession) -> set[str]:
    """Return the service's ids of all shown posts."""
    return {row["remote_id"] for row in work.database.reader.execute("SELECT remote_id FROM entries")}


@pytest.mark.parametrize(
    ("count", "pad"), [(2_400, "x" * 7_000), pytest.param(50_000, PAD, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
)
async def test_all_posts_arrive_though_one_answer_holds_half_of_them(
    tmp_path: Path, sandbox: SandboxProcess, count: int, pad: str
) -> None:
    service = FakeService(filters_dates=True)
    fill(service, count, 200, pad=pad)
    async with listing(service, tmp_path, sandbox) as work:
        told: set[int | None] = set()
        work.session.changes.health.connect(lambda: told.add(work.session.health.state.listed_so_far))
        await synced(work)
        assert work.session.board.count(EVERYTHING) == count
        state = work.session.health.state
        assert (state.list_gap, state.listed_so_far) == (ListGap(), None)
        assert max(filter(None, told)) > count / 3
        everything, later = service.lists_asked[:2]
        assert later["dateTo"] == everything["dateTo"]
        assert later["dateFrom"] > everything["dateFrom"]


async def test_a_service_that_ignores_dates_is_asked_thrice_and_the_list_is_said_not_to_be_whole(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService()
    fill(service, 2_000, 100, pad="x" * 7_000)
    async with listing(service, tmp_path, sandbox) as work:
        await synced(work)
        assert work.session.health.state.list_gap == ListGap(ignores_dates=True)
        assert len(service.lists_asked) == 3
        assert 1_000 < work.session.board.count(EVERYTHING) < 2_000
        # Polling goes on: our posts that are missing in the list are requested one by one.
        service.posts = {key: service.posts[key] for key in list(service.posts)[:50]}
        await synced(work)
        assert work.session.health.state.list_gap == ListGap()


async def test_a_day_that_is_too_large_is_named_and_the_others_are_whole(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(filters_dates=True)
    fill(service, 2_000, 1, first=-3, pad="x" * 7_000)
    large = datetime.fromisoformat(service.posts["p000000"]["createdAt"]).date()
    for number in range(30):
        moment = wire_time(datetime.now(UTC) + (number - 20) * DAY + timedelta(seconds=1))
        service.add(f"other-{number}", "published", createdAt=moment)
    async with listing(service, tmp_path, sandbox) as work:
        await synced(work)
        assert work.session.health.state.list_gap == ListGap((large,))
        elsewhere = {post_id for post_id, post in service.posts.items() if post["createdAt"][:10] != str(large)}
        assert elsewhere <= known(work)
        assert len(known(work)) > 1_000


async def test_a_list_that_a_broken_line_cuts_arrives_in_parts(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(filters_dates=True, breaks_lists_at=60_000)
    fill(service, 600, 120)
    async with listing(service, tmp_path, sandbox) as work:
        await synced(work)
        assert work.session.board.count(EVERYTHING) == 600
        assert work.session.health.state.list_gap == ListGap()


async def test_a_day_that_never_comes_whole_over_a_broken_line_is_named(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(filters_dates=True, breaks_lists_at=60_000)
    fill(service, 400, 100)
    fill_one(service, 300)
    async with listing(service, tmp_path, sandbox) as work:
        await synced(work)
        large = datetime.fromisoformat(service.posts["large-0"]["createdAt"]).date()
        assert work.session.health.state.list_gap == ListGap((large,))
        assert {post_id for post_id, post in service.posts.items() if post["createdAt"][:10] != str(large)} <= known(work)


def fill_one(service: FakeService, count: int) -> None:
    """Add `count` posts of ann's in one minute, three days ago."""
    moment = wire_time((datetime.now(UTC) - 3 * DAY).replace(hour=9, minute=30))
    for number in range(count):
        service.add(f"large-{number}", "published", createdAt=moment, pad=PAD)


async def test_a_list_that_is_always_refused_is_asked_for_in_ever_smaller_parts_and_never_given_up(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService(filters_dates=True)
    fill(service, 10, 10)
    async with listing(service, tmp_path, sandbox) as work:
        service.list_status = 400
        for count in range(1, 4):
            work.session.watcher.refresh()
            await until_asked(work, service, count)
        service.list_status = 200
        await synced(work)
        assert work.session.board.count(EVERYTHING) == 10
        assert work.session.health.state.list_gap == ListGap()


async def test_older_posts_that_are_too_much_for_the_service_are_asked_for_in_smaller_parts(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService(filters_dates=True)
    fill(service, 20, 20, first=-300)
    refused: list[dict[str, str]] = []

    def on_request(operation: str) -> None:
        if operation == "list_posts":
            query = service._query
            long = date.fromisoformat(query["dateTo"][:10]) - date.fromisoformat(query["dateFrom"][:10]) > 250 * DAY
            service.list_status = 422 if long and query["dateTo"] < wire_time(datetime.now(UTC)) else 200
            refused.extend([query] if service.list_status == 422 else [])

    service.on_request = on_request
    async with serving(service, tmp_path, sandbox, Options(timeouts=PATIENT)) as work:
        await work.client("ann")
        await work.until(lambda: bool(refused))
        work.session.watcher.distant_sync.go_on(ListPlan.covering(days_around(datetime.now(UTC))))  # without the pause
        await work.until(lambda: work.session.board.count(EVERYTHING) == 20)
        assert [query["dateFrom"] for query in refused[:2]] != [refused[0]["dateFrom"]] * 2


async def test_what_is_known_beyond_the_days_that_are_listed_stays_right(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(filters_dates=True)
    long_ago = datetime.now(UTC) - 90 * DAY
    service.add("old", "published", createdAt=wire_time(long_ago))
    async with listing(service, tmp_path, sandbox) as work:
        ann = work.session.clients.all()[0]
        old = await work.database.run(lambda conn: known_from_before(conn, ann, long_ago))
        await synced(work)
        await work.until(lambda: work.entry(old).stage == Stage.PUBLISHED)
        far = await work.database.run(lambda conn: known_from_before(conn, ann, datetime.now(UTC) + 300 * DAY, "far"))
        await synced(work)
        assert work.entry(far).stage == Stage.PROCESSING
        assert "old" in known(work)


def known_from_before(conn: Transaction, client: Client, due_at: datetime, remote_id: str = "old") -> Post:
    entry = an_entry(
        client_id=client.id, state=State.ACCEPTED, stage=Stage.PROCESSING, remote_status="processing",
        remote_id=remote_id, due_at=due_at,
    )  # fmt: skip
    post = Post(0, client.id, PostOrigin.HERE, "g", "x", "", due_at, PostState.LOCKED, (), (entry,), due_at)
    return posts.add(conn, client.workspace_id, post, due_at)


class TenAtMost:
    """A client whose answers hold ten posts: there is a post of each hour of four days."""

    def __init__(self) -> None:
        start = datetime(2026, 3, 1, tzinfo=UTC)
        hours = (start + timedelta(hours=number) for number in range(96))
        self.posts = tuple(RemotePost(f"p{at:%d-%H}", "immediate", "published", "ann", created_at=at) for at in hours)

    async def stream_posts(
        self, wanted: PostFilter, take: "TakePosts", *, cause: str, priority: Priority, cap: int | None
    ) -> bool:
        assert wanted.date_from
        assert wanted.date_to
        found = [post for post in self.posts if post.created_at and wanted.date_from <= post.created_at <= wanted.date_to]
        await take(tuple(found[:10]))
        return len(found) <= 10


async def test_an_answer_that_holds_only_some_posts_is_not_taken_for_the_whole_list() -> None:
    gateway = ApiGateway(Health(Clock(), Changes()))
    gateway.attach(cast("ApiClient", TenAtMost()))
    listed = list[tuple[RemotePost, ...]]()

    async def take(page: tuple[RemotePost, ...]) -> None:
        listed.append(page)

    full_list = FullList(gateway, ListPlan.covering(DayRange(date(2026, 2, 1), date(2026, 4, 2))))
    while full_list.is_open:
        await full_list.next_part("sync", Priority.POLL, take)
    assert full_list.gap == ListGap(tuple(date(2026, 3, day) for day in range(1, 5)))
    assert len({post.id for part in listed for post in part}) >= 40


async def until_asked(work: WorkingSession, service: FakeService, count: int) -> None:
    await work.until(lambda: len(service.lists_asked) >= count)


async def test_older_posts_in_doubt_are_looked_at_again_after_a_failure(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postdesk.engine.distant_sync._AFTER_FAILURE_S", 0.05)
    service = FakeService(filters_dates=True)
    service.add("old", "published", createdAt=wire_time(datetime.now(UTC) - 900 * DAY))
    async with listing(service, tmp_path, sandbox) as work:
        listed_posts, looked_at = work.session.watcher.listed_posts, list[tuple[RemotePost, ...]]()

        async def take(page: tuple[RemotePost, ...], before: datetime | None = None) -> TakenPage:
            return TakenPage({}, page, left_out=False, added=False)

        async def settle(doubted: tuple[RemotePost, ...]) -> bool:
            looked_at.extend([doubted] if doubted else [])
            if len(looked_at) == 1:
                raise ConnectionLost
            return False

        monkeypatch.setattr(listed_posts, "take", take)
        monkeypatch.setattr(listed_posts, "settle", settle)
        work.session.watcher.list_anew()
        await work.until(lambda: len(looked_at) > 1)
        assert [[post.id for post in each] for each in looked_at[:2]] == [["old"], ["old"]]


async def test_older_posts_that_were_left_out_are_listed_again_within_a_day(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = FakeService(filters_dates=True)
    async with listing(service, tmp_path, sandbox) as work:
        service.add("old", "published", createdAt=wire_time(datetime.now(UTC) - 900 * DAY))
        watcher, workspace = work.session.watcher, work.session.workspace

        async def take(page: tuple[RemotePost, ...], before: datetime | None = None) -> TakenPage:
            return TakenPage({}, (), left_out=True, added=False)

        def begun_at() -> datetime | None:
            started = list_plans.load(work.database.reader, workspace)
            return started.begun_at if started and not started.plan.pending else None

        monkeypatch.setattr(watcher.listed_posts, "take", take)
        watcher.list_anew()
        await work.until(lambda: (begun := begun_at()) is not None and begun < datetime.now(UTC) - 5 * DAY)
        begun = begun_at()
        watcher.refresh()  # the days around now are listed again and again
        await work.until(lambda: not watcher.is_listing)
        await asyncio.sleep(0.3)
        assert begun_at() == begun
