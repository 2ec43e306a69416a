"""The week: days of hours with their cards."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from postdesk.domain.calendar_days import HOURS
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.wording import column_forms
from postdesk.ui.theme import Theme

CARDS_AN_HOUR = 3
_MORNING = 7


class WeekView(GridView):
    """A cell is an hour of a day. All 24 are there; the view begins in the morning, and stays where it was scrolled to."""

    STEP_DOWN = timedelta(hours=1)

    def __init__(self, theme: Theme, mover: Mover) -> None:
        super().__init__(theme, mover, "calendar.week", "", hourly=True)
        self.setAccessibleName(self.tr("Week"))
        hours = self.verticalHeader()
        hours.setSectionsClickable(False)
        hours.setHighlightSections(False)
        hours.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        hours.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._scrolled = False

    def show_hours(self, sight: Sight, days: Sequence[Sequence[Cell]]) -> None:
        """Show these days, each with its hours."""
        top = self.rowAt(0) if self._scrolled else _MORNING
        names = self.fitting(column_forms([hours[0].wall.date() for hours in days], sight.today))
        rows = [tuple(hours[n] for hours in days) for n in range(HOURS)]
        with self.card_cursor.kept():
            self.cells.show(sight, rows, names, [f"{n:02}:00" for n in range(HOURS)])
        for n, row in enumerate(rows):
            self.setRowHeight(n, self._height(max(cell.span.count for cell in row)))
        self._scrolled = True
        self.viewport().update()
        self.updateGeometries()
        self.scrollTo(self.cells.index(max(top, 0), 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _height(self, cards: int) -> int:
        """One line where nothing is, otherwise as many cards as the fullest hour has."""
        measures = self.places.measures()
        shown = min(cards, CARDS_AN_HOUR)
        return measures.height_for(shown, more=cards > shown) if shown else measures.line + 14
