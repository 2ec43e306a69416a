"""Repeating posts, in a session at work against the sandbox: they reach the service as any other post, each once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import IMMEDIATE, WorkingSession, working_session

from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.series import SeriesText


def states(work: WorkingSession) -> list[str]:
    return [row["state"] for row in work.database.reader.execute("SELECT state FROM entries ORDER BY due_ms")]


async def begun(work: WorkingSession) -> str:
    client = await work.client(lock_in=IMMEDIATE)
    await work.connected(client, Platform.LINKEDIN)
    draft = work.draft(client, "One", due_in=timedelta(days=2))
    wanted = replace(work.session.series.new_from_draft(draft), wordings=(SeriesText("One"), SeriesText("Two")))
    work.session.series.begin(wanted, draft)
    await work.until(lambda: states(work) == [State.ACCEPTED] * 4)
    return wanted.id


async def test_they_are_locked_in_like_any_other_and_not_made_again_after_a_restart(
    tmp_path: Path, sandbox: SandboxProcess
) -> None:
    async with working_session(tmp_path / "profile", sandbox) as work:
        series_id = await begun(work)
        assert [each["content"] for each in await work.ledger()] == ["One", "Two", "One", "Two"]
    async with working_session(tmp_path / "profile", sandbox) as again:
        await again.session.series.make_due()
        assert states(again) == [State.ACCEPTED] * 4
        assert again.session.series.get(series_id)
        assert len(await again.ledger()) == 4


async def test_what_is_locked_in_goes_out_when_its_series_is_paused(work: WorkingSession) -> None:
    told: list[object] = []
    work.session.series.withdrawn.connect(lambda _, back: told.append(back))
    work.session.series.pause(await begun(work))
    await work.until(lambda: bool(told))
    (back,) = told
    assert (back.withdrawn, back.remaining) == (0, 4)  # type: ignore[attr-defined]
    assert states(work) == [State.ACCEPTED] * 4
