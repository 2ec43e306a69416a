"""A colour to choose."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.mark import scaled
from postdesk.ui.kit.plain import plain_tooltip
from postdesk.ui.kit.theme import Theme


class ColourButton(QAbstractButton):
    """A round patch; the chosen one has a ring, the focused one an accented ring."""

    def __init__(self, theme: Theme, colour: str, name: str, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.colour = colour
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        identify(self, identifier, name)
        plain_tooltip(self, name)

    def sizeHint(self) -> QSize:
        side = scaled(self.fontMetrics(), 28)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.hasFocus():
            ring = self._theme.colours.accent if self.hasFocus() else self._theme.colours.text
            painter.setPen(QPen(QColor(ring), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawEllipse(QRectF(self.rect()).adjusted(5, 5, -5, -5))
