"""A Secret Service of a test's own: gnome-keyring on the desktop of the test, unlocked, and lockable."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.support.desktop import Desktop
from tests.support.processes import ended, until

import postdesk

_PASSWORD: Final = b"test-pass"
_CHECK: Final = "import keyring; keyring.set_password('check', 'check', 'check')"
_LOCK: Final = (
    "import secretstorage as s; bus = s.dbus_init(); [each.lock() for each in s.get_all_collections(bus)];"
    "assert s.get_default_collection(bus).is_locked()"
)
_UNLOCK: Final = f"""
import secretstorage as s
from jeepney import DBusAddress, new_method_call
bus = s.dbus_init()
ask = lambda at, name, kinds, *values: bus.send_and_get_reply(new_method_call(at, name, kinds, values)).body
place = dict(object_path="/org/freedesktop/secrets", bus_name="org.freedesktop.secrets")
secrets = DBusAddress(**place, interface="org.freedesktop.Secret.Service")
own = DBusAddress(**place, interface="org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface")
_, session = ask(secrets, "OpenSession", "sv", "plain", ("s", ""))
collection = s.get_default_collection(bus)
ask(own, "UnlockWithMasterPassword", "o(oayays)", collection.collection_path, (session, b"", {_PASSWORD!r}, "text/plain"))
assert not s.get_default_collection(bus).is_locked()
"""
_SECRETS: Final = """
import json, secretstorage as s
def read():
    items = [item for each in s.get_all_collections(s.dbus_init()) for item in each.search_items({})]
    return [(item.get_attributes().get("username", ""), item.get_secret().decode()) for item in items]
while True:
    try:
        print(json.dumps(read()))
        break
    except s.ItemNotFoundException:  # The application deleted one between the search and its reading.
        pass
"""


@dataclass(frozen=True)
class KeyringSession:
    desktop: Desktop

    def lock(self) -> None:
        """Lock it: a read or write then asks for the password in a window."""
        _python(_LOCK, self.desktop.environment).check_returncode()

    def unlock(self) -> None:
        """Unlock it with its password, without a window."""
        _python(_UNLOCK, self.desktop.environment).check_returncode()

    def prompts(self) -> bool:
        """Return True where the window that asks for the password is open."""
        search = ["xdotool", "search", "--onlyvisible", "--class", "gcr-prompter"]
        return bool(subprocess.run(search, env=self.desktop.environment, capture_output=True, check=False).stdout.strip())


def stored_secrets(desktop: Desktop) -> list[tuple[str, str]]:
    """Return all secrets of the desktop's Secret Service, each as (user name, secret)."""
    ran = _python(_SECRETS, desktop.environment)
    assert ran.returncode == 0, ran.stderr
    return [(name, secret) for name, secret in json.loads(ran.stdout)]


@contextmanager
def keyring_session(desktop: Desktop) -> Iterator[KeyringSession]:
    """Start it on the session bus of `desktop`, and end it."""
    command = ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"]
    daemon = subprocess.Popen(
        command, env=desktop.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with ended(daemon):
        assert daemon.stdin
        daemon.stdin.write(_PASSWORD)
        daemon.stdin.close()
        until(lambda: _python(_CHECK, desktop.environment).returncode == 0)
        yield KeyringSession(desktop)


@dataclass(frozen=True)
class ProbeOutput:
    """The output of a probe: an answer a line, and its whole log."""

    answers: list[Any]
    log: str


def probe(environment: Mapping[str, str], *lines: dict[str, Any]) -> ProbeOutput:
    """Run `keyring_probe` with these lines. Keys are passed by standard input only."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("keyring_probe.py"))],
        env=with_postdesk(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with ended(process):
        out, log = process.communicate("".join(json.dumps(line) + "\n" for line in lines), timeout=60)
        assert process.returncode == 0, log
        return ProbeOutput([json.loads(line) for line in out.splitlines()], log)


def with_postdesk(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which a program also finds the package."""
    found = [str(Path(postdesk.__file__).parents[1]), *filter(None, [environment.get("PYTHONPATH")])]
    return {**environment, "PYTHONPATH": os.pathsep.join(found)}


def _python(code: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
