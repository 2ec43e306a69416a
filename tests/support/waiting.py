"""Waits in the loop that runs the awaited work: for a condition, never for a moment."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

PATIENCE_S: Final = 20.0
"""Nothing takes that long; a machine that has other work to do may make it wait."""


async def until(condition: Callable[[], object], patience: float = PATIENCE_S, said: Callable[[], object] = lambda: "") -> None:
    """Wait until the condition holds; AssertionError with `said()` after `patience` seconds."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"it never came to hold; {said()}"
        await asyncio.sleep(0.01)
