"""The popovers of the calendar, one at a time: of a card, of a day, and of the clients to select from."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QElapsedTimer, QObject, QRect
from PySide6.QtWidgets import QApplication, QWidget

from postdesk.domain.board import Card, CardKind
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.calendar.cells import card_line
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.state import CardKey, Cell
from postdesk.ui.kit.popover import Popover
from postdesk.ui.kit.theme import Theme


class CalendarPopovers(QObject):
    """Opens popovers as the views ask for them, and keeps them up to date."""

    def __init__(
        self,
        session: WorkspaceSession,
        theme: Theme,
        model: CalendarModel,
        menu: CardMenu,
        local_zone: ZoneInfo,
        pane: QWidget,
    ) -> None:
        super().__init__(pane)
        self._session, self._theme, self._model, self._menu = session, theme, model, menu
        self._local_zone, self._pane = local_zone, pane
        self._shown: Popover | None = None
        self._about: CardKey | None = None
        self._dismissed = QElapsedTimer()
        model.requests.card_requested.connect(self._show_clicked)
        model.requests.day_requested.connect(self.show_day)
        model.requests.room_clicked.connect(self._start_post)
        model.requests.client_requested.connect(self.ask_client)
        for changed in (session.changes.posts, session.changes.drafts):
            changed.connect(self._refresh)

    def show_card(self, card: Card, place: QRect, day: Cell | None = None) -> None:
        """Show a draft or a post beside `place`. `day`: the cell of the day whose list it was opened from."""
        from postdesk.ui.calendar.card_details import read_details
        from postdesk.ui.calendar.card_popover import CardPopover

        if card.kind is CardKind.POST:
            self._session.post_details.open(int(card.id))
        if details := read_details(self._session, card, self._local_zone):
            go_back = partial(self.show_day, day, place, card) if day else None
            name = card_line(card, self._model.context())
            self._show(CardPopover(self._theme, self._menu, details, name, self._pane, go_back), place, card.key)

    def show_day(self, cell: Cell, place: QRect, current: Card | None = None) -> None:
        """Show all posts of a cell's day beside `place`."""
        from postdesk.ui.calendar.day_popover import DayPopover

        day = cell.wall.date()
        popover = DayPopover(self._theme, self._model.reader(), day, self._pane)
        popover.cards.opened.connect(lambda card: self.show_card(card, place, cell))
        for button, act in (
            (popover.new_post, partial(self._model.requests.start_post, cell, place)),
            (popover.whole_day, partial(self._model.show_day, day)),
        ):
            button.clicked.connect(popover.close)
            button.clicked.connect(lambda _=False, act=act: act())
        self._show(popover, place)
        if current:
            popover.cards.go_to(current)

    def ask_client(self, cell: Cell, place: QRect) -> None:
        """Ask for the client of a new post in a cell."""
        from postdesk.ui.kit.client_popover import ClientPopover

        last = self._session.composer.last_open()
        clients = self._model.context().clients
        popover = ClientPopover("calendar.client", clients, last.client_id if last else None, self._pane)
        popover.selected.connect(lambda client_id: self._model.requests.start_post(cell, place, client_id))
        self._show(popover, place)

    def _show_clicked(self, card: Card, place: QRect) -> None:
        """Show a card, unless the click on it has just closed its popover."""
        if not (self._just_dismissed and card.key == self._about):
            self.show_card(card, place)

    def _start_post(self, cell: Cell, place: QRect) -> None:
        """Start a post where free room was clicked, unless the click was to close a popover."""
        if not self._just_dismissed:
            self._model.requests.start_post(cell, place)

    @property
    def _just_dismissed(self) -> bool:
        return self._dismissed.isValid() and self._dismissed.elapsed() < QApplication.doubleClickInterval()

    def _show(self, popover: Popover, place: QRect, about: CardKey | None = None) -> None:
        if self._shown:
            self._shown.close()
        self._shown, self._about = popover, about
        popover.closed.connect(partial(self._note_closed, popover))
        popover.show_at(place)

    def _note_closed(self, popover: Popover) -> None:
        if popover.dismissed:
            self._dismissed.start()
        if self._shown is popover:
            self._shown = None

    def _refresh(self) -> None:
        """Show what has changed; close the popover of a card that is gone."""
        from postdesk.ui.calendar.card_details import read_details
        from postdesk.ui.calendar.card_popover import CardPopover
        from postdesk.ui.calendar.day_popover import DayPopover

        if isinstance(self._shown, CardPopover):
            if details := read_details(self._session, self._shown.details.card, self._local_zone):
                self._shown.show_details(details)
            else:
                self._shown.close()
        elif isinstance(self._shown, DayPopover):
            self._shown.read(self._model.reader())
