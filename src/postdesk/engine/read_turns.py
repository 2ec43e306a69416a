"""Reads that follow changes, each in a turn of the loop of its own: between two, the window paints and answers."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

_SOON_MS: Final = 30
_APART_S: Final = 0.02
"""The time between two reads, in which the first is painted."""


class LastRead:
    """The time at which the last of the reads ended that share this object."""

    def __init__(self) -> None:
        self._ended_at = float("-inf")

    @property
    def wait_ms(self) -> int:
        """The milliseconds until the next read may begin."""
        return round(max(0, self._ended_at + _APART_S - time.perf_counter()) * 1000)

    def run(self, read: Callable[[], object]) -> None:
        """Read now."""
        try:
            read()
        finally:
            self._ended_at = time.perf_counter()


class ReadTurn(QObject):
    """Reads soon after a request, once for many, and apart from the other reads that share `last`."""

    def __init__(self, last: LastRead, read: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._last, self._read = last, read
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._take)

    def request(self, *, awaited: bool = False) -> None:
        """Read soon; `awaited`: by a user, in the next turn."""
        if awaited or not self._soon.isActive():
            self._soon.start(0 if awaited else _SOON_MS)

    def _take(self) -> None:
        if wait_ms := self._last.wait_ms:
            self._soon.start(wait_ms)
        else:
            self._last.run(self._read)
