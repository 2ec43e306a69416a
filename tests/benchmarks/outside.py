"""Measures from outside, on a process as its users start it: the start, the memory, the idle window, the polling."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.figures import Figure, against, in_turn, middle
from tests.benchmarks.peers import PEERS
from tests.benchmarks.seen import SIZE, Screen, Seen, screen_in
from tests.support.desktop import Desktop, desktop
from tests.support.fake_service import FakeService
from tests.support.keyring_session import keyring_session
from tests.support.processes import ended, until
from tests.support.raw_server import RawServer
from tests.support.running_app import SOURCES, close_window, running_app
from tests.support.sandbox_process import TEST_KEY, start_sandbox
from tests.support.seed import Amount, seed

from postdesk.store.backups import back_up
from postdesk.store.database import FILE

LATER: Final = ("httpx", "pydantic", "keyring", "emoji")
"""Modules that must not have been imported when the window is painted."""

_ROOT: Final = Path(__file__).resolve().parents[2]
_ITS_OWN: Final = ("PySide6", "shiboken", "/python", "site-packages")
_SETTLED_S: Final = 5.0
_FLOOR: Final = Path(__file__).with_name("bare.py")
COMMAND: Final = ("-m", "postdesk", "--profile")


@contextmanager
def screen() -> Iterator[str]:
    """An X display of its own without a window manager: no window gets the focus there by itself."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    with ended(subprocess.Popen(command, pass_fds=(writes,), stderr=subprocess.DEVNULL)):
        os.close(writes)
        with os.fdopen(reads) as said:
            yield f":{said.readline().strip()}"


@dataclass(frozen=True)
class Started:
    """A program that has painted its window, and the modules that it had imported by then."""

    process: "subprocess.Popen[str]"
    modules: frozenset[str]

    def said(self) -> dict[str, Any]:
        """Read the next line of its output."""
        assert self.process.stdout
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def wake_ups(self) -> int:
        """Return the number of times that one of its threads has gone to sleep so far."""
        statuses = [file.read_text() for file in Path(f"/proc/{self.process.pid}/task").glob("*/status")]
        lines = (line for status in statuses for line in status.splitlines())
        return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def _memory(process: int) -> float:
    """Return its memory in MB, without its child processes: PSS as it is where no other program uses Qt or Python.

    The mappings of those are counted in full; otherwise it would depend on the other running programs, this one included.
    """
    kilobytes, ours = 0, False
    for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
        field, *rest = line.split()
        if not field.endswith(":"):
            ours = any(name in line for name in _ITS_OWN)
        elif field == ("Rss:" if ours else "Pss:"):
            kilobytes += int(rest[0])
    return kilobytes / 1024


@contextmanager
def started(*arguments: str, key: str = "") -> Iterator[Started]:
    """Run a program of `painted`."""
    environment = os.environ | cached() | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    if key:
        environment["POSTDESK_API_KEY"] = key
    command = [sys.executable, "-m", "tests.benchmarks.painted", *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=_ROOT)
    with ended(process):
        assert process.stdout
        yield Started(process, frozenset(json.loads(process.stdout.readline())["modules"]))


def cached() -> dict[str, str]:
    """Return the environment in which bytecode is cached, as for an installed application."""
    return {
        "PYTHONPATH": f"{SOURCES}:{_ROOT}",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / f"postdesk-bytecode-{os.getuid()}"),
    }


def start(
    folder: Path, rounds: int = 5, amounts: Sequence[int] = (0, 10_000, 100_000, 300_000), peers: Sequence[str] = ()
) -> list[Figure]:
    """Measure the start as a user sees it; the floor is a bare window. `peers`: other programs, started in each round, too.

    The command itself, with a key and a service that answers, under a window manager, with today's backup made.
    """
    others = [partial(PEERS[each].command, str(folder / each)) for each in peers]
    for command in others:
        command()  # says which one is not installed
    with ExitStack() as stack:
        service = stack.enter_context(start_sandbox())
        names = [*map(str, amounts), *([_COMPOSING] if _USUAL in amounts else [])]
        profiles = [folder / name for name in names]
        for profile, posts in zip(profiles, (*amounts, _USUAL), strict=False):
            seed(profile, Amount(posts), service.base_url)
            back_up(profile / FILE, datetime.now(UTC))
        (frames := folder / "frames").mkdir()
        place = stack.enter_context(desktop(folder / "home", f"{SIZE[0]}x{SIZE[1]}", frames))
        stack.enter_context(keyring_session(place))
        seen = partial(_seen, place, screen := stack.enter_context(screen_in(frames)))
        if _COMPOSING in names:
            _leave_composer_open(place, screen, folder / _COMPOSING)
        own = [(sys.executable, str(_FLOOR)), *((sys.executable, *COMMAND, str(each)) for each in profiles)]
        programs = [partial(seen, *each) for each in (*own, *(command() for command in others))]
        for program in (*programs[:2], *programs[len(own) :]):
            program()  # compiles the bytecode that is cached from then on; a peer makes its own files
        floors, *found = in_turn(rounds, *programs)
        floor, of_each = _medians(floors).painted, [*map(_medians, found)]
        beside = zip((*names, *peers)[len(amounts) :], of_each[len(amounts) :], strict=True)
        return [
            *_starts(floor, dict(zip(amounts, of_each, strict=False))),
            *(_beside(name, floor, each, None if name in peers else _MOMENTS[_STILL]) for name, each in beside),
        ]


_STILL: Final = "everything still"
_MOMENTS: Final = {"first paint": 1.6, "calendar with its cards": 2.8, _STILL: 4.5}
"""The moments of a start, each with its goal as a multiple of the floor."""

