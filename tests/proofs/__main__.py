"""The proofs of delivery in their long form: `python -m tests.proofs [NAME…]` prints their tables, or those of `all`.

Each also replaces its section of docs/proofs.md. Exit status 1 means that a promise was broken.
"""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.proofs import altered, any_order, crowds, kills, marker, safeguards, storage, sweep
from tests.proofs.points import POINTS
from tests.proofs.process_forker import ROOT
from tests.proofs.service import BEHAVIOURS

_REPORT = ROOT / "docs" / "proofs.md"
_KILLS = 200
_FILE_KILLS, _ROOMS, _FLIPS, _ALTERED = 50, 20, 200, 400
_LATE, _QUEUED, _CLICKS, _SENDS = 200, 500, 200, 100
_LIVES, _STEPS = 2000, 50
_HEAD = """# What was proved of delivery

Written by `python -m tests.proofs`; `./test` runs a sample, a different one each day. The promise: what is sent goes out at most
once unless the user says otherwise, and nothing that was scheduled is lost. Each zero below is checked against the service’s own
ledger. `./test -m long` removes one safeguard at a time; each time, a proof or a test must fail.
"""


@dataclass(frozen=True, slots=True)
class ProofResult:
    """The result of a proof. `table` is in Markdown; `wrong` names the broken promises."""

    title: str
    words: str
    table: str
    wrong: tuple[str, ...]


def _sweep(seed: int) -> ProofResult:
    wanted = sweep.cases(seed)
    done = 0

    def told(verdict: sweep.Verdict) -> None:
        nonlocal done
        done += 1
        if verdict.faults:
            _say(_wrong(verdict))
        if done % 100 == 0:
            _say(f"{done} of {len(wanted)}")

    verdicts = asyncio.run(sweep.run(wanted, told))
    wrong = tuple(_wrong(verdict) for verdict in verdicts if verdict.faults)
    words = (
        f"SIGKILL at each of {len(POINTS)} points of sending, against each of {len(BEHAVIOURS)} reactions of the service to the "
        "first post, with a service that repeats what it was sent and one that doesn't. Two starts on the same profile follow: "
        "the first is killed at the same point if it gets there, the second is not. Each start submits the same draft, and the "
        "clock moves on by an hour. Half of the posts are locked in. Where the service never answers, the points after the "
        "answer are not reached, and the case runs without a kill. Somebody else's post that looks alike is shown as a guess."
    )
    return ProofResult("1. A kill at each step", words, sweep.table(verdicts), wrong)


def _wrong(verdict: sweep.Verdict) -> str:
    return f"{verdict.case}: {', '.join(verdict.faults)}"


def _kills(seed: int) -> ProofResult:
    with tempfile.TemporaryDirectory() as folder:
        outcome = kills.run(Path(folder), _KILLS, seed, lambda kill: _say(str(kill)))
    wrong = tuple(f"{what} {name}" for what in ("twice", "lost", "false") for name in getattr(outcome, what))
    words = (
        "SIGKILL at random moments while a post is in flight to the sandbox, a process of its own, in which up to three random "
        "faults are armed before each start."
    )
    return ProofResult("2. Kills in flight", words, kills.table(outcome), wrong)


def _crowds(seed: int) -> ProofResult:
    found = asyncio.run(_all_crowds(seed))
    wrong = [f"not once: {name}" for name, crowd in found.items() if crowd.twice or crowd.posted != crowd.states.total()]
    words = (
        "There is one request to post for each, and no second one. Two processes on one profile are kept apart by its lock; "
        "without it, as here, one that comes too late may call uncertain what the other is sending."
    )
    return ProofResult("3. Many at once", words, crowds.table(found), tuple(wrong))


async def _all_crowds(seed: int) -> dict[str, crowds.Crowd]:
    works = {
        "dropped, and taken up to 10 min later; echoed": crowds.late(_LATE, True, seed),
        "dropped, and taken up to 10 min later; not echoed": crowds.late(_LATE, False, seed),
        "sent by two processes on one profile, with 8 workers": crowds.side_by_side(_QUEUED),
        "pressed twice in the composer": crowds.double_clicks(_CLICKS),
    }
    return dict(zip(works, await asyncio.gather(*works.values()), strict=True))


def _marker(seed: int) -> ProofResult:
    words = "In how many of the posts the marker was synced to the disk between connecting and the first byte, as strace sees it."
    if reason := marker.can_trace():
        return ProofResult("4. The marker", words, f"Not tried: {reason}", ())
    sends = asyncio.run(marker.run(_SENDS))
    wrong = ("a byte left before the marker was on the disk",) if sends != marker.Sends(_SENDS, _SENDS) else ()
    return ProofResult("4. The marker", words, f"| sent | synced before |\n|--:|--:|\n| {sends.sent} | {sends.synced} |", wrong)


