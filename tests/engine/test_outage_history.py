"""Nothing goes out hours late by itself, for any cause of the delay; a post that only waited its turn does go out."""

import asyncio
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.support.factories import NOON, an_entry
from tests.support.fake_service import FakeService, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import MANUAL, WorkingSession, working_session

from postdesk.api.client import ApiClient as Api
from postdesk.domain.clock import Clock
from postdesk.domain.delivery import Reason, State, parse_reason
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.engine import sender as sender_module
from postdesk.engine import tasks as tasks_module
from postdesk.engine.outage_history import OutageHistory
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store import database as database_module

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Watch(Clock):
    """A clock that a test moves: awake, or asleep, when only the wall clock goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.wall, self.awake = NOON, 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.awake

    def go_on(self, by: timedelta) -> None:
        self.wall += by
        self.awake += by.total_seconds()


def looking(watch: Watch, outage_history: OutageHistory, minutes: int) -> None:
    for _ in range(minutes):
        watch.go_on(MINUTE)
        outage_history.detect_sleep(MINUTE)


def test_a_queue_that_is_worked_off_is_waited_for_as_long_as_it_takes() -> None:
    watch = Watch()
    outage_history = OutageHistory(watch)
    outage_history.end_outage()
    entry = an_entry(state=State.QUEUED, changed_at=NOON)
    looking(watch, outage_history, 40)
    assert outage_history.waited(entry) == 40 * MINUTE
    assert not outage_history.away_since(NOON)


@pytest.mark.parametrize("noticed", [True, False])
def test_the_time_asleep_is_no_turn(noticed: bool) -> None:
    watch = Watch()
    outage_history = OutageHistory(watch)
    outage_history.end_outage()
    looking(watch, outage_history, 1)
    watch.wall += 3 * HOUR
    if noticed:
        outage_history.detect_sleep(MINUTE)
    assert outage_history.waited(an_entry(state=State.QUEUED, changed_at=NOON)) == MINUTE
    assert outage_history.away_since(NOON)


def test_a_clock_that_goes_on_in_sleep_hides_none_of_it() -> None:
    watch = Watch()
    outage_history = OutageHistory(watch)
    outage_history.end_outage()
    watch.go_on(3 * HOUR)
    assert outage_history.waited(an_entry(state=State.QUEUED, changed_at=NOON)) <= MINUTE


def test_one_failure_after_the_other_is_no_turn_either() -> None:
    watch = Watch()
    outage_history = OutageHistory(watch)
    outage_history.end_outage()
    looking(watch, outage_history, 10)
    for _ in range(100):
        outage_history.begin_outage()
        watch.go_on(timedelta(seconds=5))
        outage_history.end_outage()
        watch.go_on(timedelta(seconds=2))
        outage_history.detect_sleep()
    assert outage_history.waited(an_entry(state=State.QUEUED, changed_at=NOON)) == 10 * MINUTE + timedelta(seconds=2)


def test_what_became_ready_late_has_not_waited_before() -> None:
    watch = Watch()
    outage_history = OutageHistory(watch)
    outage_history.end_outage()
    looking(watch, outage_history, 40)
    assert outage_history.waited(an_entry(state=State.QUEUED, changed_at=NOON + 39 * MINUTE)) == MINUTE


async def due_soon(work: WorkingSession) -> Post:
    ann = await work.client("ann", lock_in=MANUAL)
    work.session.connections.refresh(ann.id)
    await work.until(lambda: bool(work.session.connections.of(ann.id)))
    return await work.submit(work.draft(ann, "In time or not at all", due_in=3 * MINUTE), SubmitMode.SCHEDULE)


async def stay_awake(work: WorkingSession, minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let minutes pass one by one, with this computer at work."""
    offset = work.session.clock.offset - timedelta(seconds=work.session.clock.monotonic() - time.monotonic())
    monkeypatch.setattr(
        work.session.clock, "monotonic", lambda: time.monotonic() + (work.session.clock.offset - offset).total_seconds()
    )
    for _ in range(minutes):
        work.session.clock.offset += MINUTE
        work.session.changes.practice.emit()
        await asyncio.sleep(0.02)


