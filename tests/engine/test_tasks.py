"""The owner of tasks: one for each name, failures reported once, loops restarted, everything ended at the end."""

import asyncio
import logging

import pytest

from postdesk.engine import tasks as module
from postdesk.engine.tasks import Tasks


class Boom(Exception):
    pass


class Failures(list[tuple[str, Exception]]):
    def __call__(self, name: str, error: Exception) -> None:
        self.append((name, error))


async def wait_for(event: asyncio.Event) -> None:
    await event.wait()


async def fail() -> None:
    raise Boom


async def settle(owner: Tasks, name: str) -> None:
    async with asyncio.timeout(5):
        while owner.running(name):  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_a_running_name_is_not_started_again() -> None:
    owner, event = Tasks(Failures()), asyncio.Event()
    assert owner.start("one", wait_for(event))
    assert not owner.start("one", wait_for(event))
    event.set()
    await settle(owner, "one")
    assert owner.start("one", wait_for(event))
    await owner.close()


@pytest.mark.logs("one failed")
async def test_a_failure_is_logged_each_time_its_traceback_and_the_report_once(caplog: pytest.LogCaptureFixture) -> None:
    failures = Failures()
    owner = Tasks(failures)
    with caplog.at_level(logging.ERROR, "postdesk.engine"):
        for _ in range(2):
            owner.start("one", fail())
            await settle(owner, "one")
    assert [name for name, _ in failures] == ["one"]
    assert [bool(record.exc_info) for record in caplog.records] == [True, False]


@pytest.mark.logs("loop failed")
async def test_a_supervised_loop_is_started_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.001)
    failures, runs, done = Failures(), [], asyncio.Event()

    async def loop() -> None:
        runs.append(1)
        if len(runs) < 3:
            raise Boom
        done.set()

    owner = Tasks(failures)
    owner.supervise("loop", loop)
    await asyncio.wait_for(done.wait(), 5)
    await settle(owner, "loop")
    assert len(runs) == 3
    assert len(failures) == 1


async def test_cancelling_before_the_first_step_leaves_nothing_unawaited() -> None:
    owner = Tasks(Failures())
    owner.start("one", wait_for(asyncio.Event()))
    owner.cancel("one")
    await settle(owner, "one")
    assert not owner.running("one")


async def test_closing_ends_all_and_lets_nothing_start() -> None:
    owner, cleaned = Tasks(Failures()), []

    async def work() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0)
            cleaned.append(1)

    owner.start("one", work())
    await asyncio.sleep(0)
    await owner.close()
    assert cleaned == [1]
    assert not owner.start("two", work())
