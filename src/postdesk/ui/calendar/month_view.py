"""The month: weeks of days with their cards."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from postdesk.domain.calendar_days import WEEK
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.sight import Cell, Sight
from postdesk.ui.calendar.wording import weekday_forms
from postdesk.ui.kit.theme import Theme


class MonthView(GridView):
    """A cell is a day; the weeks share the height."""

    STEP_DOWN = timedelta(weeks=1)

    def __init__(self, theme: Theme, mover: Mover) -> None:
        super().__init__(theme, mover, "calendar.month", "", hourly=False)
        self.setAccessibleName(self.tr("Month"))
        weeks = self.verticalHeader()
        weeks.hide()
        weeks.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._keep_room_for_a_card()

    def show_days(self, sight: Sight, days: Sequence[Cell]) -> None:
        """Show these days, whole weeks of them."""
        names = self.fitting(weekday_forms([cell.wall.date() for cell in days[:WEEK]]))
        with self.card_cursor.kept():
            self.cells.show(sight, [days[n : n + WEEK] for n in range(0, len(days), WEEK)], names)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())  # where not all weeks have room, the one with the cursor is to be seen

    def most_cards(self, weeks: int) -> int:
        """How many cards a day can show in a month of so many weeks."""
        area = self.viewport().size()
        height = max(area.height() // weeks + 1, self.verticalHeader().minimumSectionSize())
        return max(1, self.places.measures().most_in(QSize(area.width() // WEEK + 1, height)))

    def _keep_room_for_a_card(self) -> None:
        measures = self.places.measures()
        self.verticalHeader().setMinimumSectionSize(measures.label + measures.flat + measures.line + 12)
