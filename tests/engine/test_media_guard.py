"""A post whose file can't be fetched is held, with a warning an hour before it is due, and again before it is sent."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support.file_server import Send, silence, status, whole
from tests.support.local_probe import LocalProbe, probe_file_server
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import SOON, Options, WorkingSession, working_session

from postdesk.domain.delivery import Hold, Reason, State, parse_reason
from postdesk.domain.media import MediaProblem
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.media.media_probe import MediaProbe
from postdesk.media.probe_limits import ProbeLimits
from postdesk.sandbox.samples import jpeg

# A check that runs at the end is cancelled; while it is connecting, the libraries leave the connection open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed :ResourceWarning")

RIGHT = whole(jpeg(640, 640))
GONE = status(404)


@dataclass
class MediaGuardScenario:
    work: WorkingSession
    looking: LocalProbe

    async def post(self, way: Send, due_in: timedelta | None = None, query: str = "") -> Post:
        """Submit a post with a file that is served this way; published now where it has no time."""
        client = await self.work.client()
        await self.work.connected(client, Platform.INSTAGRAM)
        draft = self.work.draft(client, "Hello", Platform.INSTAGRAM, due_in=due_in)
        url = self.looking.files.serves("/a.jpg", way)
        return await self.work.submit(
            replace(draft, media_url=url + query), SubmitMode.SCHEDULE if due_in else SubmitMode.PUBLISH_NOW
        )

    async def post_of_four(self, way: Send) -> Post:
        """Submit a post to four platforms with one file, published now."""
        client = await self.work.client()
        four = (Platform.INSTAGRAM, Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK)
        await self.work.connected(client, *four)
        draft = replace(self.work.draft(client, "Hello", *four), media_url=self.looking.files.serves("/a.jpg", way))
        return await self.work.submit(draft, SubmitMode.PUBLISH_NOW)

    async def until_all_are_out(self, post: Post, patience: float = SOON) -> None:
        await self.work.until(lambda: {each.state for each in self.work.post(post.id).entries} == {State.ACCEPTED}, patience)

    def told(self) -> list[Notice]:
        return [each for each in self.work.notices if each.kind is NoticeKind.MEDIA_HELD]

    async def until_held(self, post: Post) -> MediaProblem:
        """Wait until the post is held for its file; return the reported problem."""
        await self.work.until(lambda: self.work.entry(post).hold == Hold.MEDIA)
        reason, words = parse_reason(self.work.entry(post).reason)
        assert reason is Reason.MEDIA_FLAWED
        await self.work.until(lambda: bool(self.told()))
        assert [(each.post_id, each.detail) for each in self.told()] == [(post.id, words)]
        return MediaProblem(words)


@pytest_asyncio.fixture
async def held(tmp_path: Path, sandbox: SandboxProcess) -> AsyncIterator[MediaGuardScenario]:
    async with probe_file_server() as looking:

        def make_probe(ca_file: str, own: str) -> MediaProbe:
            return looking.probe(own=own)

        async with working_session(tmp_path / "profile", sandbox, Options(make_probe=make_probe)) as work:
            yield MediaGuardScenario(work, looking)


async def test_a_post_with_a_right_file_goes_out(held: MediaGuardScenario) -> None:
    post = await held.post(RIGHT)
    await held.work.until_state(post, State.ACCEPTED)
    assert [each.path for each in held.looking.files.asked] == ["/a.jpg"]


async def test_a_post_whose_file_is_gone_is_held_before_it_is_sent(held: MediaGuardScenario) -> None:
    tasks = held.work.session.tasks
    await held.work.until(lambda: tasks.running("files"))
    tasks.cancel("files")  # no check runs ahead
    post = await held.post(GONE)
    assert await held.until_held(post) is MediaProblem.NOT_THERE
    assert await held.work.ledger() == []


async def test_what_the_user_lets_go_goes_out_all_the_same(held: MediaGuardScenario) -> None:
    post = await held.post(GONE)
    await held.until_held(post)
    held.work.session.post_commands.resume(post.id)
    await held.work.until_state(post, State.ACCEPTED)
    assert len(await held.work.ledger()) == 1


async def test_what_the_user_let_go_goes_out_after_a_pause(held: MediaGuardScenario) -> None:
    post = await held.post(GONE, timedelta(minutes=30))
    await held.until_held(post)
    held.work.session.post_commands.resume(post.id)
    await held.work.until(lambda: held.work.entry(post).hold is None)
    held.work.session.pause.begin()
    await held.work.until(lambda: held.work.session.pause.since is not None)
    await held.work.advance(timedelta(minutes=31))
    await held.work.until(lambda: held.work.entry(post).hold == Hold.PAUSED)
    held.work.session.pause.end()
    await held.work.until_state(post, State.ACCEPTED)


async def test_what_the_user_let_go_goes_out_at_another_time(held: MediaGuardScenario) -> None:
    post = await held.post(GONE, timedelta(minutes=30))
    await held.until_held(post)
    held.work.session.post_commands.resume(post.id)
    await held.work.until(lambda: held.work.entry(post).hold is None)
    held.work.session.post_commands.move(post.id, held.work.entry(post).due_at + timedelta(minutes=10))
    await held.work.until(lambda: bool(held.work.entry(post).due_at > post.due_at))
    await held.work.advance(timedelta(minutes=41))
    await held.work.until_state(post, State.ACCEPTED)


async def test_what_can_still_be_undone_is_not_held(held: MediaGuardScenario) -> None:
    settings = held.work.session.settings
    settings.change(replace(settings.current, undo_delay=timedelta(seconds=3)))
    await held.work.until(lambda: settings.current.undo_delay == timedelta(seconds=3))
    post = await held.post(GONE)
    assert held.work.entry(post).hold == Hold.UNDO_DELAY
    await asyncio.sleep(1.5)
    assert held.work.entry(post).hold == Hold.UNDO_DELAY
    assert await held.until_held(post) is MediaProblem.NOT_THERE


async def test_what_can_t_be_told_from_here_is_sent(held: MediaGuardScenario) -> None:
    held.looking.names["files.example.org"] = ()
    post = await held.post(RIGHT)
    await held.work.until_state(post, State.ACCEPTED)


async def test_a_server_in_trouble_holds_nothing(held: MediaGuardScenario) -> None:
    post = await held.post(status(503))
    await held.work.until_state(post, State.ACCEPTED)


async def test_all_parts_of_a_post_together_wait_for_a_slow_file_once(
    held: MediaGuardScenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postdesk.engine.media_guard._PATIENCE", timedelta(seconds=2))
    held.looking.limits = ProbeLimits(pause_s=30)
    await held.until_all_are_out(await held.post_of_four(silence), patience=7)


async def test_what_was_looked_at_a_moment_ago_is_not_asked_for_again(held: MediaGuardScenario) -> None:
    await held.until_all_are_out(await held.post_of_four(status(503)))
    assert len(held.looking.files.asked) == 1


async def test_an_hour_before_its_time_a_post_is_looked_at(held: MediaGuardScenario) -> None:
    post = await held.post(GONE, timedelta(hours=3))
    await held.work.advance(timedelta(minutes=110))
    assert held.work.entry(post).hold is None
    assert held.looking.files.asked == []
    await held.work.advance(timedelta(minutes=15))
    assert await held.until_held(post) is MediaProblem.NOT_THERE
    assert held.work.entry(post).state == State.PLANNED


async def test_it_looks_by_itself_when_the_hour_begins(held: MediaGuardScenario) -> None:
    post = await held.post(GONE, timedelta(hours=1, seconds=3))
    assert await held.until_held(post) is MediaProblem.NOT_THERE


async def test_a_file_that_is_there_again_lets_its_post_go(held: MediaGuardScenario) -> None:
    post = await held.post(GONE, timedelta(minutes=30))
    await held.until_held(post)
    held.looking.files.serves("/a.jpg", RIGHT)
    await held.work.advance(timedelta(minutes=6))
    await held.work.until(lambda: held.work.entry(post).hold is None)
    await held.work.advance(timedelta(minutes=25))
    await held.work.until_state(post, State.ACCEPTED)


async def test_a_link_that_ends_before_the_post_is_due_holds_it(held: MediaGuardScenario) -> None:
    end = (held.work.session.clock.now() + timedelta(minutes=10)).isoformat(timespec="seconds").replace("+00:00", "Z")
    post = await held.post(RIGHT, timedelta(minutes=40), f"?se={end}&sig=a")
    assert await held.until_held(post) is MediaProblem.EXPIRED


async def test_a_post_without_a_file_asks_nobody(held: MediaGuardScenario) -> None:
    client = await held.work.client()
    await held.work.connected(client, Platform.LINKEDIN)
    post = await held.work.submit(held.work.draft(client, "Hello"), SubmitMode.PUBLISH_NOW)
    await held.work.until_state(post, State.ACCEPTED)
    assert held.looking.looked_up == []


async def test_a_post_that_was_held_too_long_is_missed(held: MediaGuardScenario) -> None:
    post = await held.post(GONE, timedelta(minutes=30))
    await held.until_held(post)
    await held.work.advance(timedelta(minutes=50))
    entry = await held.work.until_state(post, State.MISSED)
    assert parse_reason(entry.reason)[1] == Hold.MEDIA
