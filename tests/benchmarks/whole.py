"""Measures in the whole window: from a user's action until its last paint, and the longest turn meanwhile."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QWidget
from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.loop_stalls import LoopStalls
from tests.benchmarks.writing import text_of
from tests.support.application import RunningApplication, application
from tests.support.sandbox_process import start_sandbox
from tests.support.seed import Amount, seed
from tests.support.window_places import button_of

from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.settings import Appearance
from postdesk.tour import user_input
from postdesk.tour.finder import find
from postdesk.ui.kit.editor.editor import Editor

_MANY: Final = Amount(100_000, clients=50)
_FEW: Final = Amount(10_000, clients=3)
_TYPED: Final = ("fresh", "queue")
_WARM: Final = 3
_SAVED_S: Final = 1.2
"""Longer than the composer waits until it saves."""

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


async def acts(folder: Path, amount: Amount = _MANY, few: Amount = _FEW, rounds: int = 10) -> list[Figure]:
    """Time each of the acts, such as a key in the search, with few posts and with many."""
    little, much = [await _measured(folder / str(each.posts), each, rounds) for each in (few, amount)]
    return [figure for name, found in much.items() for figure in _figures(name, amount, found, little[name])]


async def _measured(profile: Path, amount: Amount, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Return for each act the milliseconds until its last paint, and of the longest turn, each time that it was done."""
    found: dict[str, list[tuple[float, float]]] = {}
    async with window_of(profile, amount) as used:
        paints = Paints(used.window)
        for name, wanted in _ACTS.items():
            user_input.click(button_of(wanted.place))
            if name == _IN_AGENDA:
                QTest.keyClick(find("calendar.month"), Qt.Key.Key_A)
            await until_still(paints, _SETTLED_S)
            found[name] = [await done(act, paints) for _ in range(rounds) for act in wanted.made(used)]
    return found


def _figures(name: str, amount: Amount, found: list[tuple[float, float]], little: list[tuple[float, float]]) -> Iterator[Figure]:
    (times, turns), (before, turns_before) = (zip(*each, strict=True) for each in (found, little))
    goal = _ACTS[name]
    words = f"{name}, all painted, {amount.posts:,} posts of {amount.clients}"
    yield Figure(words, middle(times), "ms", goal.painted, smaller=middle(before))
    yield Figure("the same, 99th percentile", worst(times), "ms", goal.at_worst, smaller=worst(before))
    yield Figure("the longest turn of the loop meanwhile", max(turns), "ms", goal.turn, smaller=max(turns_before))


async def keys(folder: Path, amount: Amount = _MANY, presses: int = 40) -> list[Figure]:
    """Time a key in a draft of 3,000 characters in one paragraph, for eight platforms; it is saved before the next one."""
    async with window_of(folder / "profile", amount) as used:
        paints, measured, saving = Paints(used.window), list[tuple[float, float]](), list[float]()
        (whose, *_) = used.session.clients.all()
        used.session.composer.save(Draft("long", whose.id, tuple(Platform), text_of(3000).replace("\n", "")))
        used.navigator.open_draft("long")
        await until_still(paints, _SETTLED_S)
        field = find("composer.text")
        assert isinstance(field, Editor)
        field.setFocus()
        field.moveCursor(QTextCursor.MoveOperation.End)
        for _ in range(presses + _WARM):
            _, waits = await until_still(paints, _SAVED_S)
            saving.append(waits.longest)
            measured.append(await done(lambda: QTest.keyClick(field, Qt.Key.Key_X), paints))
    times, turns = zip(*measured[_WARM:], strict=True)
    return [
        Figure(f"a key in the composer, all painted, {amount.posts:,} posts of {amount.clients}", middle(times), "ms", 6),
        Figure("the same, 99th percentile", worst(times), "ms", 16),
        Figure("the longest turn of the loop meanwhile", max(turns), "ms", 16),
        Figure("the longest turn of the loop until it is saved", max(saving[_WARM:]), "ms", 16),
    ]


