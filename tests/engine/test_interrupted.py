"""Delivery interrupted: by a deadline, by quitting, by kill -9, by a full disk. Never twice, never lost."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.raw_server import RawServer
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import PATIENT, Options, WorkingSession, working_session

import postdesk
from postdesk.api.rate_limiter import RateLimiter
from postdesk.domain.clients import Client
from postdesk.domain.delivery import Evidence, Hold, Reason, State, parse_reason
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Post, PostState
from postdesk.domain.storage import StorageFailure
from postdesk.engine import sender as sender_module
from postdesk.engine import workspace_session as session_module
from postdesk.store import database as database_module
from postdesk.store import posts
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

MINUTES = timedelta(minutes=1)


async def connected_client(work: WorkingSession) -> Client:
    ann = await work.client("ann")
    await work.connected(ann, Platform.LINKEDIN)
    return ann


async def test_a_deadline_while_sending_is_asked_about_after_a_restart_too(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await connected_client(work)
        await work.fault("delay", delay=3)
        post = await work.submit(work.draft(ann, "Slow"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.UNCERTAIN)
    sandbox.control("POST", "clock", {"advance": 180})
    async with working_session(tmp_path / "profile", sandbox) as work:
        entry = await work.until_state(post, State.NEEDS_USER)
        assert entry.attempts == 1
        assert work.post(post.id).state == PostState.TO_DECIDE
        assert len(await work.ledger()) <= 1


async def test_quitting_waits_a_moment_for_a_post_in_flight(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox, Options(timeouts=PATIENT)) as work:
        ann = await connected_client(work)
        await work.fault("delay_after", delay=1)
        post = await work.submit(work.draft(ann, "Just in time"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.SENDING)
    assert kept_entry(tmp_path / "profile", post).state == State.ACCEPTED


@pytest.mark.logs("posts in flight at the end")
async def test_quitting_does_not_wait_for_ever_and_calls_it_uncertain(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session_module._PATIENCE_AT_THE_END_S <= 10
    monkeypatch.setattr(session_module, "_PATIENCE_AT_THE_END_S", 0.5)
    async with working_session(tmp_path / "profile", sandbox, Options(timeouts=PATIENT)) as work:
        ann = await connected_client(work)
        await work.fault("delay_after", delay=5)
        post = await work.submit(work.draft(ann, "Too slow"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.SENDING)
        started = time.monotonic()
    assert time.monotonic() - started < 2
    assert kept_entry(tmp_path / "profile", post).state == State.UNCERTAIN
    async with working_session(tmp_path / "profile", sandbox) as work:
        entry = await work.until_state(post, State.ACCEPTED)
        assert (entry.attempts, entry.evidence) == (1, Evidence.LOOKS_LIKE)
        assert len(await work.ledger()) == 1


def kept_entry(folder: Path, post: Post) -> Entry:
    """Return the only entry of a post, as it is on the disk."""
    database = Database(folder)
    (entry,) = posts.entries_of(database.reader, post.id)
    database.close()
    return entry


@contextmanager
def session_process(folder: Path, sandbox: SandboxProcess) -> Iterator["subprocess.Popen[str]"]:
    """A workspace session at work on `folder` in a process of its own."""
    addresses = {name: getattr(sandbox, name) for name in ("base_url", "control_url", "feed_url", "key")}
    command = [sys.executable, "-m", "tests.support.headless_session", str(folder), json.dumps(addresses)]
    paths = os.pathsep.join([str(ROOT), str(Path(postdesk.__file__).parents[1])])
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths}, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("echoes", [True, False], ids=["echo", "no echo"])
@pytest.mark.parametrize("fault", ["delay", "delay_after"])
async def test_kill_9_while_a_post_is_in_flight_ends_as_accepted_or_as_a_question(
    tmp_path: Path, sandbox: SandboxProcess, fault: str, echoes: bool
) -> None:
    folder = tmp_path / "profile"
    async with working_session(folder, sandbox, Options(undo_delay=30)) as work:
        ann = await connected_client(work)
        post = await work.submit(work.draft(ann, "Once at most"), SubmitMode.PUBLISH_NOW)
    sandbox.control("POST", "echo", {"token": echoes})
    sandbox.control("POST", "faults", {"kind": fault, "operation": "publish", "delay": 2, "count": 1})
    sandbox.control("POST", "clock", {"advance": 31})
    with session_process(folder, sandbox) as process:
        await asyncio.to_thread(wait_for_sending, folder, post, process)
        process.kill()
        await asyncio.to_thread(process.wait)
    assert kept_entry(folder, post).state == State.SENDING
    await asyncio.sleep(2.2)
    taken = sandbox.control("GET", "ledger")
    async with working_session(folder, sandbox) as work:
        await work.until(lambda: work.entry(post).state != State.SENDING)
        await work.advance(3 * MINUTES)
        expected = State.ACCEPTED if taken else State.NEEDS_USER
        entry = await work.until_state(post, expected)
        assert entry.attempts == 1
        assert await work.ledger() == taken
        assert len(taken) <= 1


def wait_for_sending(folder: Path, post: Post, process: "subprocess.Popen[str]") -> None:
    reader = sqlite3.connect(folder / "postdesk.sqlite3")
    end = time.monotonic() + 20
    query = "SELECT state FROM entries WHERE post_id = ?"
    while reader.execute(query, (post.id,)).fetchone() != ("sending",):
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < end
        time.sleep(0.01)
    reader.close()


def no_more_room(conn: Transaction) -> None:
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages}")


def room_again(conn: Transaction) -> None:
    conn.execute("PRAGMA max_page_count = 1000000")


@pytest.mark.logs("failed", "SQLITE_FULL")
async def test_a_marker_that_cannot_be_written_leaves_the_service_with_no_byte(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "_FIRST_BACK_OFF", timedelta(seconds=0.5))
    service = FakeService()
    for number in range(200):
        service.add(f"made-elsewhere-with-a-long-id-{number}", "published")
    async with RawServer(service.script) as server:
        options = Options(base_url=server.base_url, undo_delay=1)
        async with working_session(tmp_path / "profile", sandbox, options) as work:
            ann = await client_with_accounts(work)
            post = await work.submit(work.draft(ann, "No room"), SubmitMode.PUBLISH_NOW)
            failures: list[StorageFailure | None] = []
            work.session.changes.health.connect(lambda: failures.append(work.session.health.state.storage_problem))
            await work.database.run(no_more_room)
            await work.until(lambda: any(failures))
            tried = service.requests["connections"]
            await asyncio.sleep(2)
            assert service.requests["connections"] - tried <= 5, "it hurried from one try to the next"
            entry = work.entry(post)
            assert (entry.state, entry.attempts) == (State.QUEUED, 0)
            assert not any(b"POST /api/v1/posts" in received for received in server.received)
            await work.database.run(room_again)
            await work.until_state(post, State.ACCEPTED)
            await work.until(lambda: failures[-1] is None)
            assert service.requests["publish"] == 1


@pytest.mark.logs("failed", "SQLITE_BUSY")
async def test_an_answer_is_not_lost_over_a_database_that_is_locked(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_BUSY_TIMEOUT_S", 0.05)
    monkeypatch.setattr(sender_module, "_FIRST_BACK_OFF", timedelta(seconds=0.2))
    folder = tmp_path / "profile"
    async with working_session(folder, sandbox, Options(timeouts=PATIENT)) as work:
        ann = await connected_client(work)
        await work.fault("delay_after", delay=0.7)
        post = await work.submit(work.draft(ann, "Kept in mind"), SubmitMode.PUBLISH_NOW)
        await work.until_state(post, State.SENDING)
        other = sqlite3.connect(folder / "postdesk.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(1.5)
        assert work.entry(post).state == State.SENDING
        other.execute("ROLLBACK")
        other.close()
        entry = await work.until_state(post, State.ACCEPTED)
        assert entry.remote_id
        assert len(await work.ledger()) == 1


@pytest.mark.logs("failed", "SQLITE_BUSY")
async def test_a_database_that_is_locked_at_the_start_only_delays_the_work(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_BUSY_TIMEOUT_S", 0.05)
    folder = tmp_path / "profile"
    async with working_session(folder, sandbox) as work:
        ann = await connected_client(work)
        post = await work.submit(work.draft(ann, "Later", due_in=5 * MINUTES), SubmitMode.SCHEDULE)
    other = sqlite3.connect(folder / "postdesk.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with working_session(folder, sandbox) as work:
        await work.until(lambda: work.session.health.state.storage_problem == StorageFailure.BUSY)
        await asyncio.sleep(0.2)
        other.execute("ROLLBACK")
        other.close()
        await work.advance(5 * MINUTES)
        await work.until_state(post, State.ACCEPTED)
        assert len(await work.ledger()) == 1


@pytest.mark.logs("SQLITE_FULL")
async def test_saving_a_draft_that_cannot_be_written_is_told(work: WorkingSession, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = await work.client("ann")
    await work.listed()
    await work.database.run(no_more_room)
    work.session.composer.save(work.draft(ann, "x" * 500_000))
    await work.until(lambda: work.session.unsaved.count == 1)
    assert work.database.failure is StorageFailure.FULL
    await work.database.run(room_again)
    work.session.composer.save(work.draft(ann, "Kept \ud83d here"))
    await work.until(lambda: [draft.text for draft in work.session.composer.drafts()] == ["Kept \ufffd here"])


async def test_what_was_changed_between_the_check_and_the_first_byte_is_not_sent(tmp_path: Path, sandbox: SandboxProcess) -> None:
    budget = RateLimiter(6000, 1000, 3000)
    service = FakeService()
    async with serving(service, tmp_path, sandbox, Options(rate_limiter=budget, undo_delay=0.5)) as work:
        ann = await client_with_accounts(work)
        await work.listed()
        listed = service.requests["list_posts"]
        post = await work.submit(work.draft(ann, due_in=timedelta(days=3)), SubmitMode.LOCK_IN)
        service.on_request = lambda operation: budget.pause(1.5) if operation == "list_posts" else None
        await work.until(lambda: service.requests["list_posts"] > listed)
        await asyncio.sleep(0.2)
        work.session.post_commands.publish_now(post.id)
        await work.until(lambda: work.entry(post).hold == Hold.UNDO_DELAY)
        service.on_request = lambda operation: None
        await work.until_state(post, State.ACCEPTED)
        assert (service.requests["schedule"], service.requests["publish"]) == (0, 1)


async def test_what_is_not_what_was_scheduled_any_more_waits_until_somebody_looked_at_it(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    service = FakeService()
    async with serving(service, tmp_path, sandbox, Options(undo_delay=0.5)) as work:
        ann = await client_with_accounts(work)
        post = await work.submit(work.draft(ann, "As it was written"), SubmitMode.PUBLISH_NOW)
        await work.database.run(lambda conn: conn.execute("UPDATE entries SET content = 'Torn'"))
        await work.until(lambda: work.entry(post).hold == Hold.CHANGED)
        assert service.requests["publish"] == 0
        work.session.post_commands.resume(post.id)
        await work.until_state(post, State.ACCEPTED)
        assert service.requests["publish"] == 1


async def test_an_id_that_belongs_to_another_post_is_no_reference(tmp_path: Path, sandbox: SandboxProcess) -> None:
    service = FakeService(next_id=lambda: "always-the-same")
    async with serving(service, tmp_path, sandbox) as work:
        ann = await client_with_accounts(work)
        first = await work.submit(work.draft(ann, "First"), SubmitMode.PUBLISH_NOW)
        await work.until_state(first, State.ACCEPTED)
        second = await work.submit(work.draft(ann, "Second"), SubmitMode.PUBLISH_NOW)
        entry = await work.until_state(second, State.ACCEPTED_WITHOUT_ID)
        assert parse_reason(entry.reason)[0] == Reason.BODY_LOST
        assert work.post(second.id).state == PostState.RECEIVED
        assert work.entry(first).state == State.ACCEPTED


async def test_a_refused_permission_holds_the_client_on_that_platform_alone(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await connected_client(work)
        await work.connected(ann, Platform.TWITTER)
        await work.fault("forbidden", platform="linkedin")
        await work.fault("delay", "list_posts", count=3, delay=0.7)
        on_linkedin = [await work.submit(work.draft(ann, f"Post {number}"), SubmitMode.PUBLISH_NOW) for number in range(3)]
        on_x = await work.submit(work.draft(ann, "On X", Platform.TWITTER), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: all(work.entry(post).hold == Hold.REFUSED_PERMISSION for post in on_linkedin))
        assert sum(work.entry(post).attempts for post in on_linkedin) == 1
        await work.until_state(on_x, State.ACCEPTED)
        for post in on_linkedin:
            work.session.post_commands.resume(post.id)
        await work.until(lambda: all(work.entry(post).state == State.ACCEPTED for post in on_linkedin))
        assert len(await work.ledger()) == 4
