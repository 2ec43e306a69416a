"""What lies over the line at a window's foot for a while, so that nothing moves and no pane is hidden."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtWidgets import QFrame, QWidget

_WIDEST: Final = 760
_CHANGES: Final = frozenset(
    {QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Move}
)


class Overlay(QWidget):
    """Bars over each other, the first on top, where the line in a status bar says nothing (`free`, in the line's coordinates).

    What is too long for that lies over what the line says; where not even that is enough, its end is in the tool tip.
    """

    def __init__(self, line: QWidget, free: Callable[[], QRect], *bars: QFrame) -> None:
        super().__init__(line.window())
        self._line, self._free, self._bars = line, free, bars
        for bar in reversed(bars):
            bar.setParent(self)
            bar.resize(line.size())  # one that never had a size would take its own when it is shown
            bar.installEventFilter(self)
        line.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        shown = [bar for bar in self._bars if not bar.isHidden()]
        self.setVisible(bool(shown))
        if not shown:
            return
        place, foot = self._free(), self._line.parentWidget()
        assert foot
        place.setWidth(min(place.width(), _WIDEST))
        if any(_height(bar, place.width()) > foot.height() for bar in shown):
            place = self._line.rect()
        self.setGeometry(foot.x() + self._line.x() + place.x(), foot.y(), place.width(), foot.height())
        for bar in shown:
            bar.setGeometry(self.rect())
        self.raise_()


def _height(bar: QFrame, width: int) -> int:
    """How high the bar has to be at that width, in logical pixels."""
    layout = bar.layout()
    assert layout
    return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
