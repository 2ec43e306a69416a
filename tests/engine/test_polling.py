"""The fate of accepted posts, learned by polling, for any order of the service's list and any omission from it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import pytest_asyncio
from tests.support.factories import an_entry
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.raw_server import RawServer
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import Options, WorkingSession, working_session

from postdesk.api.rate_limiter import RateLimiter
from postdesk.domain.board import BoardFilter
from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.delivery import Evidence, Reason, Stage, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.polling import UnpublishedRequest
from postdesk.domain.posts import Post, PostOrigin, PostState
from postdesk.domain.remote import PlatformResult
from postdesk.domain.storage import StorageFailure
from postdesk.store import accepted, clients, posts, workspaces
from postdesk.store.database import Database
from postdesk.store.sqlite import StorageError, Transaction

PROCESSING, PUBLISHED = (
    BoardFilter(states=frozenset({PostState.PROCESSING})),
    BoardFilter(states=frozenset({PostState.PUBLISHED})),
)
POLLS_PER_SECOND, POLL_BURST = 25 / 60, 5


@pytest_asyncio.fixture
async def service() -> AsyncIterator[FakeService]:
    yield FakeService()


def prepare(
    folder: Path,
    base_url: str,
    count: int,
    ago: timedelta = timedelta(),
    asked_ago: timedelta | None = None,
    reported: Mapping[str, Any] = MappingProxyType({"stage": Stage.PROCESSING, "remote_status": "processing"}),
) -> None:
    """A profile with `count` accepted posts that were due and polled so long ago, and are reported as not settled."""
    database = Database(folder)

    def work(conn: Transaction) -> None:
        workspace = workspaces.add(conn, WorkspaceKind.REAL, "Test", base_url)
        ann = clients.add(conn, Client(0, workspace.id, "ann", "Ann", "#3454d1", "UTC"))
        now = datetime.now(UTC) - ago
        for number in range(count):
            due_at = now.replace(microsecond=0) - timedelta(seconds=number // 900, milliseconds=-1 - number % 900)
            entry = an_entry(
                client_id=ann, state=State.ACCEPTED, **reported,
                remote_id=f"r{number}", due_at=due_at - timedelta(seconds=5),
                checked_at=datetime.now(UTC) - asked_ago if asked_ago else None,
            )  # fmt: skip
            posts.add(
                conn, workspace.id, Post(0, ann, PostOrigin.HERE, "g", "x", "", due_at, PostState.LOCKED, (), (entry,), now), now
            )

    database.submit(work).result()
    database.close()


@pytest.mark.parametrize(
    ("ago", "asked_ago"),
    [(timedelta(), None), (timedelta(days=2), None), (timedelta(days=2), timedelta(hours=1))],
    ids=["due now", "due while nobody looked", "asked for in vain since then"],
)
async def test_all_settle_though_the_list_is_shuffled_and_leaves_half_of_them_out(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, ago: timedelta, asked_ago: timedelta | None
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 30, ago, asked_ago)
        for number in range(30):
            service.add(f"r{number}", "published")
        service.hidden = {f"r{number}" for number in range(0, 30, 2)}
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: work.session.board.count(PUBLISHED) == 30, patience=30)
            assert service.requests["get_post"] == 30


@pytest.mark.parametrize(
    ("word", "state"), [("published", PostState.PUBLISHED), ("failed", PostState.FAILED), ("processing", PostState.PROCESSING)]
)
async def test_what_the_service_does_with_a_post_before_its_time_is_asked_for(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, word: str, state: PostState
) -> None:
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        post = await work.submit(work.draft(ann, due_in=timedelta(days=3)), SubmitMode.LOCK_IN)
        entry = await work.until_state(post, State.ACCEPTED)
        work.session.watcher.refresh()
        await work.until(lambda: not work.session.watcher.is_listing)
        asked = service.requests["get_post"]
        service.say(entry.remote_id, word)
        work.session.watcher.refresh()
        await work.until(lambda: work.post(post.id).state == state)
        assert service.requests["get_post"] == asked + 1


@pytest.mark.parametrize("asked_ago", [timedelta(minutes=1), -timedelta(days=1)], ids=["real clock", "clock set back"])
async def test_more_posts_published_before_their_time_than_one_look_asks_for_all_settle(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, asked_ago: timedelta
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 25, ago=-timedelta(days=3), asked_ago=asked_ago)
        for number in range(25):
            service.add(f"r{number}", "published")
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: work.session.board.count(PUBLISHED) == 25, patience=30)
            assert service.requests["get_post"] == 25


async def test_posts_of_which_lists_and_gets_disagree_before_their_time_keep_no_other_waiting(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 13, ago=-timedelta(hours=3))
        database = Database(tmp_path / "profile")
        due = int((datetime.now(UTC) - timedelta(seconds=20)).timestamp() * 1000)
        database.submit(lambda conn: conn.execute("UPDATE entries SET due_ms = ? WHERE remote_id = 'r12'", (due,))).result()
        database.close()
        for number in range(13):
            service.add(f"r{number}", "published")
        service.say("r12", "processing")
        service.broken = {f"r{number}" for number in range(12)}
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: service.requests["get_post"] >= 13, patience=30)
            service.say("r12", "published")
            asked = service.requests["get_post"]
            await work.until(lambda: work.session.board.count(PUBLISHED) == 1, patience=30)
            assert service.requests["get_post"] - asked < 60


async def test_what_stays_as_it_was_is_asked_for_ever_more_slowly(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 15, ago=timedelta(days=2))
        for number in range(15):
            service.add(f"r{number}", "processing")
        service.hidden = {f"r{number}" for number in range(15)}
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: service.requests["get_post"] >= 15, patience=30)
            await asyncio.sleep(2)  # the check that asked for the last of them ends
            asked = service.requests["get_post"]
            await asyncio.sleep(3)
            assert service.requests["get_post"] == asked


async def test_answers_that_cannot_be_read_do_not_stand_before_all_others(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 25)
        for number in range(25):
            service.add(f"r{number}", "published")
        service.broken = {f"r{number}" for number in range(12)}
        del service.posts["r12"]
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: work.session.board.count(PUBLISHED) == 12, patience=30)
            assert work.session.board.count(PROCESSING) == 13
            service.broken.clear()
            await work.until(lambda: work.session.board.count(PUBLISHED) == 24, patience=30)


async def test_three_hundred_unsettled_posts_are_polled_within_thirty_requests_a_minute(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 300)
        for number in range(300):
            service.add(f"r{number}", "processing" if number % 2 else "published")
        options = Options(base_url=server.base_url, rate_limiter=RateLimiter())
        async with working_session(tmp_path / "profile", sandbox, options) as work:
            await work.until(lambda: work.session.board.count(PUBLISHED) > 0)
            seconds = 6.0
            await asyncio.sleep(seconds)
            polls = service.requests["list_posts"] + service.requests["get_post"]
            assert 3 <= polls <= POLL_BURST + (seconds + 2) * POLLS_PER_SECOND


async def lost(work: WorkingSession, service: FakeService) -> Post:
    """A post that the service accepted, and whose answer was lost."""
    ann = await client_with_accounts(work)
    service.loses_answers = True
    post = await work.submit(work.draft(ann, "Lost"), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.UNCERTAIN)
    return post


async def test_a_lost_post_is_found_among_many_new_ones_some_of_which_cannot_be_read(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with serving(service, tmp_path, sandbox) as work:
        post = await lost(work, service)
        for number in range(30):
            service.add(f"elsewhere-{number}", "published")
        service.broken = {f"elsewhere-{number}" for number in range(0, 30, 3)}
        for _ in range(8):
            work.session.post_commands.check_now(post.id)
            await asyncio.sleep(0.3)
        entry = await work.until_state(post, State.ACCEPTED)
        assert entry.evidence == Evidence.TOKEN
        assert service.requests["publish"] == 1


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_where_the_service_lets_nobody_look_the_user_is_asked_in_time(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, status: int
) -> None:
    async with serving(service, tmp_path, sandbox) as work:
        post = await lost(work, service)
        service.list_status = status
        await work.advance(timedelta(minutes=3))
        entry = await work.until_state(post, State.NEEDS_USER)
        assert entry.evidence == Evidence.CANNOT_TELL


async def test_moving_the_clock_looks_at_everything_again(work: WorkingSession) -> None:
    ann = await work.client()
    await work.connected(ann, Platform.LINKEDIN)
    await work.until(lambda: work.session.watcher.checked_at is not None)
    body = {"externalUserId": ann.external_user_id, "content": "From the web", "platforms": ["linkedin"]}
    await work.ask("POST", "posts", body)
    await work.advance(timedelta(seconds=1))
    await work.until(lambda: work.session.board.count(BoardFilter()) == 1)


@pytest.mark.parametrize(
    ("status", "stage", "stood"),
    [
        ("published", Stage.CONTRADICTORY, timedelta(minutes=50)),
        ("published", Stage.CONTRADICTORY, timedelta(days=10)),
        ("failed", Stage.FAILED, timedelta(hours=20)),
    ],
)
async def test_a_refresh_asks_about_each_post_that_is_not_settled(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, status: str, stage: Stage, stood: timedelta
) -> None:
    """The list says the same as before, and nothing was to be asked for some time."""
    since, results = datetime.now(UTC) - stood, (PlatformResult("linkedin", "failed"),)
    reported = {"remote_status": status, "stage": stage, "stage_since": since, "results": results}
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 12, stood, timedelta(seconds=1), reported)
        for number in range(12):
            service.add(f"r{number}", status)
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: work.session.watcher.checked_at is not None and not work.session.watcher.is_listing)
            assert len(service.posts_asked) <= 1, "only one, for the fields that the service returns"
            work.session.watcher.refresh()
            await work.until(lambda: len({*service.posts_asked}) == 12, patience=30)
            await work.until(lambda: work.session.board.count(PUBLISHED) == (12 if status == "published" else 0))


@asynccontextmanager
async def ten_failed_posts(folder: Path, sandbox: SandboxProcess, service: FakeService) -> AsyncIterator[WorkingSession]:
    """A session at rest: its ten posts failed hours ago, and are next asked about tomorrow unless somebody wants to know."""
    since = datetime.now(UTC) - timedelta(hours=20)
    results = (PlatformResult("linkedin", "failed"),)
    reported = {"remote_status": "failed", "stage": Stage.FAILED, "stage_since": since, "results": results}
    async with RawServer(service.script) as server:
        prepare(folder / "profile", server.base_url, 10, timedelta(hours=20), timedelta(seconds=1), reported)
        for number in range(10):
            service.add(f"r{number}", "failed")
        async with working_session(folder / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: work.session.watcher.checked_at is not None and not work.session.watcher.is_listing)
            service.posts_asked.clear()
            yield work


def post_ids(work: WorkingSession) -> list[int]:
    return [row["id"] for row in work.database.reader.execute("SELECT id FROM posts ORDER BY id")]


async def test_a_post_is_asked_about_whenever_somebody_wants_to_know(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One post is asked for while another one is about to be: after the first reading of the database, the second, and so on."""
    async with ten_failed_posts(tmp_path, sandbox, service) as work:
        first, *others = post_ids(work)
        for number, other in enumerate(others[:6], start=1):
            service.posts_asked.clear()
            with monkeypatch.context() as patched:
                press = partial(work.session.watcher.check, other)
                patched.setattr(work.database, "run", pressing_after(number, work.database.run, press))
                work.session.watcher.check(first)
                await work.until(lambda: len({*service.posts_asked}) == 2, said=partial(str, number))


