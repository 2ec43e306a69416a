"""Sleep inhibitors, one per system: D-Bus on Linux, `caffeinate` on macOS, an API call on Windows.

Each system drops the request when this process ends.
"""

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.tasks import run_in_thread

if TYPE_CHECKING:
    from dbus_fast.aio.message_bus import MessageBus

_APP: Final = "org.postdesk.Postdesk"
_WHY: Final = "A post is sent from this computer soon"
_NO_SUSPEND: Final = 4
_PATIENCE_S: Final = 5.0
_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001


class SleepInhibitor(Protocol):
    """A request to the system to stay awake; begun once."""

    async def begin(self) -> bool:
        """Send the request. Return True if the system agreed."""

    def end(self) -> None:
        """End the request: the computer may sleep again."""


@dataclass(frozen=True, slots=True)
class _InhibitCall:
    """An inhibit method on the session bus; the request lasts until the caller leaves the bus."""

    name: str
    path: str
    interface: str
    signature: str
    body: tuple[Any, ...]


_GNOME: Final = "org.gnome.SessionManager"
_POWER: Final = "org.freedesktop.PowerManagement"
_CALLS: Final = (
    # GNOME, MATE, Cinnamon; then KDE and Xfce
    _InhibitCall(_GNOME, "/org/gnome/SessionManager", _GNOME, "susu", (_APP, 0, _WHY, _NO_SUSPEND)),
    _InhibitCall(_POWER, "/org/freedesktop/PowerManagement/Inhibit", f"{_POWER}.Inhibit", "ss", (_APP, _WHY)),
)


class BusSleepInhibitor:
    """Linux: the first desktop service that agrees. The bus connection stays open, because closing it ends the request."""

    def __init__(self) -> None:
        self._bus: MessageBus | None = None

    async def begin(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await self._ask()
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.CancelledError) as error:
            self.end()
            if isinstance(error, asyncio.CancelledError):
                raise
            return False

    async def _ask(self) -> bool:
        bus_class = await run_in_thread("look for the session bus", _import_bus)
        self._bus = bus = await bus_class().connect()
        for call in _CALLS:
            if await _agreed(bus, call):
                return True
        self.end()
        return False

    def end(self) -> None:
        bus = self._bus
        self._bus = None
        if bus is not None and bus.connected:
            bus.disconnect()


async def _agreed(bus: "MessageBus", call: _InhibitCall) -> bool:
    from dbus_fast.constants import MessageType
    from dbus_fast.message import Message

    asked = Message(call.name, call.path, call.interface, "Inhibit", signature=call.signature, body=list(call.body))
    answer = await bus.call(asked)
    return answer.message_type is MessageType.METHOD_RETURN


def _import_bus() -> "type[MessageBus]":
    """Import the bus class. Called in a thread: it takes 50 ms."""
    from dbus_fast.aio.message_bus import MessageBus

    return MessageBus


class MacSleepInhibitor:
    """macOS: `caffeinate` prevents idle sleep while it runs, and ends with this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    async def begin(self) -> bool:
        try:
            command = ["/usr/bin/caffeinate", "-i", "-w", str(os.getpid())]
            self._process = await run_in_thread("caffeinate", lambda: subprocess.Popen(command))
        except OSError:
            return False
        return True

    def end(self) -> None:
        if self._process:
            with suppress(OSError):
                self._process.terminate()
            self._process = None


class WindowsSleepInhibitor:
    """Windows: a flag of the calling thread. Each call has to come from the GUI thread."""

    async def begin(self) -> bool:
        return _set_execution_state(_CONTINUOUS | _SYSTEM_REQUIRED)

    def end(self) -> None:
        _set_execution_state(_CONTINUOUS)


def _set_execution_state(flags: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.SetThreadExecutionState(flags))
    return False


def new_sleep_inhibitor(system: str = sys.platform) -> SleepInhibitor:
    """Return the inhibitor for a system, named as in `sys.platform`."""
    if system == "win32":
        return WindowsSleepInhibitor()
    return MacSleepInhibitor() if system == "darwin" else BusSleepInhibitor()
