"""SIGKILL at random moments while posts are in flight to the real sandbox, with random faults; the ledger is the judge."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.proofs.busy_processes import JOURNAL
from tests.proofs.process_forker import Order, environment
from tests.support.sandbox_process import SandboxProcess, start_sandbox

from postdesk.domain.delivery import State
from postdesk.domain.posts import Entry
from postdesk.store import posts
from postdesk.store.database import Database

READY_WITHIN_S = 2.0
_PATIENCE_S = 600
_LONGEST_LIFE_S, _LONGEST_FLIGHT_S = 1.0, 0.03
_NOTHING_FLIES_S = 1.5


def _fault(kind: str) -> dict[str, object]:
    return {"kind": kind}


_FAULTS: tuple[dict[str, object], ...] = (
    *(_fault(kind) for kind in ("drop_before", "error_before", "forbidden", "key_revoked", "redirect", "html", "not_found")),
    *(_fault(kind) for kind in ("drop_after", "error_after", "html_after", "empty", "malformed_json", "cut_body", "no_id")),
    *(_fault(kind) for kind in ("bad_gzip", "body_after_204", "reset_connection")),
    {"kind": "rate_limit", "retry_after": 1},
    {"kind": "delay", "delay": 0.4},
    {"kind": "delay_after", "delay": 0.4},
    {"kind": "drip", "delay": 0.2},
)
_MOST_AT_ONCE = 3
_FINAL = (State.ACCEPTED, State.ACCEPTED_WITHOUT_ID, State.NEEDS_USER, State.REJECTED, State.MISSED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of all kills. `ready_s` and `work_s` as in `Kill`; the last three name posts."""

    posts: int
    kills: int
    in_flight: int
    ready_s: tuple[float, ...]
    work_s: tuple[float, ...]
    states: Counter[str]
    taken: int
    twice: tuple[str, ...]
    lost: tuple[str, ...]
    false: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill. `ready_s`: seconds from the start of the process until it was at work; `work_s`: its share of processor time."""

    ready_s: float
    work_s: float
    in_flight: bool


def run(folder: Path, in_flight: int, seed: int, told: Callable[[Kill], None] = lambda kill: None) -> Outcome:
    """Kill until `in_flight` kills hit a post in flight, with new posts in each run; let it come to rest and compare."""
    chance = random.Random(seed)
    kills: list[Kill] = []
    with start_sandbox(folder / "sandbox") as sandbox:
        _live(folder, sandbox, "clients")
        while sum(kill.in_flight for kill in kills) < in_flight:
            _misbehave(sandbox, chance)
            kills.append(_life_until_killed(folder, sandbox, len(kills), chance))
            told(kills[-1])
        sandbox.control("DELETE", "faults")
        _live(folder, sandbox, "the end")
        return _outcome(folder, sandbox.control("GET", "ledger"), kills)


def _misbehave(sandbox: SandboxProcess, chance: random.Random) -> None:
    sandbox.control("DELETE", "faults")
    sandbox.control("POST", "echo", {"token": chance.random() < 0.5})
    for _ in range(chance.randint(0, _MOST_AT_ONCE)):
        operation = chance.choice(("publish", "publish", "schedule", "list_posts", "get_post", "connections"))
        sandbox.control("POST", "faults", {**chance.choice(_FAULTS), "operation": operation, "count": chance.randint(1, 3)})


@contextmanager
def _process(folder: Path, sandbox: SandboxProcess, life: str, **detail: float) -> Iterator["subprocess.Popen[str]"]:
    service = {name: getattr(sandbox, name) for name in ("base_url", "control_url", "feed_url", "key")}
    order = Order(life, str(folder / "profile"), service, detail=detail)
    command = [sys.executable, "-m", "tests.proofs.process_runs", json.dumps(asdict(order))]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _live(folder: Path, sandbox: SandboxProcess, life: str) -> None:
    with _process(folder, sandbox, life) as process:
        assert process.wait(_PATIENCE_S) == 0, f"the {life} life failed: see above"


def _life_until_killed(folder: Path, sandbox: SandboxProcess, number: int, chance: random.Random) -> Kill:
    started = time.monotonic()
    with _process(folder, sandbox, "many posts", number=number) as process:
        assert process.stdout
        said = process.stdout.readline()
        assert said, "it did not come up: see above"
        ready = time.monotonic() - started
        time.sleep(chance.uniform(0, _LONGEST_LIFE_S))
        flying = _wait_for_flight(folder / "profile" / "postdesk.sqlite3")
        time.sleep(chance.uniform(0, _LONGEST_FLIGHT_S))
        process.kill()
        assert process.wait(_PATIENCE_S) == -signal.SIGKILL, "it was not there any more to be killed"
    return Kill(ready, float(said), flying)


def _wait_for_flight(file: Path) -> bool:
    """Wait until something is in flight; return False where nothing is for a while: all may be held."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as reader:
        end = time.monotonic() + _NOTHING_FLIES_S
        while not reader.execute("SELECT 1 FROM entries WHERE state = 'sending'").fetchone():
            if time.monotonic() > end:
                return False
            time.sleep(0.001)
    return True


