"""The hours of days with their cards."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtWidgets import QAbstractItemView

from postdesk.domain.calendar_days import midnight
from postdesk.domain.day_notes import DayNote, notes_on
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.hour_headers import DayHeadings, HourScale
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.state import Cell, View
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.times import date_text, long_day

translate = QCoreApplication.translate

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MORNING = timedelta(hours=7)
_ROOM = 4


class TimedView(GridView):
    """A cell is a part of a day (`STEP_DOWN`), which shows at most `MOST` cards, in a line each if `FLAT`.

    All 24 hours are there; the view begins in the morning, and keeps its scroll position.
    """

    CURSOR_TIME = time(9)
    MOST: ClassVar[int]
    FLAT: ClassVar[bool] = False

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, view: View) -> None:
        super().__init__(theme, model, mover, view)
        self._days: Sequence[date] = ()
        self._headings = DayHeadings(theme, self)
        self.setHorizontalHeader(self._headings)
        self._headings.day_clicked.connect(lambda n: model.requests.note_requested.emit(self._days[n]))
        self._scale = HourScale(theme, self)
        self.setVerticalHeader(self._scale)
        self.settle_sizes(self._headings, self._scale)
        self._scrolled = False

    def read(self, reader: CalendarReader) -> bool:
        """Show the days, each with its parts and notes; return True where there is anything."""
        context, days = reader.context, reader.days
        columns, notes = self._columns(reader), reader.notes(days[0], days[-1])
        top = max(self.rowAt(0), 0) if self._scrolled else _MORNING // self.STEP_DOWN
        beyond = -self.rowViewportPosition(top) if self._scrolled else 0
        self._days = days
        names = self.fitting(_column_forms(days, context.today))
        rows = list(zip(*columns, strict=True))
        with self.card_cursor.kept():
            self.cells.show(context, rows, names, _heading_lines(days, notes))
        self._headings.show_days(days, context.today, notes)
        self._scale.show_hours(context, rows)
        heights = [self._room(row) for row in rows]
        if changed := [n for n, height in enumerate(heights) if height != self.rowHeight(n)]:
            for n in changed:
                self.setRowHeight(n, heights[n])
            self.viewport().update()
        self.settle()
        self._scroll_to(top, beyond)
        return bool(notes) or any(cell.span.count for row in rows for cell in row)

    def _columns(self, reader: CalendarReader) -> list[tuple[Cell, ...]]:
        """Return the cells of each day, with the free slots in them."""
        first, per_day = midnight(reader.days[0]), _DAY // self.STEP_DOWN
        count = len(reader.days) * per_day
        walls = [first + n * self.STEP_DOWN for n in range(count + 1)]
        spans = reader.spans(walls, self.MOST)
        free = reader.free_slots(spans[0].start, spans[-1].end)
        places = [*(bisect_left(free, span.start, key=lambda slot: slot.moment) for span in spans), len(free)]
        cells = tuple(
            Cell(wall, span, free=free[start:end])
            for wall, span, (start, end) in zip(walls, spans, pairwise(places), strict=False)
        )
        return [cells[n : n + per_day] for n in range(0, count, per_day)]

    def _scroll_to(self, top: int, beyond: int) -> None:
        """Scroll so that `top` is the first row, and `beyond` pixels further."""
        self._scrolled = True
        self.updateGeometries()
        self.scrollTo(self.cells.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + min(beyond, self.rowHeight(top) - 1))

    def place_of(self, day: date) -> QRect:
        """Return the rectangle of the day's heading, in the viewport's coordinates."""
        left = self.columnViewportPosition(self._days.index(day)) if day in self._days else 0
        return QRect(left, -self._headings.height(), self.columnWidth(0), self._headings.height())

    def _room(self, row: Sequence[Cell]) -> int:
        """Return the height of the row's cards, or of a line for a free slot where there are none."""
        free = any(cell.free for cell in row)
        least = self.places.measures().flat_height + _ROOM if free else 0
        return max(least, self._height(max(cell.span.count for cell in row)))

    def _height(self, cards: int) -> int:
        """Return the height for the row's fullest cell, or the least height."""
        measures, shown = self.places.measures(), min(cards, self.MOST)
        if shown:
            return measures.height_for(shown, more=cards > shown, flat=self.FLAT)
        return max(12, measures.line * 3 // 4) if self.FLAT else measures.line + 14


class HoursView(TimedView):
    """A cell is an hour of a day."""

    STEP_DOWN = _HOUR
    MOST = 3


class QuartersView(TimedView):
    """A cell is a quarter of an hour of a day; its cards take a line each."""

    STEP_DOWN = _HOUR / 4
    MOST = 60
    FLAT = True
    OPENS_FIRST = True

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, view: View) -> None:
        super().__init__(theme, model, mover, view)
        self._scale.setMinimumSectionSize(1)


def _column_forms(days: Sequence[date], today: date) -> tuple[list[str], ...]:
    """Return days as headings, from the longest form to the shortest: "27 Fri, today", "27 Fri", "27"."""
    named = [date_text(day, "d ddd") for day in days]
    with_today = translate("Calendar", "{0}, today")
    full = [with_today.format(words) if day == today else words for words, day in zip(named, days, strict=True)]
    return full, named, [str(day.day) for day in days]


def _heading_lines(days: Sequence[date], notes: Sequence[DayNote]) -> list[str]:
    """Return the accessible texts of the headings of days: each in full, with its notes."""
    words = translate("Calendar", "{0}, note: {1}")
    noted = {day: "; ".join(note.text for note in notes_on(notes, day)) for day in days}
    return [words.format(long_day(day), noted[day]) if noted[day] else long_day(day) for day in days]
