"""Week and day: the hours of days with their cards."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractItemView

from postdesk.domain.board import Card
from postdesk.domain.day_notes import DayNote
from postdesk.ui.calendar.cells import Spot
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.hour_headers import DayHeadings, HourScale
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.wording import column_forms, heading_lines
from postdesk.ui.kit.theme import Theme

_HOUR = timedelta(hours=1)
_MORNING = timedelta(hours=7)
_ROOM = 4


class HoursView(GridView):
    """A cell is a part of a day (`STEP_DOWN`), of which it shows at most so many cards (`MOST`).

    All 24 hours are there; the view begins in the morning, and stays where it was scrolled to.
    """

    MOST: ClassVar[int]

    def __init__(self, theme: Theme, mover: Mover, identifier: str) -> None:
        super().__init__(theme, mover, identifier, "", hourly=True)
        self._days: list[date] = []
        self._headings = DayHeadings(theme, self)
        self.setHorizontalHeader(self._headings)
        self._headings.day_clicked.connect(lambda n: self.note_asked.emit(self._days[n]))
        self._scale = HourScale(theme, self)
        self.setVerticalHeader(self._scale)
        # Qt would paint all once more a moment after rows got another height; what sets heights here has it painted itself.
        self._scale.sectionResized.disconnect()
        self._scrolled = False

    def show_hours(self, sight: Sight, days: Sequence[Sequence[Cell]], notes: Sequence[DayNote] = ()) -> None:
        """Show these days, each with its parts, and what is noted on them."""
        top = max(self.rowAt(0), 0) if self._scrolled else _MORNING // self.STEP_DOWN
        beyond = -self.rowViewportPosition(top) if self._scrolled else 0
        self._days = [cells[0].wall.date() for cells in days]
        names = self.fitting(column_forms(self._days, sight.today))
        rows = list(zip(*days, strict=True))
        with self.card_cursor.kept():
            self.cells.show(sight, rows, names, heading_lines(self._days, notes))
        self._headings.show_days(self._days, sight.today, notes)
        self._scale.show_hours(sight, rows)
        for n, row in enumerate(rows):
            self.setRowHeight(n, self._room(row))
        self._scrolled = True
        self.viewport().update()
        self.updateGeometries()
        self.scrollTo(self.cells.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + min(beyond, self.rowHeight(top) - 1))

    def place_of(self, day: date) -> QRect:
        """The day's heading, seen from the viewport."""
        left = self.columnViewportPosition(self._days.index(day)) if day in self._days else 0
        return QRect(left, -self._headings.height(), self.columnWidth(0), self._headings.height())

    def _room(self, row: Sequence[Cell]) -> int:
        """What its cards need, and a line for a free slot where nothing else is."""
        free = any(cell.free for cell in row)
        least = self.places.measures().flat + _ROOM if free else 0
        return max(least, self._height(max(cell.span.count for cell in row)))

    def _height(self, cards: int) -> int:
        """As many cards as the fullest of the row has, the least where nothing is."""
        raise NotImplementedError


class WeekView(HoursView):
    """A cell is an hour of one of seven days."""

    STEP_DOWN = _HOUR
    MOST = 3

    def __init__(self, theme: Theme, mover: Mover) -> None:
        super().__init__(theme, mover, "calendar.week")
        self.setAccessibleName(self.tr("Week"))

    def _height(self, cards: int) -> int:
        measures = self.places.measures()
        shown = min(cards, self.MOST)
        return measures.height_for(shown, more=cards > shown) if shown else measures.line + 14


class DayView(HoursView):
    """A cell is a quarter of an hour of one day; its cards take a line each."""

    STEP_DOWN = _HOUR / 4
    MOST = 60

    def __init__(self, theme: Theme, mover: Mover) -> None:
        super().__init__(theme, mover, "calendar.day")
        self.setAccessibleName(self.tr("Day"))
        self._scale.setMinimumSectionSize(1)

    def _height(self, cards: int) -> int:
        measures = self.places.measures()
        shown = min(cards, self.MOST)
        return measures.height_for_flat(shown, more=cards > shown) if shown else max(12, measures.line * 3 // 4)

    def _first_of(self, spot: Spot) -> Card | None:
        return next(iter(spot.cell.span.cards), None) if spot.more is None else None
