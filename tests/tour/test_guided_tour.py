"""The tour ends the application: its exit status says whether everything was as expected."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl

from postdesk.command_line import Options
from postdesk.guided_tour import run_guided_tour
from postdesk.tour.runner import Tour


class FakeApplication:
    """An application without a window, which runs until it is left."""

    def __init__(self, status: int = 0) -> None:
        self._status = status
        self._left = asyncio.Event()
        self.profile: Path | None = None

    def make(self, options: Options, open_url: Callable[[QUrl], bool]) -> "FakeApplication":
        self.profile = options.profile
        assert options == Options(profile=options.profile), "it starts as for a new user"
        return self

    async def run(self) -> int:
        await self._left.wait()
        return self._status

    def leave(self) -> None:
        self._left.set()


@pytest.mark.parametrize(("passed", "of_app", "status"), [(True, 0, 0), (False, 0, 1), (True, 3, 3), (False, 3, 3)])
async def test_the_exit_status_is_0_only_where_all_was_as_it_should_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passed: bool, of_app: int, status: int
) -> None:
    async def run(tour: Tour) -> bool:
        return passed

    monkeypatch.setattr(Tour, "run", run)
    shown = FakeApplication(of_app)
    assert await run_guided_tour(shown.make, "main-job", tmp_path) == status
    assert shown.profile is not None
    assert not shown.profile.exists(), "the profile is thrown away"


async def test_an_application_that_ends_by_itself_ends_the_tour(tmp_path: Path) -> None:
    shown = FakeApplication()
    shown.leave()
    assert await run_guided_tour(shown.make, "composer", tmp_path) == 1
