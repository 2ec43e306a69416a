"""The views of the window that pictures are taken of, one after the other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from tests.support.application import RunningApplication
from tests.support.sample_month import OPEN_DRAFT
from tests.support.window_places import PLACES, button_of, card_with, shown_popover

from postdesk.tour import user_input
from postdesk.tour.actions import retry, run_outside_task
from postdesk.tour.finder import find, is_shown
from postdesk.tour.runner import take_picture
from postdesk.tour.script import StepMismatch

_SOON_S: Final = 1.0
_SETTLES_S: Final = 0.3
_MOST_TAKES: Final = 40
_CARD: Final = "Bakery Sonne"
_Go = Callable[[], Awaitable[object]]


async def views(used: RunningApplication) -> AsyncIterator[tuple[str, QImage | None]]:
    """Yield the name and the picture of each view; None instead of the picture of what the window does not have."""
    QApplication.setCursorFlashTime(0)  # a blinking cursor changes the picture
    await asyncio.sleep(_SETTLES_S)
    yield "window", await _calm_picture()
    for place in PLACES:
        yield place, await _seen(partial(_click, partial(button_of, place)))
    await _seen(partial(_click, partial(button_of, "calendar")))
    yield "popover", await _seen(_open_popover)
    await _press("Escape")
    used.navigator.open_draft(OPEN_DRAFT)
    yield "composer", await _calm_picture()
    yield "sheet", await _seen(_open_sheet)


async def _seen(go: _Go) -> QImage | None:
    try:
        await go()
    except StepMismatch:
        return None
    return await _calm_picture()


async def _click(aim: user_input.Aim) -> None:
    target = await retry(aim, _SOON_S)
    await run_outside_task(partial(user_input.click, target))


async def _press(keys: str) -> None:
    await run_outside_task(partial(user_input.press, find("main_window"), keys))


async def _open_popover() -> None:
    await _click(partial(card_with, _CARD))
    await retry(shown_popover, _SOON_S)


async def _open_sheet() -> None:
    """Open the sheet; in a narrow window the composer is the sheet already."""
    if is_shown("sheet"):
        return
    await _click(partial(user_input.aim, "composer.sheet"))
    await retry(partial(find, "sheet"), _SOON_S)


async def _calm_picture() -> QImage:
    """Return a picture once it stays the same for a while: texts, files and layouts may still be changing."""
    before = QImage()
    for _ in range(_MOST_TAKES):
        await asyncio.sleep(_SETTLES_S)
        now = take_picture()
        if now == before:
            break
        before = now
    return before
