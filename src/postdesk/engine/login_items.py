"""Login items per operating system: a file in an autostart folder, or a value in the registry."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from postdesk.engine.atomic_file import atomic_write

_ID: Final = "org.postdesk.Postdesk"
_NAME: Final = "Postdesk"
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_PLAIN: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+:@,=")
_OFF: Final = frozenset({"Hidden=true", "X-GNOME-Autostart-enabled=false"})

_ENTRY: Final = """\
[Desktop Entry]
Type=Application
Version=1.5
Name=Postdesk
Comment=Send posts from this computer when they are due
Exec={0}
TryExec={1}
Icon=org.postdesk.Postdesk
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
"""


class LoginItem(Protocol):
    """Starts a command at login. Each method is a short disk operation. Raises OSError, StorageError."""

    def starts(self, command: tuple[str, ...]) -> bool:
        """Tell whether exactly this command is started at login, and the user has not disabled it elsewhere."""

    def add(self, command: tuple[str, ...]) -> None:
        """Start this command from the next login on, instead of any other."""

    def remove(self) -> None:
        """Start nothing at login any more."""


class AutostartEntry:
    """Linux: a desktop entry in the autostart folder (Desktop Application Autostart Specification)."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{_ID}.desktop"

    def starts(self, command: tuple[str, ...]) -> bool:
        try:
            lines = self._file.read_text("utf-8").splitlines()
        except (FileNotFoundError, UnicodeDecodeError):
            return False
        return f"Exec={exec_value(command)}" in lines and not _OFF & set(lines)

    def add(self, command: tuple[str, ...]) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        program = command[0].replace("\\", "\\\\")
        with atomic_write(self._file) as file:
            file.write(_ENTRY.format(exec_value(command), program).encode())

    def remove(self) -> None:
        self._file.unlink(missing_ok=True)


class LaunchAgent:
    """macOS: a property list in the user's LaunchAgents folder (launchd.plist(5))."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{_ID}.plist"

    def starts(self, command: tuple[str, ...]) -> bool:
        import plistlib
        from xml.parsers.expat import ExpatError

        try:
            known = plistlib.loads(self._file.read_bytes())
        except (FileNotFoundError, ExpatError, ValueError):
            return False
        return isinstance(known, dict) and known.get("ProgramArguments") == [*command] and not known.get("Disabled")

    def add(self, command: tuple[str, ...]) -> None:
        import plistlib

        self._file.parent.mkdir(parents=True, exist_ok=True)
        agent = {"Label": _ID, "ProgramArguments": [*command], "RunAtLoad": True, "ProcessType": "Interactive"}
        with atomic_write(self._file) as file:
            plistlib.dump(agent, file)

    def remove(self) -> None:
        self._file.unlink(missing_ok=True)


class RunKey:
    """Windows: a value under the user's own Run key."""

    def starts(self, command: tuple[str, ...]) -> bool:
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                    return bool(winreg.QueryValueEx(key, _NAME)[0] == subprocess.list2cmdline(command))
            except FileNotFoundError:
                return False
        return False

    def add(self, command: tuple[str, ...]) -> None:
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, subprocess.list2cmdline(command))

    def remove(self) -> None:
        if sys.platform == "win32":
            import contextlib
            import winreg

            access = winreg.KEY_SET_VALUE
            with contextlib.suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY, 0, access) as key:
                winreg.DeleteValue(key, _NAME)


def exec_value(command: tuple[str, ...]) -> str:
    """Return a command as the value of a desktop entry's Exec key (Desktop Entry Specification, "The Exec key")."""
    return " ".join(map(_quoted, command)).replace("\\", "\\\\")


def _quoted(argument: str) -> str:
    doubled = argument.replace("%", "%%")
    if argument and set(argument) <= _PLAIN:
        return doubled
    for character in '\\"`$':
        doubled = doubled.replace(character, f"\\{character}")
    return f'"{doubled}"'


def login_item(system: str, home: Path, environment: Mapping[str, str] = os.environ) -> LoginItem:
    """Return the login item for a system, named as in `sys.platform`."""
    if system == "win32":
        return RunKey()
    if system == "darwin":
        return LaunchAgent(home / "Library" / "LaunchAgents")
    config = environment.get("XDG_CONFIG_HOME", "")
    return AutostartEntry((Path(config) if Path(config).is_absolute() else home / ".config") / "autostart")
