"""A desktop for the application, and a screen reader that operates it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.desktop import Desktop, desktop
from tests.support.screen_reader import ScreenReader, screen_reader


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with desktop(tmp_path_factory.mktemp("desktop")) as started:
        yield started


@pytest.fixture(scope="module")
def reader(screen: Desktop) -> Iterator[ScreenReader]:
    with screen_reader(screen) as started:
        yield started


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"
