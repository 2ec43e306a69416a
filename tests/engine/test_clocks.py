"""Two clocks that differ: the service's clock decides what lies in the future."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import IMMEDIATE, MANUAL, WorkingSession

from postdesk.domain.clients import Client, LockIn
from postdesk.domain.delivery import Hold, State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.outgoing import Submission
from postdesk.domain.posts import Post, SendMode
from postdesk.engine.notices import NoticeKind
from postdesk.engine.submission import RefusedReason
from postdesk.store import entries

MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def work(tmp_path: Path, sandbox: SandboxProcess) -> AsyncIterator[WorkingSession]:
    """A session whose service sends no time, so that the clock that the test sets stays valid."""
    async with serving(FakeService(), tmp_path, sandbox) as session:
        yield session


def tell(work: WorkingSession, ahead: timedelta) -> None:
    """Set the service's clock that far ahead."""
    work.session.health.note_server_date(work.session.clock.now() + ahead)


async def connected(work: WorkingSession, lock_in: LockIn = MANUAL) -> Client:
    return await client_with_accounts(work, lock_in)


async def schedule(work: WorkingSession, due_in: timedelta, lock_in: LockIn) -> Post:
    ann = await connected(work, lock_in)
    return await work.submit(work.draft(ann, due_in=due_in), SubmitMode.SCHEDULE)


@pytest.mark.parametrize(
    ("ahead", "due_in", "reason"),
    [
        (4 * MINUTE, 5 * MINUTE, RefusedReason.TIME_TOO_SOON),
        (4 * MINUTE, 3 * MINUTE, RefusedReason.TIME_PAST),
        (-4 * MINUTE, MINUTE, None),
        (-9 * MINUTE, -2 * MINUTE, RefusedReason.TIME_PAST),
    ],
)
async def test_what_is_too_soon_is_judged_by_the_services_clock(
    work: WorkingSession, ahead: timedelta, due_in: timedelta, reason: RefusedReason | None
) -> None:
    ann = await connected(work)
    tell(work, ahead)
    work.session.composer.submit(Submission.of(work.draft(ann, due_in=due_in)), SubmitMode.SCHEDULE)
    await work.until(lambda: bool(work.refused or work.submitted))
    assert [refused.reason for refused in work.refused] == ([reason] if reason else [])


async def test_a_post_is_not_moved_to_what_is_past_for_the_service(work: WorkingSession) -> None:
    post = await schedule(work, timedelta(days=3), MANUAL)
    tell(work, 4 * MINUTE)
    work.session.post_commands.move(post.id, work.session.clock.now() + 5 * MINUTE)
    await work.until(lambda: [notice.kind for notice in work.notices] == [NoticeKind.TOO_LATE])
    assert work.post(post.id).due_at == post.due_at


async def test_nor_to_what_is_past_here_which_would_go_out_at_once(work: WorkingSession) -> None:
    post = await schedule(work, timedelta(days=3), MANUAL)
    tell(work, -9 * MINUTE)
    work.session.post_commands.move(post.id, work.session.clock.now() - 2 * MINUTE)
    await work.until(lambda: [notice.kind for notice in work.notices] == [NoticeKind.TOO_LATE])
    assert work.entry(post).state == State.PLANNED


async def test_what_would_be_late_for_the_service_is_not_locked_in_but_waits_here(work: WorkingSession) -> None:
    post = await schedule(work, 5 * MINUTE, MANUAL)
    tell(work, 4.5 * MINUTE)
    work.session.post_commands.lock_in(post.id)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_DUE)
    assert work.entry(post).mode == SendMode.IMMEDIATE


async def test_the_same_while_nobody_looks_at_the_clock_since_a_trouble_of_the_disk(work: WorkingSession) -> None:
    post = await schedule(work, 5 * MINUTE, MANUAL)
    tell(work, 4.5 * MINUTE)
    await work.until(lambda: work.session.tasks.running("planner"))
    work.session.tasks.cancel("planner")
    queued = replace(post.entries[0], state=State.QUEUED, mode=SendMode.SCHEDULED, lock_in_at=work.session.clock.now())
    await work.database.run(partial(entries.write, entry=queued, now=work.session.clock.now()))
    work.session.changes.posts.emit()
    await work.until(lambda: work.entry(post).hold == Hold.NOT_DUE)
    assert work.entry(post).mode == SendMode.IMMEDIATE


async def test_what_is_in_time_for_the_service_is_locked_in(work: WorkingSession) -> None:
    tell(work, -4.5 * MINUTE)
    post = await schedule(work, MINUTE / 2, IMMEDIATE)
    assert (await work.until_state(post, State.ACCEPTED)).mode == SendMode.SCHEDULED
