"""Measures a key from outside: from the X server's event until the screen shows it, and until nothing more changes."""

import ctypes
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.outside import COMMAND, cached
from tests.benchmarks.seen import SIZE, Screen, screen_in
from tests.benchmarks.writing import text_of
from tests.support.desktop import Desktop, desktop
from tests.support.keyring_session import keyring_session
from tests.support.processes import ended
from tests.support.sandbox_process import TEST_KEY
from tests.support.seed import Amount, seed

from postdesk.domain.platforms import Platform
from postdesk.domain.remote import RemoteConnection
from postdesk.store import clients, connections
from postdesk.store.backups import back_up
from postdesk.store.database import FILE, Database

_STILL_S: Final = 0.08
_ONE_CLIENT: Final = Amount(10_000, clients=1)
_PATIENCE_S: Final = 1.0
_SAVED_S: Final = 1.2
"""Longer than the composer waits until it saves."""

_RESTS_S: Final = 0.15
"""Shorter than a cursor blinks."""

_WRITTEN_S: Final = 5.0
"""Long enough for the window to catch up with what was written."""

_WARM: Final = 3


class Echo(NamedTuple):
    """Milliseconds from a key until the screen shows a change, and until the last one."""

    first: float
    last: float


class Keyboard:
    """The keyboard of a display."""

    def __init__(self, display: str) -> None:
        self._x: Any = ctypes.CDLL("libX11.so.6")
        self._test: Any = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        self._code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(ord("x")))

    def type(self) -> None:
        """Press the key of x, and let it go."""
        for pressed in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, ctypes.c_uint(self._code), pressed, ctypes.c_ulong(0))
        self._x.XFlush(self._display)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)


def keys(folder: Path, amount: Amount = _ONE_CLIENT, presses: int = 60, length: int = 3000) -> list[Figure]:
    """Time a key in a draft with that many characters in one paragraph, for eight platforms; it is saved before the next one."""
    with ExitStack() as stack:
        (frames := folder / "frames").mkdir()
        place = stack.enter_context(desktop(folder / "home", f"{SIZE[0]}x{SIZE[1]}", frames))
        stack.enter_context(keyring_session(place))
        screen = stack.enter_context(screen_in(frames))
        _prepare(folder / "profile", amount)
        environment = place.environment | cached() | {"POSTDESK_API_KEY": TEST_KEY, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *COMMAND, str(folder / "profile")], env=environment, stderr=subprocess.DEVNULL
        )
        stack.enter_context(ended(process))
        screen.watch(process.pid, begun)
        keyboard = Keyboard(place.environment["DISPLAY"])
        stack.callback(keyboard.close)
        _write(place, text_of(length).replace("\n", ""))
        echoes = [_echo(screen, keyboard) for _ in range(presses + _WARM)][_WARM:]
    first, last = zip(*echoes, strict=True)
    return [
        Figure(f"a key among {length:,} characters, from outside, until it is seen", middle(first), "ms"),
        Figure("the same, until all is painted", middle(last), "ms", 6),
        Figure("the same, 99th percentile", worst(last), "ms", 16),
    ]


def _prepare(profile: Path, amount: Amount) -> None:
    """Make a profile with one client, which has an account on each platform; no service answers, and takes them back."""
    workspace = seed(profile, amount)
    database = Database(profile)
    try:
        client, *_ = clients.all_of(database.reader, workspace.id)
        listed = [RemoteConnection(each, each, "connected", f"id-{each}", f"@{each}") for each in Platform]
        database.submit(partial(connections.save_list, client_id=client.id, remote=listed)).result()
    finally:
        database.close()
    back_up(profile / FILE, datetime.now(UTC))


def _write(place: Desktop, text: str) -> None:
    """Open the composer, and write a text."""
    for words in (("key", "ctrl+n"), ("type", "--delay", "4", text)):
        time.sleep(_SAVED_S)
        subprocess.run(("xdotool", *words), env=place.environment, check=True)
    time.sleep(_WRITTEN_S)


def _let_rest(view: memoryview) -> None:
    """Wait until nothing changes any more."""
    shown = b""
    while view != shown:
        shown = bytes(view)
        time.sleep(_RESTS_S)


def _echo(screen: Screen, keyboard: Keyboard) -> Echo:
    """Press the key once the draft is saved and the screen rests, and watch it without a pause."""
    time.sleep(_SAVED_S)
    with screen.view() as view:
        _let_rest(view)
        shown, begun, moments = bytes(view), time.perf_counter(), list[float]()
        keyboard.type()
        while time.perf_counter() - (moments or [begun + _PATIENCE_S])[-1] < _STILL_S:
            if view != shown:
                now, before, shown = time.perf_counter(), shown, bytes(view)
                if screen.is_seen(before, shown):
                    moments.append(now)
    assert moments, "the key changed nothing"
    return Echo(*((moment - begun) * 1000 for moment in (moments[0], moments[-1])))
