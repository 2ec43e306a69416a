"""The picture of a card under the mouse while it is dragged."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

_OPACITY: Final = 0.85
_RADIUS: Final = 4
_PAD, _GAP = 6, 2


class DragCard(QWidget):
    """A part of a view as a picture, slightly transparent, with the time that the card would get below it.

    `place`: the card in the view; `grip`: the mouse in the view. The picture lies in the window: a view that scrolls moves the
    widgets in it.
    """

    def __init__(self, view: QWidget, place: QRect, grip: QPoint) -> None:
        super().__init__(view.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view, self._size, self._grip = view, place.size(), grip - place.topLeft()
        self._picture = view.grab(place)
        self.words = ""

    def move_to(self, point: QPoint, words: str) -> None:
        """Follow the mouse to a point of the view."""
        self.words = words
        size = self._size.expandedTo(QSize(self._label.width(), 0)) + QSize(0, _GAP + self._label.height())
        corner = self._view.mapTo(self.window(), point) - self._grip
        self.setGeometry(QRect(corner - QPoint((size.width() - self._size.width()) // 2, 0), size))
        self.show()
        self.raise_()
        self.update()

    @property
    def _label(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.words) + 2 * _PAD, metrics.height() + _PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter)
        label = QRect(QPoint((self.width() - self._label.width()) // 2, self._size.height() + _GAP), self._label)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().highlight())
        painter.drawRoundedRect(label, _RADIUS, _RADIUS)
        painter.setPen(self.palette().highlightedText().color())
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self.words)

    def _paint_card(self, painter: QPainter) -> None:
        card = QRectF(QPoint((self.width() - self._size.width()) // 2, 0), self._size)
        outline = QPainterPath()
        outline.addRoundedRect(card, _RADIUS, _RADIUS)
        painter.save()
        painter.setOpacity(_OPACITY)
        painter.setClipPath(outline)
        painter.drawPixmap(card.topLeft(), self._picture)
        painter.restore()
