"""The sandbox as a real process, with its key on standard input, for the tests of every layer.

    sandbox = start_sandbox(tmp_path)          # or start_sandbox(): in memory
    ... sandbox.base_url, sandbox.key ...
    sandbox.control("POST", "clock", {"advance": 3600})
    sandbox.stop()

It is a context manager too. Nothing of the client's is used here.
"""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

import postdesk

TEST_KEY = "test-key-not-secret"


class RunningProcess(Protocol):
    """The used part of `subprocess.Popen`."""

    @property
    def pid(self) -> int: ...
    @property
    def stdin(self) -> IO[str] | None: ...
    @property
    def stdout(self) -> IO[str] | None: ...
    def kill(self) -> None: ...
    def wait(self, timeout: float) -> object: ...


@dataclass
class SandboxProcess:
    base_url: str
    control_url: str
    feed_url: str
    key: str
    process: RunningProcess

    def stop(self) -> None:
        """Close its standard input, as the app does, and wait for its end."""
        self._end(lambda: None)

    def kill(self) -> None:
        """Kill it with SIGKILL."""
        self._end(self.process.kill)

    def control(self, method: str, path: str, body: object = None) -> Any:
        """Send a request to the control endpoint, at a path below `/control/v1/`; return the JSON of its answer.

        Raises HTTPError.
        """
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.control_url}/{path}", data, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _end(self, act: Any) -> None:
        act()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()

    def __enter__(self) -> "SandboxProcess":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def start_sandbox(
    folder: Path | None = None, *, key: str = TEST_KEY, port: int = 0, redirect_uris: Iterable[str] = ()
) -> SandboxProcess:
    """Start `python -m postdesk.sandbox` and wait until it listens. With a folder its state survives."""
    command = [sys.executable, "-m", "postdesk.sandbox", *sandbox_arguments(folder, port, redirect_uris)]
    return introduced(
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=sandbox_environment(), text=True), key
    )


def sandbox_arguments(folder: Path | None, port: int = 0, redirect_uris: Iterable[str] = ()) -> list[str]:
    """Return the arguments of a sandbox that reads its key from standard input."""
    arguments = ["--key-stdin", "--port", str(port)]
    arguments += ["--state", str(folder)] if folder else []
    for uri in redirect_uris:
        arguments += ["--redirect-uri", uri]
    return arguments


def sandbox_environment() -> dict[str, str]:
    """Return the environment in which a process finds the sandbox."""
    return os.environ | {"PYTHONPATH": str(Path(postdesk.__file__).parents[1])}


def introduced(process: RunningProcess, key: str = TEST_KEY) -> SandboxProcess:
    """Give the process its key, and wait until it listens. Raises RuntimeError where it does not start."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{key}\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        process.wait(10)
        process.stdin.close()
        process.stdout.close()
        raise RuntimeError("the sandbox did not start")
    ready = json.loads(line)
    return SandboxProcess(ready["base_url"], ready["control_url"], ready["feed_url"], key, process)
