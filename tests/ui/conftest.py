"""Fixtures for real widgets on a real workspace session."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from tests.support.quiet_session import QuietSession, quiet_session
from tests.support.ready_schema import copy_into_new_ones
from tests.support.seed import Amount, seed
from tests.support.sessions import RESOURCES

from postdesk.domain.settings import Appearance, ClockFace
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.store.database import Database
from postdesk.ui.kit.theme import Theme


@pytest.fixture(autouse=True)
def new_databases_are_copied(schema: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_into_new_ones(schema, monkeypatch)


@pytest.fixture(scope="session")
def only_theme(qapp: QApplication) -> Theme:
    made = Theme(qapp, RESOURCES, Appearance.LIGHT)
    made.apply_style()
    return made


@pytest.fixture
def theme(only_theme: Theme) -> Theme:
    """Return the theme, light at first; there is one, as in the application."""
    only_theme.set_appearance(Appearance.LIGHT)
    return only_theme


@pytest.fixture
def text_size(theme: Theme, qapp: QApplication) -> Iterator[Callable[[float], None]]:
    """Return a setter of the size of the desktop's text, in points."""
    usual = qapp.font()

    def change(font: QFont) -> None:
        qapp.setFont(font)
        qapp.setStyleSheet(theme._sheet())

    def choose(points: float) -> None:
        font = QFont(usual)
        font.setPointSizeF(points)
        change(font)

    yield choose
    change(usual)


@pytest.fixture
def twelve_hours(theme: Theme) -> Iterator[None]:
    """Use a clock with twelve hours."""
    theme.set_clock_face(ClockFace.TWELVE)
    yield
    theme.set_clock_face(ClockFace.SYSTEM)


@pytest.fixture
def weeks_from_sunday(theme: Theme) -> Iterator[None]:
    """Use weeks that begin with Sunday."""
    theme.set_first_weekday(7)
    yield
    theme.set_first_weekday(0)


@pytest.fixture(autouse=True)
def plain_locale() -> Iterator[None]:
    """Format days and numbers as the tests write them, whatever the language of this computer and of the test before."""
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def leave_no_widgets(qapp: QApplication) -> Iterator[None]:
    """Delete the widgets that a test scheduled for deletion before the next test."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    """Return a practice session that sends no requests."""
    with quiet_session(tmp_path / "profile") as made:
        yield made


@pytest.fixture
def with_posts(tmp_path: Path) -> Iterator[Callable[[int], Database]]:
    """Return a function that opens a database with so many posts of a year around now."""
    opened = list[Database]()

    def open_one(posts: int) -> Database:
        seed(tmp_path / "profile", Amount(posts))
        opened.append(Database(tmp_path / "profile"))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def session(quiet: QuietSession) -> WorkspaceSession:
    return quiet.session


@pytest.fixture
def local_zone() -> ZoneInfo:
    return ZoneInfo("Europe/London")
