"""A session at work for an hour beside a service that often fails: `python -m tests.proofs.soak [MINUTES]`.

300 posts were due and are not settled, one more is due every 20 s, and their stages change all the time, so that it polls at
its fastest pace. These may not grow: the requests of a minute, memory, threads, tasks and descriptors.
"""

import asyncio
import json
import os
import random
import select
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, cast

import qasync
from PySide6.QtCore import QCoreApplication
from tests.proofs.process_forker import ROOT, environment
from tests.proofs.service import Service, at_work
from tests.support.factories import an_entry
from tests.support.fake_service import Post
from tests.support.filled import at
from tests.support.raw_server import Conversation, http
from tests.support.sandbox_process import SandboxProcess
from tests.support.working_session import Options, working_session

from postdesk.api.client import CLIENT_TIMEOUTS
from postdesk.api.rate_limiter import RateLimiter
from postdesk.domain.clients import Client, WorkspaceKind
from postdesk.domain.delivery import Stage, State
from postdesk.domain.posts import Post as OurPost
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.garbage import IdleCollector
from postdesk.store import clients, posts, workspaces
from postdesk.store.database import Database
from postdesk.store.sqlite import Transaction

_POSTS, _ONE_MORE_EVERY_S = 300, 20
_READ_EVERY_S = 5.0
_WEATHER_S = 20.0
_MOST_A_MINUTE = 30
_MOST_MEMORY_MB = 20.0
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") / 1024
_STILL_AT_IT = ("processing", "publishing", "pending", "queued")
_WEATHERS = (*("fair",) * 10, "500", "429", "page", "reset", "hang", "cut")


@dataclass(frozen=True, slots=True)
class ResourceUse:
    """The resources of the session's process: memory in MB, and the number of each other kind."""

    memory: float
    threads: int
    tasks: int
    descriptors: int


