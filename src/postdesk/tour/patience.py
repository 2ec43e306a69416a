"""Waiting for what a scenario says, for as long as it may take and no longer."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from PySide6.QtCore import QTimer

from postdesk.tour.unlike import Unlike

T = TypeVar("T")

_PAUSE_S: Final = 0.03
_TAKES_EFFECT_S: Final = 0.5


async def until(attempt: Callable[[], T], within: float) -> T:
    """What the attempt gives when it no longer raises Unlike; the last Unlike after `within` seconds."""

    async def once() -> T:
        return attempt()

    return await until_done(once, within)


async def until_done(attempt: Callable[[], Awaitable[T]], within: float) -> T:
    """The same for an attempt that takes its time."""
    end = time.monotonic() + within
    while True:
        try:
            return await attempt()
        except Unlike:
            if time.monotonic() >= end:
                raise
        await asyncio.sleep(_PAUSE_S)


async def by_hand(act: Callable[[], None]) -> None:
    """Act outside of any task, and wait until that took effect, but not for a menu to be closed again.

    A click that opens a menu may run a loop of its own. Within a task that loop would stop all others.
    """
    done = asyncio.Event()

    def acted() -> None:
        act()
        done.set()

    QTimer.singleShot(0, acted)
    await asyncio.wait((asyncio.ensure_future(done.wait()),), timeout=_TAKES_EFFECT_S)
