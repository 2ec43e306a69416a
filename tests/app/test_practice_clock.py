"""The clock of practice mode steps from one event to the next, and skips nothing that was due."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support import profiles, waiting
from tests.support.application import application

from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import PostState

pytestmark = pytest.mark.logs("This plugin does not support")

_POSTS = 4
_PATIENCE_S = 80.0


async def test_no_post_is_missed_however_fast_the_clock_is_stepped(tmp_path: Path) -> None:
    profiles.practised(tmp_path, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(tmp_path) as used:
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        begin = used.session.clock.now().replace(microsecond=0)
        posts = [
            await used.submit(
                Draft(f"post {n}", client.id, (Platform.LINKEDIN,), f"Post {n}", due_at=begin + (n + 1) * timedelta(hours=5)),
                SubmitMode.SCHEDULE,
            )
            for n in range(_POSTS)
        ]
        practice = used.session.practice
        assert practice

        async def press_until_all_are_out() -> None:
            while not all(used.post(post.id).state is PostState.PUBLISHED for post in posts):
                practice.to_next()
                await asyncio.sleep(0.05)

        states = [used.post(post.id).state for post in posts]
        pressing = asyncio.ensure_future(press_until_all_are_out())
        try:
            await waiting.until(pressing.done, _PATIENCE_S, lambda: [used.post(post.id).state for post in posts])
        finally:
            pressing.cancel()
        assert states == [PostState.SCHEDULED] * _POSTS
