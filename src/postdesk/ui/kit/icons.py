"""Icons from SVG files, in any colour, sharp on any screen."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES: Final = (16, 24)
"""The logical sizes of icons on buttons: the usual one, and that for large fonts."""


def icon_side(metrics: QFontMetrics) -> int:
    """Return the side of an icon on a button: 16 pixels at the usual font, growing in steps of 8 that keep the lines sharp."""
    return max(16, round(metrics.height() / 8) * 8)


def scale_to_font(metrics: QFontMetrics, size: int) -> int:
    """Return `size` pixels scaled to the font: `size` at the usual font, growing with it."""
    return max(size, round(metrics.height() / 8) * 8 * size // 16)


def line_height(metrics: QFontMetrics) -> int:
    """Return the height of a line with text, with an icon, or with both."""
    return max(metrics.height(), icon_side(metrics))


class IconCache:
    """Reads each SVG file once, and caches its renderings by colour and size in device pixels.

    `ratio` is the highest device pixel ratio of all screens, for which icons are rendered.
    """

    def __init__(self, folder: Path, ratio: float) -> None:
        self._folder = folder
        self._ratio = ratio
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        self._icons: dict[tuple[str, str, str, int], QIcon] = {}

    def has(self, name: str) -> bool:
        """Return True if there is an icon of that name."""
        return bool(self._source(name))

    def icon(self, name: str, colour: str, disabled_colour: str, gap: int = 0) -> QIcon:
        """Return the icon `name` in `colour`; transparent if there is none.

        `gap`: logical pixels of free space at its right or, if negative, at its left.
        """
        key = name, colour, disabled_colour, gap
        if key not in self._icons:
            icon = QIcon()
            for size in _SIZES:
                usual = _beside(self.pixmap(name, colour, size, self._ratio), gap)
                icon.addPixmap(usual)
                icon.addPixmap(usual, QIcon.Mode.Selected)  # Qt would tint a selected icon
                icon.addPixmap(_beside(self.pixmap(name, disabled_colour, size, self._ratio), gap), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """Return the icon at `size` logical pixels for a screen with that device pixel ratio."""
        key = name, colour, round(size * ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._rendered(*key)
        pixmap = QPixmap(self._pixmaps[key])
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def drawing(self, name: str, colour: str) -> QSvgRenderer:
        """Return the icon as a vector drawing, for use in the calling thread; empty if there is none."""
        return QSvgRenderer(QByteArray(self._source(name).replace("currentColor", colour).encode()))

    def _rendered(self, name: str, colour: str, pixels: int) -> QPixmap:
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.fill(Qt.GlobalColor.transparent)
        if self.has(name):
            painter = QPainter(pixmap)
            self.drawing(name, colour).render(painter, QRectF(0, 0, pixels, pixels))
            painter.end()
        return pixmap

    def _source(self, name: str) -> str:
        if name not in self._sources:
            path = self._folder / f"{name}.svg"
            self._sources[name] = path.read_text("utf-8") if path.is_file() else ""
        return self._sources[name]


def _beside(pixmap: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return pixmap
    ratio = pixmap.devicePixelRatio()
    wider = QPixmap(pixmap.width() + round(abs(gap) * ratio), pixmap.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(QPointF(max(0, -gap), 0), pixmap)
    painter.end()
    return wider
