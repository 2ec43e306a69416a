"""The planner skips no moment."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.quiet_session import NOON, QuietSession, quiet_session
from tests.support.workspace_context import a_workspace_context

from postdesk.domain.clock import Clock
from postdesk.domain.delivery import State
from postdesk.engine.planner import Planner
from postdesk.store import entries

SECOND = timedelta(seconds=1)


class GivenClock(Clock):
    """A clock that returns these moments one after the other, and then always the last one."""

    def __init__(self, *moments: datetime) -> None:
        super().__init__()
        self._moments: Iterator[datetime] = iter(moments)
        self._last = moments[-1]

    def now(self) -> datetime:
        return next(self._moments, self._last)


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    with quiet_session(tmp_path) as made:
        yield made


async def test_a_moment_that_passes_while_the_planner_asks_what_comes_next_is_seen_to(quiet: QuietSession) -> None:
    post = quiet.post(quiet.client(), SECOND, State.PLANNED)
    clock = GivenClock(NOON, NOON + 2 * SECOND)
    context = a_workspace_context(quiet.session.workspace, quiet.database, clock, quiet.session.changes)
    running = asyncio.ensure_future(Planner(context).run())
    await asyncio.sleep(0.5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    kept = quiet.session.post_commands.post(post.id)
    assert kept
    assert [entry.state for entry in kept.entries] == [State.QUEUED]


async def test_a_start_after_which_nothing_is_in_doubt_is_no_news(quiet: QuietSession) -> None:
    heard: list[int] = []
    planned = quiet.post(quiet.client(), SECOND, State.PLANNED)
    planner = Planner(a_workspace_context(quiet.session.workspace, quiet.database, GivenClock(NOON), quiet.session.changes))
    quiet.session.changes.posts.connect(lambda: heard.append(planned.id))
    await planner.recover()
    assert heard == []
    sending = replace(planned.entries[0], state=State.SENDING)
    await quiet.database.run(lambda conn: entries.write(conn, sending, NOON))
    await planner.recover()
    assert heard == [planned.id]
