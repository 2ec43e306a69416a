"""The counting of a long list: first as much as its top needs, then the rest while the window is idle."""

import time
from copy import copy
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

AT_ONCE: Final = 5_000
"""The number of posts that are counted before they are shown; what goes beyond is counted after the first ones are."""
_PATIENCE_S: Final = 0.008
"""The time for that, in which fewer are counted where a filter leaves out most."""
_LATER_MS: Final = 4
"""The time until another look, where nothing was counted: a thread is still searching."""


class Countable(Protocol):
    """A list that is counted part by part."""

    @property
    def total(self) -> int:
        """The number of the counted posts."""

    @property
    def is_complete(self) -> bool:
        """True once all have been counted."""

    def count_on(self) -> None:
        """Count some more."""


class IdleCount(QObject):
    """Counts a listing to its end while the window is idle: `begun` carries it once it has some, `counted` at its end.

    A listing that is begun meanwhile is counted afterwards: constant changes would keep the first from its end. `failed`
    precedes an error.
    """

    begun = Signal(object)
    counted = Signal(object)
    failed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._now: Countable | None = None
        self._next: Countable | None = None
        self._is_paused = False
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._count_on)

    def pause(self, paused: bool) -> None:
        """Count nothing for now, or go on."""
        self._is_paused = paused
        self._go_on()

    def finish(self, listing: Countable) -> None:
        """Count only this one, if there is more of it."""
        self._now, self._next = (None if listing.is_complete else listing), None
        self._go_on()

    def begin(self, listing: Countable) -> None:
        """Count this one after the present one."""
        if self._now:
            self._next = listing
        else:
            self.finish(listing)

    def _go_on(self) -> None:
        self._idle.setInterval(0)
        self._idle.start() if self._now and not self._is_paused else self._idle.stop()

    def _count_on(self) -> None:
        if (now := self._now) is None:
            return
        before = now.total
        try:
            now.count_on()
        except Exception:
            self._now = self._next = None  # the next reading tells of a database that fails; this would fail without end
            self._go_on()
            self.failed.emit()
            raise
        if now.is_complete:
            self._now, self._next = self._next, None
            self._go_on()
            self.counted.emit(now)
            return
        self._idle.setInterval(0 if now.total != before else _LATER_MS)
        if now.total and not before:
            self.begun.emit(copy(now))


def count_first(listing: Countable, needed: int = 1) -> None:
    """Count all posts, or as many as there is time for before they are shown, but so many as are needed, if there are."""
    begun = time.thread_time()
    while not listing.is_complete and (
        listing.total < needed or (listing.total < AT_ONCE and time.thread_time() - begun < _PATIENCE_S)
    ):
        listing.count_on()
