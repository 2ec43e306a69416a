"""The end: requests that may have left are waited for, unsent posts stay, and nothing new is sent."""

import asyncio
import time
from pathlib import Path

import pytest
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import PATIENT, Options, working_session

from postdesk.api.client import ApiClient as Api
from postdesk.domain.delivery import State
from postdesk.domain.new_posts import SubmitMode
from postdesk.domain.platforms import Platform


async def test_nobody_waits_for_a_post_of_which_no_byte_can_have_left(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox, Options(timeouts=PATIENT)) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN)
        await work.fault("delay", "list_posts", delay=5, count=3)
        post = await work.submit(work.draft(ann, "Still here"), SubmitMode.PUBLISH_NOW)
        started = time.monotonic()
    assert time.monotonic() - started < 2
    async with working_session(tmp_path / "profile", sandbox) as work:
        entry = await work.until_state(post, State.ACCEPTED)
        assert entry.attempts == 1
        assert len(await work.ledger()) == 1


async def test_quitting_while_the_line_is_not_up_yet_holds_nothing(
    tmp_path: Path, sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    connecting = asyncio.Event()

    async def never_connected(*_: object, **__: object) -> None:
        connecting.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Api, "publish", never_connected)
    async with working_session(tmp_path / "profile", sandbox) as work:
        ann = await work.client()
        await work.connected(ann, Platform.LINKEDIN)
        posts = [await work.submit(work.draft(ann, text), SubmitMode.PUBLISH_NOW) for text in ("One", "Two")]
        await work.until(connecting.is_set)
    monkeypatch.undo()
    async with working_session(tmp_path / "profile", sandbox) as work:
        assert not [post for post in posts if work.entry(post).hold]
        for post in posts:
            await work.until_state(post, State.ACCEPTED)
        assert len(await work.ledger()) == 2


async def test_nothing_new_leaves_while_the_last_one_is_waited_for(tmp_path: Path, sandbox: SandboxProcess) -> None:
    async with working_session(tmp_path / "profile", sandbox, Options(timeouts=PATIENT)) as work:
        ann, bob = await work.client("Ann"), await work.client("Bob")
        for client in (ann, bob):
            await work.connected(client, Platform.LINKEDIN)
        await work.listed()
        await work.fault("delay_after", delay=2)
        in_flight = await work.submit(work.draft(ann, "Leaving"), SubmitMode.PUBLISH_NOW)
        await work.until_state(in_flight, State.SENDING)
        await work.fault("delay", "list_posts", delay=0.7)
        await work.submit(work.draft(bob, "Stays"), SubmitMode.PUBLISH_NOW)
    assert [each["content"] for each in sandbox.control("GET", "ledger")] == ["Leaving"]