_USUAL: Final = 10_000
_COMPOSING: Final = f"{_USUAL:,} posts and an open composer"
_MOST_GROWTH: Final = 1.1


def _medians(found: Sequence[Seen]) -> Seen:
    return Seen(*map(middle, zip(*found, strict=True)))


def _starts(floor: float, seen: Mapping[int, Seen]) -> list[Figure]:
    """Return the moments for each number of posts; beside those with 10,000 where there are more."""
    usual = seen.get(_USUAL)
    figures = [
        Figure(f"{name}, {posts:,} posts", found[n], "ms", floor * times, floor, usual[n] if usual and posts > _USUAL else None)
        for posts, found in seen.items()
        for n, (name, times) in enumerate(_MOMENTS.items())
    ]
    most = max(seen)
    if usual and most > _USUAL:
        grown = seen[most].still / usual.still
        figures.append(Figure(f"{_STILL}, {most:,} posts, beside {_USUAL:,}", grown, "×", _MOST_GROWTH))
    return figures


def _beside(name: str, floor: float, seen: Seen, times: float | None) -> Figure:
    return Figure(f"{_STILL}, {name}", seen.still, "ms", floor * times if times else None, floor)


def _leave_composer_open(place: Desktop, screen: Screen, profile: Path) -> None:
    """Open the composer in the window of that profile, and close the window, which keeps what is open."""
    with running_app(place, profile, environment=cached() | {"POSTDESK_API_KEY": TEST_KEY}) as app:
        screen.watch(app.pid, time.monotonic())
        for key in ("ctrl+n", "Return"):  # a new post, for the first client
            subprocess.run(("xdotool", "key", key), env=place.environment, check=True)
            time.sleep(_SETTLED_S)
        close_window(place, app)
    assert "open=true" in (profile / "window.ini").read_text(), "the composer was not open"


def _seen(place: Desktop, frames: Screen, *command: str) -> Seen:
    """Start a program, and watch it until it is still."""
    own = cached() | {"POSTDESK_API_KEY": TEST_KEY, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}
    empty, begun = frames.frame(), time.monotonic()
    unheard = subprocess.DEVNULL
    process = subprocess.Popen(command, env=place.environment | own, stdout=unheard, stderr=unheard)
    with ended(process):
        seen = frames.watch(process.pid, begun)
    until(lambda: frames.frame() == empty)
    return seen


def memory(folder: Path, rounds: int = 3, posts: int = 10_000) -> list[Figure]:
    """Measure the memory of a window at rest, beside a bare one."""
    with start_sandbox() as sandbox:
        seed(folder / "profile", Amount(posts), sandbox.base_url)

        def bare() -> float:
            process = subprocess.Popen([sys.executable, _FLOOR], env=os.environ | cached())
            with ended(process):
                time.sleep(1)
                return _memory(process.pid)

        def full() -> float:
            with started("product", str(folder / "profile"), key=TEST_KEY) as program:
                time.sleep(_SETTLED_S)
                return _memory(program.process.pid)

        small, large = in_turn(rounds, bare, full)
    return [against(f"memory at rest (PSS), {posts:,} posts", middle(large), "MB", middle(small), 2.1)]


def imported_too_early(folder: Path) -> frozenset[str]:
    """Return the heavy libraries that were imported before the first paint."""
    seed(folder / "profile", Amount(10))
    with started("product", str(folder / "profile")) as program:
        return program.modules & frozenset(LATER)


def idle(folder: Path, seconds: float = 60.0) -> list[Figure]:
    """Count the wake-ups of an unused window, with 10,000 posts of which none is due and today's backup made."""
    with start_sandbox() as sandbox:
        seed(folder / "profile", Amount(10_000), sandbox.base_url)
        back_up(folder / "profile" / FILE, datetime.now(UTC))
        with started("product", str(folder / "profile"), key=TEST_KEY) as program:
            time.sleep(2 * _SETTLED_S)
            before = program.wake_ups()
            time.sleep(seconds)
            return [Figure("wake-ups of the idle window", (program.wake_ups() - before) / seconds, "a second", 0.5)]


def polling(folder: Path, seconds: int = 60, unsettled: int = 300) -> list[Figure]:
    """Count the requests for 300 unsettled posts, and the longest stall of the window, the first use of the network included."""
    service = FakeService()
    amount = Amount(10_000, unsettled=unsettled)
    for n in range(unsettled):
        service.add(f"post-{amount.posts + n + 1}-0", "processing", f"client-{n % amount.clients}")
    with _served(service) as base_url:
        seed(folder / "profile", amount, base_url)
        with started("watched", str(folder / "profile"), key="key-of-a-benchmark") as program:
            program.said()  # everything is in its window
            stalls = [float(program.said()["stall"]) for _ in range(seconds)]
    polls = service.requests["list_posts"] + service.requests["get_post"]
    return [
        Figure(f"polling requests, {unsettled} unsettled posts", polls * 60 / seconds, "a minute", 30),
        Figure("longest stall, first use of the network", max(stalls[:5]), "ms", 16),
        Figure("longest stall while polling", max(stalls[5:]), "ms", 16),
    ]


@contextmanager
def _served(service: FakeService) -> Iterator[str]:
    """Run the service on a loop of its own, in a thread; yield its base URL."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = RawServer(service.script)

    async def opened() -> str:
        await server.__aenter__()
        return server.base_url

    async def closed() -> None:
        await server.__aexit__(None, None, None)

    try:
        yield asyncio.run_coroutine_threadsafe(opened(), loop).result()
        asyncio.run_coroutine_threadsafe(closed(), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
