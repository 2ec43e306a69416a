"""Measures in the whole window: from a user's action until its last paint, and the longest turn meanwhile."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QTreeView, QWidget
from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.loop_stalls import LoopStalls
from tests.support.application import application
from tests.support.sandbox_process import start_sandbox
from tests.support.seed import Amount, seed
from tests.support.window_places import button_of

from postdesk.tour import user_input
from postdesk.tour.finder import find

_MANY: Final = Amount(100_000, clients=50)
_TYPED: Final = ("fresh", "queue")
_STILL_S: Final = 0.4
"""Longer than the search waits for another key."""
_SETTLED_S: Final = 3.0


class Paints(QObject):
    """The repaints of a window: `ends` has the moment when each was done (seconds of `time.perf_counter`)."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.ends: list[float] = []
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        watched.event(event)
        self.ends.append(time.perf_counter())
        return True

    @property
    def times(self) -> int:
        """The number of repaints so far."""
        return len(self.ends)


async def acts(folder: Path, amount: Amount = _MANY, rounds: int = 10) -> list[Figure]:
    """Time a key in the search, another client, a new minute, and a jump in the results."""
    figures = list[Figure]()
    async with _window(folder / "profile", amount) as window:
        paints = Paints(window)
        for name, (place, made, limits) in {
            "a key of a search": ("calendar", _keys, (50, 80, 8)),
            "another client": ("calendar", _clients, (16, 33, 16)),
            "a new minute": ("calendar", _minutes, (16, 33, 16)),
            "a jump in the results": ("results", _jumps, (16, 33, 16)),
        }.items():
            user_input.click(button_of(place))
            await _until_still(paints, _SETTLED_S)
            measured = [await _done(act, paints) for _ in range(rounds) for act in made()]
            times, turns = zip(*measured, strict=True)
            figures += [
                Figure(f"{name}, all painted, {amount.posts:,} posts of {amount.clients}", middle(times), "ms", limits[0]),
                Figure("the same, 99th percentile", worst(times), "ms", limits[1]),
                Figure("the longest turn of the loop meanwhile", max(turns), "ms", limits[2]),
            ]
    return figures


@asynccontextmanager
async def _window(profile: Path, amount: Amount) -> AsyncIterator[QWidget]:
    """Open the window as the application makes it, with a key and a service that answers."""
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)  # a blinking cursor paints
    try:
        with start_sandbox() as sandbox:
            seed(profile, amount, sandbox.base_url)
            async with application(profile, sandbox=False, key=sandbox.key) as used:
                yield used.window
    finally:
        QApplication.setCursorFlashTime(flash)


async def _done(act: Callable[[], object], paints: Paints) -> tuple[float, float]:
    """Act in a turn of the loop; return the milliseconds until the last paint, and of the longest turn."""
    before, begun = paints.times, time.perf_counter()
    asyncio.get_running_loop().call_soon(act)
    last, waits = await _until_still(paints, _STILL_S)
    return ((last - begun) * 1000 if paints.times > before else 0.0), waits.longest


async def _until_still(paints: Paints, seconds: float) -> tuple[float, LoopStalls]:
    """Wait until nothing was painted for `seconds`; return the time of the last paint."""
    waits, seen, last = LoopStalls(), paints.times, time.perf_counter()
    while time.perf_counter() - last < seconds:
        await waits.turn()
        if paints.times != seen:
            seen, last = paints.times, time.perf_counter()
    return last, waits


def _keys() -> Iterator[Callable[[], object]]:
    field = find("top_bar.search")
    for text in _TYPED:
        for letter in text:
            yield partial(QTest.keyClick, field, Qt.Key(ord(letter.upper())))
        QTest.keyClick(field, Qt.Key.Key_Escape)


def _clients() -> Iterator[Callable[[], object]]:
    button = find("top_bar.client")
    assert isinstance(button, QPushButton)
    menu = button.menu()
    for number in (1, 2, 0):
        menu.aboutToShow.emit()
        yield menu.actions()[number].trigger


def _minutes() -> Iterator[Callable[[], object]]:
    precise = (each for each in find("main_window").findChildren(QTimer) if each.timerType() is Qt.TimerType.PreciseTimer)
    (minute,) = [timer for timer in precise if timer.isSingleShot() and timer.isActive() and timer.interval() > 0]
    yield lambda: minute.start(0)


def _jumps() -> Iterator[Callable[[], object]]:
    table, chance = find("results.table"), random.Random(7)
    assert isinstance(table, QTableView | QTreeView)
    for _ in range(3):
        yield lambda: table.verticalScrollBar().setValue(chance.randint(0, table.verticalScrollBar().maximum()))
