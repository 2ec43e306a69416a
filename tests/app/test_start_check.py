"""The database is checked behind the window: nothing is sent before that, and a damaged one is repaired."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from tests.support import profiles
from tests.support.application import RunningApplication, application

from postdesk.domain.delivery import Hold, State
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.store import repair
from postdesk.store.database import FILE

_A_MOMENT_S: Final = 0.3
"""The sender takes less to begin with a post that it may send."""

_PATIENCE_S: Final = 20
"""Longer than the test takes; the application waits for its check at the end, also where the test failed."""

pytestmark = pytest.mark.logs("the database is damaged", "This plugin does not support")


@pytest.fixture
def may_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold each check of the database until the test lets it end."""
    released, check = threading.Event(), repair.is_damaged

    def held(folder: Path, *, thorough: bool = False) -> bool:
        released.wait(_PATIENCE_S)
        return check(folder, thorough=thorough)

    monkeypatch.setattr(repair, "is_damaged", held)
    yield released
    released.set()


async def publish(used: RunningApplication) -> Post:
    """Publish a post, and wait until it could be sent."""
    (client,) = used.session.clients.all()
    await used.connected(client, Platform.LINKEDIN)
    post = await used.submit(Draft("a-draft", client.id, (Platform.LINKEDIN,), "Studio tour"), SubmitMode.PUBLISH_NOW)
    await used.until(lambda: used.post(post.id).entries[0].hold is None)
    await asyncio.sleep(_A_MOMENT_S)
    return post


def texts(ledger: list[Any]) -> list[str]:
    return [each["content"] for each in ledger]


async def test_a_due_post_waits_for_the_check_and_the_window_does_not(profile: Path, may_end: threading.Event) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        post = await publish(used)
        assert used.post(post.id).entries[0].state is State.QUEUED
        assert texts(await used.ask("GET", "ledger")) == []
        may_end.set()
        await used.until(lambda: used.post(post.id).entries[0].state is State.ACCEPTED)
        assert texts(await used.ask("GET", "ledger")) == ["Studio tour"]


async def test_nothing_is_sent_from_a_damaged_database_which_is_repaired(profile: Path, may_end: threading.Event) -> None:
    profiles.practised(profile, "Alex Morgan")
    with closing(sqlite3.connect(profile / FILE, isolation_level=None)) as conn:
        conn.execute("DROP INDEX drafts_due")
    async with application(profile) as used:
        post = await publish(used)
        may_end.set()
        await used.see("Postdesk’s damaged database was repaired", "replaced")
        await used.until(lambda: used.post(post.id).entries[0].hold is Hold.RESTORED)
        assert texts(await used.ask("GET", "ledger")) == []
        await used.click("replaced.close")
