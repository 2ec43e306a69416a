"""What lists that paint their lines themselves have in common."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from postdesk.ui.kit.mark import scaled
from postdesk.ui.kit.theme import Theme


class LinePainter:
    """Paints the parts of a line, or of a cell, from the left: `area` is what is left of it.

    `pad` is the room at both sides, `gap` the room after a picture. `side` is an icon's, `size` logical pixels at the usual font.
    Colours are names of the palette.
    """

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme, *, pad: int, gap: int, size: int) -> None:
        self.painter, self.option, self.theme = painter, option, theme
        self.area = option.rect.adjusted(pad, 0, -pad, 0)
        self.side = scaled(option.fontMetrics, size)
        self.ratio = painter.device().devicePixelRatioF()
        self._gap = gap

    def paint_ground(self, *, marked: bool) -> None:
        """Paint the ground, and a thin line below it."""
        rect = self.option.rect
        self.painter.fillRect(rect, self._colour("accent_soft" if marked else "surface"))
        self.painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._colour("line"))

    def paint_frame(self) -> None:
        """Paint a frame around the line that the keys go to."""
        self.painter.setPen(QPen(self._colour("accent"), 2))
        self.painter.drawRoundedRect(QRectF(self.option.rect).adjusted(1, 1, -1, -2), 4, 4)

    def paint_icon(self, name: str, colour: str, side: int = 0) -> None:
        """Paint an icon, and go on at its right."""
        self.paint_picture(self.theme.pixmap(name, colour, side or self.side, self.ratio), side or self.side)

    def paint_brand(self, platform: str) -> None:
        """Paint a platform's mark, and go on at its right."""
        self.paint_picture(self.theme.brand_pixmap(platform, self.side, self.ratio), self.side)

    def paint_picture(self, pixmap: QPixmap, side: int) -> None:
        """Paint a picture of that size in the middle of the height, and go on at its right."""
        self.painter.drawPixmap(self.area.left(), self.area.top() + (self.area.height() - side) // 2, pixmap)
        self.area.setLeft(self.area.left() + side + self._gap)

    def write(self, text: str, colour: str, area: QRect | None = None, *, bold: bool = False, italic: bool = False) -> str:
        """Write into `area`, or into all that is left, and return what stands there; what has no room ends in "…"."""
        font, room = QFont(self.option.font), self.area if area is None else area
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        font.setItalic(italic)
        self.painter.setFont(font)
        self.painter.setPen(self._colour(colour))
        shown = self.painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        self.painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        return shown

    def _colour(self, name: str) -> QColor:
        return QColor(self.theme.colours.of(name))
