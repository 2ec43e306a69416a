"""The real window, opened on a profile in this process, without a screen: the window that opens, and the errors meanwhile."""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from tests.support.qt_loop import qt_loop
from tests.support.waiting import until

from postdesk.app import Application
from postdesk.command_line import Options
from postdesk.domain.storage import StorageFailure
from postdesk.store.sqlite import StorageError

_MOMENTS: Final = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """`window`: the name of the open window. `wrong`: each uncaught exception since the start."""

    window: str
    wrong: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """True where that is the main window, with its full content."""
        return self.window == "main_window"


def opened(folder: Path) -> Opened:
    """Start on the folder, wait until a complete window is open, and quit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    with _uncaught() as found, asyncio.Runner(loop_factory=qt_loop) as runner:
        try:
            window = runner.run(_opened(folder, found))
        except Exception as error:  # the proof looks for a start that fails
            return Opened("none", (*found.wrong, f"{type(error).__name__}: {error}"))
    return Opened(window, tuple(found.wrong))


async def _opened(folder: Path, found: "_Uncaught") -> str:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    application = Application(qt, Options(profile=folder), _opens_nothing)
    running = asyncio.ensure_future(application.run())
    try:
        await until(lambda: running.done() or bool(_standing(application)), said=lambda: _titles())
        for _ in range(_MOMENTS):
            await asyncio.sleep(0.005)
        if found.damage:
            await until(_damage_is_told, said=lambda: f"the damage is not told: {found.damage[0]}")
        return "none" if running.done() else _standing(application)
    finally:
        application.leave()
        await asyncio.wait_for(running, 20)


def _standing(application: Application) -> str:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) and each.isVisible() and each.objectName() == "start_problem":
            return each.objectName()
    host = application.host
    if host and host._first.window:
        return "first_run"
    shown = host and host._shown and host.running_sessions and host._shown.navigator
    return "main_window" if host and shown and host.check.sound.is_set() else ""


def _damage_is_told() -> bool:
    """Return True where the main window, or the one in its place that repairs, reports the damage, or the finished repair."""
    if any(each.objectName() == "replaced" and each.isVisible() for each in QApplication.topLevelWidgets()):
        return True
    banners = (each.findChild(QLabel, "banner.trouble.text") for each in QApplication.topLevelWidgets() if each.isVisible())
    return any(each and each.isVisible() and "database is damaged" in each.text() for each in banners)


def _titles() -> list[str]:
    return [f"{each.objectName()} {each.windowTitle()}" for each in QApplication.topLevelWidgets() if each.isVisible()]


def _opens_nothing(_: QUrl) -> bool:
    return False


@contextmanager
def _uncaught() -> Iterator["_Uncaught"]:
    found = _Uncaught()
    logging.getLogger("postdesk").addHandler(found)
    try:
        yield found
    finally:
        logging.getLogger("postdesk").removeHandler(found)


class _Uncaught(logging.Handler):
    """Exceptions in the log: those due to a damaged file, of which the user needs a report, and those that are wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.wrong: list[str] = []
        self.damage: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not (record.exc_info and record.exc_info[1]) or "while the database was damaged" in record.getMessage():
            return
        error, trace = record.exc_info[1], record.exc_info[2]
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
        is_damage = isinstance(error, StorageError) and error.failure is StorageFailure.DAMAGED
        (self.damage if is_damage else self.wrong).append(f"{record.getMessage()}: {type(error).__name__}: {error} at {where}")
