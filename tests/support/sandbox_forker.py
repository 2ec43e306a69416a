"""Starts sandbox processes quickly: one that has imported the sandbox forks each, before it has a thread.

`python -m tests.support.sandbox_forker FD` reads a process's arguments from that socket, as JSON, with its standard input and
output beside them, and answers with its number.
"""

import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.support.sandbox_process import SandboxProcess, introduced, sandbox_arguments, sandbox_environment

_CHECKOUT: Final = Path(__file__).resolve().parents[2]
_MOST_BYTES: Final = 4096


class ForkedProcess:
    """A process that is a child of the forking one: the used part of `subprocess.Popen`."""

    def __init__(self, pid: int, stdin: IO[str], stdout: IO[str]) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self._handle = os.pidfd_open(pid)

    def kill(self) -> None:
        signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self, timeout: float) -> None:
        """Wait for its end. Raises TimeoutError."""
        ended, _, _ = select.select([self._handle], [], [], timeout)
        if not ended:
            raise TimeoutError(f"the process {self.pid} does not end")
        os.close(self._handle)


@dataclass(frozen=True)
class SandboxForker:
    """The process that forks the others. `orders` is this end of its socket."""

    orders: socket.socket

    def start(self, folder: Path) -> SandboxProcess:
        """Start a sandbox as `start_sandbox` does; its state survives in the folder."""
        child_in, stdin = os.pipe()
        stdout, child_out = os.pipe()
        try:
            socket.send_fds(self.orders, [json.dumps(sandbox_arguments(folder)).encode()], [child_in, child_out])
            # It waits for its key meanwhile.
            process = ForkedProcess(int(self.orders.recv(_MOST_BYTES)), os.fdopen(stdin, "w"), os.fdopen(stdout))
        finally:
            os.close(child_in)
            os.close(child_out)
        return introduced(process)


@contextmanager
def sandbox_forker() -> Iterator[SandboxForker]:
    """A forking process, closed afterwards."""
    ours, its = socket.socketpair()
    with ours:
        with its:
            command = [sys.executable, "-m", "tests.support.sandbox_forker", str(its.fileno())]
            process = subprocess.Popen(command, env=sandbox_environment(), cwd=_CHECKOUT, pass_fds=[its.fileno()])
        yield SandboxForker(ours)
    process.wait(10)


def main() -> None:
    from postdesk.sandbox.__main__ import main as run_sandbox

    orders = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks for the exit status of a sandbox
    gc.freeze()
    while True:
        order, handles, _, _ = socket.recv_fds(orders, _MOST_BYTES, 2)
        if not order:
            return
        child = os.fork()
        if not child:
            orders.close()
            _become_sandbox(json.loads(order), handles)
            os._exit(run_sandbox())
        for handle in handles:
            os.close(handle)
        orders.send(str(child).encode())


def _become_sandbox(arguments: Sequence[str], handles: Sequence[int]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.argv[1:] = arguments
    for standard, handle in enumerate(handles):
        os.dup2(handle, standard)
        os.close(handle)


if __name__ == "__main__":
    main()