async def test_without_a_client_a_post_is_missed_and_not_sent_when_one_comes(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await work.client(lock_in=MANUAL)
        await work.connected(ann, Platform.LINKEDIN)
        post = await work.submit(work.draft(ann, "Too late", due_in=3 * MINUTE), SubmitMode.SCHEDULE)
    clients: list[Api] = []
    attach = WorkspaceSession.attach
    monkeypatch.setattr(WorkspaceSession, "attach", lambda self, api: clients.append(api))
    async with working_session(tmp_path / "profile", sandbox) as work:
        await stay_awake(work, 4, monkeypatch)
        await work.until_state(post, State.QUEUED)
        await stay_awake(work, 16, monkeypatch)
        entry = await work.until_state(post, State.MISSED)
        assert parse_reason(entry.reason)[0] == Reason.HELD_TOO_LONG
        attach(work.session, clients[0])
        await asyncio.sleep(0.5)
        assert await work.ledger() == []


async def test_a_sleep_while_the_accounts_are_asked_about_makes_it_missed(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        post = await due_soon(work)
        asked = service.requests["connections"]

        def fall_asleep(operation: str) -> None:
            if operation == "connections" and service.requests[operation] == asked + 1:
                work.session.clock.offset += 3 * HOUR

        service.on_request = fall_asleep
        work.session.clock.offset += 3 * MINUTE
        work.session.changes.posts.emit()
        entry = await work.until_state(post, State.MISSED)
        assert parse_reason(entry.reason)[0] == Reason.AWAY
        assert service.requests["publish"] == 0


@pytest.mark.logs("failed", "SQLITE_BUSY")
async def test_a_store_that_could_not_be_written_for_hours_makes_it_missed(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database_module, "_BUSY_TIMEOUT_S", 0.02)
    monkeypatch.setattr(sender_module, "_FIRST_BACK_OFF", timedelta(seconds=0.1))
    monkeypatch.setattr(tasks_module, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(tasks_module, "LONGEST_PAUSE", 0.2)
    service = FakeService()
    async with serving(service, tmp_path, sandbox) as work:
        post = await due_soon(work)
        asked = service.requests["connections"]
        other = sqlite3.connect(tmp_path / "profile" / "postdesk.sqlite3", isolation_level=None)

        def block(operation: str) -> None:
            if service.requests["connections"] == asked + 1 and not other.in_transaction:
                other.execute("BEGIN IMMEDIATE")

        service.on_request = block
        await stay_awake(work, 4, monkeypatch)
        await work.until(lambda: other.in_transaction)
        # Minutes pass in no time here: without this they would be over while it waits for an answer.
        await work.until(lambda: any("send 1 failed" in record.getMessage() for record in caplog.records))
        assert work.entry(post).state == State.QUEUED
        await stay_awake(work, 30, monkeypatch)
        service.on_request = lambda operation: None
        other.close()
        await work.until_state(post, State.MISSED)
        assert service.requests["publish"] == 0


async def test_what_a_moved_practice_clock_went_past_says_so(work: WorkingSession) -> None:
    ann = await work.client(lock_in=MANUAL)
    await work.connected(ann, Platform.LINKEDIN)
    post = await work.submit(work.draft(ann, "In time or not at all", due_in=3 * MINUTE), SubmitMode.SCHEDULE)
    work.session.clock.move(work.session.clock.offset + 3 * HOUR)
    work.session.changes.practice.emit()
    entry = await work.until_state(post, State.MISSED)
    assert parse_reason(entry.reason)[0] == Reason.CLOCK_MOVED


def test_a_clock_set_back_is_to_blame_for_nothing() -> None:
    clock = Clock()
    clock.move(-HOUR)
    assert clock.moved_to is None
