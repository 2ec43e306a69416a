"""Closing the window while posts still need this computer: one question, and the effect of each answer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support import profiles
from tests.support.application import RunningApplication, application
from tests.support.sandbox_process import start_sandbox

from postdesk.app import Application
from postdesk.command_line import Options
from postdesk.domain.board import BoardFilter, ResultSort
from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState
from postdesk.ui.shell.main_window import MainWindow

pytestmark = pytest.mark.logs("This plugin does not support")

HOUR = timedelta(hours=1)
PAST_ALL = {"advance": 5 * 3600}


@dataclass(frozen=True)
class PostIds:
    """The ids of a locked post, of one that can be locked in, and of one that is sent from this computer."""

    locked: int
    lockable: int
    needs_this_computer: int


async def three_posts(used: RunningApplication) -> PostIds:
    (client,) = used.session.clients.all()
    await used.connected(client, Platform.LINKEDIN)
    now = used.session.clock.now().replace(microsecond=0)

    def draft(text: str, hours: int, media_url: str = "") -> Draft:
        return Draft(text, client.id, (Platform.LINKEDIN,), text, media_url=media_url, due_at=now + hours * HOUR)

    locked = await used.submit(draft("The locked one", 1), SubmitMode.LOCK_IN)
    lockable = await used.submit(draft("The lockable one", 2), SubmitMode.SCHEDULE)
    picture = "https://example.com/picture.png"
    needs_this_computer = await used.submit(draft("The one with a picture", 3, picture), SubmitMode.SCHEDULE)
    await used.until(lambda: used.post(locked.id).state == PostState.LOCKED, lambda: used.post(locked.id))
    return PostIds(locked.id, lockable.id, needs_this_computer.id)


async def close(used: RunningApplication) -> None:
    used.window.close()
    await used.see("2 posts are due before", "close_question")
    for named in ("The lockable one", "The one with a picture"):
        await used.see(f"Alex Morgan  ·  LinkedIn  ·  {named}", "close_question")


async def states_later(used: RunningApplication, three: PostIds, *wanted: PostState) -> None:
    """Wait until the posts have these states: the locked one, the lockable one, the one sent from here."""
    ids = (three.locked, three.lockable, three.needs_this_computer)
    await used.until(
        lambda: tuple(used.post(each).state for each in ids) == wanted, lambda: [used.post(each).entries for each in ids]
    )


async def let_time_pass(profile: Path) -> None:
    """Advance the service's clock while Postdesk is closed."""

    def pass_time() -> None:
        with start_sandbox(profile / "sandbox") as service:
            service.control("POST", "clock", PAST_ALL)

    await asyncio.to_thread(pass_time)


async def an_hour_passes(used: RunningApplication, until: Callable[[], bool]) -> None:
    """Advance the shared clock by an hour and three minutes, and wait for the condition."""
    assert used.session.practice
    used.session.practice.advance(HOUR + timedelta(minutes=3))
    await used.until(until)


async def test_quit_anyway(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        three = await three_posts(used)
        await close(used)
        await used.click("close_question.quit")
        assert await used.running == 0
    await let_time_pass(profile)
    async with application(profile) as used:
        await states_later(used, three, PostState.PUBLISHED, PostState.MISSED, PostState.MISSED)
        assert [each["content"] for each in await used.ask("GET", "ledger")] == ["The locked one"]


async def test_lock_in_what_can_be_and_quit(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        three = await three_posts(used)
        await close(used)
        await used.click("close_question.lock_in")
        assert await used.running == 0
    await let_time_pass(profile)
    async with application(profile) as used:
        await states_later(used, three, PostState.PUBLISHED, PostState.PUBLISHED, PostState.MISSED)
        assert [each["content"] for each in await used.ask("GET", "ledger")] == ["The locked one", "The lockable one"]


async def test_what_came_to_wait_while_the_question_stood_is_asked_about_too(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        three = await three_posts(used)
        await close(used)
        (client,) = used.session.clients.all()
        late = Draft("late", client.id, (Platform.LINKEDIN,), "The late one", due_at=used.post(three.lockable).due_at + HOUR)
        await used.submit(late, SubmitMode.SCHEDULE)
        await used.click("close_question.quit")
        await used.see("3 posts are due before", "close_question")
        await used.click("close_question.quit")
        assert await used.running == 0


async def test_postdesk_stays_open_where_what_was_to_be_locked_in_is_held_by_then(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        three = await three_posts(used)
        await close(used)
        used.session.pause.begin()
        await used.until(lambda: used.session.pause.since is not None)
        await used.click("close_question.lock_in")
        await used.see("Postdesk stays open, since not everything could be locked in (1). See the results.")
        assert used.post(three.lockable).state != PostState.LOCKED
        assert not used.running.done()


async def test_what_is_submitted_as_the_window_closes_is_kept_and_no_problem_is_said_to_what_is_gone(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        due = used.session.clock.now().replace(microsecond=0) + timedelta(days=9)
        gone = asyncio.Event()
        used.window.destroyed.connect(used.problem)
        used.window.destroyed.connect(gone.set)
        used.session.composer.submit(
            Submission.of(Draft("", client.id, (Platform.LINKEDIN,), "At the last moment", due_at=due)), SubmitMode.SCHEDULE
        )
        used.window.close()
        assert await used.running == 0
        await gone.wait()
    async with application(profile) as used:
        assert [each.head for each in used.session.board.rows(BoardFilter(), ResultSort.WHEN, descending=False, limit=9)] == [
            "At the last moment"
        ]


async def test_keep_running_in_the_background(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        three = await three_posts(used)
        window = used.window
        await close(used)
        await used.click("close_question.background")
        await used.until(lambda: not window.isVisible())
        await an_hour_passes(used, lambda: used.post(three.locked).state == PostState.PUBLISHED)
        await an_hour_passes(used, lambda: used.post(three.lockable).state == PostState.PUBLISHED)
        await an_hour_passes(used, lambda: used.post(three.needs_this_computer).state == PostState.PUBLISHED)
        assert not used.running.done()


async def test_staying_changes_nothing_and_nothing_is_asked_where_nothing_waits(profile: Path) -> None:
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        three = await three_posts(used)
        await close(used)
        await used.click("close_question.stay")
        await asyncio.sleep(0.2)
        assert used.window.isVisible()
        for post_id in (three.lockable, three.needs_this_computer):
            used.session.post_commands.cancel(post_id)
        await used.until(lambda: used.post(three.needs_this_computer).state == PostState.CANCELLED)
        used.window.close()
        assert await used.running == 0


def starting(profile: Path) -> tuple[Application, RunningApplication]:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    profiles.practised(profile, "Alex Morgan")
    made = Application(qt, Options(profile=profile, sandbox=True))
    return made, RunningApplication(made, asyncio.ensure_future(made.run()))


async def test_a_click_on_the_cross_of_a_window_that_is_still_empty_is_not_forgotten(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = MainWindow.show

    def show_and_close(window: MainWindow) -> None:
        window.painted.connect(window.close)
        show(window)

    monkeypatch.setattr(MainWindow, "show", show_and_close)
    _, used = starting(profile)
    async with asyncio.timeout(20):
        assert await used.running == 0


async def test_the_work_does_not_wait_for_a_window_that_is_never_painted(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MainWindow, "show", lambda window: None)
    made, used = starting(profile)
    await used.until(lambda: bool(made.host and made.host.running_sessions and used.session.gateway.base_url))
    made.leave()
    assert await used.running == 0
