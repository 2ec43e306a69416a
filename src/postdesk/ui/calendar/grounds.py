"""The grounds of cards: what lies under their words. Each is painted once."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone

STRIPE: Final = 3
_RADIUS: Final = 4
_MOST_KEPT: Final = 500


@dataclass(frozen=True, slots=True)
class Ground:
    """What a ground depends on: its size, the state's tone, whether it is a draft's, whose it is, where the cursor stands."""

    width: int
    height: int
    tone: Tone
    draft: bool
    client_colour: str
    marked: bool


class Grounds:
    """Paints grounds in the present palette, for screens with that device pixel ratio."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._colours, self._ratio = theme.colours, ratio
        self._kept: dict[Ground, QPixmap] = {}

    def pixmap(self, ground: Ground) -> QPixmap:
        """The ground as a picture of its size."""
        if ground not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[ground] = self._painted(ground)
        return self._kept[ground]

    def _painted(self, ground: Ground) -> QPixmap:
        pixmap = QPixmap(QSize(ground.width, ground.height) * self._ratio)
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, ground)
        painter.end()
        return pixmap

    def _paint(self, painter: QPainter, ground: Ground) -> None:
        colours, ours = self._colours, ground.tone in (Tone.ACCENT, Tone.NEUTRAL)
        path = QPainterPath()
        path.addRoundedRect(QRectF(0.5, 0.5, ground.width - 1, ground.height - 1), _RADIUS, _RADIUS)
        painter.fillPath(path, QColor(colours.surface if ours else colours.of(f"{ground.tone}_soft")))
        if ground.client_colour:
            painter.save()
            painter.setClipRect(QRect(0, 0, STRIPE + 1, ground.height))
            painter.fillPath(path, QColor(ground.client_colour))
            painter.restore()
        if ground.marked:
            painter.setPen(QPen(QColor(colours.accent), 2))
        elif ours:
            style = Qt.PenStyle.DashLine if ground.draft else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colours.outline if ground.draft else colours.accent), 1, style))
        if ground.marked or ours:
            painter.drawPath(path)
