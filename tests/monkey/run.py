"""A run of the monkey: a used profile, random acts for some minutes, then the service's ledger beside the window's data."""

import contextlib
import http.client
import json
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tests.monkey import ledger_comparison
from tests.monkey.random_acts import RandomActs
from tests.monkey.simulated_input import UserInput
from tests.monkey.subject import Silent, Subject
from tests.support import profiles
from tests.support.desktop import Desktop, desktop
from tests.support.processes import until

from postdesk.domain.platforms import Platform

_CLIENTS: Final = ("Harbour Bakery", "Lina Okafor", "Northwind Cycles", "Theater am Fluss", "Casa Verde", "Alex Morgan")
_ACCOUNTS: Final = (Platform.LINKEDIN, Platform.TWITTER, Platform.FACEBOOK)
_POSTS: Final = 60
_PATIENCE_S: Final = 120.0
_SETTLES_S: Final = 180.0
_LONG_MS: Final = 100
_STEPS, _STEP_S = 3, 1200
_LOOK_EVERY_S: Final = 2.0
_REPORTED: Final = re.compile(r"^\S+ \S+ (ERROR|CRITICAL) |^\S+ \S+ WARNING postdesk\.qt", re.MULTILINE)
_BAD_OUTPUT: Final = re.compile(r"Traceback|Fatal Python error|QObject|QPainter|QWidget|Segmentation|RuntimeError")


@dataclass(frozen=True, slots=True)
class LongTurn:
    """A turn of the loop in which the window did not answer: its ms, `worked` of them with a processor, and the act before it.

    For the rest of them it waited, for a lock or a disk: on a busy machine mostly for a thread that has no processor.
    """

    ms: int
    worked: int
    stack: tuple[str, ...]
    act: str


@dataclass
class Outcome:
    """The outcome of a run. `wrong` are the broken rules; `turns` are those over 100 ms."""

    seed: int
    acts: int = 0
    starts: int = 0
    taken: int = 0
    wrong: list[str] = field(default_factory=list)
    turns: list[LongTurn] = field(default_factory=list)

    def told(self) -> str:
        """Return the outcome as lines of text."""
        lines = [f"seed {self.seed}: {self.acts} acts, {self.starts} starts, {self.taken} posts at the service"]
        lines += [f"WRONG: {each}" for each in self.wrong] or ["Nothing was wrong."]
        at_work = sorted((turn for turn in self.turns if turn.worked > _LONG_MS), key=lambda turn: -turn.worked)
        waited = [turn for turn in self.turns if turn.worked <= _LONG_MS]
        if waited:
            lines.append(f"{len(waited)} turns waited for others, up to {max(turn.ms for turn in waited)} ms.")
        for turn in at_work:
            lines.append(f"{turn.worked} of {turn.ms} ms at work, after “{turn.act}”: {' > '.join(turn.stack)}")
        return "\n".join(lines)


def run(seed: int, minutes: float, folder: Path, told: Callable[[str], None] = lambda line: None, posts: int = _POSTS) -> Outcome:
    """Let the monkey play for so long with that many posts; all its files are in `folder`."""
    profiles.practised(folder / "profile", *_CLIENTS)
    with desktop(folder / "home") as screen:
        for name in ("xdg-open", "x-www-browser", "www-browser", "chromium", "firefox"):
            screen.command(name, "exit 0")
        return _Run(seed, screen, folder, told, posts).play(60 * minutes)


