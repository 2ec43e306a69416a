"""The benchmarks: `python -m tests.benchmarks [NAME…]` prints a table of the product beside the floor.

Only ratios carry over from one machine to another. On a machine that does other things too, run it more than once.
"""

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path

from tests.benchmarks.figures import Figure, table
from tests.benchmarks.outside import screen

NAMES = (
    "start",
    "memory",
    "whole",
    "places",
    "idle",
    "polling",
    "sync",
    "calendar",
    "planning",
    "popovers",
    "composer",
    "previews",
    "opening",
    "search",
    "finding",
    "results",
    "importing",
    "exporting",
    "slots",
    "paper",
    "client",
    "lock-in",
)


def _benchmarks() -> dict[str, Callable[[Path], list[Figure]]]:
    import qasync
    from PySide6.QtWidgets import QApplication
    from tests.benchmarks import (
        drafting,
        exporting,
        finding,
        first_sync,
        importing,
        inside,
        outside,
        places,
        planning,
        popovers,
        proof_sheet,
        slots,
        whole,
        writing,
    )

    application = QApplication([])
    theme = inside.theme_of(application)

    def waited(work: Callable[[Path], Coroutine[None, None, list[Figure]]], folder: Path) -> list[Figure]:
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application, set_running_loop=False)) as runner:
            return runner.run(work(folder))

    return {
        "start": outside.start,
        "memory": outside.memory,
        "whole": lambda folder: waited(whole.acts, folder),
        "places": lambda folder: waited(places.first_openings, folder),
        "idle": outside.idle,
        "polling": outside.polling,
        "sync": lambda folder: waited(lambda given: first_sync.of_two_services(given, theme), folder),
        "calendar": lambda folder: inside.calendar(folder, theme),
        "planning": lambda folder: planning.views(folder, theme),
        "popovers": lambda folder: popovers.popovers(folder, theme),
        "composer": lambda folder: waited(lambda given: writing.composer(given, theme), folder),
        "previews": lambda folder: waited(lambda given: writing.previews(given, theme), folder),
        "opening": lambda folder: waited(lambda given: drafting.opening(given, theme), folder),
        "search": lambda folder: drafting.search(folder, theme),
        "finding": lambda folder: finding.among_all(folder, theme),
        "results": lambda folder: inside.results(folder, theme),
        "slots": lambda folder: slots.next_free(folder, theme),
        "importing": lambda folder: waited(lambda given: importing.of_a_file(given, theme), folder),
        "exporting": lambda folder: waited(lambda given: exporting.of_a_year(given, theme), folder),
        "paper": lambda folder: waited(lambda given: proof_sheet.of_a_month(given, theme), folder),
        "client": lambda folder: waited(lambda _: inside.client_calls(), folder),
        "lock-in": lambda folder: waited(inside.lock_in, folder),
    }


def main(wanted: list[str]) -> None:
    """Run the wanted benchmarks, or all."""
    if unknown := set(wanted) - set(NAMES):
        sys.exit(f"There is no {', '.join(sorted(unknown))} here, but: {', '.join(NAMES)}")
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "POSTDESK_API_KEY"):
        os.environ.pop(name, None)
    figures: list[Figure] = []
    with screen() as display:
        os.environ["DISPLAY"] = display
        benchmarks = _benchmarks()
        for name in wanted or NAMES:
            print(f"{name} …", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory() as folder:
                figures += benchmarks[name](Path(folder))
    print(f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores, Xvfb, software rendering\n")
    print(table(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
