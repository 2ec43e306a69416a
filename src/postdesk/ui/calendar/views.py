"""The views, one of which is shown, and what they read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QStackedWidget

from postdesk.domain.board import Card, Filter
from postdesk.domain.calendar_days import LATEST, WEEK, month_of, week_of
from postdesk.domain.day_notes import DayNote
from postdesk.engine.board import Board
from postdesk.engine.day_notes import DayNotes
from postdesk.engine.slots import SlotBook
from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.hours_view import DayView, HoursView, WeekView
from postdesk.ui.calendar.month_view import MonthView
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.reading import agenda_page, day_cells, month_cells, week_cells
from postdesk.ui.calendar.sight import Cell, Key, Sight, View
from postdesk.ui.kit.theme import Theme

_MORNING = time(9)


class Views(QStackedWidget):
    """Month, week, day and agenda behind each other. The signals are those of the views."""

    card_opened = Signal(object)
    card_chosen = Signal(object)
    card_picked = Signal(object, object)
    slot_asked = Signal(object)
    day_asked = Signal(object)
    note_asked = Signal(object)
    walked_out = Signal(object)
    menu_asked = Signal(object, object, QPoint)

    def __init__(self, board: Board, notes: DayNotes, slots: SlotBook, theme: Theme, mover: Mover) -> None:
        super().__init__()
        self._board, self._notes, self._slots = board, notes, slots
        self.month, self.week = MonthView(theme, mover), WeekView(theme, mover)
        self.day, self.agenda = DayView(theme, mover), AgendaView(theme, mover)
        for view in (self.month, self.week, self.day, self.agenda):
            self.addWidget(view)
            view.card_opened.connect(self.card_opened)
            view.card_chosen.connect(self.card_chosen)
            view.card_picked.connect(self.card_picked)
            view.note_asked.connect(self.note_asked)
            view.menu_asked.connect(self.menu_asked)
        for grid in (self.month, self.week, self.day):
            grid.slot_asked.connect(self.slot_asked)
            grid.day_asked.connect(self.day_asked)
            grid.walked_out.connect(self.walked_out)

    def show_view(self, view: View) -> None:
        """Bring one to the front."""
        shown = {View.MONTH: self.month, View.WEEK: self.week, View.DAY: self.day, View.AGENDA: self.agenda}
        self.setCurrentWidget(shown[view])

    def read(self, sight: Sight, day: date, wanted: Filter) -> bool:
        """Show the month or the week of `day`, or what follows it; whether there is anything."""
        shown = self.currentWidget()
        if shown is self.month:
            return self._read_month(sight, day, wanted)
        if shown is self.week:
            days = week_of(day, sight.first_weekday)
            return self._show_hours(self.week, sight, week_cells(self._board, self._slots, sight, day, wanted), days, wanted)
        if shown is self.day:
            cells = day_cells(self._board, self._slots, sight, day, wanted)
            return self._show_hours(self.day, sight, [cells], (day,), wanted)
        notes = () if wanted.marks else self._noted(day, LATEST, wanted)
        self.agenda.show_from(sight, agenda_page(self._board, sight, day, wanted), notes)
        return self.agenda.lines.rowCount() > 0

    def _read_month(self, sight: Sight, day: date, wanted: Filter) -> bool:
        days = month_of(day, sight.first_weekday)
        most = self.month.most_cards(len(days) // WEEK)
        cells = month_cells(self._board, sight, day, wanted, most, self._noted(days[0], days[-1], wanted))
        self.month.show_days(sight, cells)
        return any(cell.span.count or cell.notes for cell in cells)

    def _show_hours(
        self, view: HoursView, sight: Sight, hours: Sequence[Sequence[Cell]], days: Sequence[date], wanted: Filter
    ) -> bool:
        notes = self._noted(days[0], days[-1], wanted)
        view.show_hours(sight, hours, notes)
        return bool(notes) or any(cell.span.count for cells in hours for cell in cells)

    def _noted(self, first: date, last: date, wanted: Filter) -> tuple[DayNote, ...]:
        return self._notes.between(first, last, wanted.client_id)

    def place_of(self, day: date) -> QRect:
        """Where a day is, in the coordinates of the views."""
        shown = self.currentWidget()
        if isinstance(shown, GridView):
            place, viewport = shown.place_of(day), shown.viewport()
        else:
            place, viewport = self.agenda.visualRect(self.agenda.currentIndex()), self.agenda.viewport()
        return QRect(viewport.mapTo(self, place.topLeft()), place.size())

    def show_chosen(self, chosen: frozenset[Key]) -> None:
        """Let these stand out."""
        for view in (self.month, self.week, self.day, self.agenda):
            model = view.lines if isinstance(view, AgendaView) else view.cells
            if model.sight:
                model.sight = replace(model.sight, chosen=chosen)
            view.viewport().update()

    def card(self) -> Card | None:
        """The card that the cursor stands on."""
        shown = self.currentWidget()
        if not isinstance(shown, GridView):
            return self.agenda.card()
        spot = shown.card_cursor.spot()
        return spot.card if spot else None

    def stands_on(self) -> date | None:
        """The day that the cursor stands on."""
        shown = self.currentWidget()
        if isinstance(shown, GridView):
            spot = shown.card_cursor.spot()
            return spot.cell.wall.date() if spot else None
        return self.agenda.day()

    def stand_at(self, moment: date | datetime) -> None:
        """Put the cursor on a day, where it has hours on its morning, or on the hour of a wall time."""
        shown = self.currentWidget()
        if not isinstance(shown, GridView):
            return
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, _MORNING if isinstance(shown, HoursView) else time())
        shown.card_cursor.stand_at(moment)

    def stand_on(self, card: Card) -> bool:
        """Put the cursor on a draft or post; False where it is not shown."""
        shown = self.currentWidget()
        return shown.card_cursor.stand_on(card) if isinstance(shown, GridView) else self.agenda.stand_on(card)