@dataclass
class ChangingService(Service):
    """A service with changing behaviour. `weather` is its present answer; `asked_at` are the times of requests about posts."""

    weather: str = "fair"
    asked_at: list[float] = field(default_factory=list)

    async def _converse(self, conversation: Conversation) -> None:
        while head := await conversation.head():
            method, target, _ = head.split(b"\r\n")[0].decode().split()
            body = await conversation.body(head)
            if "/posts" in target:
                self.asked_at.append(time.monotonic())
            conversation.received.clear()
            if self.weather == "reset":
                conversation.reset()
                return
            if self.weather == "hang":
                await asyncio.sleep(_WEATHER_S)
                return
            await conversation.send(self._reply(*self._other(method, target, body)))

    def _list(self) -> tuple[int, Any]:
        for post in random.sample(tuple(self.posts.values()), len(self.posts) // 4):
            post["status"] = random.choice(_STILL_AT_IT)
        return super()._list()

    def _reply(self, status: int, body: bytes) -> bytes:
        match self.weather:
            case "500":
                return http(500, b"{}")
            case "429":
                return http(429, b"{}", "Retry-After: 2")
            case "page":
                return http(200, b"<!doctype html>", "Content-Type: text/html")
            case "cut":
                return http(status, body[: len(body) // 2], "Content-Type: application/json")
        return http(status, body, "Content-Type: application/json")

    def in_the_worst_minute(self) -> int:
        """Return the most requests about posts in any 60 seconds."""
        return max((sum(at <= each < at + 60 for each in self.asked_at) for at in self.asked_at), default=0)


@dataclass(frozen=True, slots=True)
class SoakResult:
    """The result. `first` and `last`: the medians of the first and the last quarter, after a minute of warming up."""

    minutes: float
    first: ResourceUse
    last: ResourceUse
    requests: int
    worst_minute: int

    @property
    def wrong(self) -> tuple[str, ...]:
        """The resources that grew, or were too much."""
        grown = {name: getattr(self.last, name) - getattr(self.first, name) for name in ("threads", "tasks", "descriptors")}
        more = self.last.memory - self.first.memory
        return (
            *((f"{self.worst_minute} requests in a minute",) if self.worst_minute > _MOST_A_MINUTE else ()),
            *((f"{more:.1f} MB more",) if more > _MOST_MEMORY_MB else ()),
            *(f"{by} {name} more" for name, by in grown.items() if by > 0),
        )


async def run(minutes: float, told: Callable[[str], None] = lambda line: None) -> SoakResult:
    """Let the session work for so long."""
    service = ChangingService(echoes=True)
    with tempfile.TemporaryDirectory() as folder:
        async with at_work(service) as reached:
            _furnish(Path(folder), reached["base_url"], service, int(60 * minutes / _ONE_MORE_EVERY_S))
            readings = await _watched(Path(folder), reached, service, minutes, told)
    kept = readings[int(60 / _READ_EVERY_S) :] or readings
    quarter = max(1, len(kept) // 4)
    first, last = _median(kept[:quarter]), _median(kept[-quarter:])
    return SoakResult(minutes, first, last, len(service.asked_at), service.in_the_worst_minute())


async def _watched(
    folder: Path, reached: dict[str, str], service: ChangingService, minutes: float, told: Callable[[str], None]
) -> list[ResourceUse]:
    command = [sys.executable, "-m", "tests.proofs.soak", "session", str(folder), json.dumps(reached)]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment(), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    readings, chance, end = [], random.Random(0), time.monotonic() + 60 * minutes
    changes = time.monotonic()
    while time.monotonic() < end and (line := await process.stdout.readline()):
        readings.append(ResourceUse(**json.loads(line)))
        if time.monotonic() > changes:
            changes, service.weather = time.monotonic() + _WEATHER_S, chance.choice(_WEATHERS)
        told(f"{service.weather}: {readings[-1]}")
    process.stdin.close()
    await process.wait()
    return readings


def _median(readings: list[ResourceUse]) -> ResourceUse:
    return ResourceUse(
        median(each.memory for each in readings),
        *(int(median(getattr(each, name) for each in readings)) for name in ("threads", "tasks", "descriptors")),
    )


def _furnish(folder: Path, base_url: str, service: ChangingService, coming: int) -> None:
    """Add accepted posts that were due a while ago, and `coming` ones; the service still processes them."""
    database = Database(folder)

    def work(conn: Transaction) -> None:
        workspace = workspaces.add(conn, WorkspaceKind.REAL, "Soak", base_url)
        client = clients.add(conn, Client(0, workspace.id, "ann", "Ann", "#3454d1", "Europe/Berlin"))
        now = datetime.now(UTC)
        for number in range(_POSTS + coming):
            due_in = timedelta(seconds=_ONE_MORE_EVERY_S * max(0, number - _POSTS) - 60)
            entry = replace(
                an_entry(state=State.ACCEPTED, stage=Stage.PROCESSING, client_id=client),
                due_at=at(now + due_in, number),
                remote_id=f"soak-{number}",
                remote_status="processing",
                token=f"token-{number}",
            )
            post = OurPost(0, client, PostOrigin.HERE, f"g{number}", "Hello", "", entry.due_at, _SHOWN, (), (entry,), now)
            posts.add(conn, workspace.id, post, now)
            more: Post = {"metadata": {"clientToken": entry.token}, "createdAt": entry.due_at.isoformat()}
            service.add(entry.remote_id, "processing", **more)

    database.submit(work).result()
    database.close()


_SHOWN = PostState.PROCESSING


async def _session(folder: Path, sandbox: SandboxProcess) -> None:
    """Run a session with the product's settings, and print its resources until its standard input ends."""
    async with working_session(folder, sandbox, Options(rate_limiter=RateLimiter(), timeouts=CLIENT_TIMEOUTS)):
        while not select.select([sys.stdin], [], [], 0)[0]:
            await asyncio.sleep(_READ_EVERY_S)
            print(json.dumps(asdict(_read(len(asyncio.all_tasks())))), flush=True)


def _read(tasks: int) -> ResourceUse:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return ResourceUse(pages * _PAGE_KB / 1024, threading.active_count(), tasks, len(list(Path("/proc/self/fd").iterdir())))


def _at_work(folder: str, reached: str) -> None:
    sandbox = SandboxProcess(**json.loads(reached), process=cast("Any", None))
    application = QCoreApplication([])
    collector = IdleCollector()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application, set_running_loop=False)) as runner:
        runner.run(_session(Path(folder), sandbox))
    collector.deleteLater()


def main(minutes: str = "60") -> int:
    """Print the result; return exit status 1 where something grew."""
    soaked = asyncio.run(run(float(minutes), lambda line: print(line, file=sys.stderr, flush=True)))
    print(f"{soaked}\n{'; '.join(soaked.wrong) or 'Nothing grew.'}")
    return 1 if soaked.wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["session"]:
        _at_work(*sys.argv[2:])
    else:
        sys.exit(main(*sys.argv[1:]))
