"""Widgets beside each other where they have room, and below each other where they haven't."""

from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from postdesk.ui.kit.layouts import ROOM, Margins, row_of

_ALMOST_ALL: Final = 100


class SideBySide(QWidget):
    """Its least width is that of its widest part; the free width is at the end."""

    def __init__(self, *parts: QWidget, spacing: int = 16, margins: Margins = (12, 12, 12, 12)) -> None:
        super().__init__()
        self._parts = parts
        self._row = row_of(*parts, ROOM, spacing=spacing, margins=margins)
        for number in range(len(parts)):
            self._row.setStretch(number, _ALMOST_ALL)
        self.setLayout(self._row)

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest + self._around(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()  # a part has another width now
        return super().event(event)

    def _turn(self) -> None:
        gaps = self._row.spacing() * (len(self._parts) - 1)
        needed = sum(part.sizeHint().width() for part in self._parts) + gaps + self._around()
        beside = self.width() >= needed
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _around(self) -> int:
        margins = self._row.contentsMargins()
        return margins.left() + margins.right()
