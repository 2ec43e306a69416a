"""A workspace session uses a key at the address that it was given for, and at no other."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QUrl
from tests.support.recording_server import RecordingServer, recording_server
from tests.support.sessions import RESOURCES
from tests.support.settings import a_settings_book
from tests.support.waiting import until

from postdesk.dependencies import dependencies_of
from postdesk.domain.clients import WorkspaceKind
from postdesk.engine.database_check import DatabaseCheck
from postdesk.engine.externals import Externals
from postdesk.engine.health import KeyState
from postdesk.engine.settings import SettingsBook
from postdesk.engine.tasks import Tasks
from postdesk.logbook import Logbook
from postdesk.running_session import RunningSession, SharedServices
from postdesk.store import confirmed, workspaces
from postdesk.store.database import Database
from postdesk.store.keys import KeyLocation, KeyStore, StoredKey

KEY = "canary-of-the-running-desk"


@pytest.fixture
def server() -> Iterator[RecordingServer]:
    with recording_server() as made:
        yield made


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "profile")
    yield made
    made.close()


@pytest_asyncio.fixture
async def running(
    database: Database, server: RecordingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RunningSession]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    address = f"{server.origin}/api"
    workspace = await database.run(lambda conn: workspaces.add(conn, WorkspaceKind.REAL, "Mine", address))
    tasks, logbook = Tasks(_failed), Logbook(tmp_path / "log")
    book: SettingsBook = a_settings_book(database)
    keys = KeyStore("test")
    outside = dependencies_of(_open_nothing, RESOURCES, keys)
    shared = SharedServices(keys, Externals(database, tasks), logbook, DatabaseCheck(database, checked=False))
    made = RunningSession(workspace, database, book, outside, shared)
    yield made
    await made.close()
    await tasks.close()
    logbook.release()


async def test_a_key_that_was_given_for_this_address_is_used(running: RunningSession, server: RecordingServer) -> None:
    running.start(StoredKey(KeyLocation.SESSION, KEY, server.origin))
    await until(lambda: any(f"Bearer {KEY}" in head for head in server.heard))
    assert running.session.health.state.key is KeyState.SESSION_ONLY


async def test_a_key_that_was_given_for_another_address_is_not(running: RunningSession, server: RecordingServer) -> None:
    for origin in ("https://mypostshare.example", ""):
        running.use(StoredKey(KeyLocation.KEYRING, KEY, origin))
        assert running.session.health.state.key is KeyState.MISSING
    assert not running.session.gateway.base_url
    assert server.heard == []


async def test_none_is_used_before_the_address_is_confirmed(
    running: RunningSession, server: RecordingServer, database: Database
) -> None:
    await database.run(confirmed.clear)
    running.start(StoredKey(KeyLocation.SESSION, KEY, server.origin))
    assert running.session.health.state.key is KeyState.UNCONFIRMED
    await database.run(partial(confirmed.confirm, externals=(running.session.workspace.external,)))
    running.reload()
    await until(lambda: running.session.health.state.key is KeyState.MISSING)
    assert server.heard == []


def _open_nothing(url: QUrl) -> bool:
    return False


def _failed(name: str, error: Exception) -> None:
    raise AssertionError(name) from error
