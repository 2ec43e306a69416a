"""A monkey test of a real window: `python -m tests.monkey [--seed N …] [--minutes M] [--keep DIR]`.

It clicks, drags and types at random in practice mode, quits and starts again, arms faults and moves the clock. At the end the
sandbox's ledger has to agree with the window. Exit status 1 means that something was wrong; turns over 100 ms are listed with
the act that was under way.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.monkey.run import run


def main() -> int:
    """Run the monkey with each seed, and print the outcomes; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description="Random clicks and keys at a real window.")
    parser.add_argument("--seed", type=int, nargs="+", default=[0], help="one run for each (%(default)s)")
    parser.add_argument("--minutes", type=float, default=12.0, help="how long each run takes (%(default)s)")
    parser.add_argument("--keep", type=Path, help="keep the profiles, logs and trails in this folder")
    given = parser.parse_args()
    wrong = False
    with tempfile.TemporaryDirectory(prefix="monkey-") as temporary:
        for seed in given.seed:
            folder = (given.keep or Path(temporary)) / f"seed-{seed}"
            folder.mkdir(parents=True)
            outcome = run(seed, given.minutes, folder, lambda line: print(line, file=sys.stderr, flush=True))
            print(outcome.told(), flush=True)
            wrong = wrong or bool(outcome.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
