"""What every test shares: Qt without a screen, async tests on Qt's loop, and a log in which nothing unexpected stands."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# How fast a computer is that does something else as well says nothing of what is checked.
hypothesis.settings.register_profile("any computer", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("any computer")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
# What tests start finds its modules compiled, as what a user starts does.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).resolve().parent.parent
_IN_MEMORY = Path("/dev/shm")
_ROOM = 2 << 30
_QT_TESTS = ("engine", "ui", "app", "tour", "benchmarks")


def pytest_configure() -> None:
    """Temporary files are kept in memory where there is room: a database waits for the disk at each of its writes."""
    if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK):
        there = os.statvfs(_IN_MEMORY)
        if there.f_bavail * there.f_frsize > _ROOM and not there.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Three processes for two cores: much of what tests do is waiting for other processes."""
    cores = yield
    return max(cores, cores * 3 // 2)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Async tests of what uses Qt run on Qt's loop, all others on asyncio's own."""
    if _uses_qt(item.path):
        from tests.support.qt_loop import qt_loop

        return {"qt": qt_loop}
    return {"asyncio": asyncio.new_event_loop}


def _uses_qt(test: Path) -> bool:
    return test.relative_to(ROOT / "tests").parts[0] in _QT_TESTS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """What the windows of a test still meant to do later is left: pytest-qt turns Qt's loop once more, and no asyncio with it."""
    try:
        return (yield)
    finally:
        if _uses_qt(item.path):
            _stop_timers()


def _stop_timers() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    for window in QApplication.topLevelWidgets() if QApplication.instance() else ():
        for timer in window.findChildren(QTimer):
            timer.stop()


@pytest.fixture(autouse=True, scope="session")
def collect_in_the_main_thread() -> Iterator[None]:
    """As in the application: a collection in another thread destroys QObjects there, which crashes."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def leave_the_clipboard_empty() -> Iterator[None]:
    """Qt's offscreen clipboard lets go of what a test put there when Python has ended, which crashes."""
    yield
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance():
            QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def collect_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a Qt test leaves is destroyed before the next, its windows first.

    What is left at the end of the process, PySide destroys in no order, and crashes where that is much. What was there before
    is of the oldest generation and not looked through: that took a third of all the time.
    """
    yield
    if _uses_qt(request.node.path):
        _destroy_windows()
        gc.collect(1)


def _destroy_windows() -> None:
    """Those that are nobody's; a list that pops up is its completer's, which destroys it."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtWidgets import QApplication

    if application := QApplication.instance():
        for window in QApplication.topLevelWidgets():
            if window.parent() is None and window.windowType() is not Qt.WindowType.Popup:
                window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def qapp() -> "QApplication":
    """The application of pytest-qt's fixtures: the one that async tests use, too."""
    from tests.support.qt_loop import application

    return application()


@pytest.fixture
def resources() -> Path:
    """The data files of the checkout."""
    return ROOT / "resources"


@pytest.fixture(scope="session")
def schema() -> bytes:
    """An empty database of the present version."""
    from tests.support.ready_schema import migrated

    return migrated()


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning or an error of ours in the log fails the test, unless `@pytest.mark.logs("part of it")` expects it."""
    yield
    expected = [text for mark in request.node.iter_markers("logs") for text in mark.args]
    records = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    ours = [record for record in records if record.levelno >= logging.WARNING and record.name.startswith("postdesk")]
    unexpected = [r.getMessage() for r in ours if not any(text in r.getMessage() for text in expected)]
    assert not unexpected, f"unexpected in the log: {unexpected}"
