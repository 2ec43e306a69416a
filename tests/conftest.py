"""Set up all tests: Qt without a screen, async tests on Qt's loop, and a failure for any unexpected entry in the log."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# The speed of a computer that does something else as well says nothing about the code under test.
hypothesis.settings.register_profile("any computer", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("any computer")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
# Processes that tests start find the modules compiled, as they do when a user starts Postdesk.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).resolve().parent.parent
_IN_MEMORY = Path("/dev/shm")
_ROOM = 2 << 30
_QT_TESTS = ("engine", "ui", "app", "tour", "benchmarks")
_SLOW_TESTS = ("benchmarks", "monkey", "pictures", "proofs", "tour")


def pytest_configure() -> None:
    """Keep temporary files in memory where there is room: a database waits for the disk at each write."""
    if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK):
        there = os.statvfs(_IN_MEMORY)
        if there.f_bavail * there.f_frsize > _ROOM and not there.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_IN_MEMORY))


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Return two processes for each core: tests spend most of their time waiting for other processes."""
    cores = yield
    return cores * 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin each process's part with its share of the slow tests: one that begins last would be waited for."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = [item for item in items if _folder(item.path) in _SLOW_TESTS]
    others = [item for item in items if _folder(item.path) not in _SLOW_TESTS]
    edges = [len(others) * number // processes for number in range(processes + 1)]
    items[:] = [
        item for number, (first, end) in enumerate(pairwise(edges)) for item in (*slow[number::processes], *others[first:end])
    ]


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run async tests of the folders that use Qt on Qt's loop, all others on asyncio's own."""
    if _uses_qt(item.path):
        from tests.support.qt_loop import qt_loop

        return {"qt": qt_loop}
    return {"asyncio": asyncio.new_event_loop}


def _uses_qt(test: Path) -> bool:
    return _folder(test) in _QT_TESTS


def _folder(test: Path) -> str:
    return test.relative_to(ROOT / "tests").parts[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Stop the timers of a test's windows after it: pytest-qt turns Qt's loop once more, without asyncio."""
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
    """Turn automatic collection off, as the application does: in another thread it destroys QObjects there, which crashes."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def leave_the_clipboard_empty() -> Iterator[None]:
    """Clear Qt's offscreen clipboard: it drops the data of a test after Python has ended, which crashes."""
    yield
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance():
            QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def collect_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Destroy the objects that a Qt test left before the next test starts, its windows first.

    PySide destroys the objects that are left at the end of the process in no order, and crashes if there are many. Objects from
    before the test are of the oldest generation, which isn't searched: that took a third of the total time.
    """
    yield
    if _uses_qt(request.node.path):
        _destroy_windows()
        gc.collect(1)


def _destroy_windows() -> None:
    """Delete the windows without a parent, but no popup list: its completer destroys it."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtWidgets import QApplication

    if application := QApplication.instance():
        for window in QApplication.topLevelWidgets():
            if window.parent() is None and window.windowType() is not Qt.WindowType.Popup:
                window.deleteLater()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def qapp() -> "QApplication":
    """Return the application for pytest-qt's fixtures: the same one that async tests use."""
    from tests.support.qt_loop import application

    return application()


@pytest.fixture
def resources() -> Path:
    """Return the folder with the data files of the checkout."""
    return ROOT / "resources"


@pytest.fixture(scope="session")
def schema() -> bytes:
    """Return an empty database of the current schema version."""
    from tests.support.ready_schema import migrated

    return migrated()


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs a warning or an error of Postdesk, unless `@pytest.mark.logs("part of it")` expects it."""
    yield
    expected = [text for mark in request.node.iter_markers("logs") for text in mark.args]
    records = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    ours = [record for record in records if record.levelno >= logging.WARNING and record.name.startswith("postdesk")]
    unexpected = [r.getMessage() for r in ours if not any(text in r.getMessage() for text in expected)]
    assert not unexpected, f"unexpected in the log: {unexpected}"
