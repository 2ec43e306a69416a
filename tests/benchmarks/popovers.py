"""Measures from a key to the painted popover of a card, a day and the clients, by processor time."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.benchmarks.figures import Figure, middle
from tests.benchmarks.inside import gone, opened, shown
from tests.support.navigator import RecordingNavigator
from tests.support.seed import Amount

from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.pane import CalendarPane
from postdesk.ui.kit.popover import Popover
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

_HERE: Final = ZoneInfo("Europe/Berlin")
_GOAL_MS: Final = 100
_MANY: Final = Amount(20_000)
_KEYS: Final = {
    "card": (Qt.Key.Key_Down, Qt.Key.Key_I),
    "day": (Qt.Key.Key_Return,),
    "question for whom": (Qt.Key.Key_N,),
}


def popovers(folder: Path, theme: Theme, amount: Amount = _MANY, times: int = 10) -> list[Figure]:
    """Return for each popover the time of its first opening, and the median of the others."""
    with shown(folder / "popovers", amount, theme) as given:
        pane = CalendarPane(given.session, Scope(), RecordingNavigator(), theme, _HERE)
        opened(pane, 1000, 620)
        grid = next(each for each in pane.findChildren(GridView) if each.isVisible())
        day = pane.day + timedelta(days=1)  # late in the evening, no new post is possible today
        figures = list[Figure]()
        for name, keys in _KEYS.items():
            took = list[float]()
            for _ in range(times + 1):
                grid.move_to_time(day)
                *before, last = keys
                for key in before:
                    QTest.keyClick(grid, key)
                took.append(_opening(pane, grid, last))
            figures.append(Figure(f"popover: {name}, first time", took[0], "ms", _GOAL_MS))
            figures.append(Figure("the same, median", middle(took[1:]), "ms", _GOAL_MS))
        gone(pane)
    return figures


def _opening(pane: CalendarPane, grid: GridView, key: Qt.Key) -> float:
    """Return the milliseconds from the key until the popover is painted, and close it."""
    begun = time.process_time()
    QTest.keyClick(grid, key)
    (popover,) = [each for each in pane.findChildren(Popover) if each.isVisible()]
    popover.repaint()
    took = (time.process_time() - begun) * 1000
    popover.close()
    QApplication.processEvents()
    return took
