"""The grounds of cards: what lies under their words. Each is painted once."""

from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from postdesk.ui.calendar.kit import Kit
from postdesk.ui.text.words import Tone

STRIPE: Final = 3
_RADIUS: Final = 4
_MOST_KEPT: Final = 500


class Ground(NamedTuple):
    """What a ground depends on: its size, the state's tone, a draft's or not, whose it is, and what stands out.

    A tuple, since one is made for each card that is painted, to be looked up.
    """

    width: int
    height: int
    tone: Tone
    draft: bool
    client_colour: str
    marked: bool
    chosen: bool = False


class Grounds:
    """Paints grounds in a kit's palette and for its screens."""

    def __init__(self, kit: Kit) -> None:
        self._colours, self._ratio = kit.palette, kit.ratio
        self._kept: dict[Ground, QPixmap] = {}

    def pixmap(self, ground: Ground) -> QPixmap:
        """The ground as a picture of its size."""
        known = self._kept.get(ground)
        if known is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            known = self._kept[ground] = self._painted(ground)
        return known

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
        state = colours.surface if ours else colours.of(f"{ground.tone}_soft")
        painter.fillPath(path, QColor(colours.accent_soft if ground.chosen else state))
        if ground.client_colour:
            painter.save()
            painter.setClipRect(QRect(0, 0, STRIPE + 1, ground.height))
            painter.fillPath(path, QColor(ground.client_colour))
            painter.restore()
        if ground.marked or ground.chosen:
            painter.setPen(QPen(QColor(colours.accent), 2 if ground.marked else 1))
        elif ours:
            style = Qt.PenStyle.DashLine if ground.draft else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(colours.outline if ground.draft else colours.accent), 1, style))
        if ground.marked or ground.chosen or ours:
            painter.drawPath(path)
