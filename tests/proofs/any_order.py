"""Many lives of which the order is drawn, in two processes: `python -m tests.proofs.any_order LIVES STEPS SEED` is one."""

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
from tests.proofs.nursery import ROOT, environment

_WORKERS = 2
_KEPT = 12_000


@dataclass(frozen=True, slots=True)
class Lives:
    """`moves`: how often an entry moved how; `wrong`: the story of what broke a promise, empty where nothing did."""

    moves: Counter[str]
    wrong: str


def run(lives: int, steps: int, seed: int) -> Lives:
    """Let them pass, half of them in each process."""
    begun = [begin(lives // _WORKERS, steps, _WORKERS * seed + worker) for worker in range(_WORKERS)]
    ended = [end(process) for process in begun]
    return Lives(sum((each.moves for each in ended), Counter()), "\n".join(each.wrong for each in ended if each.wrong))


def begin(lives: int, steps: int, seed: int, *, shrink: bool = True, sources: Path | None = None) -> "subprocess.Popen[str]":
    """Begin them in a process of their own, with other `sources` than these where some are named."""
    told = [str(lives), str(steps), str(seed), *(() if shrink else ("first",))]
    paths = {"PYTHONPATH": f"{sources}{os.pathsep}{ROOT}"} if sources else {}
    command = [sys.executable, "-m", "tests.proofs.any_order", *told]
    return subprocess.Popen(command, cwd=ROOT, env=environment() | paths, stdout=subprocess.PIPE, text=True)


def end(process: "subprocess.Popen[str]", patience: float | None = None) -> Lives:
    """Wait for the end of a process. Raises ValueError where it told nothing; what never ends breaks a promise too."""
    try:
        told = json.loads(process.communicate(timeout=patience)[0] or "null")
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Lives(Counter(), f"it never came to rest, in {patience:.0f} s")
    if not told:
        raise ValueError("a process that told nothing")
    return Lives(Counter(told["moves"]), told["wrong"])


def table(moves: Counter[str]) -> str:
    """How often an entry moved how, in Markdown."""
    rows = "\n".join(f"| {move} | {times} |" for move, times in sorted(moves.items()))
    return f"| move | times |\n|---|--:|\n{rows}"


def main(lives: str, steps: str, seed: str, first: str = "") -> None:
    """Print what came of it as JSON."""
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
