"""Starts Postdesk again and again on a busy computer, while screen readers read it from the first moment on.

    python -m tests.support.read_starts [STARTS]

prints the failed starts, and their number.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from tests.support.desktop import Desktop, desktop
from tests.support.processes import ended, until
from tests.support.running_app import output_file, running_app
from tests.support.seed import Amount, seed

READERS: Final = 3
_BUSY: Final = 1
_WALKER: Final = Path(__file__).with_name("walking_reader.py")
_SYSTEM_PYTHON: Final = "/usr/bin/python3"
_ALL_IN_VIEW: Final = 100
"""The least number of visible nodes once the window is filled; an empty one has 20."""
_PATIENCE_S: Final = 90
_ENDING_S: Final = 60


@dataclass
class _Reader:
    """A screen reader that reads all the time; its walks through each program, and the most nodes in view there."""

    process: "subprocess.Popen[str]"
    walks: Counter[int] = field(default_factory=Counter)
    most: dict[int, int] = field(default_factory=dict)

    def hear(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            number, count, *whole = line.split()
            self._note(int(number), int(count), whole=bool(whole))

    def forget(self, number: int) -> None:
        """Forget a process: its number may come again, for another program."""
        self.walks.pop(number, None)
        self.most.pop(number, None)

    def _note(self, number: int, count: int, *, whole: bool) -> None:
        self.walks[number] += whole
        self.most[number] = max(count, self.most.get(number, 0))


@contextmanager
def readers(screen: Desktop) -> Iterator[tuple[_Reader, ...]]:
    """Run readers of every program on that desktop, with another process that keeps the processors busy."""
    with ExitStack() as stack:
        found = []
        for _ in range(_BUSY):
            stack.enter_context(ended(subprocess.Popen([sys.executable, "-c", "while True: pass"])))
        for _ in range(READERS):
            command = [_SYSTEM_PYTHON, "-B", str(_WALKER)]
            process = subprocess.Popen(
                command, env=screen.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            stack.enter_context(ended(process))
            found.append(_Reader(process))
            threading.Thread(target=found[-1].hear, daemon=True).start()
        yield tuple(found)


@dataclass(frozen=True)
class Start:
    """One start: its exit status, the number of reads, and its output."""

    status: int
    walks: int
    said: str


def start(screen: Desktop, profile: Path, reading: tuple[_Reader, ...]) -> Start:
    """Start it, wait until a filled window was read, and end it. Its bytecode is cached, as an installed application's is."""
    output_file(screen).write_bytes(b"")
    cached = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(profile.with_name("bytecode"))}
    with running_app(screen, profile, environment=cached | {"PYTHONFAULTHANDLER": "1"}) as app:
        for each in reading:
            each.forget(app.pid)
        until(partial(_is_read, app, reading), _PATIENCE_S, lambda: str([each.most.get(app.pid) for each in reading]))
        app.terminate()
        app.wait(_ENDING_S)
    return Start(app.returncode, sum(each.walks[app.pid] for each in reading), output_file(screen).read_text("utf-8", "replace"))


def _is_read(app: "subprocess.Popen[bytes]", reading: tuple[_Reader, ...]) -> bool:
    return app.poll() is not None or any(each.most.get(app.pid, 0) >= _ALL_IN_VIEW for each in reading)


def starts(folder: Path, count: int) -> Iterator[Start]:
    """Start it `count` times, one after the other, with some posts of several clients."""
    seed(folder / "profile", Amount(60, clients=6))
    (folder / "home").mkdir()
    with desktop(folder / "home") as screen, readers(screen) as reading:
        for _ in range(count):
            yield start(screen, folder / "profile", reading)


def main(count: int) -> int:
    """Print the results of `count` starts; return the number of failed ones."""
    bad = walks = 0
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("stopped"))
    with tempfile.TemporaryDirectory() as folder:
        for number, each in enumerate(starts(Path(folder), count), 1):
            walks += each.walks
            if each.status:
                bad += 1
                print(f"start {number} ended with {each.status}:\n{each.said}", flush=True)
            if number % 10 == 0 or number == count:
                print(f"{number} starts, read {walks} times, {bad} ended badly", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20), os.EX_SOFTWARE))
