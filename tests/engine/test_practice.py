"""The sandbox's process, its clock and its test tools, as practice mode uses them."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from tests.support.waiting import until
from tests.support.workspace_context import a_workspace_context

from postdesk.api.client import ApiClient as Api
from postdesk.api.errors import ErrorKind, KeyRejected
from postdesk.api.sandbox_control import SandboxControl
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.clock import Clock
from postdesk.domain.practice import FaultKind, FaultOrder, Operation
from postdesk.domain.remote import EndUser, PostFilter
from postdesk.engine.changes import Changes
from postdesk.engine.child_process import module_process
from postdesk.engine.notices import Notice, NoticeKind
from postdesk.engine.practice import PracticeMode, SandboxReady
from postdesk.engine.tasks import Tasks
from postdesk.store import workspaces
from postdesk.store.database import Database

DAY = timedelta(days=1)


@dataclass
class PracticeDriver:
    practice: PracticeMode
    clock: Clock
    changes: Changes
    ready: list[SandboxReady] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    async def until(self, condition: Callable[[], bool], patience: float = 10.0) -> None:
        await until(condition, patience, lambda: self.notices)

    @property
    def pid(self) -> int:
        assert self.practice._process
        return int(self.practice._process._process.processId())


def what_all_can_read_of(pid: int) -> bytes:
    return b"".join(Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ"))


@asynccontextmanager
async def practising(folder: Path) -> AsyncIterator[PracticeDriver]:
    database = Database(folder)
    workspace = await database.run(
        lambda conn: workspaces.sandbox(conn) or workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice mode", "")
    )
    clock, changes = Clock(), Changes()
    tasks = Tasks(lambda name, error: pytest.fail(f"{name}: {error!r}"))
    running = PracticeDriver(
        PracticeMode(a_workspace_context(workspace, database, clock, changes, tasks), SandboxControl), clock, changes
    )
    running.practice.ready.connect(running.ready.append)
    changes.notice.connect(running.notices.append)
    running.practice.start()
    try:
        await running.until(lambda: running.practice.state is not None)
        yield running
    finally:
        started = time.monotonic()
        await tasks.close()
        await running.practice.close()
        assert time.monotonic() - started < 2
        database.close()


async def test_the_sandbox_answers_with_this_run_s_key_and_no_other(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        (ready,) = running.ready
        for key, accepted in ((ready.key, True), ("another", False)):
            api = Api(ready.base_url, key)
            try:
                if accepted:
                    assert (await api.list_posts(PostFilter(), cause="test")).posts == ()
                else:
                    with pytest.raises(KeyRejected):
                        await api.list_posts(PostFilter(), cause="test")
            finally:
                await api.aclose()
        assert ready.key not in repr(ready)


async def test_the_key_is_in_no_argument_and_no_environment_of_the_process(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        assert running.ready[0].key.encode() not in what_all_can_read_of(running.pid)


async def test_the_clock_is_followed_and_remembered(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        real = Clock()
        running.practice.advance(DAY)
        await running.until(lambda: running.clock.now() - real.now() > DAY - timedelta(seconds=1))
        ahead = running.clock.now() + DAY
        running.practice.set_clock(ahead)
        await running.until(lambda: running.clock.now() >= ahead)
    database = Database(tmp_path)
    workspace = workspaces.sandbox(database.reader)
    assert workspace
    clock = Clock()
    PracticeMode(a_workspace_context(workspace, database, clock, Changes()), SandboxControl)
    assert clock.offset > 2 * DAY - timedelta(seconds=10)
    database.close()
    async with practising(tmp_path) as again:
        assert again.clock.offset > 2 * DAY - timedelta(seconds=10)
        again.practice.reset_clock()
        await again.until(lambda: abs(again.clock.offset) < timedelta(seconds=1))


async def test_the_clock_can_go_to_the_next_thing_that_happens(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        api = Api(running.ready[0].base_url, running.ready[0].key)
        await api.upsert_end_user(EndUser("ann"), cause="test")
        session = await api.create_connect_session("ann", "linkedin", "http://127.0.0.1:47611/connect/callback", cause="test")
        running.practice.to_next()
        await running.until(lambda: running.clock.offset > 6 * DAY)  # the session expires
        assert (await api.get_connect_session(session.id, cause="test")).status == "expired"
        await api.aclose()


async def test_a_clock_cannot_be_set_back_and_it_is_said(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        running.practice.set_clock(running.clock.now() - DAY)
        await running.until(lambda: bool(running.notices))
        assert (running.notices[0].kind, running.notices[0].error) == (NoticeKind.ACTION_FAILED, ErrorKind.VALIDATION_REFUSED)
        assert "reset" in running.notices[0].said


async def test_a_fault_is_armed_counted_and_disarmed(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        practice = running.practice
        practice.arm(FaultOrder(FaultKind.KEY_REVOKED, Operation.LIST_POSTS, count=1))
        practice.arm(FaultOrder(FaultKind.DELAY, count=None, delay=timedelta(seconds=1)))
        await running.until(lambda: practice.state is not None and len(practice.state.faults) == 2)
        assert practice.state
        practice.disarm(practice.state.faults[1].id)
        await running.until(lambda: practice.state is not None and len(practice.state.faults) == 1)
        api = Api(running.ready[0].base_url, running.ready[0].key)
        with pytest.raises(KeyRejected):
            await api.list_posts(PostFilter(), cause="test")
        await api.aclose()
        await running.until(lambda: practice.state is not None and practice.state.faults[0].fired == 1)
        assert not practice.state.faults[0].armed
        practice.disarm_all()
        await running.until(lambda: practice.state is not None and practice.state.faults == ())


async def test_a_sandbox_that_dies_is_started_again_with_what_it_had(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        api = Api(running.ready[0].base_url, running.ready[0].key)
        await api.upsert_end_user(EndUser("ann", "Ann"), cause="test")
        await api.aclose()
        os.kill(running.pid, signal.SIGKILL)
        await running.until(lambda: len(running.ready) == 2)
        await running.until(lambda: [notice.kind for notice in running.notices] == [NoticeKind.PRACTICE_RESTARTED])
        api = Api(running.ready[1].base_url, running.ready[1].key)
        assert (await api.get_end_user("ann", cause="test")).end_user.display_name == "Ann"
        await api.aclose()


@pytest.mark.logs("could not start")
async def test_a_sandbox_that_does_not_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "sandbox").write_text("a file where its folder should be")
    database = Database(tmp_path)
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.SANDBOX, "Practice mode", ""))
    changes, notices = Changes(), list[Notice]()
    changes.notice.connect(notices.append)
    tasks = Tasks(lambda name, error: pytest.fail(f"{name}: {error!r}"))
    practice = PracticeMode(a_workspace_context(workspace, database, Clock(), changes, tasks), SandboxControl)
    practice.start()
    async with asyncio.timeout(10):
        while not notices:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert notices[0].kind is NoticeKind.PRACTICE_FAILED
    assert "could not start" in notices[0].detail
    practice.advance(DAY)
    assert notices[-1].kind is NoticeKind.PRACTICE_FAILED
    await tasks.close()
    await practice.close()
    database.close()


async def test_a_sandbox_that_hangs_is_ended_within_two_seconds(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        os.kill(running.pid, signal.SIGSTOP)


async def test_what_was_published_has_an_address_on_this_computer(tmp_path: Path) -> None:
    async with practising(tmp_path) as running:
        api = Api(running.ready[0].base_url, running.ready[0].key)
        await api.upsert_end_user(EndUser("a b/ü"), cause="test")
        assert running.practice._addresses
        host = running.practice._addresses.feed_url
        assert running.practice.profile_url("linkedin", "a b/ü") == f"{host}/linkedin/a%20b%2F%C3%BC"
        assert running.practice.feed_url("sandbox:linkedin:1") == f"{host}/open/sandbox%3Alinkedin%3A1"
        assert host.startswith("http://127.0.0.1:")
        await api.aclose()


def test_the_sandbox_is_found_wherever_the_package_lies() -> None:
    parent = QObject()
    environment = module_process("postdesk.sandbox", parent=parent).processEnvironment()
    assert (Path(environment.value("PYTHONPATH")) / "postdesk" / "sandbox" / "__main__.py").exists()
