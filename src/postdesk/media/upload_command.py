"""Upload by the user's own program, which takes a file and prints its address. Blocking: run in a thread."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import IO, Final

from postdesk.domain.links import url_problem
from postdesk.domain.uploads import FILE, UploadCommand, UploadFailed, UploadProblem

_MOST_BYTES: Final = 1_048_576
_BLOCK: Final = 65_536
_SAID: Final = 2_000
_LOOK_EVERY_S: Final = 0.05
_GRACE_S: Final = 2.0


def run_upload_command(command: UploadCommand, file: Path, stop: Event) -> str:
    """Run the program and return the last https address among its output lines. Raises UploadFailed."""
    with _started(command, file) as process:
        out, err = _PipeReader(process.stdout), _PipeReader(process.stderr)
        end = monotonic() + command.patience_s
        while process.poll() is None:
            if stop.wait(_LOOK_EVERY_S):
                raise UploadFailed(UploadProblem.STOPPED)
            if out.too_much or err.too_much:
                raise UploadFailed(UploadProblem.TOO_MUCH_OUTPUT, err.text())
            if monotonic() > end:
                raise UploadFailed(UploadProblem.TOO_SLOW, err.text())
        out.wait()
        err.wait()
    if process.returncode:
        raise UploadFailed(UploadProblem.COMMAND_FAILED, err.text() or out.text())
    if out.too_much:
        raise UploadFailed(UploadProblem.TOO_MUCH_OUTPUT)
    return _address_in(out)


@contextmanager
def _started(command: UploadCommand, file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the program in its own process group, which is ended completely afterwards."""
    arguments = [argument.replace(FILE, str(file)) for argument in command.arguments]
    try:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    except (OSError, ValueError, IndexError):
        raise UploadFailed(UploadProblem.NO_COMMAND) from None
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Terminate the process group, and kill it after a grace period."""
    _tell_group(process, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S)
    _tell_group(process, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    process.wait()


def _tell_group(process: subprocess.Popen[bytes], what: signal.Signals) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.terminate()
        else:
            os.killpg(process.pid, what)


class _PipeReader:
    """The output of a pipe, up to a limit; anything beyond is read and discarded."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        assert pipe
        self._pipe, self._bytes = pipe, bytearray()
        self.too_much = False
        self._thread = Thread(target=self._hear, name="command output", daemon=True)
        self._thread.start()

    def _hear(self) -> None:
        with suppress(OSError, ValueError), self._pipe as pipe:
            while block := os.read(pipe.fileno(), _BLOCK):
                self.too_much = self.too_much or len(self._bytes) + len(block) > _MOST_BYTES
                if not self.too_much:
                    self._bytes += block

    def wait(self) -> None:
        """Wait for the end of the output, but not for ever: a leftover child process may hold the pipe open."""
        self._thread.join(_GRACE_S)

    def lines(self) -> list[str]:
        return self._bytes.decode(errors="replace").splitlines()

    def text(self) -> str:
        """Return the end of the output, which usually contains the reason."""
        return self._bytes.decode(errors="replace").strip()[-_SAID:]


def _address_in(out: _PipeReader) -> str:
    for line in reversed(out.lines()):
        if (address := line.strip()).startswith("https://") and url_problem(address) is None:
            return address
    raise UploadFailed(UploadProblem.NO_ADDRESS, out.text())
