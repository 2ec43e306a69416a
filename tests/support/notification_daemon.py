"""A desktop's notification daemon in a process of its own: reports the notifications, and clicks on them on request."""

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Annotated

from dbus_fast.aio.message_bus import MessageBus
from dbus_fast.annotations import DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal
from dbus_fast.signature import Variant
from tests.support.desktop import session_bus
from tests.support.processes import ended

_CHECKOUT = Path(__file__).resolve().parents[2]
_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


@dataclass(frozen=True)
class ShownNotification:
    """A notification as the daemon was asked to show it."""

    id: int
    app: str
    title: str
    body: str
    icon: str
    actions: list[str]


class NotificationDaemon:
    """The double, seen from the test."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._shown: Queue[ShownNotification] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def next(self) -> ShownNotification | None:
        """Return the next notification; None while there is nothing new."""
        try:
            return self._shown.get_nowait()
        except Empty:
            return None

    def click(self, shown: ShownNotification) -> None:
        """Click on the notification itself."""
        assert self._process.stdin
        self._process.stdin.write(f"{shown.id}\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._shown.put(ShownNotification(**json.loads(line)))


@asynccontextmanager
async def notification_daemon(environment: dict[str, str], *capabilities: str) -> AsyncIterator[tuple[str, NotificationDaemon]]:
    """The daemon on a session bus of its own, and the address of that bus. It has `capabilities` beyond a body and actions."""
    with _serving(environment, capabilities) as (address, daemon):
        yield address, daemon
    await _connections_closed()


@contextmanager
def _serving(environment: dict[str, str], capabilities: tuple[str, ...]) -> Iterator[tuple[str, NotificationDaemon]]:
    with session_bus(environment) as address:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.notification_daemon", *capabilities],
            cwd=_CHECKOUT,
            env=environment | {"DBUS_SESSION_BUS_ADDRESS": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with ended(process):
            assert process.stdout
            assert process.stdout.readline().strip() == "ready"
            yield address, NotificationDaemon(process)


async def _connections_closed() -> None:
    """Wait for the end of the library's connection: it lasts until the bus has ended, which its loop has to notice."""
    for bus in [each for each in gc.get_objects() if isinstance(each, MessageBus) and each.connected]:
        with suppress(EOFError, OSError):
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


class _Service(ServiceInterface):
    def __init__(self) -> None:
        super().__init__(_NAME)
        self._numbers = count(1)

    @dbus_method("Notify")
    def notify(
        self,
        app: DBusStr,
        replaces: DBusUInt32,
        icon: DBusStr,
        title: DBusStr,
        body: DBusStr,
        actions: Annotated[list[str], DBusSignature("as")],
        hints: Annotated[dict[str, Variant], DBusSignature("a{sv}")],
        timeout: DBusInt32,
    ) -> DBusUInt32:
        number = next(self._numbers)
        shown = {"id": number, "app": app, "title": title, "body": body, "icon": icon, "actions": actions}
        print(json.dumps(shown), flush=True)
        return number

    @dbus_method("GetCapabilities")
    def capabilities(self) -> Annotated[list[str], DBusSignature("as")]:
        return ["actions", "body", *sys.argv[1:]]

    @dbus_method("GetServerInformation")
    def information(self) -> Annotated[tuple[str, str, str, str], DBusSignature("ssss")]:
        return ("double", "tests", "1", "1.2")

    @dbus_method("CloseNotification")
    def close(self, number: DBusUInt32) -> None:
        pass

    @dbus_signal("ActionInvoked")
    def action_invoked(self, number: int) -> Annotated[tuple[int, str], DBusSignature("us")]:
        return (number, "default")

    @dbus_signal("NotificationClosed")
    def closed(self, number: int) -> Annotated[tuple[int, int], DBusSignature("uu")]:
        return (number, 2)


async def serve() -> None:
    bus = await MessageBus().connect()
    service = _Service()
    bus.export(_PATH, service)
    await bus.request_name(_NAME)
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        service.action_invoked(int(line))


if __name__ == "__main__":
    asyncio.run(serve())
