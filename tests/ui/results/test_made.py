"""What the user's own acts make is chosen in the results, over a working desk."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from pytestqt.qtbot import QtBot
from tests.support.sandbox_process import start_sandbox
from tests.support.working_desk import WorkingDesk, working_desk

from postdesk.domain.platforms import Platform
from postdesk.domain.submitting import Act
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.scope import Scope
from postdesk.ui.theme import Theme


@pytest_asyncio.fixture
async def work(tmp_path: Path) -> AsyncIterator[WorkingDesk]:
    with start_sandbox(tmp_path / "sandbox") as sandbox:
        async with working_desk(tmp_path / "profile", sandbox) as desk:
            yield desk


async def test_a_changed_post_stays_chosen_and_an_undone_one_leaves_none_chosen(
    work: WorkingDesk, theme: Theme, qtbot: QtBot
) -> None:
    client = await work.client()
    await work.connected(client, Platform.LINKEDIN)
    pane = ResultsPane(work.desk, Scope(), theme, ZoneInfo("Europe/London"), lambda url: False)
    qtbot.addWidget(pane)
    pane.resize(1400, 400)
    pane.show()
    before, *others = [
        await work.submit(work.draft(client, f"post {day}", due_in=timedelta(days=day)), Act.SCHEDULE) for day in (4, 3, 5)
    ]
    pane.refresh()
    pane.table.go_to(before.id)

    draft = work.desk.composer.edit(before.id)
    assert draft
    after = await work.submit(replace(draft, text="changed"), Act.SCHEDULE)
    line = pane.table.line()
    assert line
    assert (line.post_id, line.title) == (after.id, "changed")

    work.desk.outbox.undo(after.id)
    await work.until(lambda: after.id not in pane.table.model().states())  # type: ignore[attr-defined]
    assert pane.table.line() is None
    assert len(others) == 2
