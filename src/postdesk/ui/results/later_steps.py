"""Steps of a reading that come after the posts, such as counts."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], object]


class LaterSteps(QObject):
    """Runs steps one after another, each in a turn of its own: the window paints and answers in between."""

    def __init__(self, steps: Sequence[Step], parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Final = tuple(steps)
        self._left: tuple[Step, ...] = ()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._run_next)

    def start(self) -> None:
        """Begin with the first step, also where one is left."""
        self._left = self._steps
        self._turn.start()

    def finish(self) -> None:
        """Run at once what is left."""
        self._turn.stop()
        while self._left:
            self._run_first()

    def _run_next(self) -> None:
        self._run_first()
        if self._left:
            self._turn.start()

    def _run_first(self) -> None:
        step, *left = self._left
        self._left = tuple(left)
        step()
