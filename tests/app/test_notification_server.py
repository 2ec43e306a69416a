"""A notification server of the system on a screen: it shows Postdesk's notices, and a click on one selects the right row."""

import os
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView
from tests.app.test_presence import failing_post, profile
from tests.support.application import RunningApplication, application
from tests.support.desktop import Desktop, desktop
from tests.support.processes import ended

from postdesk.tour.finder import find

__all__ = ["profile"]
pytestmark = [
    pytest.mark.real_window,
    pytest.mark.logs("This plugin does not support"),
    # The library leaves its connection to the bus open until the process ends.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """A desktop with dunst, which Postdesk finds on its session bus."""
    with desktop(tmp_path / "home") as place:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", place.environment["DBUS_SESSION_BUS_ADDRESS"])
        with ended(subprocess.Popen(["dunst", "-conf", os.devnull], env=place.environment, stderr=subprocess.DEVNULL)):
            yield place


def asked(place: Desktop, *command: str) -> str:
    return subprocess.run(command, env=place.environment, check=False, capture_output=True, text=True).stdout.strip()


def popup(place: Desktop) -> str:
    """Return the id of dunst's visible window; empty if there is none."""
    return asked(place, "xdotool", "search", "--onlyvisible", "--class", "Dunst")


async def click_popup(used: RunningApplication, place: Desktop) -> None:
    """Click on the popup until it is gone, as it may still be moving to its place. The middle button activates all of it."""
    await used.until(lambda: popup(place) != "")
    await used.notifications_known()

    def clicked() -> bool:
        window = popup(place)
        asked(place, "xdotool", "mousemove", "--window", window, "40", "20", "click", "2") if window else None
        return not window

    await used.until(clicked)


def is_chosen(text: str) -> bool:
    table = find("results.table")
    assert isinstance(table, QAbstractItemView)
    index = table.currentIndex()
    return any(text in str(index.siblingAtColumn(column).data()) for column in range(index.model().columnCount()))


async def test_a_click_on_what_the_desktop_shows_lands_on_that_post(profile: Path, served: Desktop) -> None:
    async with application(profile) as used:
        window = used.window
        for text in ("Fresh bread", "Old cheese"):
            used.go_to_background()
            await failing_post(used, text)
            await click_popup(used, served)
            await used.until(window.isVisible)
            await used.until(partial(is_chosen, text))
