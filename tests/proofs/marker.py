"""The marker is on the disk, not in the system's cache, before the first byte of its post leaves: seen in the system calls."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.proofs.process_forker import Order, environment
from tests.proofs.service import Service, at_work

_PATIENCE_S = 300
_CALLS = "trace=fsync,fdatasync,pwrite64,connect,sendto"
_LINE = re.compile(r"(?P<thread>\d+) +(?P<call>.*)")
_WROTE = re.compile(r"pwrite64\(\d+<[^>]*-wal>")
_SYNC = re.compile(r"f(data)?sync\(\d+<[^>]*-wal>")
_SYNC_ENDS = re.compile(r"<\.\.\. f(data)?sync resumed>")
_CONNECT = re.compile(r"connect\((?P<socket>\d+)<[^>]*>, \{sa_family=AF_INET")
_SEND = re.compile(r'sendto\((?P<socket>\d+)<[^>]*>, "POST /api/v1/posts')


@dataclass(frozen=True, slots=True)
class Sends:
    """The number of sent posts, and of those among them with a synced commit after the start of their connection."""

    sent: int
    synced: int


def can_trace() -> str:
    """Return the reason why system calls can't be traced here; empty where they can."""
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed"
    tried = subprocess.run([strace, "-f", "-o", "/dev/null", "/bin/true"], capture_output=True, text=True, check=False)
    return tried.stderr.strip() if tried.returncode else ""


async def run(count: int, without: str = "") -> Sends:
    """Send posts one after the other, and read their system calls. `without` is that of an `Order`."""
    service = Service(platforms=("linkedin",))
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace"
        async with at_work(service) as addresses:
            order = Order("in a row", str(Path(folder) / "profile"), addresses, detail={"count": count}, without=without)
            process = await asyncio.create_subprocess_exec(*_traced(trace, order), env=environment())
            async with asyncio.timeout(_PATIENCE_S):
                assert await process.wait() == 0, "a life that failed: see above"
        with trace.open() as lines:
            return read(lines)


def _traced(trace: Path, order: Order) -> tuple[str, ...]:
    life = (sys.executable, "-m", "tests.proofs.process_runs", json.dumps(asdict(order)))
    return ("strace", "-f", "-y", "-s", "32", "--seccomp-bpf", "-e", _CALLS, "-o", str(trace), *life)


def read(lines: Iterable[str]) -> Sends:
    """Read a trace. A call of one thread may be cut by those of another: it ends where it is resumed."""
    sent = synced = commits = 0
    begun: dict[str, int] = {}
    written: set[str] = set()
    syncing: set[str] = set()
    for line in lines:
        found = _LINE.match(line)
        if not found:
            continue
        thread, call = found["thread"], found["call"]
        if _WROTE.match(call):
            written.add(thread)
        elif _SYNC.match(call) and "unfinished" in call:
            syncing.add(thread)
        elif _SYNC.match(call) or (_SYNC_ENDS.match(call) and thread in syncing):
            commits += thread in written
            written.discard(thread)
            syncing.discard(thread)
        elif connecting := _CONNECT.match(call):
            begun[connecting["socket"]] = commits
        elif sending := _SEND.match(call):
            sent += 1
            synced += commits > begun[sending["socket"]]
    return Sends(sent, synced)
