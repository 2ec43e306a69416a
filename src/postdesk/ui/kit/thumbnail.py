"""A small picture of a file."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.theme import Theme

_SIDE: Final = 60
_ROUND: Final = 4


class Thumbnail(QWidget):
    """A thumbnail that fills a square with round corners, or an icon if there is no picture."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._icon = "image"
        side = scale_to_font(self.fontMetrics(), _SIDE)
        self.setFixedSize(side, side)
        theme.changed.connect(self.update)

    def show_picture(self, image: QImage | None, icon: str) -> None:
        """Show the picture, or the icon if it is None."""
        self._image, self._icon = image, icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()), _ROUND, _ROUND)
        painter.setClipPath(corners)
        if self._image:
            painter.drawImage(QRectF(self.rect()), self._image, QRectF(_middle(self._image.size())))
        else:
            painter.fillRect(self.rect(), QColor(self._theme.colours.of("locked_soft")))
            side = self.width() // 2
            icon = self._theme.pixmap(self._icon, "secondary", side, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)


def _middle(size: QSize) -> QRect:
    """Return the largest square in the middle."""
    side = min(size.width(), size.height())
    return QRect((size.width() - side) // 2, (size.height() - side) // 2, side, side)
