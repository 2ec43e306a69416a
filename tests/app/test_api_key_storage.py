"""The API key of a real account, from the form of the first run on: where it is stored, and where it never appears."""

import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.desktop import Desktop, desktop
from tests.support.keyring_session import KeyringSession, keyring_session, stored_secrets
from tests.support.processes import until
from tests.support.running_app import close_window, running_app
from tests.support.sandbox_process import SandboxProcess, start_sandbox
from tests.support.screen_reader import ScreenReader, screen_reader

from postdesk.domain.clients import DEFAULT_REDIRECT_PORTS, redirect_uri

pytestmark = [pytest.mark.real_window, pytest.mark.accessibility]

CANARY = f"canary-{uuid.uuid4().hex}"
"""The key, different in each test process: one test searches all running processes for it."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SandboxProcess]:
    """A sandbox in place of MyPostShare: nothing tells the application that it is one."""
    uris = [redirect_uri(port) for port in DEFAULT_REDIRECT_PORTS]
    with start_sandbox(tmp_path / "service", key=CANARY, redirect_uris=uris) as running:
        yield running


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[KeyringSession]:
    with desktop(tmp_path / "home") as made, keyring_session(made) as running:
        yield running


def give_key(reader: ScreenReader, service: SandboxProcess) -> None:
    reader.press("Use my API key", "button")
    reader.write(service.base_url, "Base URL", "text")
    reader.write(service.key, "API key", "password text")
    reader.press("Connect", "button")
    reader.find(id="main_window")


@pytest.mark.keyring
def test_the_keyring_alone_holds_the_key(keyring: KeyringSession, service: SandboxProcess, profile: Path, tmp_path: Path) -> None:
    screen, seen = keyring.desktop, []
    screen.command("xdg-open", f'env > "{tmp_path}/environment"; echo "$@" > "{tmp_path}/arguments"')
    with screen_reader(screen) as reader:
        with running_app(screen, profile) as app:
            reader.follow(app.pid)
            give_key(reader, service)
            reader.press("Add a client or brand…", "button")
            reader.write("Alex Morgan", "Name", "text")
            reader.press("Add", "button")
            reader.gone("add_client.name")
            reader.keys("ctrl+6")
            reader.press("Connect LinkedIn", "button")
            until((tmp_path / "arguments").exists)
            reader.keys("ctrl+,")
            reader.find("Pages", "list")
            seen += [reader.describe_nodes(), processes_with_the_key()]
            close_window(screen, app)
        with running_app(screen, profile) as app:
            reader.follow(app.pid)
            reader.reached("calendar.month")
            reader.keys("ctrl+6")
            reader.hear("Waiting for your browser")
            assert reader.lacks("banner.trouble")
            seen += [reader.describe_nodes(), processes_with_the_key()]
            close_window(screen, app)
        seen += reader.announced()
    assert [secret for _, secret in stored_secrets(screen)].count(CANARY) == 1
    assert not [text for text in seen if CANARY in text]
    assert not [file for file in files_of(tmp_path) if CANARY.encode() in file.read_bytes()]


@pytest.mark.keyring
def test_a_locked_keyring_asks_and_keeps_nobody_from_quitting(
    keyring: KeyringSession, service: SandboxProcess, profile: Path
) -> None:
    screen = keyring.desktop
    with screen_reader(screen) as reader:
        with running_app(screen, profile) as app:
            reader.follow(app.pid)
            give_key(reader, service)
            close_window(screen, app)
        keyring.lock()
        with running_app(screen, profile) as app:
            until(keyring.prompts)
            asked = time.monotonic()
            close_window(screen, app)
            assert time.monotonic() - asked < 2


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_without_a_keyring_the_key_is_good_for_this_session(
    screen: Desktop, reader: ScreenReader, service: SandboxProcess, profile: Path, backend: str
) -> None:
    no_keyring = {"PYTHON_KEYRING_BACKEND": backend}
    with running_app(screen, profile, environment=no_keyring) as app:
        reader.follow(app.pid)
        give_key(reader, service)
        reader.hear("No keyring found. The API key is kept only until Postdesk closes")
        close_window(screen, app)
    with running_app(screen, profile, environment=no_keyring) as app:
        reader.follow(app.pid)
        reader.hear("No API key for this account.")
    assert not [file for file in files_of(profile) if CANARY.encode() in file.read_bytes()]


def test_a_key_from_the_environment_is_not_passed_on(
    screen: Desktop, reader: ScreenReader, service: SandboxProcess, profile: Path, tmp_path: Path
) -> None:
    screen.command("xdg-open", f'env > "{tmp_path}/environment"; echo "$@" > "{tmp_path}/arguments"')
    with running_app(screen, profile, "--api-url", service.base_url, environment={"POSTDESK_API_KEY": CANARY}) as app:
        reader.follow(app.pid)
        reader.press("Add a client or brand…", "button")
        reader.write("Alex Morgan", "Name", "text")
        reader.press("Add", "button")
        reader.gone("add_client.name")
        reader.keys("ctrl+6")
        reader.press("Connect LinkedIn", "button")
        until((tmp_path / "arguments").exists)
    assert CANARY not in (tmp_path / "environment").read_text()
    assert not [file for file in files_of(profile) if CANARY.encode() in file.read_bytes()]


def processes_with_the_key() -> str:
    """Return the arguments and environments of all processes that contain the key."""
    found = []
    for kind in ("cmdline", "environ"):
        for file in Path("/proc").glob(f"[0-9]*/{kind}"):
            with suppress(OSError):
                if CANARY.encode() in (data := file.read_bytes()):
                    found.append(f"{file}: {data.decode(errors='replace')}")
    return "\n".join(found)


def files_of(*places: Path) -> list[Path]:
    """Return all files there except the keyring's own."""
    return [file for place in places for file in place.rglob("*") if file.is_file() and "keyrings" not in file.parts]
