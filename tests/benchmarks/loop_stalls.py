"""Measures for how long a window does not answer while other work runs beside it."""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import SignalInstance
from tests.benchmarks.figures import Figure, worst

from postdesk.garbage import IdleCollector

_TICK_S: Final = 0.001
_WAITED_FOR: Final = Path("/proc/thread-self/schedstat")
_FRAME_MS: Final = 16


@contextmanager
def as_in_the_application() -> Iterator[None]:
    """Switch threads and collect garbage as the application does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    collector = IdleCollector()
    try:
        yield
    finally:
        collector.deleteLater()
        gc.unfreeze()
        gc.enable()
        sys.setswitchinterval(before)


class LoopStalls:
    """The times for which the loop did not turn, without the time in which other programs had the processor."""

    def __init__(self) -> None:
        self._held: list[float] = []

    async def answer(self, signal: SignalInstance, act: Callable[[], bool]) -> Any:
        """Return the value that the signal carries after the act."""
        told: list[object] = []
        signal.connect(told.append)
        assert act()
        while not told:
            await self.turn()
        signal.disconnect(told.append)
        return told[0]

    async def result(self, work: "asyncio.Future[Any]") -> Any:
        """Return the result of the work."""
        while not work.done():
            await self.turn()
        return work.result()

    async def turn(self) -> None:
        """Let the loop turn."""
        begun, worked = _clocks()
        await asyncio.sleep(_TICK_S)
        ended, done = _clocks()
        self._held.append(max(0, min(ended - begun - _TICK_S, done - worked)) * 1000)

    @property
    def longest(self) -> float:
        """The longest wait, in milliseconds."""
        return max(self._held)

    def figures(self) -> list[Figure]:
        """Return the longest wait, and the longest one without the worst in a hundred."""
        return [
            Figure("the longest that the window waited meanwhile", self.longest, "ms", _FRAME_MS),
            Figure("the same, 99th percentile", worst(self._held), "ms", _FRAME_MS),
        ]


def _clocks() -> tuple[float, float]:
    """Return seconds: those in which this thread did not wait for a processor, and those in which the whole program had one."""
    waited_for = int(_WAITED_FOR.read_text().split()[1]) / 1e9 if _WAITED_FOR.exists() else 0
    return time.perf_counter() - waited_for, time.process_time()
