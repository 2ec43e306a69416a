"""Does one action of a scenario, and waits for it to be possible."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QComboBox, QMainWindow

from postdesk.tour import hand
from postdesk.tour.browser import TourBrowser
from postdesk.tour.finder import find, is_shown, shown_windows
from postdesk.tour.patience import by_hand, until, until_done
from postdesk.tour.script import Action, Choose, Click, Decide, Focus, Gone, Key, Page, Resize, See, Type
from postdesk.tour.unlike import Unlike

_ONE_TRY: Final = 0.0


async def act(action: Action, browser: TourBrowser) -> None:
    """Do it; Unlike where it is not possible, or does not show, within its time."""
    within = action.within
    match action:
        case Click(what, item):
            await _click(partial(hand.aim, what, item), within)
        case Type(text, into):
            if into:
                await _click(partial(hand.aim, into), within)
                await until(partial(_has_focus, into), within)
            await by_hand(partial(hand.write, await until(hand.focused, within), text))
        case Key(keys):
            await by_hand(partial(hand.press, await until(hand.focused, within), keys))
        case Choose(item, ""):
            await _click(partial(hand.aim_at_action, item), within)
        case Choose(item, place):
            await _choose(item, place, within)
        case See(what, place):
            await until(partial(_is_seen, what, place), within)
        case Gone(what, place):
            await until(partial(_is_gone, what, place), within)
        case Focus(what):
            await until(partial(_has_focus, what), within)
        case Decide(decision, account):
            await until_done(partial(browser.decide, decision, account), within)
        case Page(text):
            await until_done(partial(_page_shows, browser, text), within)
        case Resize():
            await until(partial(_resize, *action.pixels), within)


async def _click(aim: hand.Aim, within: float) -> None:
    await by_hand(partial(hand.click, await until(aim, within)))


async def _choose(item: str, place: str, within: float) -> None:
    """Open the combo box and click the line. Qt ignores a click that follows too soon, so that it is done again."""
    await _click(partial(hand.aim, place), within)
    box = find(place)
    if not isinstance(box, QComboBox):
        raise Unlike(f"“{place}” is no list to choose from")

    async def choose() -> None:
        if box.view().isVisible():
            await _click(partial(hand.aim_at_item, box.view(), item), _ONE_TRY)
        if item not in box.currentText() or box.view().isVisible():
            raise Unlike(f"“{item}” was not taken; it shows “{box.currentText()}”")

    await until_done(choose, within)


def _is_seen(what: str, place: str) -> None:
    if not is_shown(what, place):
        raise Unlike(f"“{what}” is not shown" + (f" in “{place}”" if place else ""))


def _is_gone(what: str, place: str) -> None:
    if is_shown(what, place):
        raise Unlike(f"“{what}” is still shown" + (f" in “{place}”" if place else ""))


def _has_focus(name: str) -> None:
    if not hand.has_focus(name):
        raise Unlike(f"“{name}” does not have the focus")


async def _page_shows(browser: TourBrowser, text: str) -> None:
    if text not in await browser.text():
        raise Unlike(f"“{text}” is not on the page in the browser")


def _resize(width: int, height: int) -> None:
    for window in shown_windows():
        if isinstance(window, QMainWindow):
            window.resize(width, height)
            return
    raise Unlike("the main window is not in view")
