"""The background of a card: a picture of its size, made once for all cards that look alike."""

from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle

from postdesk.ui.kit.avatar import visible_on
from postdesk.ui.kit.colours import Colours
from postdesk.ui.text.states import Tone

CLIENT_STRIPE: Final = 3
"""The width of the stripe in a client's colour."""
CARD_RADIUS: Final = 4


class CardBackground(NamedTuple):
    """The key of a card's background: size, tone of the state, draft or not, client colour, highlights, and the
    side of the client's stripe.

    A tuple, since one is made for each painted card as a cache key.
    """

    width: int
    height: int
    tone: Tone
    draft: bool
    client_colour: str
    marked: bool
    selected: bool = False
    mirrored: bool = False


def painted_background(colours: Colours, ratio: float, background: CardBackground) -> QPixmap:
    """Return the background as a picture of its size."""
    pixmap = QPixmap(QSize(background.width, background.height) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_background(painter, colours, background)
    painter.end()
    return pixmap


def _paint_background(painter: QPainter, colours: Colours, background: CardBackground) -> None:
    ours = background.tone in (Tone.ACCENT, Tone.NEUTRAL)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0.5, 0.5, background.width - 1, background.height - 1), CARD_RADIUS, CARD_RADIUS)
    state = colours.surface if ours else colours.of(f"{background.tone}_soft")
    painter.fillPath(path, QColor(colours.accent_soft if background.selected else state))
    if background.client_colour:
        painter.save()
        direction = Qt.LayoutDirection.RightToLeft if background.mirrored else Qt.LayoutDirection.LeftToRight
        whole, stripe = QRect(0, 0, background.width, background.height), QRect(0, 0, CLIENT_STRIPE + 1, background.height)
        painter.setClipRect(QStyle.visualRect(direction, whole, stripe))
        painter.fillPath(path, QColor(visible_on(state, background.client_colour)))
        painter.restore()
    if background.marked or background.selected:
        painter.setPen(QPen(QColor(colours.accent), 2 if background.marked else 1))
    elif ours:
        style = Qt.PenStyle.DashLine if background.draft else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(colours.outline if background.draft else colours.line), 1, style))
    if background.marked or background.selected or ours:
        painter.drawPath(path)