def pressing_after(number: int, run: Callable[..., Awaitable[Any]], press: Callable[[], None]) -> Callable[..., Awaitable[Any]]:
    """Return `run` of a database with a call of `press` after the reading of that number."""
    readings = count(1)

    async def run_and_press(reading: Callable[[Transaction], Any]) -> Any:
        result = await run(reading)
        if next(readings) == number:
            press()
        return result

    return run_and_press


@pytest.mark.logs("watcher failed")
@pytest.mark.parametrize("failing", [1, 2, 3])
async def test_a_post_is_asked_about_though_the_database_could_not_be_read_meanwhile(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    async with ten_failed_posts(tmp_path, sandbox, service) as work:
        read, readings = accepted.unpublished_requests, count(1)

        def read_unless_failing(*wanted: Any) -> tuple[UnpublishedRequest, ...]:
            if next(readings) == failing:
                raise StorageError("disk I/O error", StorageFailure.UNWRITABLE)
            return read(*wanted)

        monkeypatch.setattr(accepted, "unpublished_requests", read_unless_failing)
        work.session.post_commands.check_now(post_ids(work)[0])
        await work.until(lambda: len(service.posts_asked) == 1 and next(readings) > failing)


@pytest.mark.parametrize("status", [401, 429])
async def test_a_post_is_asked_about_again_where_the_service_answered_nothing_about_it(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr("postdesk.engine.watcher._AFTER_FAILURE", timedelta(milliseconds=10))
    async with ten_failed_posts(tmp_path, sandbox, service) as work:
        service.failing, service.failing_with = set(service.posts), status
        work.session.post_commands.check_now(post_ids(work)[0])
        await work.until(lambda: bool(service.posts_asked))
        (asked,) = {*service.posts_asked}
        await asyncio.sleep(0.5)
        service.say(asked, "published")
        service.failing.clear()
        await work.until(lambda: work.session.board.count(PUBLISHED) == 1)


async def test_a_refresh_reads_each_entry_once_whatever_their_order(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    """Twelve posts failed on two platforms, on all of them on one platform before the other."""
    now = datetime.now(UTC).replace(microsecond=0)
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 0)
        database = Database(tmp_path / "profile")

        def add(conn: Transaction) -> None:
            for number in range(12):
                due_at = now - timedelta(hours=2, seconds=number)
                twice = tuple(
                    an_entry(
                        client_id=1, platforms=(platform,), state=State.ACCEPTED, stage=Stage.FAILED, remote_status="failed",
                        remote_id=f"{platform}-{number}", due_at=due_at + timedelta(milliseconds=first), stage_since=due_at,
                        checked_at=now - timedelta(seconds=60 - 30 * first - number),
                        results=(PlatformResult(platform, "failed"),),
                    )
                    for first, platform in enumerate((Platform.LINKEDIN, Platform.TWITTER))
                )  # fmt: skip
                post = Post(0, 1, PostOrigin.HERE, "g", "x", "", due_at, PostState.FAILED, (), twice, now)
                posts.add(conn, 1, post, now)

        database.submit(add).result()
        database.close()
        for number in range(12):
            for platform in (Platform.LINKEDIN, Platform.TWITTER):
                service.add(f"{platform}-{number}", "failed")
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: work.session.watcher.checked_at is not None and not work.session.watcher.is_listing)
            before = len(service.posts_asked)
            work.session.watcher.refresh()
            await work.until(lambda: len({*service.posts_asked}) == 24, patience=30)
            await asyncio.sleep(3)
            assert len(service.posts_asked) <= before + 24 + 1, "one more, for the fields that the service returns"


async def test_whoever_asks_while_everything_is_being_listed_gets_a_list_of_their_own(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with serving(service, tmp_path, sandbox) as work:
        await work.client("ann")
        await work.listed()
        asked: list[str] = []

        def ask_in_the_midst(operation: str) -> None:
            if operation == "list_posts" and not asked:
                asked.append(operation)
                work.session.watcher.refresh()
                service.hidden.clear()

        service.add("from-the-web", "published")
        service.hidden = {"from-the-web"}
        listed = service.requests["list_posts"]
        service.on_request = ask_in_the_midst
        work.session.watcher.refresh()
        await work.until(lambda: service.requests["list_posts"] == listed + 2)
        await work.until(lambda: work.session.board.count(BoardFilter()) == 1)


async def test_accounts_that_are_asked_for_while_they_are_being_read_are_read_once_more(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with serving(service, tmp_path, sandbox) as work:
        ann = await work.client("ann")
        service.platforms = ("linkedin",)

        def ask_in_the_midst(operation: str) -> None:
            if operation != "connections":
                return
            if service.requests[operation] > before + 1:
                service.platforms = ("linkedin", "threads")
                return
            for _ in range(3):
                work.session.connections.refresh(ann.id)

        before = service.requests["connections"]
        service.on_request = ask_in_the_midst
        work.session.connections.refresh(ann.id)
        await work.until(lambda: len(work.session.connections.of(ann.id)) == 2)
        await work.until(lambda: not work.session.connections.loading(ann.id))
        assert service.requests["connections"] == before + 2


async def test_who_asks_to_be_left_alone_for_a_day_is_asked_again_soon_and_at_once_by_a_click(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with serving(service, tmp_path, sandbox, Options(rate_limiter=RateLimiter(6000, 1000, 3000))) as work:
        ann = await client_with_accounts(work)
        await work.listed()
        service.list_status, service.retry_after = 429, "86400"
        work.session.watcher.refresh()
        await work.until(lambda: work.session.health.state.busy_until is not None)
        until = work.session.health.state.busy_until
        assert until
        assert until <= work.session.clock.now() + timedelta(minutes=15)
        service.list_status = 200
        asked = service.requests["list_posts"]
        work.session.refresh()
        await work.until(lambda: service.requests["list_posts"] > asked)
        assert work.session.health.state.busy_until is None
        post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.ACCEPTED)


@pytest.mark.parametrize("remote_id", ["..", ".", "/", "x" * 1_000_000, "\u0000", "a?b#c"])
async def test_a_post_that_cant_be_asked_for_is_marked_and_stops_no_other(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, remote_id: str
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 12)
        rename(tmp_path / "profile", "r3", remote_id)
        for number in range(12):
            service.add(f"r{number}", "published")
        del service.posts["r3"]
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            await work.until(lambda: work.session.board.count(PUBLISHED) == 11, patience=30)
            assert work.session.board.count(PROCESSING) == 1
            assert not work.notices


@pytest.mark.parametrize("remote_id", ["..", "x" * 1_000_000])
async def test_it_is_said_that_a_post_cant_be_asked_for_unless_a_list_tells_of_it(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, remote_id: str
) -> None:
    async with RawServer(service.script) as server:
        prepare(tmp_path / "profile", server.base_url, 1)
        rename(tmp_path / "profile", "r0", remote_id)
        async with working_session(tmp_path / "profile", sandbox, Options(base_url=server.base_url)) as work:
            reason = "SELECT reason FROM entries"
            await work.until(lambda: work.database.reader.execute(reason).fetchone()["reason"] == Reason.NO_REFERENCE)
            service.add(remote_id, "published")
            work.session.watcher.refresh()
            await work.until(lambda: work.session.board.count(PUBLISHED) == 1)


def rename(folder: Path, before: str, after: str) -> None:
    """Change the id of a post, as if the service had given another one."""
    database = Database(folder)
    change = "UPDATE entries SET remote_id = ? WHERE remote_id = ?"
    database.submit(lambda conn: conn.execute(change, (after, before))).result()
    database.close()


@pytest.mark.parametrize("remote_id", ["..", "/", "x" * 100_000])
async def test_what_was_made_elsewhere_and_cant_be_asked_for_stops_nothing(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService, remote_id: str
) -> None:
    async with serving(service, tmp_path, sandbox) as work:
        await work.client("ann")
        for number in range(20):
            service.add(f"r{number}", "published")
        service.add(remote_id, "published")
        work.session.watcher.refresh()
        await work.until(lambda: work.session.board.count(PUBLISHED) == 21)
        unasked = "SELECT count(*) FROM entries WHERE checked_ms IS NULL"
        work.session.post_details.show(range(1, 22))
        await work.until(lambda: work.database.reader.execute(unasked).fetchone()[0] == 0)
        assert not work.notices


async def test_those_whose_get_fails_do_not_stand_before_what_was_made_elsewhere_too(
    tmp_path: Path, sandbox: SandboxProcess, service: FakeService
) -> None:
    async with serving(service, tmp_path, sandbox) as work:
        await work.client("ann")
        for number in range(25):
            service.add(f"r{number}", "published", createdAt=f"2026-11-20T10:{number:02d}:00.000Z")
        service.failing = {f"r{number}" for number in range(12, 25)}
        work.session.watcher.refresh()
        unasked = "SELECT count(*) FROM entries WHERE checked_ms IS NULL"
        await work.until(lambda: work.session.board.count(PUBLISHED) == 25)
        work.session.post_details.show(range(1, 26))
        await work.until(lambda: work.database.reader.execute(unasked).fetchone()[0] == 13)
