"""The views of the calendar, and the stack that shows one of them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStackedWidget, QWidget

from postdesk.domain.board import Card
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.state import VIEWS, CardKey, View, ViewLayout
from postdesk.ui.calendar.weeks_view import WeeksView
from postdesk.ui.kit.empty_state import EmptyState
from postdesk.ui.kit.posts_in_view import PostsInView
from postdesk.ui.kit.theme import Theme

if TYPE_CHECKING:
    from postdesk.ui.calendar.agenda_view import AgendaView
    from postdesk.ui.calendar.hours_view import TimedView


class CalendarView(Protocol):
    """A widget that shows the cards of some days, with a cursor. Actions on cards go to the model."""

    @property
    def empty_state(self) -> EmptyState | None:
        """The place of the hint in an empty list; None but for a list."""

    def viewport(self) -> QWidget:
        """The area that the cards lie in."""

    def read(self, reader: CalendarReader) -> bool:
        """Show the reader's cards; return True where there is anything."""

    def cards_in_view(self) -> tuple[Card, ...]:
        """Return the cards that are in view, or may be."""

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


def _widget(layout: ViewLayout) -> "type[WeeksView | TimedView | AgendaView]":
    """Return the class of the widget. Those that a start rarely shows are imported when they are needed."""
    from postdesk.ui.calendar.agenda_view import AgendaView
    from postdesk.ui.calendar.hours_view import HoursView, QuartersView

    timed = {ViewLayout.HOURS: HoursView, ViewLayout.QUARTERS: QuartersView}
    return AgendaView if layout is ViewLayout.LIST else timed[layout]


class CalendarViews(QStackedWidget):
    """The views in a stack, each built when it is first shown; `menu` opens their context menus.

    `tell_in_view` is called with the posts in view.
    """

    def __init__(
        self, theme: Theme, model: CalendarModel, mover: Mover, menu: CardMenu, tell_in_view: Callable[[list[int]], None]
    ) -> None:
        super().__init__()
        self._in_view = PostsInView(self, self._posts_in_view, tell_in_view)
        self._theme, self._model, self._mover, self._menu = theme, model, mover, menu
        self._built: dict[View, WeeksView | TimedView | AgendaView] = {}
        self.shown: CalendarView = self._view(model.state.view)

    def _view(self, view: View) -> "WeeksView | TimedView | AgendaView":
        if view not in self._built:
            layout = VIEWS[view].layout
            made = WeeksView if layout is ViewLayout.WEEKS else _widget(layout)
            self._built[view] = widget = made(self._theme, self._model, self._mover, view)
            widget.menu_requested.connect(self._menu.show_for)
            widget.verticalScrollBar().valueChanged.connect(self._in_view.look_soon)
            self.addWidget(widget)
        return self._built[view]

    def _posts_in_view(self) -> list[int]:
        return [int(card.id) for card in self.shown.cards_in_view() if not card.is_draft]

    @property
    def empty_state(self) -> EmptyState | None:
        """The place of the hint in an empty list, where a list is shown."""
        return self.shown.empty_state

    @property
    def weeks(self) -> WeeksView:
        """The weeks, which can be scrolled."""
        weeks = self._view(View.MONTH)
        assert isinstance(weeks, WeeksView)
        return weeks

    def show_view(self, view: View) -> None:
        """Bring a view to the front, which is read next."""
        self.shown = widget = self._view(view)
        self.setCurrentWidget(widget)
        self._in_view.look_soon()

    def place_of(self, day: date) -> QRect:
        """Return the rectangle of a day, in the coordinates of the stack."""
        place = self.shown.place_of(day)
        return QRect(self.shown.viewport().mapTo(self, place.topLeft()), place.size())

    def move_to_time(self, moment: date | datetime) -> None:
        """Put the cursor on a day, or on the cell of a wall time."""
        self.shown.move_to_time(moment)

    def show_selected(self, selected: frozenset[CardKey]) -> None:
        """Highlight these cards."""
        for view in self._built.values():
            view.show_selected(selected)
