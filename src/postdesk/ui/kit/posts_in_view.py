"""The posts that are in view: the service is asked for their missing details before those of all others."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_SOON_MS: Final = 250


class PostsInView(QObject):
    """Calls `tell` with the `posts` in a view a moment after it was shown, or `look_soon` was called."""

    def __init__(self, view: QWidget, posts: Callable[[], Iterable[int]], tell: Callable[[list[int]], None]) -> None:
        super().__init__(view)
        self._view, self._posts, self._tell = view, posts, tell
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._look)
        view.installEventFilter(self)

    def look_soon(self) -> None:
        """Look in a moment, once for many changes."""
        if not self._soon.isActive():
            self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self.look_soon()
        return False

    def _look(self) -> None:
        if self._view.isVisible():
            self._tell([*self._posts()])
