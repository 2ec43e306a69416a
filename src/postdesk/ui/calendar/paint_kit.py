"""Colours, fonts, texts and icons for painting, made once for a palette, a font and a screen, and the lines they stand on."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Final, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGradient, QPainter, QPixmap, QStaticText, QTextLayout, QTextOption

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.kit.theme import Theme

_GRADIENTS: Final = QGradient.Preset
"""Created here: PySide makes an enumeration on first access, and `fillRect` takes one of 180 values, too slow for a paint."""

_MOST_KEPT: Final = 1000
"""The most cached texts: those of some months, so that repainting and going back need no new layout."""

_UNITS: Final = "utf-16-le"
_AS_IS: Final = "surrogatepass"


class Canvas(Protocol):
    """The part of a painter that cards are painted with."""

    def setPen(self, colour: QColor, /) -> None: ...
    def setFont(self, font: QFont, /) -> None: ...
    def drawPixmap(self, left: int, top: int, pixmap: QPixmap, /) -> None: ...
    def drawStaticText(self, left: int, top: int, text: QStaticText, /) -> None: ...
    def drawText(self, left: int, top: int, words: str, /) -> None: ...
    def drawRoundedRect(self, area: QRectF, across: float, down: float, /) -> None: ...


class PaintRecord:
    """A recorded painting, which is repeated in less time than it takes to find out what is to be painted where."""

    def __init__(self) -> None:
        self._calls: list[tuple[Callable[..., None], tuple[object, ...]]] = []

    def setPen(self, colour: QColor, /) -> None:
        self._calls.append((QPainter.setPen, (colour,)))

    def setFont(self, font: QFont, /) -> None:
        self._calls.append((QPainter.setFont, (font,)))

    def drawPixmap(self, left: int, top: int, pixmap: QPixmap, /) -> None:
        self._calls.append((QPainter.drawPixmap, (left, top, pixmap)))

    def drawStaticText(self, left: int, top: int, text: QStaticText, /) -> None:
        self._calls.append((QPainter.drawStaticText, (left, top, text)))

    def drawText(self, left: int, top: int, words: str, /) -> None:
        self._calls.append((QPainter.drawText, (left, top, words)))

    def drawRoundedRect(self, area: QRectF, across: float, down: float, /) -> None:
        self._calls.append((QPainter.drawRoundedRect, (area, across, down)))

    def repeat(self, painter: QPainter) -> None:
        """Paint the same."""
        for draw, values in self._calls:
            draw(painter, *values)


class TextPainter:
    """Paints lines of text in one font. The layouts of the last texts are cached."""

    def __init__(self, font: QFont, weight: QFont.Weight) -> None:
        self.font = QFont(font)
        self.font.setWeight(weight)
        self.metrics = QFontMetrics(self.font)
        self.width = lru_cache(_MOST_KEPT)(self.metrics.horizontalAdvance)
        """Returns the width of a text in logical pixels."""
        self.elided = lru_cache(_MOST_KEPT)(partial(_elided, self.metrics))
        """Returns a text (str) elided to a width (int) in logical pixels."""
        self.broken = lru_cache(_MOST_KEPT)(partial(_broken, self.font, self.metrics.averageCharWidth()))
        """Returns the first line of a text (str) in a width (int) in logical pixels, and the rest of it."""
        self._laid_out = lru_cache(_MOST_KEPT)(partial(_laid_out, self.font, self.metrics.height()))

    def write(self, painter: Canvas, left: int, top: int, words: str) -> None:
        """Paint a line in the painter's colour, its top left corner at that point."""
        painter.setFont(self.font)
        if text := self._laid_out(words):
            painter.drawStaticText(left, top, text)
        else:
            painter.drawText(left, top + self.metrics.ascent(), words)


def _laid_out(font: QFont, height: int, words: str) -> QStaticText | None:
    """Return the layout of a line; None where a fallback font has to help out, which would stand on another baseline."""
    text = QStaticText(words)
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(font=font)
    return text if text.size().height() <= height else None


def _elided(metrics: QFontMetrics, words: str, room: int) -> str:
    """Return the text elided to `room`. Measuring is slow, so it starts with as many letters as usually fit."""
    some = words[: room * 3 // (2 * metrics.averageCharWidth()) + 2]
    shown = metrics.elidedText(some, Qt.TextElideMode.ElideRight, room)
    return shown if shown != some or some == words else metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)


def _broken(font: QFont, letter: int, words: str, room: int) -> tuple[str, str]:
    """Return the first line, and the rest. Laying out is slow, so it is done for little more than has room."""
    some = words[: room * 2 // letter + 2]
    layout, option = QTextLayout(some, font), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room)
    layout.endLayout()
    units = some.encode(_UNITS, _AS_IS)[: 2 * line.textLength()]  # Qt counts them, not characters
    first = units.decode(_UNITS, _AS_IS)
    return first.rstrip(), words[len(first) :].lstrip()


@dataclass(slots=True)
class Strip:
    """The free part of a line, from `left` to before `right`; parts are taken from its beginning or its end.

    It begins at the left, or at the right where it is `mirrored`.
    """

    left: int
    right: int
    top: int
    mirrored: bool = False

    @property
    def width(self) -> int:
        """The width of the free part."""
        return self.right - self.left

    def take(self, width: int, gap: int = 0) -> int:
        """Take a part from the beginning, with a gap after it; return its left edge."""
        return self._taken(width, gap, at_left=not self.mirrored)

    def take_end(self, width: int, gap: int = 0) -> int:
        """Take a part from the end, with a gap before it; return its left edge."""
        return self._taken(width, gap, at_left=self.mirrored)

    def _taken(self, width: int, gap: int, *, at_left: bool) -> int:
        if at_left:
            left, self.left = self.left, self.left + width + gap
            return left
        left, self.right = self.right - width, self.right - width - gap
        return left


class Lettering:
    """Text painters in three weights of a font."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        self.plain = TextPainter(font, font.weight())
        self.medium = TextPainter(font, QFont.Weight.Medium)
        self.strong = TextPainter(font, QFont.Weight.DemiBold)


class PaintKit:
    """Colours, text painters and pictures for screens with one device pixel ratio.

    Texts are laid out as in the kit `before`, if it is for the same font and ratio: another palette changes no layout.
    """

    def __init__(self, theme: Theme, font: QFont, ratio: float, before: "PaintKit | None" = None) -> None:
        self.theme, self.ratio, self._twelve_hours = theme, ratio, theme.twelve_hours
        self.palette = theme.colours
        keeps = before is not None and before.ratio == ratio and before.lettering.font == font
        self.lettering: Lettering = before.lettering if before and keeps else Lettering(font)
        lettering = self.lettering
        self.plain, self.medium, self.strong = lettering.plain, lettering.medium, lettering.strong
        colours, pixmap, brand = theme.colours, theme.pixmap, theme.brand_pixmap
        self.colour = cache(lambda name: QColor(colours.of(name)))
        """Returns a colour of the palette by its name."""
        self.icon = cache(lambda name, colour, size: pixmap(name, colour, size, ratio))
        """Returns an icon in a colour of the palette, by its size in logical pixels."""
        self.brand = cache(lambda platform, colour, size: brand(platform, size, ratio, colour))
        """Returns a platform's mark in a colour of the palette; in its own where the name is empty."""

    def is_valid_for(self, font: QFont, ratio: float) -> bool:
        """Return True while the kit fits this font and screen, the present palette and the clock format."""
        same_look = self.palette is self.theme.colours and self._twelve_hours == self.theme.twelve_hours
        return same_look and ratio == self.ratio and font == self.lettering.font
