"""Onboarding: trying keys, and opening workspaces."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from tests.support.sandbox_process import SandboxProcess
from tests.support.waiting import until

import postdesk.engine.onboarding
from postdesk.api.client import ApiClient as Api
from postdesk.api.client import ClientTimeouts
from postdesk.api.transport import RequestTimeouts
from postdesk.domain.clients import WorkspaceKind
from postdesk.domain.storage import StorageFailure
from postdesk.engine.onboarding import BROKEN, KeyTestResult, Onboarding, OpenRequest
from postdesk.engine.tasks import Tasks
from postdesk.store import workspaces
from postdesk.store.database import Database
from postdesk.store.keys import KeyLocation, KeyStore
from postdesk.store.sqlite import StorageError, Transaction

QUICK = ClientTimeouts(usual=RequestTimeouts(1, 1, 2), first_retry=0.01)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


class OnboardingDriver:
    def __init__(self, folder: Path) -> None:
        self.database = Database(folder)
        self.tasks = Tasks(lambda name, error: pytest.fail(f"{name}: {error!r}"))
        self.keys = KeyStore("profile")
        self.onboarding = Onboarding(self.database, self.keys, self.tasks, partial(Api, timeouts=QUICK))

    async def tried(self, base_url: str, key: str) -> KeyTestResult:
        answer: asyncio.Future[KeyTestResult] = asyncio.get_running_loop().create_future()
        self.onboarding.tested.connect(answer.set_result)
        self.onboarding.try_key(base_url, key)
        try:
            return await asyncio.wait_for(answer, 10)
        finally:
            self.onboarding.tested.disconnect(answer.set_result)

    def next_opening(self) -> "asyncio.Future[OpenRequest]":
        answer: asyncio.Future[OpenRequest] = asyncio.get_running_loop().create_future()
        self.onboarding.opened.connect(lambda opening: None if answer.done() else answer.set_result(opening))
        return answer


@pytest.fixture
def door(tmp_path: Path) -> Iterator[OnboardingDriver]:
    door = OnboardingDriver(tmp_path / "profile")
    yield door
    door.database.close()


async def test_a_good_key_works_also_with_a_line_break_behind_it(door: OnboardingDriver, sandbox: SandboxProcess) -> None:
    assert await door.tried(sandbox.base_url, f"{sandbox.key}\n") == KeyTestResult(True)


@pytest.mark.parametrize(
    ("base_url", "key", "kind"),
    [
        ("", "wrong", "key_rejected"),
        ("", "", "bad_key"),
        ("", "two\nlines", "bad_key"),
        ("not an address", "key", "bad_base_url"),
        ("http://example.com/api", "key", "bad_base_url"),
        ("http://127.0.0.1:9/api", "key", "not_sent"),
    ],
)
async def test_what_is_wrong_is_named(
    door: OnboardingDriver, sandbox: SandboxProcess, base_url: str, key: str, kind: str
) -> None:
    result = await door.tried(base_url or sandbox.base_url, key)
    assert (result.ok, result.kind) == (False, kind)


async def test_a_page_in_place_of_the_service_is_named(door: OnboardingDriver, sandbox: SandboxProcess) -> None:
    for kind, expected in (("html", "not_the_service"), ("redirect", "redirected"), ("not_found", "missing")):
        await asyncio.to_thread(sandbox.control, "POST", "faults", {"kind": kind, "operation": "list_posts", "count": 1})
        assert (await door.tried(sandbox.base_url, sandbox.key)).kind == expected


async def test_a_real_workspace_is_made_and_opened_with_its_key(door: OnboardingDriver) -> None:
    opening = door.next_opening()
    door.onboarding.create_real("Mine", "https://example.com/api", "secret-key")
    made = await asyncio.wait_for(opening, 5)
    assert (made.workspace.kind, made.workspace.name) == (WorkspaceKind.REAL, "Mine")
    assert (made.stored_key.location, made.stored_key.key) == (KeyLocation.SESSION, "secret-key")
    assert workspaces.last(door.database.reader) == made.workspace
    assert "secret-key" not in repr(made)


async def test_a_profile_has_one_practice_workspace(door: OnboardingDriver) -> None:
    ids = set()
    for _ in range(2):
        opening = door.next_opening()
        door.onboarding.start_practice()
        ids.add((await asyncio.wait_for(opening, 5)).workspace.id)
        await asyncio.sleep(0)
    assert len(ids) == len(workspaces.all_of(door.database.reader)) == 1


async def test_a_workspace_gets_another_key_and_can_be_opened_again(door: OnboardingDriver) -> None:
    opening = door.next_opening()
    door.onboarding.create_real("Mine", "https://example.com/api", "first-key")
    made = await asyncio.wait_for(opening, 5)
    opening = door.next_opening()
    door.onboarding.change_key(made.workspace, "https://example.com/v2", "second-key")
    changed = await asyncio.wait_for(opening, 5)
    assert (changed.workspace.id, changed.workspace.base_url) == (made.workspace.id, "https://example.com/v2")
    opening = door.next_opening()
    door.onboarding.open(made.workspace.id)
    assert (await asyncio.wait_for(opening, 5)).stored_key.key == "second-key"


@pytest.mark.logs("try key", "open workspace")
async def test_a_mistake_of_ours_leaves_nobody_waiting(door: OnboardingDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake")

    failures: list[str] = []
    tasks = Tasks(lambda name, error: failures.append(name))
    onboarding = Onboarding(door.database, door.keys, tasks, broken)  # type: ignore[arg-type]
    told: list[object] = []
    onboarding.tested.connect(told.append)
    onboarding.failed.connect(told.append)
    onboarding.try_key("https://example.com/api", "key")
    monkeypatch.setattr(door.keys, "write", broken)
    onboarding.create_real("Mine", "https://example.com/api", "key")
    async with asyncio.timeout(5):
        while len(failures) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert set(told) == {KeyTestResult(False, BROKEN), StorageFailure.DEFECT}


async def test_it_is_said_where_the_keyring_takes_long(door: OnboardingDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    monkeypatch.setattr(postdesk.engine.onboarding, "_KEYRING_SLOW_S", 0.05)
    asked, answered = threading.Event(), threading.Event()
    keyring.set_keyring(_asking(asked, answered))
    opening = door.next_opening()
    door.onboarding.keyring_waits.connect(answered.set)
    door.onboarding.create_real("Mine", "https://example.com/api", "key")
    assert (await asyncio.wait_for(opening, 5)).stored_key.location is KeyLocation.KEYRING
    assert asked.is_set()


def _asking(asked: threading.Event, answered: threading.Event) -> KeyringBackend:
    """Return a keyring that waits for its password."""

    class Asking(KeyringBackend):
        priority = 1
        kept = ""

        def set_password(self, service: str, username: str, password: str) -> None:
            asked.set()
            answered.wait(5)
            self.kept = password

        def get_password(self, service: str, username: str) -> str:
            return self.kept

    Asking.__module__ = "keyring.backends.asking"
    return Asking()  # type: ignore[no-untyped-call]


@pytest.mark.logs("SQLITE_FULL")
async def test_what_cannot_be_stored_is_said(door: OnboardingDriver) -> None:
    def full(conn: Transaction) -> None:
        conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0]}")
        conn.execute("CREATE TABLE filler AS SELECT 1")

    with pytest.raises(StorageError):
        await door.database.run(full)
    said: list[StorageFailure] = []
    door.onboarding.failed.connect(said.append)
    door.onboarding.create_real("x" * 100_000, "https://example.com/api", "key")
    async with asyncio.timeout(5):
        while not said:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert said == [StorageFailure.FULL]


async def test_another_address_gets_no_key_but_its_own_and_the_first_one_is_forgotten(door: OnboardingDriver) -> None:
    opening = door.next_opening()
    door.onboarding.create_real("Mine", "https://example.com/api", "first-key")
    made = (await asyncio.wait_for(opening, 5)).workspace
    opening = door.next_opening()
    door.onboarding.change_key(made, "https://another.example/api", "second-key")
    changed = await asyncio.wait_for(opening, 5)
    assert (changed.stored_key.key, changed.stored_key.origin) == ("second-key", "https://another.example")
    await until(lambda: not door.tasks.running("open workspace"))
    assert (await door.keys.read(made.id, "https://example.com")).location is KeyLocation.NOWHERE
    assert (await door.keys.read(made.id, "https://another.example")).key == "second-key"


async def test_an_address_that_differs_in_writing_alone_keeps_its_key(door: OnboardingDriver) -> None:
    opening = door.next_opening()
    door.onboarding.create_real("Mine", "https://Example.com:443/api/", "the-key")
    made = (await asyncio.wait_for(opening, 5)).workspace
    for written in ("https://example.com/api", "HTTPS://EXAMPLE.com/v2"):
        await door.database.run(partial(workspaces.update, workspace=replace(made, base_url=written)))
        opening = door.next_opening()
        door.onboarding.open(made.id)
        assert (await asyncio.wait_for(opening, 5)).stored_key.key == "the-key"
        await until(lambda: not door.tasks.running("open workspace"))


@pytest.mark.parametrize(
    "written",
    [
        "https://example.com./api",
        "https://example.com:8443/api",
        "http://example.com/api",
        "https://user@example.com/api",
        "https://example.com@stranger.example/api",
        "https://ex\u0430mple.com/api",
        "https://xn--exmple-4nf.com/api",
        "https://example.com\\@stranger.example/api",
        "https://stranger.example#example.com/api",
        "",
    ],
)
async def test_an_address_of_another_origin_or_none_finds_no_key(door: OnboardingDriver, written: str) -> None:
    opening = door.next_opening()
    door.onboarding.create_real("Mine", "https://example.com/api", "the-key")
    made = (await asyncio.wait_for(opening, 5)).workspace
    await until(lambda: not door.tasks.running("open workspace"))
    await door.database.run(partial(workspaces.update, workspace=replace(made, base_url=written)))
    opening = door.next_opening()
    door.onboarding.open(made.id)
    assert (await asyncio.wait_for(opening, 5)).stored_key.key == ""
