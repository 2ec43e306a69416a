"""The views of the calendar, one of which is shown."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final, Protocol

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStackedWidget, QWidget

from postdesk.domain.board import Card
from postdesk.ui.calendar.agenda_view import AgendaView
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.calendar.hours_view import HoursView, QuartersView, TimedView
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.state import VIEWS, Key, Layout, View
from postdesk.ui.calendar.weeks_view import WeeksView
from postdesk.ui.kit.theme import Theme


class CalendarView(Protocol):
    """A widget that shows the cards of some days, with a cursor. What is done with a card it asks of the model."""

    def viewport(self) -> QWidget:
        """The area that the cards lie in."""

    def read(self, reader: CalendarReader) -> bool:
        """Show what is to be shown now; return whether there is anything."""

    def place_of(self, day: date) -> QRect:
        """Return where a day is, in the viewport."""

    def show_selected(self, selected: frozenset[Key]) -> None:
        """Let these cards stand out."""

    def cursor_card(self) -> Card | None:
        """Return the card with the cursor."""

    def cursor_day(self) -> date | None:
        """Return the day with the cursor."""

    def stand_at(self, moment: date | datetime) -> None:
        """Put the cursor on a day, or on the cell of a wall time."""

    def stand_on(self, card: Card) -> bool:
        """Put the cursor on a draft or post; return False where that is not shown."""


_WIDGETS: Final[Mapping[Layout, Callable[[Theme, CalendarModel, Mover, View], WeeksView | TimedView | AgendaView]]] = {
    Layout.WEEKS: WeeksView,
    Layout.HOURS: HoursView,
    Layout.QUARTERS: QuartersView,
    Layout.LIST: AgendaView,
}


class CalendarViews(QStackedWidget):
    """All views behind each other; their menus are opened by `menu`."""

    def __init__(self, theme: Theme, model: CalendarModel, mover: Mover, menu: CardMenu) -> None:
        super().__init__()
        views = {view: _WIDGETS[kind.layout](theme, model, mover, view) for view, kind in VIEWS.items()}
        for widget in views.values():
            widget.menu_asked.connect(menu.show_for)
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
        """Return where a day is, in the coordinates of the views."""
        place = self.shown.place_of(day)
        return QRect(self.shown.viewport().mapTo(self, place.topLeft()), place.size())

    def stand_at(self, moment: date | datetime) -> None:
        """Put the cursor on a day, or on the cell of a wall time."""
        self.shown.stand_at(moment)

    def show_selected(self, selected: frozenset[Key]) -> None:
        """Let these cards stand out."""
        for view in self._views.values():
            view.show_selected(selected)
