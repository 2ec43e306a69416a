"""After "too many requests" a post is queued again only where the service surely did not accept it, and not too soon."""

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import WorkingSession, working_session

from postdesk.domain.clients import Client
from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post


async def limited(work: WorkingSession, ann: Client, retry_after: int) -> Post:
    await work.connected(ann, Platform.LINKEDIN)
    await work.fault("rate_limit", retry_after=retry_after)
    post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
    await work.until_state(post, State.UNCERTAIN)
    return post


async def test_who_asks_earlier_does_not_make_it_go_out_earlier(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox) as work:
        post = await limited(work, await work.client(), 60)
        named = work.entry(post).not_before
    async with working_session(tmp_path / "profile", sandbox) as work:
        entry = await work.until_state(post, State.QUEUED)
        assert (entry.hold, entry.not_before) == (Hold.OFFLINE, named)
        await asyncio.sleep(0.3)
        assert await work.ledger() == []
        await work.advance(timedelta(seconds=61))
        await work.until_state(post, State.ACCEPTED)
        assert len(await work.ledger()) == 1


async def test_what_was_taken_in_spite_of_it_is_not_sent_again(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        service.answers_posts_with = 429
        post = await work.submit(work.draft(ann), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.UNCERTAIN)
        for taken in service.posts.values():
            del taken["metadata"]
        await work.advance(timedelta(seconds=6))
        await work.until(lambda: work.entry(post).checked_at is not None)
        await work.advance(timedelta(seconds=120))
        await work.until_state(post, State.NEEDS_USER)
        assert service.requests["publish"] == 1


async def test_with_more_candidates_than_can_be_asked_about_nothing_is_sent_again(work: WorkingSession) -> None:
    ann = await work.client()
    post = await limited(work, ann, 1)
    for number in range(11):
        body = {"externalUserId": ann.external_user_id, "content": f"Elsewhere {number}", "platforms": ["linkedin"]}
        await work.ask("POST", "posts", body)
    await work.advance(timedelta(seconds=6))
    await work.until(lambda: work.entry(post).checked_at is not None)
    await work.advance(timedelta(seconds=120))
    entry = await work.until_state(post, State.NEEDS_USER)
    assert entry.attempts == 1
    assert len(await work.ledger()) == 11
