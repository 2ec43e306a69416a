"""Weeks of days with their cards."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from postdesk.domain.calendar_days import WEEK, midnight, week_of
from postdesk.domain.day_notes import on
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.state import Cell, View
from postdesk.ui.kit.theme import Theme


class WeeksView(GridView):
    """A cell is a day; the weeks, which are shown whole, share the height."""

    STEP_DOWN = timedelta(weeks=1)

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, view: View) -> None:
        super().__init__(theme, model, mover, view)
        weeks = self.verticalHeader()
        weeks.hide()
        weeks.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._keep_room_for_a_card()

    def read(self, reader: CalendarReader) -> bool:
        """Show the weeks that the days are in; return whether there is anything."""
        context, first, last = reader.context, reader.days[0], reader.days[-1]
        days = _whole_weeks(first, last, context.first_weekday)
        walls = [midnight(each) for each in days]
        spans = reader.spans([*walls, walls[-1] + timedelta(days=1)], self._most_cards(len(days) // WEEK))
        notes = reader.notes(days[0], days[-1])
        cells = [
            Cell(wall, span, not first <= day <= last, on(notes, day)) for wall, span, day in zip(walls, spans, days, strict=True)
        ]
        names = self.fitting(_weekday_forms(days[:WEEK]))
        with self.card_cursor.kept():
            self.cells.show(context, [cells[n : n + WEEK] for n in range(0, len(cells), WEEK)], names)
        return any(cell.span.count or cell.notes for cell in cells)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())  # where not all weeks have room, the one with the cursor is to be seen

    def _most_cards(self, weeks: int) -> int:
        """Return how many cards a day can show among so many weeks."""
        area = self.viewport().size()
        height = max(area.height() // weeks + 1, self.verticalHeader().minimumSectionSize())
        return max(1, self.places.measures().most_in(QSize(area.width() // WEEK + 1, height)))

    def _keep_room_for_a_card(self) -> None:
        measures = self.places.measures()
        self.verticalHeader().setMinimumSectionSize(measures.label + measures.flat + measures.line + 12)


def _whole_weeks(first: date, last: date, first_weekday: int) -> tuple[date, ...]:
    start, end = week_of(first, first_weekday)[0], week_of(last, first_weekday)[-1]
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))


def _weekday_forms(days: Sequence[date]) -> tuple[list[str], ...]:
    """Return weekdays as headings, from the longest form to the shortest: "Fri", "F"."""
    forms = QLocale.FormatType.ShortFormat, QLocale.FormatType.NarrowFormat
    return tuple([QLocale().standaloneDayName(day.isoweekday(), form) for day in days] for form in forms)
