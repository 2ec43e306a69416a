"""Measures in the results pane alone: each key of a search among many posts of many clients, until its results are painted.

What a user waits for, with the field's pause and the rest of the window, is in `whole`.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from tests.benchmarks.figures import Figure, middle, worst
from tests.benchmarks.inside import HERE, Painted, gone, opened, shown
from tests.support.navigator import RecordingNavigator
from tests.support.seed import Amount

from postdesk.ui.kit.theme import Theme
from postdesk.ui.results.pane import ResultsPane
from postdesk.ui.scope import Scope

_MANY: Final = Amount(100_000, clients=50)
_TYPED: Final = ("f", "fr", "fre", "fresh", "fresh o", "s", "scen", "scenes", "q", "queue", "tickets", "tickets and")


def among_all(
    folder: Path, theme: Theme, amount: Amount = _MANY, rounds: int = 4, clock: Callable[[], float] = time.process_time
) -> list[Figure]:
    """Time each key that is typed into the search at the top of the window, until the results show it."""
    with shown(folder / "finding", amount, theme) as given:
        scope = Scope()
        pane = ResultsPane(given.session, scope, RecordingNavigator(), theme, HERE, _opens_nothing)
        opened(pane, 1100, 320)
        times = [_typed(pane, scope, text, clock) for text in _TYPED * rounds]
        gone(pane)
    return [
        Figure(f"the results alone, a key of a search, {amount.posts:,} posts of {amount.clients}", middle(times), "ms", 50),
        Figure("the same, 99th percentile", worst(times), "ms", 100),
    ]


def _typed(pane: ResultsPane, scope: Scope, text: str, clock: Callable[[], float]) -> float:
    painted, rows, before = Painted(pane.table.viewport()), pane.model.rows, 0

    def forget_earlier() -> None:
        nonlocal before
        before = painted.times

    rows.came.connect(forget_earlier)
    begun = clock()
    scope.search(text)
    while rows.source.is_coming or painted.times == before:
        QApplication.processEvents()
    took = (clock() - begun) * 1000
    rows.came.disconnect(forget_earlier)
    return took


def _opens_nothing(url: QUrl) -> bool:
    return False
