"""The posts of the results that are in view: their missing details are read before those of all others."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from postdesk.ui.results.table import ResultsTable

_SOON_MS: Final = 250


class RowsInView(QObject):
    """Tells which posts are in view, a moment after that has changed. `post_at(row)` returns the post of a row."""

    def __init__(self, view: ResultsTable, post_at: Callable[[int], int | None], show: Callable[[list[int]], None]) -> None:
        super().__init__(view)
        self._view, self._post_at, self._show = view, post_at, show
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._tell)
        bar, rows = view.verticalScrollBar(), view.model()
        for changed in (bar.valueChanged, bar.rangeChanged, rows.rowsInserted, rows.rowsRemoved, rows.modelReset):
            changed.connect(self._wait)

    def _wait(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _tell(self) -> None:
        if self._view.isVisible():
            found = map(self._post_at, self._view.rows_in_view())
            self._show([post_id for post_id in found if post_id is not None])
