"""Pages, their bands, and the writer of texts, icons and lines.

Lengths are in pixels of 1/96 inch.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QLocale, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption

from postdesk.domain.client_report import ReportHead
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.ui.client_reports.words import about_words, period_words, title_words
from postdesk.ui.kit.colours import LIGHT
from postdesk.ui.kit.theme import Theme
from postdesk.ui.previews.text_layout import LineLayout, LineLayoutCache, LineText, TextStyle, break_into_rows

PER_INCH: Final = 96
_MARGINS: Final = QMarginsF(56, 56, 56, 72)
_LEAST: Final = 240
"""The least height of a cut band below its heading."""

PaintBand = Callable[[QPainter, QRectF], None]
"""Paints from 0, 0 the contents of a rectangle."""
TEXT: Final = 13
"""The usual font size, in pixels."""

SMALL: Final = 11
"""The font size for narrow places."""

_ICON: Final = 13.0
_BESIDE: Final = 19.0
_BAR: Final = 5
_INDENT: Final = 16


@dataclass(frozen=True, slots=True)
class Band:
    """A strip over the whole width. `cuts`: heights at which it may be cut in two, where it is higher than a page."""

    height: float
    paint: PaintBand
    cuts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class BandGroup:
    """Bands that are kept on one page where they fit; the first is never left alone on one."""

    bands: tuple[Band, ...]

    @property
    def height(self) -> float:
        return sum(band.height for band in self.bands)


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """The part of a band on a page: from `top` to `bottom` of it, at `y` of the page's inner area."""

    band: Band
    y: float
    top: float
    bottom: float


PageBands = tuple[PlacedBand, ...]


@dataclass(frozen=True, slots=True)
class PageFormat:
    """The paper size, and the area inside its margins."""

    size: QPageSize

    @classmethod
    def usual(cls) -> "PageFormat":
        """Return the format of the user's country."""
        imperial = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
        return cls(QPageSize(QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4))

    @property
    def whole(self) -> QSizeF:
        return QSizeF(self.size.size(QPageSize.Unit.Inch) * PER_INCH)

    @property
    def inner(self) -> QRectF:
        return QRectF(0, 0, self.whole.width(), self.whole.height()).marginsRemoved(_MARGINS)


def paginate(groups: Iterable[BandGroup], height: float) -> Iterator[PageBands]:
    """Yield the pages, each as soon as it is full."""
    filling = _PageFiller(height)
    for group in groups:
        yield from filling.add(group)
    yield from filling.turned()


class _PageFiller:
    """Fills pages of a height with bands."""

    def __init__(self, height: float) -> None:
        self._height, self._y = height, 0.0
        self._placed: list[PlacedBand] = []

    @property
    def _room(self) -> float:
        return self._height - self._y

    def add(self, group: BandGroup) -> Iterator[PageBands]:
        """Add a group, and yield the pages that are full by then."""
        if self._needed(group) > self._room:
            yield from self.turned()
        for band in group.bands:
            yield from self._put(band)

    def turned(self) -> Iterator[PageBands]:
        """Yield the page, unless it is empty, and begin the next one."""
        if self._placed:
            yield tuple(self._placed)
        self._placed, self._y = [], 0.0

    def _needed(self, group: BandGroup) -> float:
        """Return the height that has to be free for a group.

        That of a group higher than a page is its first band's, and the beginning of the next.
        """
        if group.height <= self._height:
            return group.height
        first, rest = group.bands[0].height, group.bands[1:]
        following = rest[0].height if rest and first + rest[0].height <= self._height else _LEAST
        return first + following

    def _put(self, band: Band) -> Iterator[PageBands]:
        top = 0.0
        if self._room < band.height <= self._height:
            yield from self.turned()
        while band.height - top > self._room:
            cut = max((each for each in band.cuts if top < each <= top + self._room), default=None)
            if cut is None and self._placed:
                yield from self.turned()
                continue
            bottom = top + self._room if cut is None else cut
            self._place(band, top, bottom)
            yield from self.turned()
            top = bottom
        self._place(band, top, band.height)

    def _place(self, band: Band, top: float, bottom: float) -> None:
        self._placed.append(PlacedBand(band, self._y, top, bottom))
        self._y += bottom - top


