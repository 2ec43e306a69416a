"""A text is sent again only where all earlier tries are known to be unpublished, for any way in which it came to wait."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from tests.engine.test_found_later import UnlistedPostScenario, asking, list_everything
from tests.engine.test_retry_failed import tried_again
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import WorkingSession

from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.posts import Post, PostState
from postdesk.domain.times import wire_time

__all__ = ["asking"]
DAY = timedelta(days=1)


@asynccontextmanager
async def failing(
    folder: Path, sandbox: SandboxProcess, undo_delay: float = 0
) -> AsyncIterator[tuple[WorkingSession, FakeService, Post]]:
    """A post that the service reports as failed."""
    numbers = count()
    service = FakeService(published_as="failed", next_id=lambda: f"id-{next(numbers)}")
    async with serving(service, folder, sandbox) as work:
        ann = await client_with_accounts(work)
        post = await work.submit(work.draft(ann, "Once"), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.post(post.id).state == PostState.FAILED)
        work.session.settings.change(replace(work.session.settings.current, undo_delay=timedelta(seconds=undo_delay)))
        yield work, service, post


async def test_who_agrees_about_one_that_is_missing_has_not_been_told_of_the_one_before(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    async with failing(tmp_path, sandbox) as (work, service, first):
        second = await work.submit(await tried_again(work, first), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.post(second.id).state == PostState.FAILED)
        draft = await tried_again(work, second)
        del service.posts["id-1"]
        service.say("id-0", "published")
        third = await work.submit(draft, SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.entry(third).hold == Hold.EARLIER_MISSING)
        work.session.post_commands.resume(third.id)
        await work.until(lambda: work.entry(third).hold == Hold.EARLIER_PUBLISHED, said=lambda: str(work.entry(third)))
        assert service.requests["publish"] == 2
        work.session.post_commands.resume(third.id)
        await work.until_state(third, State.ACCEPTED)


async def test_what_was_tried_before_and_cannot_be_read_any_more_is_asked_of_the_person(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    async with failing(tmp_path, sandbox, undo_delay=3) as (work, service, first):
        again = await work.submit(await tried_again(work, first), SubmitMode.PUBLISH_NOW)
        await work.database.run(lambda conn: conn.execute("UPDATE entries SET earlier = '[1' WHERE post_id = ?", (again.id,)))
        service.say("id-0", "published")
        await work.until(lambda: work.entry(again).hold == Hold.CHANGED, said=lambda: str(work.entry(again)))
        work.session.post_commands.resume(again.id)
        await work.until(lambda: work.entry(again).hold == Hold.EARLIER_MISSING, said=lambda: str(work.entry(again)))
        assert service.requests["publish"] == 1
        work.session.post_commands.resume(again.id)
        await work.until_state(again, State.ACCEPTED)


async def test_what_is_held_as_a_second_is_held_also_if_it_is_to_be_published_now(asking: UnlistedPostScenario) -> None:
    async with asking.about(SubmitMode.LOCK_IN, timedelta(minutes=10), undo_delay=0.2) as (work, service, post):
        service.posts["id-0"] |= {"metadata": {}, "scheduleAt": wire_time(work.entry(post).due_at)}
        service.say("id-0", "published")
        work.session.settings.change(replace(work.session.settings.current, undo_delay=DAY))
        work.session.post_commands.send_again(work.entry(post).id)
        await work.until_state(post, State.QUEUED)
        await list_everything(work, service)
        work.session.settings.change(replace(work.session.settings.current, undo_delay=timedelta()))
        work.session.post_commands.publish_now(post.id)
        await work.until(lambda: work.post(post.id).entries[0].hold != Hold.EARLIER_PUBLISHED)
        await work.until(lambda: work.post(post.id).entries[0].hold == Hold.EARLIER_PUBLISHED)
        assert service.requests["publish"] + service.requests["schedule"] == 1
