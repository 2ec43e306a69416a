"""Weeks of days with their cards: a month, or weeks that scroll without an end."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHeaderView

from postdesk.domain.board import BoardFilter, CardSpan
from postdesk.domain.calendar_days import WEEK, midnight, whole_weeks
from postdesk.domain.day_notes import DayNote, notes_on
from postdesk.ui.calendar.cards import text_lines
from postdesk.ui.calendar.cell_layout import share_height
from postdesk.ui.calendar.cells import CellPosition
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.state import FEWEST_WEEKS, Cell, View
from postdesk.ui.kit.theme import Theme

_USUAL_HEIGHT: Final = 120
"""The height of a week from which one more has room."""
_LEAST_HEIGHT: Final = 90
"""The least height of a week beside fuller ones."""
_FEWEST_CARDS: Final = 4
"""The fewest cards that are read for a day, since its week may be higher than most."""
_WHEEL_STEP: Final = 120
"""A step of a wheel, as Qt counts it: it scrolls by a week."""
_HEADING: Final = 9
"""The height of the headings beyond that of their text."""


class WeeksView(GridView):
    """A cell is a day; the weeks share the height, and those with more posts have more of it.

    Rolling weeks fill the height: the wheel moves the first of them, and no scroll bar is needed.
    """

    STEP_DOWN = timedelta(weeks=1)

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, view: View) -> None:
        super().__init__(theme, model, mover, view)
        self._model = model
        self._wheeled = 0
        self._wanted: Sequence[int] = ()
        self._known: dict[date, tuple[CardSpan, tuple[DayNote, ...]]] = {}
        self._known_for: tuple[BoardFilter, ZoneInfo, int] | None = None
        weeks, days = self.verticalHeader(), self.horizontalHeader()
        weeks.hide()
        weeks.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        weeks.setMinimumSectionSize(1)
        days.setFixedHeight(days.fontMetrics().height() + _HEADING)

    def read(self, reader: CalendarReader) -> bool:
        """Show the weeks of the days; return True where there is anything."""
        self._known = {}
        return self.read_on(reader)

    def read_on(self, reader: CalendarReader) -> bool:
        """Show other weeks, and read only the days that were not in view; return True where there is anything.

        All are read where other posts are shown, by another clock, or more of a day.
        """
        context, first, last = reader.context, reader.days[0], reader.days[-1]
        days = whole_weeks(first, last, context.first_weekday)
        wanted = reader.state.board_filter, context.zone, self._most_cards(len(days) // WEEK)
        if wanted != self._known_for:
            self._known, self._known_for = {}, wanted
        self._read_days([day for day in days if day not in self._known], wanted[-1], reader)
        known = self._known = {day: self._known[day] for day in days}
        cells = [
            Cell(midnight(day), span, not first <= day <= last, notes, month_named=day == days[0])
            for day, (span, notes) in known.items()
        ]
        names = self.fitting(_weekday_forms(days[:WEEK]))
        before = self.card_cursor.position()
        rows = [cells[n : n + WEEK] for n in range(0, len(cells), WEEK)]
        self.cells.show(context, rows, names)
        self._wanted = [self._wanted_height(row, reader) for row in rows]
        self._share_height()
        self.settle()
        if before:
            self._keep_cursor(before, days)
        return any(cell.span.count or cell.notes for cell in cells)

    def _read_days(self, days: Sequence[date], most: int, reader: CalendarReader) -> None:
        """Read days that follow each other, at most so many cards of each."""
        if not days:
            return
        walls = [midnight(day) for day in (*days, days[-1] + timedelta(days=1))]
        notes = reader.notes(days[0], days[-1])
        for day, span in zip(days, reader.spans(walls, most), strict=True):
            self._known[day] = span, notes_on(notes, day)

    def _keep_cursor(self, before: CellPosition, days: Sequence[date]) -> None:
        """Keep the cursor on its card, or else on its day, or else on that weekday of the nearest week in view."""
        if before.card and self.card_cursor.move_to_card(before.card):
            return
        day = before.cell.wall.date()
        weeks = max(0, -((day - days[0]).days // WEEK)) - max(0, (day - days[-1]).days + WEEK - 1) // WEEK
        index = self.cells.index_at(before.cell.wall + weeks * self.STEP_DOWN)
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share_height()  # first: rows that are too high for a moment would bring a scroll bar
        super().resizeEvent(event)
        if self._model.show_weeks(self._weeks_with_room()) and self.isVisible() and self._model.state.rolling:
            self._model.scrolled.emit()
        self.scrollTo(self.currentIndex())  # where not all weeks have room, the one with the cursor has to be visible

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll rolling weeks by one for each step of a wheel, or for as many pixels of a touchpad as the first is high."""
        if not self._model.state.rolling:
            super().wheelEvent(event)
            return
        pixels = event.pixelDelta().y()
        step = self.rowHeight(0) if pixels else _WHEEL_STEP
        self._wheeled += pixels or event.angleDelta().y()
        if weeks := int(self._wheeled / max(1, step)):
            self._wheeled -= weeks * step
            self._model.scroll(-weeks)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home and self._model.state.rolling:
            event.ignore()  # the pane goes to the present week
        else:
            super().keyPressEvent(event)

    def _weeks_with_room(self) -> int:
        """Return the number of weeks that fill the height.

        Fewer than five are shown where they are too low for a card, and below the strip, where full days lack room for two.
        """
        height, least = self.viewport().height(), self._least_height()
        needed = self.places.measures().full_height if self._model.has_strip else least
        five = height >= FEWEST_WEEKS * needed
        return max(FEWEST_WEEKS, height // _USUAL_HEIGHT) if five else max(1, min(FEWEST_WEEKS - 1, height // least))

    def _least_height(self) -> int:
        """Return the height that each week has before any has more."""
        return max(_LEAST_HEIGHT, self.places.measures().fair_height)

    def _wanted_height(self, row: Sequence[Cell], reader: CalendarReader) -> int:
        """Return the height that the fullest day of a week wants."""
        plain, width = self.places.measures(), self.viewport().width() // WEEK
        return max(
            (plain.noted() if cell.notes else plain).wanted_height(
                text_lines(cell.span.cards, width, reader.context, self.places.measure)
            )
            for cell in row
        )

    def _share_height(self) -> None:
        """Give each week its share of the height; where they have too little, they scroll."""
        if not self._wanted:
            return
        measures, count = self.places.measures(), len(self._wanted)
        height = max(self.viewport().height(), count * measures.least_height)
        shares = share_height(height, self._wanted, self._least_height())
        if changed := [row for row, share in enumerate(shares) if share != self.rowHeight(row)]:
            for row in changed:
                self.setRowHeight(row, shares[row])
            self.updateGeometries()
            self.viewport().update()

    def _most_cards(self, weeks: int) -> int:
        """Return the number of cards to read for a day among so many weeks, some of which are higher than others."""
        area, measures = self.viewport().size(), self.places.measures()
        height = max(area.height() // weeks + 1, measures.least_height)
        return max(_FEWEST_CARDS, measures.max_cards(QSize(area.width() // WEEK + 1, height)))


def _weekday_forms(days: Sequence[date]) -> tuple[list[str], ...]:
    """Return weekdays as headings, from the longest form to the shortest: "Fri", "F"."""
    forms = QLocale.FormatType.ShortFormat, QLocale.FormatType.NarrowFormat
    return tuple([QLocale().standaloneDayName(day.isoweekday(), form) for day in days] for form in forms)
