"""Postdesk as its users run it: a process of its own on a desktop."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.desktop import Desktop
from tests.support.processes import ended, until

import postdesk

_CHECKOUT = Path(__file__).resolve().parents[2]
SOURCES = Path(postdesk.__file__).parents[1]


@contextmanager
def running_app(
    desktop: Desktop, profile: Path, *arguments: str, prefix: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start it on a profile, and end it where it has not ended by itself. Its output is kept in the desktop's home."""
    command = [*prefix, sys.executable, "-m", "postdesk", "--profile", str(profile), *arguments]
    whole = desktop.environment | {"PYTHONPATH": str(SOURCES)} | dict(environment or {})
    with output_file(desktop).open("ab") as said:
        process = subprocess.Popen(command, env=whole, stdout=said, stderr=said)
    with ended(process):
        yield process


def output_file(desktop: Desktop) -> Path:
    """Return the file with the standard output and errors of the programs on the desktop."""
    return Path(desktop.environment["HOME"]) / "said.txt"


def window_of(desktop: Desktop, app: "subprocess.Popen[bytes]") -> str:
    """Return the number of its window in view; empty while there is none."""
    search = ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(app.pid), "--name", "Postdesk"]
    found = subprocess.run(search, env=desktop.environment, check=False, capture_output=True, text=True).stdout.split()
    return found[0] if found else ""


def ask_to_close(desktop: Desktop, app: "subprocess.Popen[bytes]") -> None:
    """Ask its window to close, as a click on its close button does."""
    window = until(lambda: window_of(desktop, app))
    command = [sys.executable, "-m", "tests.support.x_windows", desktop.environment["DISPLAY"], window]
    subprocess.run(command, cwd=_CHECKOUT, check=True)


def close_window(desktop: Desktop, app: "subprocess.Popen[bytes]") -> None:
    """Close its window, and wait for its end."""
    ask_to_close(desktop, app)
    assert app.wait(10) == 0
