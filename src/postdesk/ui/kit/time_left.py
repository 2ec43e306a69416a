"""The seconds that something is still possible, as a ring and a number."""

import math
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QStyle, QWidget

from postdesk.ui.kit.identifiers import identify

_GAP: Final = 4
_PEN: Final = 2.0
_FAINT: Final = 70
_WHOLE: Final = 360 * 16
"""A whole turn in the unit of Qt's arcs."""


class TimeLeft(QWidget):
    """Counts down beside a button, hidden unless it counts. It is only painted: a screen reader isn't told each second."""

    def __init__(self, identifier: str) -> None:
        super().__init__()
        identify(self, identifier)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._deadline = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._deadline.timeout.connect(self.stop)
        self._next = QTimer(self, interval=1000)
        self._next.timeout.connect(self.update)
        self._of_ms = 0
        self.hide()

    @property
    def seconds(self) -> int:
        """The seconds that are left, rounded up; 0 where nothing is counted."""
        return max(0, math.ceil(self._deadline.remainingTime() / 1000))

    def start(self, milliseconds: int) -> None:
        """Count down from now; the end hides it."""
        self._of_ms = milliseconds
        self._deadline.start(milliseconds)
        self._next.start()
        self.updateGeometry()
        self.show()

    def stop(self) -> None:
        """Count no longer."""
        self._deadline.stop()
        self._next.stop()
        self.hide()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(self._side + _GAP + metrics.horizontalAdvance(self._words(math.ceil(self._of_ms / 1000))), metrics.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), self._side
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self._placed(QRect(0, (self.height() - side) // 2, side, side)))
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        faint = QColor(colour)
        faint.setAlpha(_FAINT)
        ring = ring.adjusted(_PEN, _PEN, -_PEN, -_PEN)
        painter.setPen(QPen(faint, _PEN))
        painter.drawEllipse(ring)
        painter.setPen(QPen(colour, _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(ring, _WHOLE // 4, round(_WHOLE * min(1.0, self.seconds * 1000 / max(1, self._of_ms))))
        words = self._placed(self.rect().adjusted(side + _GAP, 0, 0, 0))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, self._words(self.seconds))

    def _placed(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    @property
    def _side(self) -> int:
        return self.fontMetrics().height()

    def _words(self, seconds: int) -> str:
        return self.tr("{0} s").format(seconds)
