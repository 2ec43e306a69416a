"""A painter for delegates of list lines and table cells."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from postdesk.ui.kit.icons import scale_to_font
from postdesk.ui.kit.theme import Theme

LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
"""Joined once: joining flags for each text took a measurable part of the painting of a list."""

_FROM_RIGHT: Final = Qt.LayoutDirection.RightToLeft


def underline(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Paint a thin line within a rectangle, at its bottom: equally thick in all rows, also at a scale of 150 %."""
    whole = painter.deviceTransform()
    thick = max(1, int(whole.m22()))
    top = round(whole.map(QPointF(0, rect.bottom() + 1)).y()) - thick
    painter.fillRect(QRectF(rect.left(), (top - whole.dy()) / whole.m22(), rect.width(), thick / whole.m22()), colour)


def whole_pixels(painter: QPainter, rect: QRect) -> QRectF:
    """Return a rectangle moved to the nearest pixels of the screen: sharp edges and even gaps, also at a scale of 150 %."""
    whole = painter.deviceTransform()
    seen = whole.mapRect(QRectF(rect))
    left, top, right, bottom = (round(each) for each in (seen.left(), seen.top(), seen.right(), seen.bottom()))
    return whole.inverted()[0].mapRect(QRectF(left, top, right - left, bottom - top))


def is_on_pixels(painter: QPainter, rect: QRect) -> bool:
    """Return True where a rectangle ends at whole pixels of the screen, so that a picture is painted there as it is."""
    seen = painter.deviceTransform().mapRect(QRectF(rect))
    return all(side.is_integer() for side in (seen.left(), seen.top(), seen.width(), seen.height()))


class LinePainter:
    """Paints the parts of a line or a cell from where reading begins; `area` is the free rest, as if that were the left.

    `pad` is the room at both sides, `gap` the room after a picture. `side` is the side of an icon, `size` logical pixels at the
    usual font. Colours are names of the palette. One painter can paint one cell after the other (`go_to`): it keeps its fonts.
    """

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme, *, pad: int, gap: int, size: int) -> None:
        self.painter, self.option, self.theme = painter, option, theme
        self.metrics, self._direction, self._font = option.fontMetrics, option.direction, option.font
        self.side = scale_to_font(self.metrics, size)
        self.ratio = painter.deviceTransform().m11()  # also right where a widget is rendered into a picture
        self._pad, self._gap = pad, gap
        self._fonts: dict[tuple[bool, bool], tuple[QFont, QFontMetrics]] = {}
        self._colours: dict[str, QColor] = {}
        self.go_to(option.rect)

    def go_to(self, rect: QRect) -> None:
        """Paint in this rectangle from now on."""
        self.rect = rect
        self.area = rect.adjusted(self._pad, 0, -self._pad, 0)

    @contextmanager
    def on_picture(self, size: QSize) -> Iterator[QPixmap]:
        """Paint on a new picture meanwhile, as sharp as what is painted on now; then in the same rectangle as before."""
        picture = QPixmap(size * self.ratio)
        picture.setDevicePixelRatio(self.ratio)
        before, rect, self.painter = self.painter, self.rect, QPainter(picture)
        self.painter.setLayoutDirection(self._direction)
        try:
            yield picture
        finally:
            self.painter.end()
            self.painter = before
            self.go_to(rect)

    def seen(self, place: QRect) -> QRect:
        """Return where a place is painted: mirrored in the line, where the language is written from the right."""
        return QStyle.visualRect(self._direction, self.rect, place) if self._direction == _FROM_RIGHT else place

    def paint_background(self, *, marked: bool, hovered: bool = False) -> None:
        """Paint the background, also of a line under the pointer, with a thin line at the bottom."""
        pointed = hovered or self.option.state & QStyle.StateFlag.State_MouseOver
        self.painter.fillRect(self.rect, self.colour("accent_soft" if marked else "hovered" if pointed else "surface"))
        underline(self.painter, self.rect, self.colour("line"))

    def paint_frame(self) -> None:
        """Paint the frame of the focused line."""
        self.painter.setPen(QPen(self.colour("accent"), 2))
        self.painter.drawRoundedRect(QRectF(self.rect).adjusted(1, 1, -1, -2), 4, 4)

    def paint_icon(self, name: str, colour: str, side: int = 0) -> None:
        """Paint an icon, and advance `area`."""
        self.paint_picture(self.theme.pixmap(name, colour, side or self.side, self.ratio), side or self.side)

    def paint_brand(self, platform: str) -> None:
        """Paint a platform's icon, and advance `area`."""
        self.paint_picture(self.theme.brand_pixmap(platform, self.side, self.ratio), self.side)

    def paint_picture(self, pixmap: QPixmap, side: int) -> None:
        """Paint a picture of that size, centred vertically, and advance `area`."""
        place = QRect(self.area.left(), self.area.top() + (self.area.height() - side) // 2, side, side)
        self.painter.drawPixmap(self.seen(place).topLeft(), pixmap)
        self.area.setLeft(self.area.left() + side + self._gap)

    def write(
        self,
        text: str,
        colour: str,
        area: QRect | None = None,
        *,
        bold: bool = False,
        italic: bool = False,
        flags: int = LEFT,
    ) -> str:
        """Paint text into `area`, or into the free rest, and return the painted text, elided if it has no room."""
        room = self.area if area is None else area
        metrics = self._use_font(bold=bold, italic=italic)
        self.painter.setPen(self.colour(colour))
        width = max(room.width(), 0)
        start = text[: width + 1]  # which mostly has no room already: to measure a whole text takes long
        shown = metrics.elidedText(start, Qt.TextElideMode.ElideRight, width)
        if shown == start != text:  # accents, for example, take no room
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        self.painter.drawText(self.seen(room), flags, shown)
        return shown

    def colour(self, name: str) -> QColor:
        """Return a colour of the palette."""
        if name not in self._colours:
            self._colours[name] = QColor(self.theme.colours.of(name))
        return self._colours[name]

    def _use_font(self, *, bold: bool, italic: bool) -> QFontMetrics:
        """Write in that font from now on; return its metrics."""
        key = bold, italic
        if key not in self._fonts:
            font = QFont(self._font)
            if bold:
                font.setWeight(QFont.Weight.DemiBold)
            if italic:
                font.setItalic(True)
            self.painter.setFont(font)
            self._fonts[key] = font, self.painter.fontMetrics()
        font, metrics = self._fonts[key]
        self.painter.setFont(font)
        return metrics
