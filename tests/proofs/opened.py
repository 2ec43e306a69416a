"""The real window, opened on a profile in this process, without a screen: what stands then, and what went wrong meanwhile."""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QDialog
from tests.support.qt_loop import qt_loop
from tests.support.waiting import until

from postdesk.app import Application
from postdesk.command_line import Options

_MOMENTS: Final = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """`window`: the name of what stands. `wrong`: each uncaught exception since the start."""

    window: str
    wrong: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether that is the main window, with all that belongs into it."""
        return self.window == "main_window"


def opened(folder: Path) -> Opened:
    """Start on the folder, wait until a window stands with all in it, and quit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    with _uncaught() as wrong, asyncio.Runner(loop_factory=qt_loop) as runner:
        try:
            window = runner.run(_opened(folder))
        except Exception as error:  # a start that fails is what is looked for
            return Opened("none", (*wrong, f"{type(error).__name__}: {error}"))
    return Opened(window, tuple(wrong))


async def _opened(folder: Path) -> str:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    application = Application(qt, Options(profile=folder), _opens_nothing)
    running = asyncio.ensure_future(application.run())
    try:
        await until(lambda: running.done() or bool(_standing(application)), said=lambda: _titles())
        for _ in range(_MOMENTS):
            await asyncio.sleep(0.005)
        return "none" if running.done() else _standing(application)
    finally:
        application.leave()
        await asyncio.wait_for(running, 20)


def _standing(application: Application) -> str:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) and each.isVisible() and each.objectName() == "start_problem":
            return each.objectName()
    desks = application.desks
    if desks and desks._first.window:
        return "first_run"
    return "main_window" if desks and desks._shown and desks.at_work and hasattr(desks._shown, "_dialogs") else ""


def _titles() -> list[str]:
    return [f"{each.objectName()} {each.windowTitle()}" for each in QApplication.topLevelWidgets() if each.isVisible()]


def _opens_nothing(_: QUrl) -> bool:
    return False


@contextmanager
def _uncaught() -> Iterator[list[str]]:
    found: list[str] = []
    handler = _Uncaught(found)
    logging.getLogger("postdesk").addHandler(handler)
    try:
        yield found
    finally:
        logging.getLogger("postdesk").removeHandler(handler)


class _Uncaught(logging.Handler):
    """Exceptions in the log, but for those that are said to be due to a damaged file."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] and "while the database was damaged" not in record.getMessage():
            trace = record.exc_info[2]
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
            self._found.append(f"{record.getMessage()}: {type(record.exc_info[1]).__name__}: {record.exc_info[1]} at {where}")
