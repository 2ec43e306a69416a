"""Going through the calendar: reads what is looked at, and keeps the cursor where it belongs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from postdesk.domain.ahead import Part
from postdesk.domain.board import Card, Filter
from postdesk.domain.calendar_days import clamped, wall_time
from postdesk.domain.posts import PostState
from postdesk.engine.board import Board
from postdesk.ui.calendar.ahead_words import part_words
from postdesk.ui.calendar.chosen import Chosen
from postdesk.ui.calendar.header import Header
from postdesk.ui.calendar.hints import Hints
from postdesk.ui.calendar.lookout import Lookout
from postdesk.ui.calendar.reading import cards_between, cards_of
from postdesk.ui.calendar.sight import View
from postdesk.ui.calendar.views import Views
from postdesk.ui.calendar.wording import zone_words
from postdesk.ui.kit.announce import announce


@dataclass(frozen=True, slots=True)
class _Before:
    """What was shown before a part of the week ahead was."""

    view: View
    day: date
    platform: str
    states: frozenset[PostState]


class Showing(QObject):
    """Shows in the views, the header and the hints what the lookout looks at; `part_shown` follows another part, or none."""

    part_shown = Signal()

    def __init__(
        self, board: Board, look: Lookout, header: Header, views: Views, hints: Hints, chosen: Chosen, window: QWidget
    ) -> None:
        super().__init__(window)
        self._board, self._look, self._window = board, look, window
        self._header, self._views, self._hints, self._chosen = header, views, hints, chosen
        self._before_day: View | None = None
        self._before_part: _Before | None = None

    def read(self) -> None:
        """Read what is looked at, and show it."""
        look, sight = self._look, replace(self._look.sight(), chosen=self._chosen.keys)
        goes_along, title = look.go_on(sight, self._views.stands_on()), look.title(sight)
        self._header.show_period(look.view, title, zone_words(sight))
        anything = self._views.read(sight, look.day, self._wanted())
        if goes_along:
            self._views.stand_at(look.day)
        filtering, in_list = self._header.filtering or bool(look.part), look.view is View.AGENDA
        self._hints.show_part(part_words(look.part) if look.part else "")
        self._hints.show_emptiness(empty=not anything, title=title, filtering=filtering, clients=sight.clients, in_list=in_list)

    def read_filtered(self) -> None:
        """The same where other posts are wanted: nothing is acted on that can't be seen any more."""
        self._chosen.clear()
        self.read()

    def show_client(self, client_id: int | None) -> None:
        """Show another client's posts, or all."""
        if client_id != self._look.client_id:
            self._look.client_id = client_id
            self._hints.forget()
            self.read_filtered()

    def show_view(self, view: View, day: date | None = None) -> None:
        """Show another view of the same days, or of that day."""
        day = day or self.day
        self._look.view = view
        self._before_day = None
        self._views.show_view(view)
        self.go(day)
        self._window.setFocus()

    def show_day(self, day: date) -> None:
        """All posts of a day that has too many for its cell; `back` leads back."""
        before = self._look.view
        self.show_view(View.AGENDA if before is View.DAY else View.DAY, day)
        self._before_day = before

    def show_part(self, part: Part) -> None:
        """That part of the week ahead alone; `back` leads back, and so does any way to another day or view."""
        header, before = self._header, self._before_part
        if before is None:
            before = _Before(self._look.view, self.day, header.platforms.platform, header.states.states)
        header.show_all()
        self.show_view(View.AGENDA, self._look.sight().today)
        self._before_part, self._look.part = before, part
        self.read_filtered()
        self.part_shown.emit()

    def show_everything(self) -> None:
        """Everything again, as it was before a part alone was shown."""
        if before := self._before_part:
            self.show_view(before.view, before.day)
            self._header.show_only(before.platform, before.states)

    def show_all(self) -> None:
        """Leave no post out."""
        self.show_everything()
        self._header.show_all()

    def back(self) -> None:
        """Choose nothing any more, or else leave the part or the day for the view that led there."""
        if self._chosen:
            self._chosen.clear()
        elif self._before_part:
            self.show_everything()
        elif self._before_day:
            self.show_view(self._before_day)

    @property
    def day(self) -> date:
        """The day with the cursor, or the one that is looked at."""
        return self._views.stands_on() or self._look.day

    def go(self, day: date) -> None:
        """Show that day, put the cursor on it, and say where that is."""
        if self._look.part:
            self._look.part = self._before_part = None
            self._chosen.clear()
            self.part_shown.emit()
        self._look.day = clamped(day)
        self.read()
        self._views.stand_at(self._look.day)
        announce(self._window, self._header.title)

    def turn(self, way: int) -> None:
        """On (1) or back (-1) by a month, a week or a day."""
        self.go(self._look.turned(self.day, way))

    def go_today(self) -> None:
        """To today."""
        self.go(self._look.sight().today)

    def walk_to(self, wall: datetime) -> None:
        """To a cell beyond the edge."""
        if clamped(wall.date()) == wall.date():
            self.go(wall.date())
            self._views.stand_at(wall)

    def follow(self, card: Card) -> None:
        """Go along with what was moved."""
        self.read()
        if not self._views.stand_on(card) and not self._look.part:
            self._look.day = wall_time(card.due_at, self._look.sight().zone).date()
            self.read()
            self._views.stand_on(card)

    def show_chosen(self) -> None:
        """Let stand out what is chosen."""
        self._views.show_chosen(self._chosen.keys)

    def between(self, one: Card, other: Card) -> Sequence[Card]:
        """The cards from one to the other by time."""
        return cards_between(self._board, one, other, self._wanted())

    def all_cards(self) -> tuple[Sequence[Card], Sequence[Card]]:
        """All of the day with the cursor, and all of what is in view."""
        read = partial(cards_of, self._board, self._look.sight(), wanted=self._wanted())
        return read((self.day, self.day)), read(self._look.days())

    def _wanted(self) -> Filter:
        marks = self._look.part.value if self._look.part else frozenset[PostState]()
        return Filter(self._look.client_id, self._header.platforms.platform, self._header.states.states, marks=marks)
