"""Runs a tour through an application of its own, on a temporary profile."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from PySide6.QtCore import QUrl

from postdesk.command_line import Options
from postdesk.resources import find_resources
from postdesk.tour.browser import TourBrowser
from postdesk.tour.runner import Tour
from postdesk.tour.script import read_script


class TourApplication(Protocol):
    """The part of the application that the tour needs."""

    async def run(self) -> int: ...

    def leave(self) -> None: ...


async def run_guided_tour(make: Callable[[Options, Callable[[QUrl], bool]], TourApplication], name: str, pictures: Path) -> int:
    """Run the tour of that name through the application that `make` builds of its options and a function that opens URLs.

    The exit status is 0 only where every step passed.
    """
    browser = TourBrowser()
    tour = Tour(read_script(find_resources() / "tours" / f"{name}.toml"), pictures, browser)
    with TemporaryDirectory(prefix="postdesk-tour-") as profile:
        shown = make(Options(profile=Path(profile)), browser.open)
        running, walking = asyncio.ensure_future(shown.run()), asyncio.ensure_future(tour.run())
        await asyncio.wait((running, walking), return_when=asyncio.FIRST_COMPLETED)
        walking.cancel()
        shown.leave()
        status = await running
        passed = not walking.cancelled() and walking.done() and walking.result()
        return status or int(not passed)
