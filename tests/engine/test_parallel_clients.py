"""Clients do not wait for each other."""

from pathlib import Path

from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import PATIENT, Options, working_session

from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform


async def test_a_client_whose_accounts_are_slow_to_be_told_holds_up_no_other(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox, Options(timeouts=PATIENT)) as work:
        ann, bob = await work.client("Ann"), await work.client("Bob")
        for client in (ann, bob):
            await work.connected(client, Platform.LINKEDIN)
        await work.fault("delay", "list_posts", delay=20, external_user_id=ann.external_user_id)
        slow = await work.submit(work.draft(ann, "Slow"), SubmitMode.PUBLISH_NOW)
        await work.until(lambda: work.entry(slow).state == State.QUEUED and work.entry(slow).hold is None)
        quick = await work.submit(work.draft(bob, "Quick"), SubmitMode.PUBLISH_NOW)
        await work.until_state(quick, State.ACCEPTED, patience=15)
        assert work.entry(slow).state == State.QUEUED
