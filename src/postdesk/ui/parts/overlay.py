"""What lies over the lower edge of a window for a while, so that nothing below it moves."""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

_WIDEST: Final = 760
_MARGIN: Final = 12
_CHANGES: Final = frozenset({QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest})


class Overlay(QWidget):
    """Bars above each other, in the middle above the status bar; as high as those of them that are shown."""

    def __init__(self, window: QMainWindow, *bars: QWidget) -> None:
        super().__init__(window)
        self._window, self._bars = window, bars
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for bar in bars:
            column.addWidget(bar)
            bar.installEventFilter(self)
        window.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        resized = watched is self._window and event.type() is QEvent.Type.Resize
        if resized or (watched in self._bars and event.type() in _CHANGES):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        shown = any(not bar.isHidden() for bar in self._bars)
        self.setVisible(shown)
        if not shown:
            return
        column = self.layout()
        assert column
        column.invalidate()
        whole, foot = self._window.size(), self._window.statusBar().height()
        width = min(_WIDEST, whole.width() - 2 * _MARGIN)
        height = column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()
        self.setGeometry((whole.width() - width) // 2, whole.height() - foot - height - _MARGIN, width, height)
        self.raise_()
