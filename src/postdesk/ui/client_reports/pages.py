"""Pages, and what stands on them from top to bottom. Lengths are in pixels of which 96 are an inch."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageSize, QPainter

PER_INCH: Final = 96
_MARGINS: Final = QMarginsF(56, 56, 56, 72)
_LEAST: Final = 240
"""How much of what is cut stands below its heading at least."""

Painting = Callable[[QPainter, QRectF], None]
"""Paints from 0, 0 on what lies in a rectangle."""


@dataclass(frozen=True, slots=True)
class Band:
    """A strip over the whole width. `cuts`: heights at which it may be cut in two, where it is higher than a page."""

    height: float
    paint: Painting
    cuts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Bands that stand on one page where it has room for them; the first is never left alone on one."""

    bands: tuple[Band, ...]

    @property
    def height(self) -> float:
        return sum(band.height for band in self.bands)


@dataclass(frozen=True, slots=True)
class Placed:
    """What of a band stands on a page: from `top` to `bottom` of it, at `y` of the page's inner part."""

    band: Band
    y: float
    top: float
    bottom: float


Page = tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """The paper, and what of it is written upon."""

    size: QPageSize

    @classmethod
    def usual(cls) -> "Format":
        """Of the user's country."""
        imperial = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
        return cls(QPageSize(QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4))

    @property
    def whole(self) -> QSizeF:
        return QSizeF(self.size.size(QPageSize.Unit.Inch) * PER_INCH)

    @property
    def inner(self) -> QRectF:
        return QRectF(0, 0, self.whole.width(), self.whole.height()).marginsRemoved(_MARGINS)


def paginated(groups: Iterable[Group], height: float) -> Iterator[Page]:
    """The pages, each as soon as it is full."""
    filling = _Filling(height)
    for group in groups:
        yield from filling.add(group)
    yield from filling.turned()


class _Filling:
    """A page of that height that is being filled."""

    def __init__(self, height: float) -> None:
        self._height, self._y = height, 0.0
        self._placed: list[Placed] = []

    @property
    def _room(self) -> float:
        return self._height - self._y

    def add(self, group: Group) -> Iterator[Page]:
        """The pages that are full with it."""
        if self._needed(group) > self._room:
            yield from self.turned()
        for band in group.bands:
            yield from self._put(band)

    def turned(self) -> Iterator[Page]:
        """The page, unless it is empty: what follows is on the next one."""
        if self._placed:
            yield tuple(self._placed)
        self._placed, self._y = [], 0.0

    def _needed(self, group: Group) -> float:
        """All of it, or of what is higher than a page its first band and how the next one begins."""
        if group.height <= self._height:
            return group.height
        first, rest = group.bands[0].height, group.bands[1:]
        following = rest[0].height if rest and first + rest[0].height <= self._height else _LEAST
        return first + following

    def _put(self, band: Band) -> Iterator[Page]:
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
        self._placed.append(Placed(band, self._y, top, bottom))
        self._y += bottom - top
