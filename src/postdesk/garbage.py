"""Python's cyclic garbage is collected in the GUI thread alone, when the event loop has nothing to do.

The collector runs in whichever thread allocates, and may destroy QObjects of the GUI thread there: with it on, the tests of
delivery ended in segmentation faults, and with it off in none. So it is switched off, and its generations are collected
before the loop goes to sleep: no timer wakes for it, and no click waits for it.
"""

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject


class IdleCollector(QObject):
    """Collects when the loop of this thread is about to sleep; automatic collection is off while it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        # What the start made stays: later collections need not look at it again.
        gc.freeze()
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self.collect)

    def collect(self) -> None:
        """Collect the oldest generation that is due, as the interpreter would have."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
