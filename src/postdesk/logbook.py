"""The log of failures in Postdesk itself: caught everywhere, kept in a rotating file of the profile, shown in one place."""

import asyncio
import logging
import platform
import re
import sys
import threading
from collections import deque
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from postdesk import __version__
from postdesk.store import private_files

_log = logging.getLogger("postdesk.app")
_VALUES = "postdesk.store.values"
_qt_log = logging.getLogger("postdesk.qt")

_FILE = "postdesk.log"
_SIZE = 1_000_000
_FILES = 3
_LINES = 500
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SECRET = re.compile(r"(?i)(bearer\s+)\S+")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Redaction(logging.Formatter):
    """Formats a record, including tracebacks, without any known secret or text that looks like one."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)
        self._secrets: set[str] = set()

    def hide(self, secret: str) -> None:
        """Mask this secret in every record from now on."""
        if secret:
            self._secrets.add(secret)

    def format(self, record: logging.LogRecord) -> str:
        text = _SECRET.sub(r"\1[hidden]", super().format(record))
        for secret in self._secrets:
            text = text.replace(secret, "[hidden]")
        return text


class Logbook(QObject):
    """Catches and logs failures. `failure_logged` follows each uncaught exception.

    That is one of the GUI thread or the event loop; those of other threads are only logged.

    `unreadable` follows the first value of the database that could not be read.
    """

    failure_logged = Signal()
    unreadable = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._redaction = Redaction()
        self._recent = _Recent(self._redaction)
        self._handlers: list[logging.Handler] = [self._recent]
        try:
            private_files.make_folder(folder)
            file = _PrivateFile(folder / _FILE, maxBytes=_SIZE, backupCount=_FILES - 1, encoding="utf-8", delay=True)
        except OSError:
            file = None
        if file:
            file.setFormatter(self._redaction)
            self._handlers.append(file)
        root = logging.getLogger()
        for handler in self._handlers:
            root.addHandler(handler)
        logging.getLogger("postdesk").setLevel(logging.INFO)
        self._first_unreadable = _FirstOnly(self.unreadable.emit)
        logging.getLogger(_VALUES).addFilter(self._first_unreadable)
        # A full disk must not cause a second failure.
        logging.raiseExceptions = False

    def catch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Catch uncaught exceptions of the GUI thread, other threads and the loop, and Qt's own messages."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        loop.set_exception_handler(self._uncaught_in_loop)
        qInstallMessageHandler(_qt_message)

    def release(self) -> None:
        """Stop catching and close the file."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        logging.getLogger(_VALUES).removeFilter(self._first_unreadable)
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()

    def hide(self, secret: str) -> None:
        """Mask this secret in every record from now on."""
        self._redaction.hide(secret)

    def recent_lines(self) -> str:
        """Return the last warnings and errors, one line each, the newest last."""
        return "\n".join(self._recent.lines)

    def diagnostics(self) -> str:
        """Return the versions and the last problems, for a report."""
        versions = (
            f"Postdesk {__version__}",
            f"Python {platform.python_version()}, PySide6 {pyside_version}, Qt {qVersion()}",
            platform.platform(),
        )
        return "\n".join((*versions, "", self.recent_lines() or "No problems since the start."))

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("uncaught exception", exc_info=(kind, error, trace))
        self.failure_logged.emit()

    def _uncaught_in_thread(self, found: threading.ExceptHookArgs) -> None:
        name = found.thread.name if found.thread else "?"
        error = found.exc_value or found.exc_type()
        _log.critical("uncaught exception in thread %s", name, exc_info=(found.exc_type, error, found.exc_traceback))

    def _uncaught_in_loop(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        _log.error("in the loop: %s", context.get("message"), exc_info=error)
        self.failure_logged.emit()


class _FirstOnly(logging.Filter):
    """Passes only the first record and reports it once: an unreadable value is read again with each paint."""

    def __init__(self, tell: Callable[[], object]) -> None:
        super().__init__()
        self._tell, self._told = tell, False

    def filter(self, record: logging.LogRecord) -> bool:
        first, self._told = not self._told, True
        if first:
            self._tell()
        return first


class _PrivateFile(RotatingFileHandler):
    """A rotating log file that only this user can read."""

    def _open(self) -> TextIOWrapper:
        private_files.make_file(Path(self.baseFilename))
        return super()._open()


class _Recent(logging.Handler):
    """The last warnings and errors, in memory."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(formatter)
        self.lines: deque[str] = deque(maxlen=_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    _qt_log.log(_QT_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category or "default", text or "")
