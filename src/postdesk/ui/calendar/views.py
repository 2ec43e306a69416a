"""The three views, one of which is shown, and what they read."""

from datetime import date, datetime, time

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget

from postdesk.domain.board import Card, Filter
from postdesk.domain.calendar_days import WEEK, month_of, wall_time
from postdesk.engine.board import Board
from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.month_view import MonthView
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.reading import agenda_page, month_cells, week_cells
from postdesk.ui.calendar.sight import Sight, View
from postdesk.ui.calendar.week_view import WeekView
from postdesk.ui.theme import Theme

_MORNING = time(9)


class Views(QStackedWidget):
    """Month, week and agenda behind each other. The signals are those of the views."""

    card_opened = Signal(object)
    card_chosen = Signal(object)
    slot_asked = Signal(object)
    day_asked = Signal(object)
    walked_out = Signal(object)
    menu_asked = Signal(object, object, QPoint)

    def __init__(self, board: Board, theme: Theme, mover: Mover) -> None:
        super().__init__()
        self._board = board
        self.month, self.week = MonthView(theme, mover), WeekView(theme, mover)
        self.agenda = AgendaView(theme, mover)
        for view in (self.month, self.week, self.agenda):
            self.addWidget(view)
            view.card_opened.connect(self.card_opened)
            view.card_chosen.connect(self.card_chosen)
            view.menu_asked.connect(self.menu_asked)
        for grid in (self.month, self.week):
            grid.slot_asked.connect(self.slot_asked)
            grid.day_asked.connect(self.day_asked)
            grid.walked_out.connect(self.walked_out)
        self.setFocusProxy(self.month)

    def show_view(self, view: View) -> None:
        """Bring one to the front; it takes the focus for all."""
        shown = {View.MONTH: self.month, View.WEEK: self.week, View.AGENDA: self.agenda}[view]
        self.setCurrentWidget(shown)
        self.setFocusProxy(shown)

    def read(self, sight: Sight, day: date, wanted: Filter) -> bool:
        """Show the month or the week of `day`, or what follows it; whether there is anything."""
        shown = self.currentWidget()
        if shown is self.month:
            weeks = len(month_of(day, sight.first_weekday)) // WEEK
            days = month_cells(self._board, sight, day, wanted, self.month.most_cards(weeks))
            self.month.show_days(sight, days)
            return any(cell.span.count for cell in days)
        if shown is self.week:
            week = week_cells(self._board, sight, day, wanted)
            self.week.show_hours(sight, week)
            return any(cell.span.count for hours in week for cell in hours)
        self.agenda.show_from(sight, agenda_page(self._board, sight, day, wanted))
        return self.agenda.lines.rowCount() > 0

    def day(self) -> date | None:
        """The day that the cursor stands on."""
        shown = self.currentWidget()
        if isinstance(shown, GridView):
            spot = shown.card_cursor.spot()
            return spot.cell.wall.date() if spot else None
        card, sight = self.agenda.card(), self.agenda.lines.sight
        return wall_time(card.due_at, sight.zone).date() if card and sight else None

    def stand_at(self, moment: date | datetime) -> None:
        """Put the cursor on a day, in a week on its morning, or on the hour of a wall time."""
        shown = self.currentWidget()
        if not isinstance(shown, GridView):
            return
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, _MORNING if shown is self.week else time())
        shown.card_cursor.stand_at(moment)

    def stand_on(self, card: Card) -> bool:
        """Put the cursor on a draft or post; False where it is not shown."""
        shown = self.currentWidget()
        return shown.card_cursor.stand_on(card) if isinstance(shown, GridView) else self.agenda.stand_on(card)
