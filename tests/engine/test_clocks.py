"""Two clocks that differ: what is in the future is judged by the service's."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support.fake_service import FakeService, client_with_accounts, serving
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_desk import RIGHT_AWAY, WHEN_I_SAY, WorkingDesk

from postdesk.domain.clients import Client, LockIn
from postdesk.domain.delivery import Hold, State
from postdesk.domain.outgoing import Submission
from postdesk.domain.posts import Mode, Post
from postdesk.domain.submitting import Act
from postdesk.engine.notices import NoticeKind
from postdesk.engine.submission import RefusedReason
from postdesk.store import entries

MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture
async def work(tmp_path: Path, sandbox: SandboxProcess) -> AsyncIterator[WorkingDesk]:
    """Its service tells no time, so that what the test says of its clock stays true."""
    async with serving(FakeService(), tmp_path, sandbox) as desk:
        yield desk


def tell(work: WorkingDesk, ahead: timedelta) -> None:
    """The service's clock is that far ahead."""
    work.desk.health.note_server_date(work.desk.clock.now() + ahead)


async def connected(work: WorkingDesk, lock_in: LockIn = WHEN_I_SAY) -> Client:
    return await client_with_accounts(work, lock_in)


async def schedule(work: WorkingDesk, due_in: timedelta, lock_in: LockIn) -> Post:
    ann = await connected(work, lock_in)
    return await work.submit(work.draft(ann, due_in=due_in), Act.SCHEDULE)


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
    work: WorkingDesk, ahead: timedelta, due_in: timedelta, reason: RefusedReason | None
) -> None:
    ann = await connected(work)
    tell(work, ahead)
    work.desk.composer.submit(Submission.of(work.draft(ann, due_in=due_in)), Act.SCHEDULE)
    await work.until(lambda: bool(work.refused or work.submitted))
    assert [refused.reason for refused in work.refused] == ([reason] if reason else [])


async def test_a_post_is_not_moved_to_what_is_past_for_the_service(work: WorkingDesk) -> None:
    post = await schedule(work, timedelta(days=3), WHEN_I_SAY)
    tell(work, 4 * MINUTE)
    work.desk.outbox.move(post.id, work.desk.clock.now() + 5 * MINUTE)
    await work.until(lambda: [notice.kind for notice in work.notices] == [NoticeKind.TOO_LATE])
    assert work.post(post.id).due_at == post.due_at


async def test_nor_to_what_is_past_here_which_would_go_out_at_once(work: WorkingDesk) -> None:
    post = await schedule(work, timedelta(days=3), WHEN_I_SAY)
    tell(work, -9 * MINUTE)
    work.desk.outbox.move(post.id, work.desk.clock.now() - 2 * MINUTE)
    await work.until(lambda: [notice.kind for notice in work.notices] == [NoticeKind.TOO_LATE])
    assert work.entry(post).state == State.PLANNED


async def test_what_would_be_late_for_the_service_is_not_locked_in_but_waits_here(work: WorkingDesk) -> None:
    post = await schedule(work, 5 * MINUTE, WHEN_I_SAY)
    tell(work, 4.5 * MINUTE)
    work.desk.outbox.lock_in(post.id)
    await work.until(lambda: work.entry(post).hold == Hold.NOT_DUE)
    assert work.entry(post).mode == Mode.IMMEDIATE


async def test_the_same_while_nobody_looks_at_the_clock_since_a_trouble_of_the_disk(work: WorkingDesk) -> None:
    post = await schedule(work, 5 * MINUTE, WHEN_I_SAY)
    tell(work, 4.5 * MINUTE)
    await work.until(lambda: work.desk.tasks.running("planner"))
    work.desk.tasks.cancel("planner")
    queued = replace(post.entries[0], state=State.QUEUED, mode=Mode.SCHEDULED, lock_in_at=work.desk.clock.now())
    await work.database.run(partial(entries.write, entry=queued, now=work.desk.clock.now()))
    work.desk.changes.posts.emit()
    await work.until(lambda: work.entry(post).hold == Hold.NOT_DUE)
    assert work.entry(post).mode == Mode.IMMEDIATE


async def test_what_is_in_time_for_the_service_is_locked_in(work: WorkingDesk) -> None:
    tell(work, -4.5 * MINUTE)
    post = await schedule(work, MINUTE / 2, RIGHT_AWAY)
    assert (await work.until_state(post, State.ACCEPTED)).mode == Mode.SCHEDULED