def _storage(seed: int) -> ProofResult:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        trials = storage.kills(place / "kills", _FILE_KILLS, seed) + storage.flips(place / "flips", _FLIPS, seed)
        trials += altered.trials(place / "altered", _ALTERED, seed)
        with storage.small_disk(place) as disk:
            trials += storage.full(disk, _ROOMS) if disk else []
    wrong = tuple(f"{trial.act} {trial.point}: {trial.wrong}" for trial in trials if trial.wrong)
    words = (
        "SIGKILL while the database is migrated, repaired from a backup, replaced by the user’s copy, or backed up: the next "
        "start finds all that was in it, and holds what would go out where it was replaced. A disk with less and less room, "
        "where a small one can be mounted. Single bits flipped in the file: a start finds the damage, or it harms nothing, or "
        "the entry does not agree with its hash any more and is not sent. Values altered column by column, in words and lists "
        "too. After each of both the real window opens."
    )
    return ProofResult("5. The file", words, storage.table(trials), wrong)


def _orders(seed: int) -> ProofResult:
    lives = any_order.run(_LIVES, _STEPS, seed)
    words = (
        f"{_LIVES} random runs of at most {_STEPS} steps: actions of a user, the service, the clock, the disk, another person "
        "who posts, and a restored backup, against the real parts in virtual time. After each step no post was sent twice, lost "
        "or shown in a wrong state; after each transaction every entry had made an allowed transition."
    )
    return ProofResult("6. In any order", words, any_order.table(lives.moves), (lives.wrong,) if lives.wrong else ())


def _safeguards(seed: int) -> ProofResult:
    found = {safeguard.name: safeguards.without(safeguard) for safeguard in safeguards.SAFEGUARDS}
    wrong = tuple(f"nothing notices that it is missing: {name}" for name, noticed in found.items() if not noticed)
    words = "Taken out of a copy of the sources one at a time, and the test that fails then, or what a life in any order says."
    return ProofResult("7. Each safeguard", words, safeguards.table(found), wrong)


_PROOFS: dict[str, Callable[[int], ProofResult]] = {
    "sweep": _sweep,
    "kills": _kills,
    "crowds": _crowds,
    "marker": _marker,
    "storage": _storage,
    "orders": _orders,
    "safeguards": _safeguards,
}


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main() -> int:
    """Run the proofs that the command line names."""
    arguments = asked(sys.argv[1:])
    wrong: list[str] = []
    for name in arguments.names or _PROOFS:
        _say(f"{name} …")
        started = time.monotonic()
        proved = _PROOFS[name](arguments.seed)
        section = _section(proved, arguments.seed, time.monotonic() - started)
        print(section)
        _keep(proved.title, section)
        wrong += proved.wrong
    print("\n".join(wrong) or "All as promised.")
    return 1 if wrong else 0


def _section(proved: ProofResult, seed: int, took: float) -> str:
    machine = f"{platform.machine()}, {os.cpu_count()} cores under a load of {os.getloadavg()[1]:.0f}"
    where = f"Python {platform.python_version()} on {machine}"
    when = f"{datetime.now(UTC):%Y-%m-%d}, seed {seed}, {took / 60:.0f} min, {where}."
    return f"{proved.title}\n\n{proved.words}\n\n{proved.table}\n\n{when}\n"


def _keep(title: str, section: str) -> None:
    """Put a section into the report in place of the one with that title."""
    before = _REPORT.read_text(encoding="utf-8").split("\n## ")[1:] if _REPORT.exists() else []
    others = [each for each in before if not each.startswith(f"{title}\n")]
    _REPORT.write_text("\n## ".join((_HEAD, *sorted((*others, section)))), encoding="utf-8")


def asked(words: list[str]) -> argparse.Namespace:
    """Parse the command line: `names`, where no name means all, and `seed`."""
    parser = argparse.ArgumentParser("python -m tests.proofs", description="Prove the promise of delivery.")
    # With choices, a command line without any name would be refused.
    parser.add_argument("names", nargs="*", type=_named, metavar="NAME", help=", ".join(_PROOFS))
    parser.add_argument("--seed", type=int, default=0, help="chooses which posts are locked in, and all that is random")
    return parser.parse_args(words)


def _named(word: str) -> str:
    if word not in _PROOFS:
        raise argparse.ArgumentTypeError(f"none is called {word}")
    return word


if __name__ == "__main__":
    sys.exit(main())
