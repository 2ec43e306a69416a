"""Any failure that prevents the main window opens a window with the log and further actions: never a bare exit."""

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from tests.support.altered import everything
from tests.support.waiting import until

from postdesk import app
from postdesk.app import Application
from postdesk.app_context import AppContext
from postdesk.command_line import Options
from postdesk.domain.delivery import Hold
from postdesk.domain.posts import Entry
from postdesk.store import entries, repair, replacement_notice
from postdesk.store.database import FILE, Database
from postdesk.ui.shell.main_window import MainWindow

pytestmark = pytest.mark.logs("nothing could be opened", "the database is damaged", "This plugin does not support")

_REASON = "a defect that nobody has foreseen"


class StartDriver:
    """An application that starts, with the windows and the buttons that a user has."""

    def __init__(self, folder: Path) -> None:
        qt = QApplication.instance()
        assert isinstance(qt, QApplication)
        qt.setQuitOnLastWindowClosed(False)
        self.shown: list[str] = []
        self.application = Application(qt, Options(profile=folder), self._open)
        self.running = asyncio.ensure_future(self.application.run())

    def _open(self, url: QUrl) -> bool:
        self.shown.append(url.toLocalFile())
        return True

    async def problem(self) -> QDialog:
        """Return the window that reports the failure."""
        await until(lambda: self._problems() or self.running.done())
        return self._problems()[0]

    def _problems(self) -> list[QDialog]:
        windows = QApplication.topLevelWidgets()
        return [
            each for each in windows if isinstance(each, QDialog) and each.objectName() == "start_problem" and each.isVisible()
        ]

    async def stands(self) -> MainWindow:
        """Return the main window once it is open with a session."""
        await until(lambda: self.application.host and self.application.host.running_sessions)
        return next(each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible())


@asynccontextmanager
async def starting(folder: Path) -> AsyncIterator[StartDriver]:
    started = StartDriver(folder)
    try:
        yield started
    finally:
        started.application.leave()
        await asyncio.wait_for(started.running, 20)


def press(window: QWidget, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button
    button.click()


def words_of(window: QWidget) -> str:
    return "\n".join(each.text() for each in window.findChildren(QLabel))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    everything(tmp_path / "profile")
    return tmp_path / "profile"


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make the start fail with an error of Postdesk, until it is undone."""

    def failing() -> None:
        raise RuntimeError(_REASON)

    monkeypatch.setattr(app, "_import_host", failing)
    return monkeypatch


@pytest.mark.usefixtures("qapp")
async def test_a_defect_is_told_with_its_reason_and_the_log_and_can_be_tried_again(
    folder: Path, defect: pytest.MonkeyPatch
) -> None:
    async with starting(folder) as started:
        window = await started.problem()
        assert _REASON in words_of(window)
        press(window, "start_problem.log")
        assert started.shown == [str(folder / "log")]
        assert _REASON in (folder / "log" / "postdesk.log").read_text()
        defect.undo()
        press(window, "start_problem.again")
        await started.stands()
    assert started.running.result() == 0


@pytest.mark.usefixtures("qapp")
async def test_a_repair_is_offered_and_sets_the_database_aside(folder: Path, defect: pytest.MonkeyPatch) -> None:
    async with starting(folder) as started:
        window = await started.problem()
        defect.undo()
        press(window, "start_problem.repair")
        await started.stands()
    database = Database(folder)
    told = replacement_notice.pending(database.reader)
    database.close()
    assert told
    assert (folder / told.aside / FILE).exists()


def damage_an_index(folder: Path) -> None:
    """Damage an index: its table can be read, changed rows are missing from the index, and a quick check finds nothing."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        anew = "replace(sql, 'state, changed_ms', 'changed_ms, state')"
        conn.execute(f"UPDATE sqlite_master SET sql = {anew} WHERE name = 'posts_changed'")


@pytest.mark.logs("start failed", "DatabaseError")
@pytest.mark.usefixtures("qapp")
async def test_damage_that_the_first_write_finds_is_told_and_repaired(folder: Path) -> None:
    copied = shutil.copytree(folder, folder.with_name("copied"))
    damage_an_index(copied)
    assert not repair.is_damaged(copied)
    async with starting(copied) as started:
        window = await started.stands()
        await until(lambda: "database is damaged" in words_of(window))
        press(window, "banner.trouble.action")
        host = started.application.host
        await until(lambda: started.application.host not in (host, None))
        await started.stands()
    assert not repair.is_damaged(copied, thorough=True)


@pytest.mark.usefixtures("qapp", "defect")
async def test_who_quits_then_ends_with_a_status(folder: Path) -> None:
    async with starting(folder) as started:
        press(await started.problem(), "start_problem.quit")
        await until(started.running.done)
    assert started.running.result() == 1


@pytest.mark.usefixtures("qapp", "defect")
async def test_who_is_ended_from_outside_then_ends(folder: Path) -> None:
    async with starting(folder) as started:
        await started.problem()
    assert started.running.result() == 1


@pytest.mark.usefixtures("qapp")
async def test_a_folder_that_is_a_file_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "profile").write_text("not a folder")
    with caplog.at_level(logging.ERROR):
        async with starting(tmp_path / "profile") as started:
            press(await started.problem(), "start_problem.quit")
            await until(started.running.done)
    assert started.running.result() == 1


@pytest.mark.usefixtures("qapp")
async def test_what_a_copied_profile_holds_is_held_before_a_window_shows_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copytree(folder, folder.with_name("copied"))
    waiting: list[Entry] = []

    def no_host(around: AppContext, *_: object, checked: bool) -> None:
        waiting.extend(entries.unfinished(around.database.reader))
        raise RuntimeError(_REASON)

    async def imported() -> object:
        return no_host

    monkeypatch.setattr(app, "_import_host", imported)
    async with starting(copied) as started:
        await started.problem()
    assert {entry.hold for entry in waiting} == {Hold.RESTORED}
