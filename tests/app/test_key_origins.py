"""A key is sent to the address that it was given for and to no other, whatever an imported file says."""

import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.desktop import desktop
from tests.support.keyring_session import KeyringSession, keyring_session, stored_secrets
from tests.support.processes import until
from tests.support.recording_server import RecordingServer, recording_server
from tests.support.running_app import close_window, running_app
from tests.support.sandbox_process import SandboxProcess, start_sandbox
from tests.support.screen_reader import ScreenReader, screen_reader

from postdesk.domain.addresses import origin_of
from postdesk.store.backups import copy
from postdesk.store.database import FILE
from postdesk.store.repair import prepare_import

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility, pytest.mark.keyring]

CANARY = f"canary-{uuid.uuid4().hex}"
NO_KEY = "No API key for this account."
AS_BEFORE = """
import sys, keyring
old, new = sys.argv[1:]
keyring.set_password("postdesk", old, keyring.get_password("postdesk", new))
keyring.delete_password("postdesk", new)
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SandboxProcess]:
    """A sandbox in place of MyPostShare."""
    with start_sandbox(tmp_path / "service", key=CANARY) as running:
        yield running


@pytest.fixture
def stranger() -> Iterator[RecordingServer]:
    with recording_server() as running:
        yield running


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[KeyringSession]:
    with desktop(tmp_path / "home") as made, keyring_session(made) as running:
        yield running


@pytest.fixture
def reader(keyring: KeyringSession) -> Iterator[ScreenReader]:
    with screen_reader(keyring.desktop) as started:
        yield started


@pytest.fixture
def used(keyring: KeyringSession, reader: ScreenReader, service: SandboxProcess, profile: Path) -> Path:
    """A profile whose owner gave the key for the service."""
    with running_app(keyring.desktop, profile) as app:
        reader.follow(app.pid)
        reader.press("Use my API key", "button")
        give_key(reader, service.base_url)
        reader.find(id="main_window")
        close_window(keyring.desktop, app)
    return profile


def give_key(reader: ScreenReader, base_url: str) -> None:
    reader.write(base_url, "Base URL", "text")
    reader.write(CANARY, "API key", "password text")
    reader.press("Connect", "button")


def change(file: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as conn:
        conn.execute(sql, values)
        conn.commit()


def test_a_file_that_is_brought_in_takes_no_key_to_another_address(
    keyring: KeyringSession, reader: ScreenReader, used: Path, service: SandboxProcess, stranger: RecordingServer, tmp_path: Path
) -> None:
    """The key isn't sent before the address is confirmed, nor afterwards: Postdesk asks for the key again."""
    screen, file = keyring.desktop, tmp_path / "mine.postdesk"
    copy(used / FILE, file, datetime.now(UTC))
    change(file, "UPDATE workspaces SET base_url = ?", f"{stranger.origin}/api")
    prepare_import(used, file, datetime.now(UTC))
    with running_app(screen, used) as app:
        reader.follow(app.pid)
        reader.press(id="replaced.close")
        reader.find(id="externals.address.1")
        reader.hear(f"{stranger.origin}/api")
        reader.press("Cancel", "button")
        reader.hear("This account’s address came with a copied profile.")
        reader.press(id="banner.trouble.action")
        reader.press(id="externals.address.1")
        reader.press(id="externals.use")
        reader.hear(NO_KEY)
        close_window(screen, app)
    assert stranger.heard == []
    with running_app(screen, used) as app:
        reader.follow(app.pid)
        reader.hear(NO_KEY)
        assert not [node for node in reader.nodes() if node.id == "externals"]
        reader.press(id="banner.trouble.action")
        give_key(reader, service.base_url)
        until(lambda: CANARY in [secret for name, secret in stored_secrets(screen) if name.endswith(origin(service))])
        until(lambda: NO_KEY not in reader.describe_nodes())
        close_window(screen, app)
    assert stranger.heard == []


def test_a_copied_folder_asks_once_and_the_first_one_goes_on(
    keyring: KeyringSession, reader: ScreenReader, used: Path, service: SandboxProcess
) -> None:
    screen = keyring.desktop
    shutil.copytree(used, used.with_name("copy"))
    with running_app(screen, used.with_name("copy")) as app:
        reader.follow(app.pid)
        reader.hear(service.base_url)
        reader.press(id="externals.address.1")
        reader.press(id="externals.use")
        reader.hear(NO_KEY)
        reader.press(id="banner.trouble.action")
        give_key(reader, service.base_url)
        until(lambda: [secret for _, secret in stored_secrets(screen)].count(CANARY) == 2)
        until(lambda: NO_KEY not in reader.describe_nodes())  # the window of the account without a key was replaced
        close_window(screen, app)
    for folder in (used.with_name("copy"), used):
        with running_app(screen, folder) as app:
            reader.follow(app.pid)
            reader.find(id="top_bar")
            until(lambda: not troubles(reader))
            assert not [node for node in reader.nodes() if node.id == "externals"]
            close_window(screen, app)


def test_a_database_edited_in_its_place_takes_no_key_along_and_none_from_the_environment(
    keyring: KeyringSession, reader: ScreenReader, used: Path, stranger: RecordingServer
) -> None:
    change(used / FILE, "UPDATE workspaces SET base_url = ?", f"{stranger.origin}/api")
    for environment in ({}, {"POSTDESK_API_KEY": CANARY}):
        with running_app(keyring.desktop, used, environment=environment) as app:
            reader.follow(app.pid)
            reader.hear("This account’s address came with a copied profile.")
            close_window(keyring.desktop, app)
    with running_app(keyring.desktop, used, environment={"POSTDESK_API_KEY": CANARY}) as app:
        reader.follow(app.pid)
        reader.press(id="externals.address.1")
        reader.press(id="externals.use")
        reader.hear(NO_KEY)
        close_window(keyring.desktop, app)
    assert stranger.heard == []


def test_a_profile_of_an_earlier_version_goes_on_and_its_key_moves_to_its_origin(
    keyring: KeyringSession, reader: ScreenReader, used: Path, service: SandboxProcess
) -> None:
    screen = keyring.desktop
    (new,) = [name for name, secret in stored_secrets(screen) if secret == CANARY]
    old = new.removesuffix(f"/{origin(service)}")
    subprocess.run([sys.executable, "-c", AS_BEFORE, old, new], env=screen.environment, check=True)
    change(used / FILE, "DELETE FROM settings WHERE name IN ('confirmed', 'unbound_secrets', 'settled_at')")
    assert old in dict(stored_secrets(screen))
    for _ in range(2):
        with running_app(screen, used) as app:
            reader.follow(app.pid)
            reader.find(id="top_bar")
            until(lambda: {new, old} & dict(stored_secrets(screen)).keys() == {new})
            assert not [node for node in reader.nodes() if node.id in {"externals", "banner.trouble"}]
            close_window(screen, app)
    assert dict(stored_secrets(screen))[new] == CANARY


def troubles(reader: ScreenReader) -> list[str]:
    return [node.name for node in reader.nodes() if node.id == "banner.trouble"]


def origin(service: SandboxProcess) -> str:
    return origin_of(service.base_url)
