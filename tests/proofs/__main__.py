"""The proofs of delivery in their long form: `python -m tests.proofs [NAME…]` prints their tables."""

import asyncio
import sys
import time

from tests.proofs import sweep

NAMES = ("sweep",)


def _sweep() -> str:
    started, done = time.monotonic(), [0]
    wanted = sweep.cases(seed=0)

    def told(verdict: sweep.Verdict) -> None:
        done[0] += 1
        if verdict.faults:
            print(f"{verdict.case}: {', '.join(verdict.faults)} ({verdict.state}, taken {verdict.taken})", flush=True)
        if done[0] % 100 == 0:
            print(f"{done[0]} of {len(wanted)} in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)

    return sweep.table(asyncio.run(sweep.run(wanted, told)))


def main(wanted: list[str]) -> None:
    """Run those, or all."""
    print(_sweep())


if __name__ == "__main__":
    main(sys.argv[1:])
