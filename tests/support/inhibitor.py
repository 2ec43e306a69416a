"""A desktop's session manager in a process of its own: reports each inhibit request, and the exit of its caller."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from dbus_fast.aio.message_bus import MessageBus
from dbus_fast.annotations import DBusStr, DBusUInt32
from dbus_fast.errors import DBusError
from dbus_fast.message import Message
from dbus_fast.service import ServiceInterface, dbus_method
from tests.support.desktop import session_bus
from tests.support.processes import ended

_CHECKOUT = Path(__file__).resolve().parents[2]
_NAME, _PATH = "org.gnome.SessionManager", "/org/gnome/SessionManager"
SUSPEND = 4


class Inhibitor:
    """The double, seen from the test: `said` holds "inhibit FLAGS", and "gone" when the caller has left the bus."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._heard: Queue[str] = Queue()
        self._said: list[str] = []
        Thread(target=self._listen, daemon=True).start()

    def said(self) -> list[str]:
        """Return all requests until now."""
        try:
            while True:
                self._said.append(self._heard.get_nowait())
        except Empty:
            return self._said

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._heard.put(line.strip())


@contextmanager
def inhibitor(environment: dict[str, str], *, refuses: bool = False) -> Iterator[tuple[str, Inhibitor]]:
    """Run the double on a session bus of its own; yield the address of that bus, too."""
    with session_bus(environment) as address:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.inhibitor", "refuses" if refuses else ""],
            cwd=_CHECKOUT,
            env=environment | {"DBUS_SESSION_BUS_ADDRESS": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with ended(process):
            assert process.stdout
            assert process.stdout.readline().strip() == "ready"
            yield address, Inhibitor(process)


class _SessionManager(ServiceInterface):
    def __init__(self, *, refuses: bool) -> None:
        super().__init__(_NAME)
        self._refuses = refuses
        self._cookies = count(1)

    @dbus_method("Inhibit")
    def inhibit(self, app: DBusStr, window: DBusUInt32, reason: DBusStr, flags: DBusUInt32) -> DBusUInt32:
        if self._refuses:
            raise DBusError("org.gnome.SessionManager.Refused", "no")
        print(f"inhibit {flags}", flush=True)
        return next(self._cookies)


def _notice(message: Message) -> None:
    """Forget the requests of a program that leaves the bus, as a session manager does."""
    if message.member == "NameOwnerChanged" and message.body[0].startswith(":") and not message.body[2]:
        print("gone", flush=True)


async def serve(*, refuses: bool) -> None:
    bus = await MessageBus().connect()
    bus.add_message_handler(_notice)
    rule = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"
    where = "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"
    await bus.call(Message(*where, "AddMatch", signature="s", body=[rule]))
    bus.export(_PATH, _SessionManager(refuses=refuses))
    await bus.request_name(_NAME)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(refuses="refuses" in sys.argv))
