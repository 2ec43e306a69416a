"""The views of the window that pictures are taken of, one after the other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from tests.support.application import SOON, RunningApplication
from tests.support.sample_month import OPEN_DRAFT
from tests.support.window_places import PLACES, button_of, card_with, more_of_a_day, shown_popover

from postdesk.domain.clients import Client
from postdesk.tour import user_input
from postdesk.tour.actions import retry, run_outside_task
from postdesk.tour.finder import find, is_shown
from postdesk.tour.runner import take_picture
from postdesk.tour.script import StepMismatch
from postdesk.ui.calendar.state import View

_SOON_S: Final = 5.0
_SETTLES_S: Final = 0.3
_MOST_TAKES: Final = 40
_CLIENT: Final = "Bakery Sonne"
_CHECKED: Final = "Fine for all 5 accounts"
"""The verdict on the open draft's picture."""
_Go = Callable[[], Awaitable[object]]


async def views(used: RunningApplication) -> AsyncIterator[tuple[str, QImage | None]]:
    """Yield the name and the picture of each view; None instead of the picture of what the window does not have."""
    QApplication.setCursorFlashTime(0)  # a blinking cursor changes the picture
    await asyncio.sleep(_SETTLES_S)
    yield "window", await _calm_picture()
    for view in (View.WEEK, View.DAY, View.AGENDA):
        used.places.calendar.show_view(view)
        yield f"calendar-{view}", await _calm_picture()
    used.places.calendar.show_view(View.MONTH)
    for place in PLACES:
        yield place, await _seen(partial(_go_to, place))
    yield "results-details", await _seen(partial(_show_details, used))
    yield "connections-client", await _seen(partial(_show_accounts, used))
    await _go_to("calendar")
    yield "popover", await _seen(partial(_open_popover, partial(card_with, _CLIENT)))
    await _press("Escape")
    yield "popover-day", await _seen(partial(_open_popover, more_of_a_day))
    await _press("Escape")
    used.navigator.new_post()
    yield "popover-client", await _calm_picture()
    await _press("Escape")
    used.navigator.open_draft(OPEN_DRAFT)
    yield "composer", await _seen(_wait_for_file)
    yield "sheet", await _seen(_open_sheet)
    await _click(partial(user_input.aim, "composer.close"))
    yield "drafts-undo", await _seen(_delete_draft)
    await _go_to("calendar")
    used.navigator.show_client(_client(used).id)
    yield "calendar-client", await _calm_picture()


async def empty_views() -> AsyncIterator[tuple[str, QImage | None]]:
    """Yield the name and the picture of each place of a window without clients and posts."""
    await asyncio.sleep(_SETTLES_S)
    for place in PLACES:
        yield place, await _seen(partial(_go_to, place))


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


async def _go_to(place: str) -> None:
    await _click(partial(button_of, place))


async def _show_details(used: RunningApplication) -> None:
    used.navigator.show_attention()
    table = used.places.results.focus_target
    await run_outside_task(partial(user_input.press, table, "Down"))


async def _show_accounts(used: RunningApplication) -> None:
    used.navigator.show_connections(_client(used).id)


async def _delete_draft() -> None:
    await _go_to("drafts")
    await _click(partial(user_input.aim, "drafts.delete"))


async def _open_popover(aim: user_input.Aim) -> None:
    await _click(aim)
    await retry(shown_popover, _SOON_S)


async def _wait_for_file() -> None:
    """Wait until the open draft's picture is shown."""

    def attempt() -> None:
        if not is_shown(_CHECKED):
            raise StepMismatch(_CHECKED)

    await retry(attempt, SOON)


async def _open_sheet() -> None:
    if not _is_on_sheet():
        await _click(partial(user_input.aim, "composer.sheet"))
        await retry(partial(find, "sheet"), _SOON_S)


def _is_on_sheet() -> bool:
    """Return True where the composer is on its sheet already, as in a narrow window."""
    try:
        find("sheet")
    except StepMismatch:
        return False
    return True


def _client(used: RunningApplication) -> Client:
    return next(each for each in used.session.clients.all() if each.name == _CLIENT)


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
