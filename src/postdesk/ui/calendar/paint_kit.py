"""Colours, fonts, words and icons for painting, made once for a palette, a font and a screen."""

from functools import cache, lru_cache, partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGradient, QPainter, QStaticText

from postdesk.ui.kit.theme import Theme

_GRADIENTS: Final = QGradient.Preset
"""PySide makes an enumeration when it is first asked for, and `fillRect` could take one of these 180: not while painting."""

_MOST_KEPT: Final = 1000
"""Words: some months of them, so that what is painted again or gone back to is not laid out anew."""


class Lettering:
    """A font with its measures. What is written in it is laid out once, as long as it is among the last that were."""

    def __init__(self, font: QFont, weight: QFont.Weight) -> None:
        self.font = QFont(font)
        self.font.setWeight(weight)
        self.metrics = QFontMetrics(self.font)
        self.width = lru_cache(_MOST_KEPT)(self.metrics.horizontalAdvance)
        """The width of words in logical pixels."""
        self.elided = lru_cache(_MOST_KEPT)(partial(_elided, self.metrics))
        """The words (str) as they fit into so many logical pixels (int)."""
        self._laid_out = lru_cache(_MOST_KEPT)(partial(_laid_out, self.font, self.metrics.height()))

    def write(self, painter: QPainter, left: int, top: int, words: str) -> None:
        """Write a line in the painter's colour, its top left corner at that point."""
        painter.setFont(self.font)
        if text := self._laid_out(words):
            painter.drawStaticText(left, top, text)
        else:
            painter.drawText(left, top + self.metrics.ascent(), words)


def _laid_out(font: QFont, height: int, words: str) -> QStaticText | None:
    """None where another font has to help out, with which it would not stand on the same line."""
    text = QStaticText(words)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(font=font)
    return text if text.size().height() <= height else None


def _elided(metrics: QFontMetrics, words: str, room: int) -> str:
    """Measuring takes long, so it begins with as many letters as have room as a rule."""
    some = words[: room * 3 // (2 * metrics.averageCharWidth()) + 2]
    shown = metrics.elidedText(some, Qt.TextElideMode.ElideRight, room)
    return shown if shown != some or some == words else metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)


class PaintKit:
    """Colours, letterings and pictures for screens with one device pixel ratio."""

    def __init__(self, theme: Theme, font: QFont, ratio: float) -> None:
        self.theme, self.ratio, self._twelve_hours = theme, ratio, theme.twelve_hours
        self.palette = theme.colours
        self.plain = Lettering(font, font.weight())
        self.medium = Lettering(font, QFont.Weight.Medium)
        self.strong = Lettering(font, QFont.Weight.DemiBold)
        colours, pixmap, brand = theme.colours, theme.pixmap, theme.brand_pixmap
        self.colour = cache(lambda name: QColor(colours.of(name)))
        """A colour of the palette by its name."""
        self.icon = cache(lambda name, colour, size: pixmap(name, colour, size, ratio))
        """An icon in a colour of the palette, of so many logical pixels."""
        self.brand = cache(lambda platform, colour, size: brand(platform, size, ratio, colour))
        """A platform's mark in a colour of the palette, in its own where that is empty."""

    def suits(self, font: QFont, ratio: float) -> bool:
        """Return whether it serves for this font and screen, in the present palette and with the present clock."""
        same_look = self.palette is self.theme.colours and self._twelve_hours == self.theme.twelve_hours
        return same_look and ratio == self.ratio and font == self.plain.font
