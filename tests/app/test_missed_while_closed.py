"""The window is closed, the clock passes the due times, and Postdesk starts again: it does what it promised."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.support import profiles
from tests.support.application import RunningApplication, application
from tests.support.sandbox_process import start_sandbox

from postdesk.domain.clients import LockIn, LockInRule
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post, PostState
from postdesk.store import settings
from postdesk.store.database import Database

pytestmark = pytest.mark.logs("This plugin does not support")

LOCKED, FIRST, SECOND, LATER = "Locked in", "First from here", "Second from here", "Tomorrow from here"


async def scheduled(used: RunningApplication, text: str, due_in: timedelta, act: SubmitMode = SubmitMode.SCHEDULE) -> Post:
    (client,) = used.session.clients.all()
    due_at = (used.session.clock.now() + due_in).replace(microsecond=0)
    return await used.submit(Draft(text, client.id, (Platform.LINKEDIN,), text, due_at=due_at), act)


def advance_while_closed(profile: Path, hours: int) -> list[Any]:
    """Advance the clocks of Postdesk and the service while Postdesk is closed; return what the service published meanwhile."""
    with start_sandbox(profile / "sandbox") as service:
        service.control("POST", "clock", {"advance": hours * 3600})
        offset = service.control("GET", "state")["offset_seconds"]
        ledger: list[Any] = service.control("GET", "ledger")
    database = Database(profile)
    try:
        database.submit(partial(settings.remember, name="sandbox_offset_s", text=str(offset))).result()
    finally:
        database.close()
    return ledger


async def test_what_is_locked_goes_out_what_is_late_is_asked_about_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        locked = await scheduled(used, LOCKED, timedelta(hours=2), SubmitMode.LOCK_IN)
        missed = [await scheduled(used, text, timedelta(hours=hours)) for text, hours in ((FIRST, 1), (SECOND, 3))]
        later = await scheduled(used, LATER, timedelta(hours=20))
        await used.until(lambda: used.post(locked.id).state is PostState.LOCKED, lambda: used.post(locked.id))
    ledger = advance_while_closed(profile, 5)
    assert [each["content"] for each in ledger] == [LOCKED]
    async with application(profile) as used:
        dialog = await used.opened_dialog("missed")
        assert used.is_told("2 missed posts")
        for post in missed:
            assert used.post(post.id).state is PostState.MISSED
        await used.until(lambda: used.post(locked.id).state is PostState.PUBLISHED, lambda: used.post(locked.id))
        assert used.post(later.id).state is PostState.SCHEDULED
        assert [each["content"] for each in await used.ask("GET", "ledger")] == [LOCKED]
        dialog.reject()
        assert all(used.post(post.id).state is PostState.MISSED for post in missed)
    async with application(profile) as used:
        await used.click("rail.results")
        await used.see(FIRST, "results.table")
        assert not used.is_told("2 missed posts")
        assert [each["content"] for each in await used.ask("GET", "ledger")] == [LOCKED]


async def test_what_is_late_by_less_than_the_grace_goes_out_as_the_question_at_the_close_said(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profiles.practised(profile, "Alex Morgan", lock_in=LockIn(LockInRule.MANUAL))
    async with application(profile) as used:
        (client,) = used.session.clients.all()
        await used.connected(client, Platform.LINKEDIN)
        soon = await scheduled(used, FIRST, timedelta(minutes=55))
        used.window.close()
        await used.see("One post is due before", "close_question")
        assert used.is_told(
            "When you start Postdesk again, posts up to 15 minutes late are sent. Postdesk asks you about the rest."
        )
        await used.click("close_question.quit")
        assert await used.running == 0
    assert advance_while_closed(profile, 1) == []
    async with application(profile) as used:
        await used.until(lambda: used.post(soon.id).state is PostState.PUBLISHED, lambda: used.post(soon.id))
        assert not used.is_told("1 missed post")