class _Run:
    def __init__(self, seed: int, screen: Desktop, folder: Path, told: Callable[[str], None], posts: int) -> None:
        self._chance, self._folder, self._told, self._posts = random.Random(seed), folder, told, posts
        self._subject = Subject(screen, folder)
        self._hands = UserInput(screen)
        self._tricks = RandomActs(self._chance, self._hands, self._control)
        self._outcome = Outcome(seed)
        self._trail: list[tuple[float, str]] = []

    def play(self, seconds: float) -> Outcome:
        try:
            self._begin()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                self._turn()
            self._compare()
        finally:
            self._subject.stop()
            self._read_what_is_left()
        return self._outcome

    def _begin(self) -> None:
        self._hands.stay_on_one_desktop()
        self._start()
        service = self._subject.service()
        for user in map(_user, _CLIENTS):
            service.make_user(user)
            for platform in _ACCOUNTS:
                service.connect(platform, user)
        self._subject.ask("refresh")
        until(lambda: ledger_comparison.accounts(self._subject.profile) == len(_CLIENTS) * len(_ACCOUNTS), _PATIENCE_S)
        for each in _first_posts(self._posts):
            self._subject.ask("submit", **each)
        until(lambda: len(ledger_comparison.read(self._subject.profile).posts) == self._posts, _PATIENCE_S)

    def _start(self) -> None:
        self._subject.start()
        self._subject.service()
        self._outcome.starts += 1

    def _turn(self) -> None:
        begun = time.monotonic()
        try:
            view = self._subject.look()
            if not view.targets:
                self._subject.come_to_front()
                act = "start it a second time"
            else:
                act = self._tricks.next(view)
        except Silent:
            self._start_again()
            act = "start it again"
        self._outcome.acts += 1
        self._trail.append((begun, act))
        with (self._folder / "trail.jsonl").open("a") as trail:
            trail.write(json.dumps((round(begun, 3), act)) + "\n")

    def _start_again(self) -> None:
        """Start again after an end: an exit that was asked for is normal, any other is a finding."""
        last = self._trail[-1][1] if self._trail else "its start"
        if not self._subject.ended():
            self._outcome.wrong.append(f"hung after “{last}”")
        elif status := self._subject.ends[-1]:
            self._outcome.wrong.append(f"ended with status {status} after “{last}”")
        self._told(f"it has ended after “{last}”")
        self._hands.let_go()
        self._start()

    def _control(self, method: str, path: str, body: object) -> None:
        # A refusal, or the end of the sandbox, does no harm: the next act follows.
        with contextlib.suppress(OSError, http.client.HTTPException):
            self._subject.service().control(method, path, body)

    def _compare(self) -> None:
        """Compare once nothing is under way any more: in a window of its own, so that no dialog is in the way."""
        self._hands.let_go()
        self._subject.stop()
        self._start()
        self._control("DELETE", "faults", None)
        self._subject.ask("resume")  # a monkey may have paused all sending
        for _ in range(_STEPS):
            self._control("POST", "clock", {"advance": _STEP_S})
            time.sleep(_LOOK_EVERY_S)
        # Only once: each time costs requests, which are limited to a few a minute.
        self._subject.ask("refresh")
        end, found = time.monotonic() + _SETTLES_S, ["nothing was compared"]
        while found and time.monotonic() < end:
            time.sleep(_LOOK_EVERY_S)
            before, found = len(found), self._differences()
            if len(found) < before:  # each post is requested, and requests a minute are limited
                end = time.monotonic() + _SETTLES_S
        self._outcome.wrong += found

    def _differences(self) -> list[str]:
        ledger = self._subject.service().control("GET", "ledger").json
        rows, store = self._subject.rows(), ledger_comparison.read(self._subject.profile)
        self._outcome.taken = len(ledger)
        return ledger_comparison.differences(ledger, store, rows)

    def _read_what_is_left(self) -> None:
        """Read errors in the log and on the output, crashes, hangs, and the long turns."""
        for name in ("crashes.txt", "hangs.txt"):
            file = self._folder / name
            if file.exists() and (text := file.read_text().strip()):
                self._outcome.wrong.append(f"{name}: {text[:4000]}")
        said = self._folder / "said.txt"
        if said.exists() and _BAD_OUTPUT.search(text := said.read_text(errors="replace")):
            self._outcome.wrong.append(f"on its output: {text[-2000:]}")
        for file in sorted((self._folder / "profile").glob("**/postdesk.log*")):
            self._outcome.wrong += [f"{file.name}: {record}" for record in _records(file.read_text(errors="replace"))]
        turns = self._folder / "turns.jsonl"
        if turns.exists():
            self._outcome.turns = [self._long_turn(json.loads(line)) for line in turns.read_text().splitlines()]

    def _long_turn(self, line: dict[str, Any]) -> LongTurn:
        acts = [act for at, act in self._trail if at <= line["until"]]
        return LongTurn(line["ms"], line["worked"], tuple(line["stack"]), acts[-1] if acts else "its start")


def _records(log: str) -> Iterator[str]:
    """Yield the errors in a log, each with its traceback."""
    for record in re.split(r"(?m)^(?=\d{4}-\d\d-\d\d )", log):
        if _REPORTED.search(record):
            yield record.strip()[:3000]


def _user(client: str) -> str:
    return client.lower().replace(" ", "-")


def _first_posts(count: int) -> Iterator[dict[str, Any]]:
    """Yield posts for each client, two a day, some of them to be locked in at once."""
    morning = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    for number in range(count):
        yield {
            "client": _user(_CLIENTS[number % len(_CLIENTS)]),
            "platforms": list(_ACCOUNTS[: 1 + number % len(_ACCOUNTS)]),
            "text": f"Post {number}: what we do, and for whom.",
            "due_at": (morning + timedelta(hours=7 * number)).isoformat(),
            "act": "lock_in" if number % 15 == 0 else "schedule",
        }
