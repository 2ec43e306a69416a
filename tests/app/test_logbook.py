"""Errors of Postdesk itself are caught, recorded without secrets, and reported."""

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

from postdesk.logbook import Logbook

CANARY = "canary-51c0ffee"
TOLD = ("uncaught exception", "in the loop", "a warning")

pytestmark = pytest.mark.logs(*TOLD)

log = logging.getLogger("postdesk.test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def logbook(qapp: QApplication, folder: Path) -> Iterator[Logbook]:
    made = Logbook(folder)
    made.hide(CANARY)
    yield made
    made.release()


def written(folder: Path) -> str:
    return "".join(file.read_text() for file in folder.iterdir())


def fail_with_the_key() -> None:
    raise ValueError(f"the key {CANARY} is no good")


def test_no_secret_is_written_or_told_in_messages_arguments_and_tracebacks(logbook: Logbook, folder: Path) -> None:
    log.warning("a warning with %s in it", CANARY)
    log.warning("a warning with a header: Authorization: Bearer another-secret")
    try:
        fail_with_the_key()
    except ValueError:
        log.exception("a warning with a traceback")
    for text in (written(folder), logbook.recent_lines(), logbook.diagnostics()):
        assert CANARY not in text
        assert "another-secret" not in text
        assert "ValueError: the key [hidden] is no good" in text


def test_a_key_that_comes_later_is_hidden_too(logbook: Logbook, folder: Path) -> None:
    logbook.hide("")
    logbook.hide("later-key")
    log.warning("a warning: later-key and %s", CANARY)
    assert "a warning: [hidden] and [hidden]" in written(folder)


def test_what_nobody_catches_is_told_and_kept(logbook: Logbook, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loop, told = asyncio.new_event_loop(), []
    logbook.failure_logged.connect(lambda: told.append(True))
    logbook.catch(loop)
    try:
        fail_with_the_key()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
        loop.call_exception_handler({"message": "a task failed", "exception": error})
    thread = threading.Thread(target=fail_with_the_key, name="worker")
    thread.start()
    thread.join()
    loop.close()
    text = written(folder)
    assert len(told) == 2
    assert text.count("ValueError: the key [hidden] is no good") == 3
    assert "uncaught exception in thread worker" in text
    assert CANARY not in text + logbook.recent_lines() + capsys.readouterr().err


def test_messages_of_qt_are_kept_without_secrets(logbook: Logbook, folder: Path) -> None:
    loop = asyncio.new_event_loop()
    logbook.catch(loop)
    qWarning(f"a warning of Qt's with {CANARY}")
    loop.close()
    assert "a warning of Qt's with [hidden]" in written(folder)


def test_what_it_took_is_given_back(qapp: QApplication, folder: Path) -> None:
    before = (sys.excepthook, len(logging.getLogger().handlers))
    loop, logbook = asyncio.new_event_loop(), Logbook(folder)
    logbook.catch(loop)
    assert sys.excepthook is not sys.__excepthook__
    logbook.release()
    loop.close()
    assert sys.excepthook is sys.__excepthook__
    assert len(logging.getLogger().handlers) == before[1]


def test_the_file_is_kept_small(logbook: Logbook, folder: Path) -> None:
    for number in range(60):
        log.warning("a warning %d %s", number, "x" * 100_000)
    sizes = [file.stat().st_size for file in folder.iterdir()]
    assert len(sizes) == 3
    assert max(sizes) <= 1_000_000
    assert "a warning 59" in logbook.recent_lines()


def test_where_nothing_can_be_written_the_last_problems_are_told_all_the_same(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file in the way")
    logbook = Logbook(tmp_path / "log")
    log.warning("a warning that only memory keeps")
    assert "only memory keeps" in logbook.recent_lines()
    logbook.release()


def test_diagnostics_name_versions_and_that_there_were_no_problems(logbook: Logbook) -> None:
    text = logbook.diagnostics()
    assert text.startswith("Postdesk ")
    assert "PySide6" in text
    assert "No problems since the start." in text
