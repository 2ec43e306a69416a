"""A sandbox process and a workspace session that works against it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.support.ready_schema import copy_into_new_ones
from tests.support.sandbox_forker import SandboxForker, sandbox_forker
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import WorkingSession, working_session


@pytest.fixture(autouse=True)
def new_databases_are_copied(schema: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_into_new_ones(schema, monkeypatch)


@pytest.fixture(scope="session")
def forker() -> Iterator[SandboxForker]:
    with sandbox_forker() as running:
        yield running


@pytest.fixture
def sandbox(forker: SandboxForker, tmp_path: Path) -> Iterator[SandboxProcess]:
    with forker.start(tmp_path / "sandbox") as running:
        yield running


@pytest_asyncio.fixture
async def work(tmp_path: Path, sandbox: SandboxProcess) -> AsyncIterator[WorkingSession]:
    async with working_session(tmp_path / "profile", sandbox) as session:
        yield session


@pytest.fixture(autouse=True)
def no_events_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the loop from running between a test and the end of its fixtures: tasks that Qt's events would wake then break."""
    monkeypatch.setattr("pytestqt.plugin._process_events", lambda: None)
