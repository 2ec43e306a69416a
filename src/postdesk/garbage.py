"""Collects Python's cyclic garbage in the GUI thread only, while the event loop is idle.

The collector runs in whichever thread allocates, and may destroy QObjects of the GUI thread there: with automatic collection
on, the delivery tests ended in segmentation faults; with it off, none did. So it is switched off, and its generations are
collected before the loop goes to sleep: no timer wakes for it, and no click waits for it.
"""

import ctypes
import gc
from contextlib import suppress

from PySide6.QtCore import QAbstractEventDispatcher, QObject


def trim_memory() -> None:
    """Return unused heap memory to the system; only glibc needs that call (2 to 3 MB)."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


class IdleCollector(QObject):
    """Collects garbage when the loop of this thread is about to sleep; automatic collection is off while the object lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # The objects of the start live on: later collections skip them.
        gc.freeze()
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self.collect)

    def collect(self) -> None:
        """Collect the oldest generation that is due, as the interpreter would."""
        thresholds = gc.get_threshold()
        if not thresholds[0]:  # collection is suspended
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > thresholds[generation]:
                gc.collect(generation)
                return
