"""Icons from SVG files, in any colour, sharp on any screen."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_PIXELS: Final = (16, 24, 32, 48)
"""Rendered sizes of an icon of 16: for screens at 100, 150, 200 and 300 %."""


class IconBook:
    """Reads each SVG file once and renders it in a colour, at a size in real pixels, once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        self._icons: dict[tuple[str, str, str], QIcon] = {}

    def has(self, name: str) -> bool:
        """Whether there is an icon of that name."""
        return bool(self._source(name))

    def icon(self, name: str, colour: str, disabled_colour: str) -> QIcon:
        """The icon `name` in `colour`; empty where there is none."""
        key = name, colour, disabled_colour
        if key not in self._icons:
            icon = QIcon()
            for pixels in _PIXELS:
                icon.addPixmap(self.pixels(name, colour, pixels))
                icon.addPixmap(self.pixels(name, disabled_colour, pixels), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        """The icon at `size` logical pixels for a screen with that device pixel ratio."""
        pixmap = QPixmap(self.pixels(name, colour, round(size * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def pixels(self, name: str, colour: str, pixels: int) -> QPixmap:
        """The icon in a square of that many real pixels."""
        key = name, colour, pixels
        if key not in self._pixmaps:
            self._pixmaps[key] = self._rendered(name, colour, pixels)
        return self._pixmaps[key]

    def _rendered(self, name: str, colour: str, pixels: int) -> QPixmap:
        pixmap = QPixmap(QSize(pixels, pixels))
        pixmap.fill(Qt.GlobalColor.transparent)
        if source := self._source(name):
            painter = QPainter(pixmap)
            renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
            renderer.render(painter, QRectF(0, 0, pixels, pixels))
            painter.end()
        return pixmap

    def _source(self, name: str) -> str:
        if name not in self._sources:
            path = self._folder / f"{name}.svg"
            self._sources[name] = path.read_text("utf-8") if path.is_file() else ""
        return self._sources[name]
