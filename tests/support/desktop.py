"""A desktop of a test's own: an X display with a window manager, a session bus, and folders for the files of programs."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.support.processes import ended

_NOT_OURS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_LOGGING_RULES", "POSTDESK_API_KEY")
_ADDRESSES: Final = ("DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")


@dataclass(frozen=True)
class Desktop:
    """A running desktop. `environment` is for the programs on it; programs named in `commands` are found before the system's."""

    environment: dict[str, str]
    commands: Path

    def command(self, name: str, script: str) -> None:
        """Put a shell script in the place of a program of the system's."""
        file = self.commands / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)


@contextmanager
def desktop(
    folder: Path, screen: str = "1600x1000", frames: Path | None = None, window_manager: str = "openbox"
) -> Iterator[Desktop]:
    """Start a desktop with `folder` as its home, and end it. Its frame buffer is a file in the folder `frames`."""
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_OURS + _ADDRESSES}
    commands, runtime = folder / "commands", folder / "run"
    for each in (commands, runtime):
        each.mkdir(mode=0o700, parents=True)
    environment |= {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "PATH": f"{commands}:{environment['PATH']}",
        "LANG": "C.UTF-8",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        environment.pop(name, None)
    with _screen(screen, frames) as display:
        environment["DISPLAY"] = display
        with session_bus(environment) as address:
            environment["DBUS_SESSION_BUS_ADDRESS"] = address
            with ended(subprocess.Popen([window_manager], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)):
                yield Desktop(environment, commands)


@contextmanager
def _screen(size: str, frames: Path | None) -> Iterator[str]:
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    command += ["-fbdir", str(frames)] if frames else []
    with ended(subprocess.Popen(command, pass_fds=(writes,), stderr=subprocess.DEVNULL)):
        os.close(writes)
        with os.fdopen(reads) as said:
            number = said.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"


@contextmanager
def session_bus(environment: dict[str, str]) -> Iterator[str]:
    """Start a session bus; yield its address."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with ended(process):
        assert process.stdout
        yield process.stdout.readline().strip()
