"""Columns of equal width, as many as there is room for; each item is as high as it asks to be."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.arranged_layout import ArrangedLayout


class Columns(ArrangedLayout):
    """The items in turn: the first column has the first, the second the second. None changes its column but with the width."""

    def __init__(self, least: int, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._gap = least, gap
        self.setContentsMargins(gap, gap, gap, gap)

    def minimumSize(self) -> QSize:
        return QSize(self._least + 2 * self._gap, self._least)

    def arrange(self, rect: QRect, *, move: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        count = max(1, min(self.count() or 1, (area.width() + self._gap) // (self._least + self._gap)))
        width = (area.width() - (count - 1) * self._gap) // count
        bottoms = [area.y()] * count
        for index, item in enumerate(self.items):
            column = index % count
            height = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            if move:
                place = QPoint(area.x() + column * (width + self._gap), bottoms[column])
                item.setGeometry(QRect(place, QSize(width, height)))
            bottoms[column] += height + self._gap
        return max(bottoms) - self._gap + self.contentsMargins().bottom() - rect.y()
