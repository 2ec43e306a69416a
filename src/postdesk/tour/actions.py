"""Runs one action of a scenario, and waits until it is possible."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QMainWindow

from postdesk.tour import user_input
from postdesk.tour.browser import TourBrowser
from postdesk.tour.finder import find, is_in_line, is_shown, shown_windows
from postdesk.tour.script import (
    Action,
    Choose,
    Click,
    Decide,
    DoubleClick,
    Focus,
    Key,
    Menu,
    Resize,
    See,
    SeeGone,
    SeePage,
    StepMismatch,
    Type,
)

T = TypeVar("T")

_PAUSE_S: Final = 0.03
_TAKES_EFFECT_S: Final = 0.5


async def retry(attempt: Callable[[], T], within: float) -> T:
    """Repeat `attempt` until it raises no StepMismatch, and return its result. Raise the last one after `within` seconds."""

    async def once() -> T:
        return attempt()

    return await retry_async(once, within)


async def retry_async(attempt: Callable[[], Awaitable[T]], within: float) -> T:
    """Repeat an asynchronous attempt as `retry` does."""
    end = time.monotonic() + within
    while True:
        try:
            return await attempt()
        except StepMismatch:
            if time.monotonic() >= end:
                raise
        await asyncio.sleep(_PAUSE_S)


async def run_outside_task(act: Callable[[], None]) -> None:
    """Run `act` outside of any task, and wait until it took effect, but not for a menu to be closed again.

    A click that opens a menu may run a loop of its own. Within a task that loop would stop all others.
    """
    done = asyncio.Event()

    def acted() -> None:
        act()
        done.set()

    QTimer.singleShot(0, acted)
    await asyncio.wait((asyncio.ensure_future(done.wait()),), timeout=_TAKES_EFFECT_S)


_ONE_TRY: Final = 0.0


async def run_action(action: Action, browser: TourBrowser) -> None:
    """Run an action. Raise StepMismatch where it stays impossible, or shows no effect, for its time."""
    within = action.within
    match action:
        case DoubleClick(what, item):
            await _click(partial(user_input.aim, what, item), within, user_input.double_click)
        case Click(what, item):
            await _click(partial(user_input.aim, what, item), within)
        case Type(text, into):
            if into:
                await _click(partial(user_input.aim, into), within)
                await retry(partial(_require_focus, into), within)
            await run_outside_task(partial(user_input.write, await retry(user_input.focused, within), text))
        case Key(keys):
            await run_outside_task(partial(user_input.press, await retry(user_input.focused, within), keys))
        case Menu(what):
            await run_outside_task(partial(user_input.ask_for_menu, await retry(partial(user_input.aim, what), within)))
        case Choose(item, ""):
            await _click(partial(user_input.aim_at_action, item), within)
        case Choose(item, place):
            await _choose(item, place, within)
        case See(what, place, item):
            await retry(partial(_require_shown, what, place, item, shown=not isinstance(action, SeeGone)), within)
        case Focus(what):
            await retry(partial(_require_focus, what), within)
        case Decide(decision, account):
            await retry_async(partial(browser.decide, decision, account), within)
        case SeePage(text):
            await retry_async(partial(_require_page_text, browser, text), within)
        case Resize():
            await retry(partial(_resize, *action.pixels), within)


async def _click(aim: user_input.Aim, within: float, click: Callable[[user_input.ClickTarget], None] = user_input.click) -> None:
    await run_outside_task(partial(click, await retry(aim, within)))


async def _choose(item: str, place: str, within: float) -> None:
    """Open the combo box and click the line. Qt ignores a click that follows too soon, so it is repeated."""
    await _click(partial(user_input.aim, place), within)
    box = find(place)
    if not isinstance(box, QComboBox):
        raise StepMismatch(f"“{place}” is no list to choose from")

    async def choose() -> None:
        if box.view().isVisible():
            await _click(partial(user_input.aim_at_item, box.view(), item), _ONE_TRY)
        if item not in box.currentText() or box.view().isVisible():
            raise StepMismatch(f"“{item}” was not taken; it shows “{box.currentText()}”")

    await retry_async(choose, within)


def _require_shown(what: str, place: str, item: str, *, shown: bool) -> None:
    found = is_in_line(what, place, item) if item else is_shown(what, place)
    if found is not shown:
        where = " of ".join(f"“{part}”" for part in (item, place) if part)
        raise StepMismatch(f"“{what}” is {'not' if shown else 'still'} shown" + (f" in {where}" if where else ""))


def _require_focus(name: str) -> None:
    if not user_input.has_focus(name):
        raise StepMismatch(f"“{name}” does not have the focus")


async def _require_page_text(browser: TourBrowser, text: str) -> None:
    if text not in await browser.text():
        raise StepMismatch(f"“{text}” is not on the page in the browser")


def _resize(width: int, height: int) -> None:
    for window in shown_windows():
        if isinstance(window, QMainWindow):
            window.resize(width, height)
            return
    raise StepMismatch("the main window is not in view")
