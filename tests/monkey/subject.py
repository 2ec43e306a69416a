"""Postdesk under observation: a process on a screen, started again whenever it ends, and the answers of its observer."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.monkey.simulated_input import Point
from tests.sandbox.plain_client import PlainClient
from tests.support.desktop import Desktop
from tests.support.processes import ended, until
from tests.support.running_app import SOURCES

_CHECKOUT: Final = Path(__file__).resolve().parents[2]
_PATIENCE_S: Final = 90.0
_END_S: Final = 20.0


class Silent(Exception):
    """The observer does not answer: the process has ended, is about to, or hangs."""


@dataclass(frozen=True)
class Target:
    """A visible thing that can be pressed, typed into or dragged. `place` is left, top, width and height on the screen."""

    kind: str
    type: str
    name: str
    front: bool
    place: tuple[int, int, int, int]

    def point(self, across: float, down: float) -> Point:
        """Return a point of it, at these fractions of its width and height."""
        left, top, width, height = self.place
        return int(left + across * (width - 1)), int(top + down * (height - 1))


@dataclass(frozen=True)
class View:
    """The visible targets. `file_dialog`: a dialog that reads the disk is in front."""

    targets: tuple[Target, ...]
    file_dialog: bool


class Subject:
    """The process that is watched. `ends` has the exit status of each that ended by itself."""

    def __init__(self, screen: Desktop, folder: Path) -> None:
        self._screen, self._folder = screen, folder
        self.profile = folder / "profile"
        self.ends: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Start it, and wait until its observer answers. Raises Silent."""
        arguments = [str(self._folder), "--profile", str(self.profile), "--sandbox"]
        with (self._folder / "said.txt").open("ab") as said:
            self._process = self._run("tests.monkey.observed", *arguments, stdout=said, stderr=said)
        end = time.monotonic() + _PATIENCE_S
        while self._socket is None:
            if self._process.poll() is not None or time.monotonic() > end:
                raise Silent("it does not start")
            self._connect()

    def _connect(self) -> None:
        tried = socket.socket(socket.AF_UNIX)
        tried.settimeout(_PATIENCE_S)
        try:
            tried.connect(str(self._folder / "observer"))
        except OSError:
            tried.close()
            time.sleep(0.1)
        else:
            self._socket = tried

    def come_to_front(self) -> None:
        """Start Postdesk a second time, as a user does who misses its window."""
        second = self._run("postdesk", "--profile", str(self.profile), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Where the first is about to end, this one replaces it, without an observer, and is ended.
        with ended(second), suppress(subprocess.TimeoutExpired):
            second.wait(_END_S)

    def _run(self, module: str, *arguments: str, stdout: Any, stderr: Any) -> "subprocess.Popen[bytes]":
        environment = self._screen.environment | {"PYTHONPATH": f"{SOURCES}:{_CHECKOUT}", "PYTHONFAULTHANDLER": "1"}
        return subprocess.Popen([sys.executable, "-m", module, *arguments], env=environment, stdout=stdout, stderr=stderr)

    def look(self) -> View:
        """Return the visible targets. Raises Silent."""
        seen = self.ask("look")
        targets = tuple(Target(**(each | {"place": tuple(each["place"])})) for each in seen["targets"])
        return View(targets, seen["file_dialog"])

    def service(self) -> PlainClient:
        """Return a client of the sandbox, as soon as that runs. Raises Silent."""
        return PlainClient(**until(lambda: self.ask("service"), _PATIENCE_S))

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the results, as soon as there are some. Raises Silent."""
        found: list[dict[str, Any]] = until(lambda: self.ask("rows"), _PATIENCE_S)
        return found

    def ask(self, request: str, **more: Any) -> Any:
        """Send a request to the observer; return the answer. Raises Silent."""
        if self._socket is None:
            raise Silent("it is not there")
        try:
            self._socket.sendall(json.dumps({"do": request, **more}).encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n"):
                part = self._socket.recv(1 << 20)
                if not part:
                    raise Silent("it has ended")
                answer += part
        except OSError as error:
            raise Silent(str(error)) from error
        return json.loads(answer)

    def ended(self) -> bool:
        """Wait for the end of a process that is silent; return False where it hangs, and is killed."""
        assert self._process
        if self._socket:
            self._socket.close()
            self._socket = None
        try:
            self.ends.append(self._process.wait(_END_S))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False
        return True

    def stop(self) -> None:
        """End it as a signal from outside does."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_END_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._socket:
            self._socket.close()
            self._socket = None


def in_front(targets: Sequence[Target]) -> list[Target]:
    """Return the targets of the window, the dialog or the menu in front."""
    return [target for target in targets if target.front]
