"""Measures in the whole window: the first opening of each place, of the popover and of the sheet, beside bare widgets of Qt."""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QPushButton, QStackedWidget, QWidget
from tests.benchmarks.figures import Figure
from tests.benchmarks.loop_stalls import LoopStalls
from tests.benchmarks.whole import Paints
from tests.support.application import RunningApplication
from tests.support.sample_month import OPEN_DRAFT
from tests.support.sample_window import sample_window
from tests.support.window_places import PLACES, button_of, card_with, shown_popover

from postdesk.tour import user_input
from postdesk.tour.actions import retry
from postdesk.tour.script import StepMismatch

_SIZE: Final = (1366, 768)
_GOAL_MS: Final = 100
_STILL_S: Final = 0.5
_SETTLED_S: Final = 2.0
_SOON_S: Final = 1.0
_TURN_S: Final = 0.005
_POPOVER, _SHEET = "popover", "sheet"


class Opening(NamedTuple):
    """Milliseconds from the click until the first paint, until the last one, and of the longest turn of the loop meanwhile."""

    first: float
    last: float
    turn: float


async def first_openings(folder: Path, rounds: int = 3) -> list[Figure]:
    """Time the first openings in as many windows; what the window does not have is named, and left out."""
    page, frame = list[Opening](), list[Opening]()
    opened: dict[str, list[Opening]] = {}
    for number in range(rounds):
        page.append(await _bare_page())
        frame.append(await _bare_frame())
        async for name, opening in _in_window(folder / str(number)):
            opened.setdefault(name, []).append(opening)
    return [
        figure
        for name, openings in opened.items()
        for figure in _figures(name, openings, frame if name in (_POPOVER, _SHEET) else page)
    ]


def _figures(name: str, openings: list[Opening], floors: list[Opening]) -> list[Figure]:
    first, last, turn = (statistics.median(each) for each in zip(*openings, strict=True))
    bare, *_ = (statistics.median(each) for each in zip(*floors, strict=True))
    return [
        Figure(f"{name}, first opened, until it is painted, beside a bare widget", first, "ms", _GOAL_MS, bare),
        Figure("the same, until all of it is painted", last, "ms"),
        Figure("the longest turn of the loop meanwhile", turn, "ms"),
    ]


async def _in_window(profile: Path) -> AsyncIterator[tuple[str, Opening]]:
    async with _still_cursor(), sample_window(profile, _SIZE) as used:
        paints = Paints(used.window)
        await _until_still(paints, _SETTLED_S)
        # The calendar is open from the start.
        for place in PLACES[1:]:
            if opening := await _opened(place, partial(button_of, place), paints):
                yield place, opening
        await _opened("calendar", partial(button_of, PLACES[0]), paints)
        if opening := await _popover(used, paints):
            yield _POPOVER, opening
        used.navigator.open_draft(OPEN_DRAFT)
        await _until_still(paints, _SETTLED_S)
        if opening := await _opened(_SHEET, partial(user_input.aim, "composer.sheet"), paints):
            yield _SHEET, opening


async def _popover(used: RunningApplication, paints: Paints) -> Opening | None:
    opening = await _opened(_POPOVER, partial(card_with, "Bakery Sonne"), paints)
    try:
        shown_popover()
    except StepMismatch:
        return None
    asyncio.get_running_loop().call_soon(partial(user_input.press, used.window, "Escape"))
    await _until_still(paints, _STILL_S)
    return opening


async def _opened(name: str, aim: user_input.Aim, paints: Paints) -> Opening | None:
    """Click, and return the times; None, with a message, where there is nothing to click."""
    try:
        target = await retry(aim, _SOON_S)
    except StepMismatch as missing:
        print(f"{name} was not measured: {missing}", file=sys.stderr, flush=True)
        return None
    return await _timed(partial(user_input.click, target), paints)


async def _timed(act: Callable[[], None], paints: Paints) -> Opening:
    """Act in a turn of the loop; paints during the act itself, as of a hovered button, are not those that are waited for."""
    acted: list[int] = []
    begun = time.perf_counter()

    def act_and_note() -> None:
        act()
        acted.append(paints.times)

    asyncio.get_running_loop().call_soon(act_and_note)
    waits = LoopStalls()
    while time.perf_counter() - max([begun, *paints.ends[-1:]]) < _STILL_S:
        await waits.turn()
    painted = paints.ends[acted[0] :]
    assert painted, "nothing was painted"
    return Opening((painted[0] - begun) * 1000, (painted[-1] - begun) * 1000, waits.longest)


async def _until_still(paints: Paints, seconds: float) -> None:
    """Wait until nothing was painted for `seconds`."""
    seen, last = paints.times, time.perf_counter()
    while time.perf_counter() - last < seconds:
        await asyncio.sleep(_TURN_S)
        if paints.times != seen:
            seen, last = paints.times, time.perf_counter()


async def _bare_page() -> Opening:
    """Time the first showing of an empty page in a window with nothing else but the button."""
    window, button = _bare_window()
    stack = QStackedWidget()
    stack.addWidget(QWidget())
    stack.addWidget(QFrame())
    window.setCentralWidget(stack)
    button.clicked.connect(lambda: stack.setCurrentIndex(1))
    return await _measured(window, button)


async def _bare_frame() -> Opening:
    """Time the first showing of an empty frame over a window with nothing else but the button."""
    window, button = _bare_window()
    frame = QFrame(window)
    frame.setGeometry(400, 200, 400, 300)
    frame.hide()
    button.clicked.connect(frame.show)
    return await _measured(window, button)


def _bare_window() -> tuple[QMainWindow, QPushButton]:
    window = QMainWindow()
    button = QPushButton("Open")
    window.setMenuWidget(button)
    window.resize(*_SIZE)
    return window, button


async def _measured(window: QMainWindow, button: QPushButton) -> Opening:
    window.show()
    paints = Paints(window)
    await _until_still(paints, _STILL_S)
    opening = await _timed(partial(user_input.click, user_input.ClickTarget(button, button.rect().center())), paints)
    window.hide()
    window.deleteLater()
    return opening


@asynccontextmanager
async def _still_cursor() -> AsyncIterator[None]:
    """Let no cursor blink: that paints."""
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    try:
        yield
    finally:
        QApplication.setCursorFlashTime(flash)
