"""Windows with all contents."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession, quiet_session

from postdesk.domain.clients import WorkspaceKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

Opener = Callable[..., FullWindow]


@pytest.fixture
def layout_file(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "layout.ini"


@pytest.fixture
def real(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    """The session of a real account."""
    with quiet_session(tmp_path / "real", WorkspaceKind.REAL) as made:
        yield made


@pytest.fixture
def scope() -> Scope:
    return Scope()


@pytest.fixture
def opened() -> list[QUrl]:
    """Return the addresses that were passed to the system."""
    return []


@pytest.fixture
def open_window(
    theme: Theme, scope: Scope, layout_file: Path, local_zone: ZoneInfo, opened: list[QUrl], qtbot: QtBot
) -> Iterator[Opener]:
    windows: list[FullWindow] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    def opener(session: WorkspaceSession, width: int = 1440, height: int = 900) -> FullWindow:
        window = FullWindow(session, scope, theme, local_zone, layout_file, open_url)
        windows.append(window)
        if width:
            window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield opener
    for window in windows:
        window.deleteLater()
