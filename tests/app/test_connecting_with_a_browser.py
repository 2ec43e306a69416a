"""Accounts are connected in a real Chromium, which the application opens as the system's browser."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from tests.support.chromium import Chromium, system_browser
from tests.support.desktop import Desktop
from tests.support.ports import port_in_use
from tests.support.processes import until
from tests.support.profiles import practised
from tests.support.running_app import running_app
from tests.support.screen_reader import ScreenReader

pytestmark = [pytest.mark.real_window, pytest.mark.browser, pytest.mark.accessibility]

_READ_CLIPBOARD = "from PySide6.QtGui import QGuiApplication as G; g = G([]); print(g.clipboard().text(), end='')"


@pytest.fixture
def browser(screen: Desktop, tmp_path: Path) -> Iterator[Chromium]:
    with system_browser(screen, tmp_path / "browser") as started:
        yield started


def test_the_redirect_to_the_listener_ends_the_waiting(
    screen: Desktop, reader: ScreenReader, browser: Chromium, profile: Path
) -> None:
    practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--sandbox") as app:
        reader.follow(app.pid)
        reader.press(id="rail.connections")
        reader.press("Connect LinkedIn")
        browser.page("Which LinkedIn account?").press("#allow")
        browser.page("You can close this tab.")
        reader.find("mara-lindqvist", "label", patience=3)
        reader.find("Connected")


def test_polling_alone_is_enough(screen: Desktop, reader: ScreenReader, browser: Chromium, profile: Path) -> None:
    ports = practised(profile, "Alex Morgan").redirect_ports
    with ExitStack() as taken:
        for port in ports:
            taken.enter_context(port_in_use(port))
        with running_app(screen, profile, "--sandbox") as app:
            reader.follow(app.pid)
            reader.press(id="rail.connections")
            reader.press("Connect LinkedIn")
            reader.hear("Another program uses the redirect ports.")
            browser.page("Which LinkedIn account?").press("#allow")
            reader.find("mara-lindqvist", "label")
            reader.find("Connected")


def test_a_client_opens_the_link_20_hours_later_and_chooses_another_account(
    screen: Desktop, reader: ScreenReader, browser: Chromium, profile: Path, tmp_path: Path
) -> None:
    practised(profile, "Alex Morgan")
    with running_app(screen, profile, "--sandbox") as app, ExitStack() as ending:
        reader.follow(app.pid)
        reader.press(id="rail.connections")
        reader.press("Connect LinkedIn")
        browser.page("Which LinkedIn account?").press("#allow")
        reader.find("Connected")
        browser.close()
        reader.open_menu("More for LinkedIn")
        reader.choose("Copy link for my client")
        reader.hear("Waiting for Alex Morgan to open the link")
        link = next(line for line in _clipboard(screen).splitlines() if line.startswith("http://127.0.0.1:"))
        reader.press(id="rail.testing")
        told = _clock(reader)
        for _ in range(20):
            reader.press("+1 hour")
            told = until(partial(_moved_clock, reader, told))
        reader.press(id="rail.connections")
        theirs = Chromium(tmp_path / "clients browser")
        ending.callback(theirs.close)
        theirs.open(link, screen)
        page = theirs.page("Which LinkedIn account?")
        assert "Alex Morgan asks to post to LinkedIn" in page.text
        page.script("document.querySelectorAll('input[name=account]')[1].click()")
        page.press("#allow")
        reader.press(id="status.checked")  # the session may be checked by now, which removes its own button
        reader.hear("harbour-bakery is connected now, not mara-lindqvist.")
        reader.press("Use this account, LinkedIn")
        reader.find("Connected")


def _clock(reader: ScreenReader) -> str:
    return reader.find(id="top_bar.practice").name


def _moved_clock(reader: ScreenReader, before: str) -> str:
    """Return the time on the practice clock; empty until it differs from `before`."""
    now = _clock(reader)
    return now if now != before else ""


def _clipboard(screen: Desktop) -> str:
    def read() -> str:
        command = [sys.executable, "-c", _READ_CLIPBOARD]
        return subprocess.run(command, env=screen.environment, capture_output=True, text=True, check=True).stdout

    return until(read)