class PageWriter:
    """Writes texts, icons and lines as bands. Made in the thread that writes."""

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
        """Return a text of any number of lines, each in its own direction."""
        style = TextStyle(self.font(size, strong=strong), colour, colour, colour, False, colour, colour, frozenset())
        lines = LineLayoutCache(style, width)
        return _text_band([lines.laid(LineText(line)) for line in text.replace("\r\n", "\n").split("\n")], colour)

    def marked(self, icon: str, text: str, width: float, *, colour: str = LIGHT.text, strong: bool = False) -> Band:
        """Return a text beside an icon."""

        def paint(painter: QPainter, clip: QRectF) -> None:
            self.icon(painter, icon, QRectF(0, 2, _ICON, _ICON), colour)

        return join_bands([(0.0, Band(_ICON, paint)), (_BESIDE, self.words(text, width - _BESIDE, colour=colour, strong=strong))])

    def link(self, address: str, width: float) -> Band:
        """Return an address as a link."""
        return _text_band([_leading(address, self.font(), width)], LIGHT.accent)

    def icon(self, painter: QPainter, name: str, rect: QRectF, colour: str = LIGHT.text) -> None:
        """Paint an icon in a square, as vectors."""
        if drawing := self._drawing(name, colour):
            drawing.render(painter, rect)

    def heading(self, head: ReportHead, width: float) -> BandGroup:
        """Return the title block: the client, the kind, the days."""
        inner = width - _INDENT
        lines = [
            self.words(head.client.name, inner, 26, strong=True),
            self.words(f"{title_words(head.request.kind)} · {period_words(head.request)}", inner, 17),
            *(self.words(line, inner, colour=LIGHT.secondary) for line in about_words(head)),
        ]
        band = stack_bands(lines, x=_INDENT)

        def paint(painter: QPainter, clip: QRectF) -> None:
            painter.fillRect(QRectF(0, 0, _BAR, band.height), QColor(head.client.colour))
            band.paint(painter, clip)

        return BandGroup((Band(band.height, paint), space(20)))


class _LinesPainter:
    """Paints lines of text below each other."""

    def __init__(self, laid: Sequence[LineLayout], colour: str) -> None:
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
    """Return an empty band."""
    return Band(height, lambda painter, clip: None)


def rule(width: float, height: float = 12) -> Band:
    """Return a horizontal line, with room below it."""

    def paint(painter: QPainter, clip: QRectF) -> None:
        painter.setPen(QPen(QColor(LIGHT.line), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(width, 0.5))

    return Band(height, paint)


def stack_bands(bands: Iterable[Band], x: float = 0) -> Band:
    """Join bands below each other into one."""
    rows = tuple(bands)
    tops = accumulate((band.height for band in rows), initial=0.0)
    return _together([(x, y, band) for y, band in zip(tops, rows, strict=False)])


def join_bands(bands: Iterable[tuple[float, Band]]) -> Band:
    """Join bands beside each other into one; each comes with its x."""
    return _together([(x, 0.0, band) for x, band in bands])


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
    """Return True if a cut at `at` does not split the band, or splits it at one of its `cuts`."""
    return at <= 0 or at >= band.height or any(abs(at - cut) < 0.5 for cut in band.cuts)


def _text_band(laid: Sequence[LineLayout], colour: str) -> Band:
    """Return lines of text as a band; it is cut only between two of their rows."""
    cuts = accumulate(line.row for line in laid for _ in range(line.rows))
    return Band(sum(each.height for each in laid), _LinesPainter(laid, colour), tuple(cuts))


def _leading(address: str, font: QFont, width: float) -> LineLayout:
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
    return break_into_rows(layout, width)
