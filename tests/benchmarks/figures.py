"""The result of a benchmark: the product's figure beside the floor's of the same run, and its goal."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table. `limit` is the most that `value` may be.

    `floor` is the figure of a bare program or widget, `smaller` the same figure with less data; None where neither was measured.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    floor: float | None = None
    smaller: float | None = None

    @property
    def ratio(self) -> float | None:
        """The multiple of the floor that it is."""
        return self.value / self.floor if self.floor else None

    @property
    def growth(self) -> float | None:
        """The multiple of the figure with less data that it is."""
        return self.value / self.smaller if self.smaller else None

    @property
    def met(self) -> str:
        """The word for a met or missed goal; empty where there is none."""
        return "" if self.limit is None else "yes" if self.value <= self.limit else "NO"


def against(name: str, value: float, unit: str, floor: float, times: float) -> Figure:
    """Return a figure whose goal is a multiple of the floor."""
    return Figure(name, value, unit, floor * times, floor)


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def worst(values: Sequence[float]) -> float:
    """Return the 99th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]


def in_turn(times: int, *measures: Callable[[], T]) -> tuple[list[T], ...]:
    """Run each measure `times` times in alternation, so that a disturbance affects all of them."""
    rounds = [[measure() for measure in measures] for _ in range(times)]
    return tuple([each[n] for each in rounds] for n in range(len(measures)))


COLUMNS: Final = ("what", "figure", "floor", "ratio", "growth", "goal", "met")


def table(figures: Iterable[Figure]) -> str:
    """Return the figures in columns."""
    lines = [COLUMNS, *map(cells, figures)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def cells(figure: Figure) -> tuple[str, ...]:
    """Return the figure's cells, one for each of the columns."""
    floor = "" if figure.floor is None else _number(figure.floor)
    ratio, growth = ("" if times is None else f"{times:.2f} ×" for times in (figure.ratio, figure.growth))
    limit = "" if figure.limit is None else f"≤ {_number(figure.limit)}"
    return figure.name, f"{_number(figure.value)} {figure.unit}".strip(), floor, ratio, growth, limit, figure.met


def _number(value: float) -> str:
    """Return three significant digits, and all of a whole number."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
