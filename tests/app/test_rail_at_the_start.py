"""The rail is painted before the places are built: what is chosen there meanwhile is shown once it can be."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from tests.support import profiles
from tests.support.application import application

from postdesk.ui.shell.main_window import MainWindow

pytestmark = pytest.mark.logs("This plugin does not support")


@pytest.mark.parametrize("place", ["connections", "settings"])
async def test_a_place_that_is_chosen_before_it_is_built_is_shown_then(
    profile: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    profiles.practised(profile, "Alex Morgan")
    show = MainWindow.show

    def show_and_choose(window: MainWindow) -> None:
        button = window.findChild(QPushButton, f"rail.{place}")
        assert button
        window.painted.connect(button.click)
        show(window)

    monkeypatch.setattr(MainWindow, "show", show_and_choose)
    async with application(profile) as used:
        await used.see("connections.row.linkedin" if place == "connections" else "settings.pages")
        button = used.window.findChild(QPushButton, f"rail.{place}")
        assert button
        assert button.isChecked()
