"""Many random runs of the state machine in two processes: `python -m tests.proofs.any_order LIVES STEPS SEED` is one of them."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from tests.proofs import stateful
from tests.proofs.process_forker import ROOT, environment

_WORKERS = 2
_KEPT = 12_000


@dataclass(frozen=True, slots=True)
class RunsResult:
    """The result. `moves` counts the moves of entries; `wrong` is the story of a broken promise, empty where none was broken."""

    moves: Counter[str]
    wrong: str


def run(lives: int, steps: int, seed: int) -> RunsResult:
    """Run all, half of them in each process."""
    begun = [begin(lives // _WORKERS, steps, _WORKERS * seed + worker) for worker in range(_WORKERS)]
    ended = [end(process) for process in begun]
    return RunsResult(sum((each.moves for each in ended), Counter()), "\n".join(each.wrong for each in ended if each.wrong))


def begin(lives: int, steps: int, seed: int, *, shrink: bool = True, sources: Path | None = None) -> "subprocess.Popen[str]":
    """Start the runs in a process of their own, with other `sources` than these where some are named."""
    told = [str(lives), str(steps), str(seed), *(() if shrink else ("first",))]
    paths = {"PYTHONPATH": f"{sources}{os.pathsep}{ROOT}"} if sources else {}
    command = [sys.executable, "-m", "tests.proofs.any_order", *told]
    return subprocess.Popen(command, cwd=ROOT, env=environment() | paths, stdout=subprocess.PIPE, text=True)


def end(process: "subprocess.Popen[str]", patience: float | None = None) -> RunsResult:
    """Wait for the end of a process. Raises ValueError for no output; a process that never ends breaks a promise too."""
    try:
        told = json.loads(process.communicate(timeout=patience)[0] or "null")
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return RunsResult(Counter(), f"it never came to rest, in {patience:.0f} s")
    if not told:
        raise ValueError("a process that told nothing")
    return RunsResult(Counter(told["moves"]), told["wrong"])


def table(moves: Counter[str]) -> str:
    """Return the counts of the moves of entries, in Markdown."""
    rows = "\n".join(f"| {move} | {times} |" for move, times in sorted(moves.items()))
    return f"| move | times |\n|---|--:|\n{rows}"


def main(lives: str, steps: str, seed: str, first: str = "") -> None:
    """Print the result as JSON."""
    application = QCoreApplication([])
    wrong, story = "", io.StringIO()
    try:
        with contextlib.redirect_stdout(story):
            stateful.run(int(lives), int(steps), int(seed), shrink=not first)
    except AssertionError as error:
        notes = "\n".join(getattr(error, "__notes__", ()))
        wrong = f"{error}\n{story.getvalue()}{notes}"[:_KEPT]
    print(json.dumps({"moves": stateful.Deliveries.moves, "wrong": wrong}))
    application.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
