"""One request to the system to keep this computer awake: by D-Bus on Linux, by a program on macOS, by a call on Windows.

Whichever way: where this process ends, the system forgets it by itself.
"""

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from postdesk.engine.tasks import apart

if TYPE_CHECKING:
    from dbus_fast.aio.message_bus import MessageBus

_APP: Final = "org.postdesk.Postdesk"
_WHY: Final = "A post is sent from this computer soon"
_NO_SUSPEND: Final = 4
_PATIENCE_S: Final = 5.0
_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001


class Vigil(Protocol):
    """From the request to its end; begun once."""

    async def begin(self) -> bool:
        """Ask; whether the system agreed."""

    def end(self) -> None:
        """The computer may sleep again."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A method on the session bus that holds off sleep for as long as who called it stays on the bus."""

    name: str
    path: str
    interface: str
    signature: str
    body: tuple[Any, ...]


_GNOME: Final = "org.gnome.SessionManager"
_POWER: Final = "org.freedesktop.PowerManagement"
_CALLS: Final = (
    # GNOME, MATE, Cinnamon; then KDE and Xfce
    _Call(_GNOME, "/org/gnome/SessionManager", _GNOME, "susu", (_APP, 0, _WHY, _NO_SUSPEND)),
    _Call(_POWER, "/org/freedesktop/PowerManagement/Inhibit", f"{_POWER}.Inhibit", "ss", (_APP, _WHY)),
)


class BusVigil:
    """By the first of the desktop's services that agrees. The line to the bus is kept: closing it ends the request."""

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
        bus_class = await apart("look for the session bus", _import_bus)
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


async def _agreed(bus: "MessageBus", call: _Call) -> bool:
    from dbus_fast.constants import MessageType
    from dbus_fast.message import Message

    asked = Message(call.name, call.path, call.interface, "Inhibit", signature=call.signature, body=list(call.body))
    answer = await bus.call(asked)
    return answer.message_type is MessageType.METHOD_RETURN


def _import_bus() -> "type[MessageBus]":
    """In a thread: it takes 50 ms."""
    from dbus_fast.aio.message_bus import MessageBus

    return MessageBus


class Caffeine:
    """macOS: `caffeinate` holds off idle sleep for as long as it runs, and ends with this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    async def begin(self) -> bool:
        try:
            self._process = await apart("caffeinate", _caffeinate)
        except OSError:
            return False
        return True

    def end(self) -> None:
        if self._process:
            with suppress(OSError):
                self._process.terminate()
            self._process = None


def _caffeinate() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["/usr/bin/caffeinate", "-i", "-w", str(os.getpid())])


class ExecutionState:
    """Windows: a flag of the thread that calls, which is the window's each time."""

    async def begin(self) -> bool:
        return _set_execution_state(_CONTINUOUS | _SYSTEM_REQUIRED)

    def end(self) -> None:
        _set_execution_state(_CONTINUOUS)


def _set_execution_state(flags: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.SetThreadExecutionState(flags))
    return False


def new_vigil(system: str = sys.platform) -> Vigil:
    """That of a system, as `sys.platform` names it."""
    if system == "win32":
        return ExecutionState()
    return Caffeine() if system == "darwin" else BusVigil()
