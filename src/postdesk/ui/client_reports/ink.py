"""What pages are written with: texts, icons and lines in dark ink on white, as bands of a page."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption

from postdesk.domain.paper import Head
from postdesk.ui.client_reports.pages import Band, Group
from postdesk.ui.client_reports.words import about_words, period_words, title_words
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.shaping import Dress, Laid, Lines, Words, laid_out

TEXT: Final = 13
"""The usual size of letters, in pixels."""

SMALL: Final = 11
"""Of what has little room."""

_ICON: Final = 13.0
_BESIDE: Final = 19.0
_BAR: Final = 5
_INDENT: Final = 16


class Ink:
    """Made in the thread that writes."""

    def __init__(self, theme: Theme) -> None:
        self.family = QFont()
        self._drawing = lru_cache(None)(theme.drawing)
        self.family.setHintingPreference(QFont.HintingPreference.PreferNoHinting)

    def font(self, size: float = TEXT, *, strong: bool = False) -> QFont:
        font = QFont(self.family)
        font.setPixelSize(round(size))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def words(self, text: str, width: float, size: float = TEXT, *, colour: str = LIGHT.text, strong: bool = False) -> Band:
        """A text of any number of lines, each in its own direction."""
        dress = Dress(self.font(size, strong=strong), colour, colour, colour, False, colour, colour, frozenset())
        lines = Lines(dress, width)
        laid = [lines.laid(Words(line)) for line in text.replace("\r\n", "\n").split("\n")]
        return Band(sum(each.height for each in laid), _Written(laid, colour), tuple(_cuts(laid)))

    def marked(self, icon: str, text: str, width: float, *, colour: str = LIGHT.text, strong: bool = False) -> Band:
        """Words beside an icon."""

        def paint(painter: QPainter, clip: QRectF) -> None:
            self.icon(painter, icon, QRectF(0, 2, _ICON, _ICON), colour)

        return beside([(0.0, Band(_ICON, paint)), (_BESIDE, self.words(text, width - _BESIDE, colour=colour, strong=strong))])

    def link(self, address: str, width: float) -> Band:
        """An address that leads there."""
        laid = [_leading(address, self.font(), width)]
        return Band(laid[0].height, _Written(laid, LIGHT.accent), tuple(_cuts(laid)))

    def icon(self, painter: QPainter, name: str, rect: QRectF, colour: str = LIGHT.text) -> None:
        """An icon in a square, as lines."""
        if drawing := self._drawing(name, colour):
            drawing.render(painter, rect)

    def heading(self, head: Head, width: float) -> Group:
        """What it is, of whom, of when."""
        inner = width - _INDENT
        lines = [
            self.words(head.client.name, inner, 26, strong=True),
            self.words(f"{title_words(head.asked.kind)} · {period_words(head.asked)}", inner, 17),
            *(self.words(line, inner, colour=LIGHT.secondary) for line in about_words(head)),
        ]
        band = below(lines, x=_INDENT)

        def paint(painter: QPainter, clip: QRectF) -> None:
            painter.fillRect(QRectF(0, 0, _BAR, band.height), QColor(head.client.colour))
            band.paint(painter, clip)

        return Group((Band(band.height, paint), space(20)))


class _Written:
    """Lines below each other."""

    def __init__(self, laid: Sequence[Laid], colour: str) -> None:
        self._laid, self._colour = laid, colour

    def __call__(self, painter: QPainter, clip: QRectF) -> None:
        painter.setPen(QColor(self._colour))
        y = 0.0
        for line in self._laid:
            for row in range(line.rows):
                if y + line.row > clip.top() and y < clip.bottom():
                    line.layout.lineAt(row).draw(painter, QPointF(0, y - row * line.row))
                y += line.row


def space(height: float) -> Band:
    """Nothing."""
    return Band(height, lambda painter, clip: None)


def rule(width: float, height: float = 12) -> Band:
    """A line across, with room below it."""

    def paint(painter: QPainter, clip: QRectF) -> None:
        painter.setPen(QPen(QColor(LIGHT.line), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(width, 0.5))

    return Band(height, paint)


def below(bands: Iterable[Band], x: float = 0) -> Band:
    """Bands below each other as one."""
    return _together([(x, y, band) for y, band in _stacked(tuple(bands))])


def beside(bands: Iterable[tuple[float, Band]]) -> Band:
    """Bands beside each other as one: each with where it begins."""
    return _together([(x, 0.0, band) for x, band in bands])


def _stacked(bands: Sequence[Band]) -> Iterable[tuple[float, Band]]:
    tops = accumulate((band.height for band in bands), initial=0.0)
    return zip(tops, bands, strict=False)


def _together(placed: Sequence[tuple[float, float, Band]]) -> Band:
    def paint(painter: QPainter, clip: QRectF) -> None:
        for x, y, band in placed:
            if y < clip.bottom() and y + band.height > clip.top():
                painter.save()
                painter.translate(x, y)
                band.paint(painter, clip.translated(-x, -y))
                painter.restore()

    cuts = {y + cut for _, y, band in placed for cut in (*band.cuts, band.height)}
    free = sorted(cut for cut in cuts if all(_free(band, cut - y) for _, y, band in placed))
    return Band(max((y + band.height for _, y, band in placed), default=0.0), paint, tuple(free))


def _free(band: Band, at: float) -> bool:
    """Whether the band isn't hurt by a cut there."""
    return at <= 0 or at >= band.height or any(abs(at - cut) < 0.5 for cut in band.cuts)


def _cuts(laid: Sequence[Laid]) -> Iterable[float]:
    rows = [line.row for line in laid for _ in range(line.rows)]
    return accumulate(rows)


def _leading(address: str, font: QFont, width: float) -> Laid:
    look = QTextLayout.FormatRange()
    look.start, look.length, look.format = 0, len(address), QTextCharFormat()
    look.format.setAnchor(True)
    look.format.setAnchorHref(address)
    look.format.setForeground(QColor(LIGHT.accent))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout = QTextLayout(address, font)
    layout.setTextOption(option)
    layout.setFormats([look])
    return laid_out(layout, width)