def _outcome(folder: Path, ledger: list[dict[str, Any]], kills: list[Kill]) -> Outcome:
    """Compare the posts that the service accepted with the disk, and with those that were reported as scheduled."""
    kept = _kept(folder / "profile")
    taken = Counter(line["metadata"]["group"] for line in ledger)
    ids = {line["id"]: line["metadata"]["clientToken"] for line in ledger}
    told = (folder / "profile" / JOURNAL).read_text().split()
    return Outcome(
        posts=len(kept),
        kills=len(kills),
        in_flight=sum(kill.in_flight for kill in kills),
        ready_s=tuple(kill.ready_s for kill in kills),
        work_s=tuple(kill.work_s for kill in kills),
        states=Counter(entry.state for entry in kept.values()),
        taken=len(ledger),
        twice=tuple(name for name, times in taken.items() if times > 1),
        lost=tuple(name for name in told if name not in kept or kept[name].state not in _FINAL),
        false=tuple(name for name, entry in kept.items() if _is_false(entry, taken[name], ids)),
    )


def _is_false(entry: Entry, taken: int, ids: dict[str, str]) -> bool:
    """Return True where the entry's state in the window is false."""
    match entry.state:
        case State.ACCEPTED:
            return ids.get(entry.remote_id) != entry.token
        case State.ACCEPTED_WITHOUT_ID:
            return not taken
        case State.REJECTED | State.MISSED:
            return bool(taken)
    return False


def _kept(folder: Path) -> dict[str, Entry]:
    """Return the entry of each post, by the draft it was made from."""
    database = Database(folder)
    rows = database.reader.execute("SELECT group_token FROM posts WHERE origin = 'here'").fetchall()
    found = [made[0] for row in rows if (made := posts.made_from(database.reader, row["group_token"]))]
    database.close()
    return {post.group: post.entries[0] for post in found}


def table(outcome: Outcome) -> str:
    """Return the outcome in Markdown."""
    ready = sorted(outcome.ready_s)
    lines = (
        ("posts", outcome.posts),
        ("SIGKILLs", outcome.kills),
        ("of these with a post in flight", outcome.in_flight),
        ("posts the service took", outcome.taken),
        *((f"posts that ended as {state}", times) for state, times in outcome.states.most_common()),
        ("twice", len(outcome.twice)),
        ("lost", len(outcome.lost)),
        ("falsely accepted or refused", len(outcome.false)),
        ("back at work after, median", f"{ready[len(ready) // 2]:.2f} s"),
        ("back at work after, slowest", f"{ready[-1]:.2f} s"),
        ("CPU time of that, slowest", f"{max(outcome.work_s):.2f} s"),
    )
    return "\n".join(("| | |", "|---|--:|", *(f"| {what} | {figure} |" for what, figure in lines)))