@asynccontextmanager
async def window_of(profile: Path, amount: Amount) -> AsyncIterator[RunningApplication]:
    """Open the window as the application makes it, with a key and a service that answers."""
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)  # a blinking cursor paints
    try:
        with start_sandbox() as sandbox:
            seed(profile, amount, sandbox.base_url)
            async with application(profile, sandbox=False, key=sandbox.key) as used:
                yield used
    finally:
        QApplication.setCursorFlashTime(flash)


async def done(act: Callable[[], object], paints: Paints) -> tuple[float, float]:
    """Act in a turn of the loop; return the milliseconds until the last paint, and of the longest turn."""
    before, begun = paints.times, time.perf_counter()
    asyncio.get_running_loop().call_soon(act)
    last, waits = await until_still(paints, _STILL_S)
    return ((last - begun) * 1000 if paints.times > before else 0.0), waits.longest


async def until_still(paints: Paints, seconds: float) -> tuple[float, LoopStalls]:
    """Wait until nothing was painted for `seconds`; return the time of the last paint."""
    waits, seen, last = LoopStalls(), paints.times, time.perf_counter()
    while time.perf_counter() - last < seconds:
        await waits.turn()
        if paints.times != seen:
            seen, last = paints.times, time.perf_counter()
    return last, waits


def _keys(used: RunningApplication) -> Iterator[Callable[[], object]]:
    field = find("top_bar.search")
    for text in _TYPED:
        for letter in text:
            yield partial(QTest.keyClick, field, Qt.Key(ord(letter.upper())))
        QTest.keyClick(field, Qt.Key.Key_Escape)


def _clients(used: RunningApplication) -> Iterator[Callable[[], object]]:
    button = find("top_bar.client")
    assert isinstance(button, QPushButton)
    menu = button.menu()
    for number in (1, 2, 0):
        menu.aboutToShow.emit()
        yield menu.actions()[number].trigger


def _minutes(used: RunningApplication) -> Iterator[Callable[[], object]]:
    precise = (each for each in find("main_window").findChildren(QTimer) if each.timerType() is Qt.TimerType.PreciseTimer)
    (minute,) = [timer for timer in precise if timer.isSingleShot() and timer.isActive() and timer.interval() > 0]

    def let_pass() -> None:
        used.session.clock.offset += timedelta(minutes=1)
        minute.start(0)

    yield let_pass


def _jumps(identifier: str, used: RunningApplication) -> Iterator[Callable[[], object]]:
    """Go to the end of a list by its scroll bar, to some place between, and to the beginning."""
    view, chance = find(identifier), random.Random(7)
    assert isinstance(view, QAbstractItemView)
    bar = view.verticalScrollBar()
    yield lambda: bar.setValue(bar.maximum())
    yield lambda: bar.setValue(chance.randint(1, max(1, bar.maximum() - 1)))
    yield lambda: bar.setValue(0)


def _looks(used: RunningApplication) -> Iterator[Callable[[], object]]:
    settings = used.session.settings
    for look in (Appearance.DARK, Appearance.LIGHT):
        yield partial(settings.change, replace(settings.current, appearance=look))


_IN_AGENDA: Final = "a jump in the agenda"


class Act(NamedTuple):
    """What is done, and in which place; the most milliseconds until all is painted, at the 99th percentile, and in a turn."""

    place: str
    made: Callable[[RunningApplication], Iterator[Callable[[], object]]]
    painted: float
    at_worst: float
    turn: float


_ACTS: Final = {
    "a key of a search": Act("calendar", _keys, 50, 80, 8),
    "another client": Act("calendar", _clients, 16, 33, 16),
    "a new minute": Act("calendar", _minutes, 16, 33, 16),
    "a jump in the results": Act("results", partial(_jumps, "results.table"), 16, 33, 16),
    _IN_AGENDA: Act("calendar", partial(_jumps, "calendar.agenda"), 16, 33, 16),
    "another look": Act("calendar", _looks, 50, 50, 50),
}
