"""Whether there is something to ask about what was missed while the window was closed; asked once a start."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.board import Filter, Sort
from postdesk.domain.posts import PostState
from postdesk.engine.desk import Desk

_SOON_MS: Final = 300
_LEARNING_S: Final = 60.0
"""So long after the start what is learned counts as having happened before it."""

_MOST: Final = 50
_COMES_BACK: Final = frozenset({QEvent.Type.Show, QEvent.Type.WindowStateChange})


class MissedWatch(QObject):
    """Looks for what fell due since `since` and was missed; `found` carries the numbers of all missed posts, the first first.

    It waits until the window is in view.
    """

    found = Signal(object)

    def __init__(self, desk: Desk, window: QWidget, since: datetime) -> None:
        super().__init__(window)
        self._desk, self._window, self._since = desk, window, since
        self._started, self._learned_by = desk.clock.now(), desk.clock.monotonic() + _LEARNING_S
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._look)
        desk.changes.posts.connect(self._soon.start)
        self._soon.start()

    def _look(self) -> None:
        if self._desk.clock.monotonic() > self._learned_by:
            self._end()
            return
        rows = self._desk.board.rows(Filter(states=frozenset({PostState.MISSED})), Sort.WHEN, descending=False, limit=_MOST)
        if any(self._since < row.due_at <= self._started for row in rows):
            self._end()
            self._ask()

    def _end(self) -> None:
        self._soon.stop()
        self._desk.changes.posts.disconnect(self._soon.start)

    def _ask(self) -> None:
        if self._in_view():
            self._tell()
        else:
            self._window.installEventFilter(self)

    def _in_view(self) -> bool:
        return self._window.isVisible() and not self._window.isMinimized()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It comes back, out of the background or from where it was minimised."""
        if event.type() in _COMES_BACK and self._in_view():
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        rows = self._desk.board.rows(Filter(states=frozenset({PostState.MISSED})), Sort.WHEN, descending=False, limit=_MOST)
        if rows:
            self.found.emit(tuple(row.id for row in rows))
