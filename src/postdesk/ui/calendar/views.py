"""The views of the calendar, and the stack that shows one of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from PySide6.QtCore import QLocale, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QWidget

from postdesk.domain.board import Card
from postdesk.domain.calendar_days import WEEK, midnight, week_of
from postdesk.domain.day_notes import notes_on
from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.calendar.grid_view import GridView
from postdesk.ui.calendar.hours_view import HoursView, QuartersView, TimedView
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.state import VIEWS, CardKey, Cell, View, ViewLayout
from postdesk.ui.kit.theme import Theme


class CalendarView(Protocol):
    """A widget that shows the cards of some days, with a cursor. Actions on cards go to the model."""

    def viewport(self) -> QWidget:
        """The area that the cards lie in."""

    def read(self, reader: CalendarReader) -> bool:
        """Show the reader's cards; return True where there is anything."""

    def place_of(self, day: date) -> QRect:
        """Return the rectangle of a day, in the viewport."""

    def show_selected(self, selected: frozenset[CardKey]) -> None:
        """Highlight these cards."""

    def cursor_card(self) -> Card | None:
        """Return the card with the cursor."""

    def cursor_day(self) -> date | None:
        """Return the day with the cursor."""

    def move_to_time(self, moment: date | datetime) -> None:
        """Put the cursor on a day, or on the cell of a wall time."""

    def move_to_card(self, card: Card) -> bool:
        """Put the cursor on a draft or post; return False where that is not shown."""


class WeeksView(GridView):
    """A cell is a day; the weeks, which are shown whole, share the height."""

    STEP_DOWN = timedelta(weeks=1)

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, view: View) -> None:
        super().__init__(theme, model, mover, view)
        weeks = self.verticalHeader()
        weeks.hide()
        weeks.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        measures = self.places.measures()
        weeks.setMinimumSectionSize(measures.label + measures.flat_height + measures.line + 12)  # for a card

    def read(self, reader: CalendarReader) -> bool:
        """Show the weeks of the days; return True where there is anything."""
        context, first, last = reader.context, reader.days[0], reader.days[-1]
        days = _whole_weeks(first, last, context.first_weekday)
        walls = [midnight(each) for each in days]
        spans = reader.spans([*walls, walls[-1] + timedelta(days=1)], self._most_cards(len(days) // WEEK))
        notes = reader.notes(days[0], days[-1])
        cells = [
            Cell(wall, span, not first <= day <= last, notes_on(notes, day))
            for wall, span, day in zip(walls, spans, days, strict=True)
        ]
        names = self.fitting(_weekday_forms(days[:WEEK]))
        with self.card_cursor.kept():
            self.cells.show(context, [cells[n : n + WEEK] for n in range(0, len(cells), WEEK)], names)
        return any(cell.span.count or cell.notes for cell in cells)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())  # where not all weeks have room, the one with the cursor has to be visible

    def _most_cards(self, weeks: int) -> int:
        """Return the number of cards that a day can show among so many weeks."""
        area = self.viewport().size()
        height = max(area.height() // weeks + 1, self.verticalHeader().minimumSectionSize())
        return max(1, self.places.measures().max_cards(QSize(area.width() // WEEK + 1, height)))


def _whole_weeks(first: date, last: date, first_weekday: int) -> tuple[date, ...]:
    start, end = week_of(first, first_weekday)[0], week_of(last, first_weekday)[-1]
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))


def _weekday_forms(days: Sequence[date]) -> tuple[list[str], ...]:
    """Return weekdays as headings, from the longest form to the shortest: "Fri", "F"."""
    forms = QLocale.FormatType.ShortFormat, QLocale.FormatType.NarrowFormat
    return tuple([QLocale().standaloneDayName(day.isoweekday(), form) for day in days] for form in forms)


_WIDGETS: Final[Mapping[ViewLayout, Callable[[Theme, CalendarModel, Mover, View], WeeksView | TimedView | AgendaView]]] = {
    ViewLayout.WEEKS: WeeksView,
    ViewLayout.HOURS: HoursView,
    ViewLayout.QUARTERS: QuartersView,
    ViewLayout.LIST: AgendaView,
}


class CalendarViews(QStackedWidget):
    """All views in a stack; `menu` opens their context menus."""

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, menu: CardMenu) -> None:
        super().__init__()
        views = {view: _WIDGETS[kind.layout](theme, model, mover, view) for view, kind in VIEWS.items()}
        for widget in views.values():
            widget.menu_requested.connect(menu.show_for)
            self.addWidget(widget)
        agenda = views[View.AGENDA]
        assert isinstance(agenda, AgendaView)
        self.agenda, self._views = agenda, views
        self.shown: CalendarView = views[View.MONTH]

    def show_view(self, view: View) -> None:
        """Bring a view to the front."""
        self.shown = self._views[view]
        self.setCurrentWidget(self._views[view])

    def place_of(self, day: date) -> QRect:
        """Return the rectangle of a day, in the coordinates of the stack."""
        place = self.shown.place_of(day)
        return QRect(self.shown.viewport().mapTo(self, place.topLeft()), place.size())

    def move_to_time(self, moment: date | datetime) -> None:
        """Put the cursor on a day, or on the cell of a wall time."""
        self.shown.move_to_time(moment)

    def show_selected(self, selected: frozenset[CardKey]) -> None:
        """Highlight these cards."""
        for view in self._views.values():
            view.show_selected(selected)
