"""The benchmarks: `python -m tests.benchmarks [NAME…]` prints a table of the product beside the floor.

Only ratios carry over from one machine to another. On a machine that does other things too, run it more than once.
`--table docs/speed.md` also replaces the sections of these benchmarks in that document, with the date and the machine.
`--peer NAME` starts another program beside Postdesk, where it is installed.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

from tests.benchmarks import report
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.outside import screen
from tests.benchmarks.peers import PEERS

NAMES = (
    "start",
    "memory",
    "whole",
    "typing",
    "keyboard",
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
    "work",
)


def _benchmarks(peers: Sequence[str]) -> dict[str, Callable[[Path], list[Figure]]]:
    from tests.benchmarks import (
        drafting,
        exporting,
        finding,
        first_sync,
        importing,
        inside,
        keyboard,
        outside,
        places,
        planning,
        popovers,
        proof_sheet,
        slots,
        whole,
        work,
        writing,
    )
    from tests.support.qt_loop import application, qt_loop

    theme = inside.theme_of(application())

    def waited(work: Callable[[Path], Coroutine[None, None, list[Figure]]], folder: Path) -> list[Figure]:
        with asyncio.Runner(loop_factory=qt_loop) as runner:
            return runner.run(work(folder))

    return {
        "start": lambda folder: outside.start(folder, peers=peers),
        "memory": outside.memory,
        "whole": lambda folder: waited(whole.acts, folder),
        "keyboard": keyboard.keys,
        "typing": lambda folder: waited(whole.keys, folder),
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
        "work": lambda folder: waited(work.minutes_of_work, folder),
    }


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.benchmarks", description="Measure Postdesk beside bare windows and widgets."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all where none is named")
    parser.add_argument("--table", type=Path, metavar="FILE", help="write the figures into this document, docs/speed.md")
    parser.add_argument("--peer", action="append", default=[], choices=PEERS, help="another program beside the start")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}, but: {', '.join(NAMES)}")
    return options


def main(arguments: Sequence[str]) -> None:
    """Run the wanted benchmarks, or all."""
    options = _options(arguments)
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "POSTDESK_API_KEY"):
        os.environ.pop(name, None)
    figures: list[Figure] = []
    with screen() as display:
        os.environ["DISPLAY"] = display
        benchmarks = _benchmarks(options.peer)
        for name in options.names or NAMES:
            print(f"{name} …", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory() as folder:
                found = benchmarks[name](Path(folder))
            if options.table:
                report.renew(options.table, name, report.section(report.machine(), found), NAMES)
            figures += found
    print(f"{report.machine()}\n")
    print(table(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
