"""Starts processes quickly: one that has imported everything forks each, before it has a thread.

`python -m tests.proofs.process_forker` reads an `Order` a line, and answers each with two: the child's process id, then its exit.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import postdesk

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Order:
    """One process run. `life` names it in `process_runs`; it works on the profile in `folder` with the service at `service`.

    `point` is the place where it is killed, empty for none; `detail` has the other parameters of the run; `without` names the
    safeguard that is removed, empty for none.
    """

    life: str
    folder: str
    service: Mapping[str, str]
    point: str = ""
    detail: Mapping[str, float] = field(default_factory=dict)
    without: str = ""


class ProcessForker:
    """One process that forks others, one at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = 0

    async def live(self, order: Order, patience: float = _PATIENCE_S) -> int:
        """Run one process; return its exit: 0, or the number of the signal. Raises AssertionError where it failed."""
        await self.begin(order)
        return await self.end(patience)

    async def begin(self, order: Order) -> int:
        """Start a process; return its process id."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        self.pid = int(await self._line())
        return self.pid

    async def end(self, patience: float = _PATIENCE_S) -> int:
        """Wait for the end of the process that was started."""
        try:
            async with asyncio.timeout(patience):
                status = int(await self._line())
        except TimeoutError:
            os.kill(self.pid, signal.SIGKILL)
            raise AssertionError("a life that does not end") from None
        code = os.waitstatus_to_exitcode(status)
        assert code <= 0, "a life that failed: see above"
        return -code

    async def _line(self) -> bytes:
        assert self._process.stdout
        line = await self._process.stdout.readline()
        assert line, "the forker ended"
        return line


def environment() -> dict[str, str]:
    """Return the environment in which the proofs' own processes find their imports."""
    paths = os.pathsep.join([str(ROOT), str(Path(postdesk.__file__).parents[1])])
    return os.environ | {"PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"}


@asynccontextmanager
async def process_forker() -> AsyncIterator[ProcessForker]:
    """A forking process, closed afterwards."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.proofs.process_forker",
        env=environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield ProcessForker(process)
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


def main() -> None:
    from tests.proofs import process_runs

    gc.freeze()
    while line := sys.stdin.readline():
        child = os.fork()
        if not child:
            os.dup2(2, 1)
            _live(process_runs.live, line)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


def _live(live: "object", line: str) -> None:
    code = 1
    try:
        assert callable(live)
        live(Order(**json.loads(line)))
        code = 0
    except BaseException as error:
        traceback.print_exception(error, limit=-2)
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
