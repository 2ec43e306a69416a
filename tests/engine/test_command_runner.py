"""Commands that are requested while everything ends."""

import gc

import pytest

from postdesk.engine.changes import Changes
from postdesk.engine.command_runner import CommandRunner
from postdesk.engine.tasks import Tasks


@pytest.mark.parametrize("way", ["run_always", "run_unless_running"])
async def test_what_is_asked_for_while_all_ends_is_left_undone(way: str) -> None:
    tasks = Tasks(lambda name, error: None)
    await tasks.close()
    done: list[str] = []

    async def work() -> None:
        done.append(way)

    getattr(CommandRunner(tasks, Changes()), way)("work", work())
    gc.collect(0)  # a coroutine that was never awaited warns now
    assert done == []


async def test_what_is_asked_for_just_before_all_ends_is_left_undone() -> None:
    tasks, done = Tasks(lambda name, error: None), list[str]()

    async def work() -> None:
        done.append("work")

    CommandRunner(tasks, Changes()).run_always("work", work())
    tasks.cancel("work #1")
    await tasks.close()
    gc.collect(0)
    assert done == []
