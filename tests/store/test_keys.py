"""The key in a real Secret Service: unlocked, locked with its prompt open, and without a service that can be trusted."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.desktop import Desktop, desktop
from tests.support.keyring_session import KeyringSession, keyring_session, probe, with_postdesk
from tests.support.processes import until

from postdesk.store.keys import KeyLocation, StoredKey

ORIGIN = "https://mypostshare.example"
CANARY = "canary-4d1f0f2b7c"
OTHERS = """
from keyring.backend import KeyringBackend
class Keyring(KeyringBackend):
    priority = 9
    def set_password(self, service, username, password):
        open({file!r}, "w").write(password)
    def get_password(self, service, username):
        return open({file!r}).read()
"""


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with desktop(tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture
def service(tmp_path: Path) -> Iterator[KeyringSession]:
    with desktop(tmp_path / "home") as made, keyring_session(made) as running:
        yield running


@pytest.mark.keyring
@pytest.mark.real_window
def test_a_key_is_found_by_profile_workspace_and_origin_alone(service: KeyringSession) -> None:
    told = probe(
        service.desktop.environment,
        {"do": "write", "key": CANARY},
        {"do": "read", "origin": "https://stranger.example"},
        {"do": "read", "origin": "http://mypostshare.example"},
        {"do": "read", "origin": "https://mypostshare.example:8443"},
        {"do": "read", "origin": ""},
        {"do": "read", "owner": 2},
        {"do": "write", "owner": 2, "key": "the other account's"},
        {"do": "read", "key": CANARY},
        {"do": "read", "owner": 2, "key": "the other account's"},
        {"do": "delete", "owner": 2},
        {"do": "read", "key": CANARY},
    )
    places = [answer["place"] for answer in told.answers]
    assert places == ["keyring", *["nowhere"] * 5, "keyring", "keyring", "keyring", "nowhere", "keyring"]
    assert all(answer["same"] for answer in told.answers)


@pytest.mark.keyring
@pytest.mark.real_window
def test_a_key_from_before_moves_to_its_origin_and_leaves_nothing_for_an_earlier_version(service: KeyringSession) -> None:
    """An earlier version finds no key then, and asks for one; its own key is for no address that is known here."""
    environment = service.desktop.environment
    told = probe(
        environment,
        {"do": "keep", "user": "one/1", "key": CANARY},
        {"do": "read", "origin": "https://stranger.example", "unbound": ORIGIN},
        {"do": "look", "user": "one/1", "key": CANARY},
        {"do": "read", "key": CANARY},
        {"do": "look", "user": "one/1"},
        {"do": "look", "user": f"one/1/{ORIGIN}", "key": CANARY},
    )
    assert [answer["place"] for answer in told.answers] == ["keyring", "nowhere", "keyring", "keyring", "nowhere", "keyring"]
    assert all(answer["same"] for answer in told.answers)
    assert "bound: 1" in told.log
    again = probe(
        environment,
        {"do": "keep", "user": "one/1", "key": "typed in an earlier version"},
        {"do": "read", "key": CANARY},
        {"do": "read", "origin": "https://stranger.example"},
        {"do": "write", "key": "typed now"},
        {"do": "look", "user": "one/1"},
    )
    assert [answer["place"] for answer in again.answers] == ["keyring", "keyring", "nowhere", "keyring", "nowhere"]
    assert all(answer["same"] for answer in again.answers)


@pytest.mark.keyring
@pytest.mark.real_window
def test_a_keyring_that_is_locked_during_the_move_keeps_the_key_and_it_moves_later(service: KeyringSession) -> None:
    environment = service.desktop.environment
    probe(environment, {"do": "keep", "user": "one/1", "key": CANARY})
    service.lock()
    told = probe(environment, {"do": "read", "unbound": ORIGIN, "patience": 1.5})
    assert [answer["place"] for answer in told.answers] == ["unreadable"]
    assert "bound" not in told.log
    service.unlock()
    told = probe(
        environment,
        {"do": "look", "user": "one/1", "key": CANARY},
        {"do": "read", "unbound": ORIGIN, "key": CANARY},
        {"do": "look", "user": "one/1"},
    )
    assert [answer["place"] for answer in told.answers] == ["keyring", "keyring", "nowhere"]
    assert all(answer["same"] for answer in told.answers)


@pytest.mark.real_window
def test_without_a_keyring_a_key_from_before_waits_until_there_is_one_again(screen: Desktop) -> None:
    environment = {name: value for name, value in screen.environment.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    told = probe(environment, {"do": "read", "unbound": ORIGIN})
    assert [answer["place"] for answer in told.answers] == ["nowhere"]
    assert "bound" not in told.log


@pytest.mark.keyring
@pytest.mark.real_window
def test_a_key_is_kept_by_profile_and_forgotten(service: KeyringSession) -> None:
    told = probe(
        service.desktop.environment,
        {"do": "read"},
        {"do": "write", "key": CANARY},
        {"do": "read", "key": CANARY},
        {"do": "read", "profile": "two"},
        {"do": "write", "key": "another"},
    )
    assert [answer["place"] for answer in told.answers] == ["nowhere", "keyring", "keyring", "nowhere", "keyring"]
    assert all(answer["same"] for answer in told.answers)
    again = probe(service.desktop.environment, {"do": "read", "key": "another"}, {"do": "delete"}, {"do": "delete"})
    assert [answer["place"] for answer in again.answers] == ["keyring", "nowhere", "nowhere"]
    assert again.answers[0]["same"]
    assert holding(service.desktop, CANARY, told.log) == []


@pytest.mark.keyring
@pytest.mark.real_window
def test_a_locked_keyring_asks_and_keeps_nobody_from_quitting(service: KeyringSession) -> None:
    environment = service.desktop.environment
    probe(environment, {"do": "write", "key": CANARY})
    service.lock()
    process = subprocess.Popen([sys.executable, "-c", _WAITS], env=with_postdesk(environment), stdin=subprocess.PIPE)
    until(service.prompts)
    assert process.stdin
    asked = time.monotonic()
    process.stdin.close()
    assert process.wait(10) == 0
    assert time.monotonic() - asked < 2


@pytest.mark.keyring
@pytest.mark.real_window
def test_a_prompt_that_nobody_answers_leaves_the_key_unread_and_a_new_one_for_the_session(service: KeyringSession) -> None:
    service.lock()
    told = probe(
        service.desktop.environment,
        {"do": "read", "patience": 1.5},
        {"do": "write", "key": CANARY},
        {"do": "read", "key": CANARY},
    )
    assert [answer["place"] for answer in told.answers] == ["unreadable", "session", "session"]
    assert told.answers[2]["same"]


@pytest.mark.keyring
@pytest.mark.real_window
def test_without_a_secret_service_a_key_is_kept_for_the_session(screen: Desktop) -> None:
    environment = {name: value for name, value in screen.environment.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    told = probe(environment, {"do": "write", "key": CANARY}, {"do": "read", "key": CANARY}, {"do": "delete"})
    assert [answer["place"] for answer in told.answers] == ["session", "session", "nowhere"]
    assert probe(environment, {"do": "read"}).answers == [{"place": "nowhere", "same": True}]
    assert holding(screen, CANARY, told.log) == []


def test_the_null_backend_that_accepts_and_forgets_is_found_out(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    told = probe(environment, {"do": "write", "key": CANARY}, {"do": "read", "key": CANARY})
    assert [answer["place"] for answer in told.answers] == ["session", "session"]


def test_a_backend_that_might_be_a_file_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "keys.txt"
    (tmp_path / "theirs.py").write_text(OTHERS.format(file=str(file)))
    environment = {"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "theirs.Keyring", "PYTHONPATH": str(tmp_path)}
    told = probe(environment, {"do": "write", "key": CANARY}, {"do": "read", "profile": "two", "key": ""})
    assert [answer["place"] for answer in told.answers] == ["session", "nowhere"]
    assert not file.exists()


def test_a_backend_that_raises_is_unreadable_and_says_nothing_of_the_key(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"}
    told = probe(environment, {"do": "write", "key": CANARY}, {"do": "read", "profile": "two", "key": ""})
    assert [answer["place"] for answer in told.answers] == ["session", "unreadable"]
    assert CANARY not in told.log


def test_a_kept_key_is_in_no_text() -> None:
    kept = StoredKey(KeyLocation.KEYRING, CANARY)
    assert CANARY not in f"{kept} {kept!r}"


def holding(screen: Desktop, secret: str, log: str) -> list[str]:
    """Return the places where the secret can be read: files of the home folder, and the log."""
    home = Path(screen.environment["HOME"])
    files = [str(file) for file in home.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]
    return files + (["the log"] if secret in log else [])


_WAITS = """
import asyncio, sys
from postdesk.store.keys import KeyStore

async def main():
    asyncio.get_running_loop().create_task(KeyStore("one").read(1, "https://mypostshare.example"))
    await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""
