"""The processor time of an act, as a multiple of what counting takes on this machine at the same moment.

Seconds would fail on a slower or a busier computer. The floor is measured before and after the act, since one machine may have
two speeds; the slower one counts.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_COUNT: Final = 200_000
_ROUNDS: Final = 3


class Effort:
    """The multiple, known once the act is over: 25 is about a tenth of a second of a computer of 2020."""

    times: float


@contextmanager
def effort(clock: Callable[[], float] = time.thread_time) -> Iterator[Effort]:
    """Measure the block. With `clock=time.process_time` the work of other threads counts, too."""
    measured = Effort()
    floor = _floor()
    begun = clock()
    yield measured
    took = clock() - begun
    measured.times = took / max(floor, _floor())


def _floor() -> float:
    return min(_counted() for _ in range(_ROUNDS))


def _counted() -> float:
    begun = time.thread_time()
    for _ in range(_COUNT):
        pass
    return time.thread_time() - begun
