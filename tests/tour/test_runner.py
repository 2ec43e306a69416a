"""A walk through a scenario: the printed lines, the saved pictures, and the step where it stops."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from tests.tour.window import Window

from postdesk.tour.browser import TourBrowser
from postdesk.tour.runner import Tour
from postdesk.tour.script import parse_script

WALK = """
title = "A walk"

[[step]]
name = "Publish now"
do = [{ click = "publish" }, { see = "heard publish" }]

[[step]]
name = "Say always"
do = [{ click = "always" }, { see = "%s", within = 0.2 }]

[[step]]
name = "After it"
do = [{ see = "A window" }]
"""


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_each_step_is_printed_and_pictured(window: Window, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await Tour(parse_script(WALK % "Always"), tmp_path / "pictures", TourBrowser()).run()
    assert capsys.readouterr().out.splitlines() == ["A walk", "01 Publish now … ok", "02 Say always … ok", "03 After it … ok"]
    assert names(tmp_path / "pictures") == ["01-publish-now.png", "02-say-always.png", "03-after-it.png"]
    first, second, _ = (QImage(str(tmp_path / "pictures" / name)) for name in names(tmp_path / "pictures"))
    assert first.size() == window.size() * window.devicePixelRatioF()
    assert first != second


async def test_it_stops_where_something_is_not_as_it_should_be(
    window: Window, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not await Tour(parse_script(WALK % "Never"), tmp_path, TourBrowser()).run()
    assert capsys.readouterr().out.splitlines()[-1] == "02 Say always … not as it should be: “Never” is not shown"
    assert names(tmp_path) == ["01-publish-now.png", "02-say-always-failed.png"]


async def test_a_folder_that_cannot_be_made_is_said(window: Window, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert not await Tour(parse_script(WALK % "Always"), tmp_path / "file" / "pictures", TourBrowser()).run()
    assert "No pictures can be kept in" in capsys.readouterr().out
    assert window.heard == []
