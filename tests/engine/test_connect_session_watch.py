"""The polling of connect sessions, with a fake service and a loopback listener that only counts."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from tests.support.waiting import until

from postdesk.api.redirect_listener import RedirectListener
from postdesk.domain.clients import ConnectSession, ConnectSessionKind, Workspace, WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.engine import connect_session_watch
from postdesk.engine.connect_session_watch import ConnectSessionWatch, session_poll_interval
from postdesk.engine.tasks import Tasks

WORKSPACE = Workspace(1, WorkspaceKind.REAL, "Test", "https://example.com/api")


class Ear(RedirectListener):
    """A listener that opens no port, and receives only the test's calls."""

    def __init__(self, ports: Sequence[int], on_hit: Callable[[], None]) -> None:
        super().__init__(ports, on_hit)
        self.hit = on_hit

    async def start(self) -> int | None:
        self.port = 1
        return self.port

    async def close(self) -> None:
        self.port = None


class Watched:
    """A watch and the sessions it watches; `polled` counts by session."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.sessions: dict[str, ConnectSession] = {}
        self.polled: list[str] = []
        self.given_up: list[str] = []
        self.failures: list[Exception] = []
        self.tasks = Tasks(lambda _name, error: self.failures.append(error))
        self.ears: list[Ear] = []
        of_session = (lambda: tuple(self.sessions.values()), self.poll, self.give_up)
        self.watch = ConnectSessionWatch(WORKSPACE, self.clock, self.tasks, self.ear, *of_session)

    def ear(self, ports: Sequence[int], on_hit: Callable[[], None]) -> Ear:
        self.ears.append(Ear(ports, on_hit))
        return self.ears[-1]

    def add(self, session_id: str, kind: ConnectSessionKind = ConnectSessionKind.HERE, age: timedelta = timedelta()) -> None:
        made = self.clock.now() - age
        until = made + connect_session_watch.WATCHED_FOR[kind]
        self.sessions[session_id] = ConnectSession(session_id, 1, "linkedin", kind, "pending", "", made, until)
        self.watch.wake()

    async def poll(self, session: ConnectSession) -> None:
        self.polled.append(session.id)

    async def give_up(self, session: ConnectSession) -> None:
        self.given_up.append(session.id)
        del self.sessions[session.id]


@pytest_asyncio.fixture
async def watched(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    monkeypatch.setattr(connect_session_watch, "_PACES", ((30.0, 0.1),))
    monkeypatch.setattr(connect_session_watch, "_MIN_POLL_GAP_S", 0.05)
    watched = Watched()
    watched.watch.start()
    yield watched
    await watched.tasks.close()
    await watched.watch.close()
    assert not watched.failures


def test_polls_grow_rarer_with_age() -> None:
    assert [session_poll_interval(age) for age in (0, 29, 31, 119, 121, 899)] == [3, 3, 5, 5, 10, 10]


async def test_several_sessions_share_the_slot(watched: Watched) -> None:
    for name in "abc":
        watched.add(name)
    await asyncio.sleep(1.0)
    assert 6 <= len(watched.polled) <= 13
    assert max(map(watched.polled.count, "abc")) - min(map(watched.polled.count, "abc")) <= 1


async def test_a_hit_asks_at_once_and_many_hits_no_faster_than_allowed(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect_session_watch, "_PACES", ((30.0, 60.0),))
    monkeypatch.setattr(connect_session_watch, "_MIN_POLL_GAP_S", 0.2)
    watched.add("a")
    await asyncio.sleep(0.1)
    assert watched.polled == []
    begun = time.monotonic()
    for _ in range(50):
        watched.ears[0].hit()
        await asyncio.sleep(0.01)
    await until(lambda: len(watched.polled) >= 2)
    assert len(watched.polled) <= 2 + (time.monotonic() - begun) / 0.2


async def test_the_listener_is_open_only_while_a_session_is_pending(watched: Watched) -> None:
    async with watched.watch.expecting():
        assert watched.watch.listening
    await until(lambda: not watched.watch.listening)
    watched.add("a")
    await until(lambda: watched.watch.listening)
    watched.sessions.clear()
    watched.watch.wake()
    await until(lambda: not watched.watch.listening)


async def test_nothing_listens_for_a_link(watched: Watched) -> None:
    watched.add("a", ConnectSessionKind.LINK)
    await asyncio.sleep(0.05)
    assert not watched.watch.listening


async def test_a_session_is_given_up_after_its_fifteen_minutes_and_a_last_look(watched: Watched) -> None:
    watched.add("a", age=timedelta(minutes=16))
    await until(lambda: watched.given_up)
    assert (watched.polled, watched.given_up) == (["a"], ["a"])


async def test_a_moved_clock_ends_no_session_that_waits_here(watched: Watched) -> None:
    watched.add("a")
    await asyncio.sleep(0.15)
    watched.clock.offset += timedelta(hours=20)
    watched.watch.wake()
    await asyncio.sleep(0.15)
    assert watched.given_up == []


async def test_a_link_is_asked_about_hourly_by_the_workspace_s_clock(watched: Watched) -> None:
    watched.add("a", ConnectSessionKind.LINK)
    await until(lambda: watched.polled == ["a"])
    watched.clock.offset += timedelta(minutes=50)
    watched.watch.wake()
    await asyncio.sleep(0.05)
    assert watched.polled == ["a"]
    watched.clock.offset += timedelta(minutes=20)
    watched.watch.wake()
    await until(lambda: len(watched.polled) == 2)
    watched.watch.refresh()
    await until(lambda: len(watched.polled) == 3)


async def test_a_link_is_given_up_after_its_seven_days(watched: Watched) -> None:
    watched.add("a", ConnectSessionKind.LINK, age=timedelta(days=6, hours=23))
    await asyncio.sleep(0.05)
    assert watched.given_up == []
    watched.clock.offset += timedelta(hours=2)
    watched.watch.wake()
    await until(lambda: watched.given_up == ["a"])


def test_without_a_listener_the_browser_ends_on_the_return_page_or_its_own_computer() -> None:
    watched = Watched()
    assert watched.watch.fallback_uri == "http://127.0.0.1:47611/connect/callback"
    page = replace(WORKSPACE, return_page="https://example.com/done")
    of_session = (lambda: (), watched.poll, watched.give_up)
    watch = ConnectSessionWatch(page, watched.clock, watched.tasks, watched.ear, *of_session)
    assert watch.fallback_uri == "https://example.com/done"
