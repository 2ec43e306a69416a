"""The database is checked behind the window: nothing is sent before that, and a damaged one is repaired.

A check that fails is told and tried again, and one that is under way keeps nobody from quitting.
"""

import asyncio
import errno
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
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
from postdesk.store import integrity, repair
from postdesk.store.database import FILE

_A_MOMENT_S: Final = 0.3
"""The sender takes less to begin with a post that it may send."""

_PATIENCE_S: Final = 20
"""Longer than a test takes."""

_CHECK: Final = repair.is_damaged
_LOOK: Final = integrity.find_file_damage

pytestmark = pytest.mark.logs("the database is damaged", "This plugin does not support")


@dataclass(frozen=True)
class HeldCheck:
    """The check of the database, which waits for the test."""

    begun: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)

    def __call__(self, folder: Path, *, thorough: bool = False, stopped: Callable[[], bool]) -> bool:
        self.begun.set()
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end and not stopped() and not self.may_end.wait(0.01):
            pass
        return _CHECK(folder, thorough=thorough, stopped=stopped)


def _no_disk() -> sqlite3.Error:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


@dataclass
class BrokenCheck:
    """The check of the database, which fails until it may work."""

    error: Exception = field(default_factory=_no_disk)
    may_work: threading.Event = field(default_factory=threading.Event)

    def __call__(self, path: Path, *, thorough: bool = False, stopped: Callable[[], bool] = lambda: False) -> str:
        if not self.may_work.is_set():
            raise self.error
        return _LOOK(path, thorough=thorough, stopped=stopped)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldCheck]:
    """Hold each check of the database until the test lets it end."""
    made = HeldCheck()
    monkeypatch.setattr(repair, "is_damaged", made)
    yield made
    made.may_end.set()


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


async def test_a_due_post_waits_for_the_check_and_the_window_does_not(profile: Path, held: HeldCheck) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        post = await publish(used)
        assert used.post(post.id).entries[0].state is State.QUEUED
        assert texts(await used.ask("GET", "ledger")) == []
        held.may_end.set()
        await used.until(lambda: used.post(post.id).entries[0].state is State.ACCEPTED)
        assert texts(await used.ask("GET", "ledger")) == ["Studio tour"]


async def test_nothing_is_sent_from_a_damaged_database_which_is_repaired(profile: Path, held: HeldCheck) -> None:
    profiles.practised(profile, "Alex Morgan")
    with closing(sqlite3.connect(profile / FILE, isolation_level=None)) as conn:
        conn.execute("DROP INDEX answers_entry")
    async with application(profile) as used:
        post = await publish(used)
        held.may_end.set()
        await used.see("Postdesk’s damaged database was repaired", "replaced")
        await used.until(lambda: used.post(post.id).entries[0].hold is Hold.RESTORED)
        assert texts(await used.ask("GET", "ledger")) == []
        await used.click("replaced.close")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> BrokenCheck:
    """Have each check of the database fail until the test lets it work."""
    made = BrokenCheck()
    monkeypatch.setattr(integrity, "find_file_damage", made)
    return made


@pytest.mark.logs("check failed")
@pytest.mark.parametrize("error", [RuntimeError("no new thread"), _no_disk(), OSError(errno.EMFILE, "Too many open files")])
async def test_a_check_that_fails_is_told_and_tried_again(error: Exception, profile: Path, broken: BrokenCheck) -> None:
    profiles.practised(profile, "Alex Morgan")
    broken.error = error
    async with application(profile) as used:
        await used.see("Nothing is sent until it can.")
        post = await publish(used)
        assert used.post(post.id).entries[0].state is State.QUEUED
        broken.may_work.set()
        await used.until(lambda: used.post(post.id).entries[0].state is State.ACCEPTED)
        await used.until(lambda: not used.is_told("Nothing is sent until it can."))


@pytest.mark.logs("check failed")
async def test_a_check_that_is_asked_for_and_fails_lets_nothing_be_sent(profile: Path, broken: BrokenCheck) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        await used.see("Nothing is sent until it can.")
        before = used.database
        await used.click("banner.trouble.action")
        await used.until(lambda: used._application.host is not None and used.database is not before)
        await used.see("Nothing is sent until it can.")
        post = await publish(used)
        assert used.post(post.id).entries[0].state is State.QUEUED
        broken.may_work.set()
        await used.until(lambda: used.post(post.id).entries[0].state is State.ACCEPTED)


async def test_quitting_stops_the_check(profile: Path, held: HeldCheck) -> None:
    profiles.practised(profile, "Alex Morgan")
    async with application(profile) as used:
        await used.until(held.begun.is_set)
        begun = time.monotonic()
    assert time.monotonic() - begun < _PATIENCE_S / 2
