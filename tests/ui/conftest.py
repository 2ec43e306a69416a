"""Real widgets on a real desk."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.quiet_desk import QuietDesk, quiet_desk

from postdesk.domain.settings import Appearance
from postdesk.engine.desk import Desk
from postdesk.ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication, resources: Path) -> Theme:
    return Theme(qapp, resources, Appearance.LIGHT)


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietDesk]:
    """A practice desk that asks nobody for anything."""
    with quiet_desk(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def desk(quiet: QuietDesk) -> Desk:
    return quiet.desk


@pytest.fixture
def here() -> ZoneInfo:
    return ZoneInfo("Europe/London")
