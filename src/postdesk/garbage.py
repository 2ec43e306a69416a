"""Python's cyclic garbage is collected in the GUI thread alone, when the event loop has nothing to do.

The collector runs in whichever thread allocates, and may destroy QObjects of the GUI thread there: with it on, the tests of
delivery ended in segmentation faults, and with it off in none. So it is switched off, and its generations are collected
before the loop goes to sleep: no timer wakes for it, and no click waits for it.
"""

import ctypes
import gc
from contextlib import suppress

from PySide6.QtCore import QAbstractEventDispatcher, QObject


def give_back() -> None:
    """What was needed for a moment goes back to the system, where the C library has to be told so (glibc: 2 to 3 MB)."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


class IdleCollector(QObject):
    """Collects when the loop of this thread is about to sleep; automatic collection is off while it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What the start made stays: later collections need not look at it again.
        gc.freeze()
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self.collect)

    def collect(self) -> None:
        """Collect the oldest generation that is due, as the interpreter would have."""
        thresholds = gc.get_threshold()
        if not thresholds[0]:  # something is being kept
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > thresholds[generation]:
                gc.collect(generation)
                return
