"""The calendar: everything with a time, by month, week and day, and as an agenda."""

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.board import Card
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.ahead import WeekAhead
from postdesk.ui.calendar.approving import Approving
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.calendar.chosen import Chosen
from postdesk.ui.calendar.header import Header
from postdesk.ui.calendar.hints import Hints
from postdesk.ui.calendar.keys import Keys
from postdesk.ui.calendar.lookout import Lookout
from postdesk.ui.calendar.moving import Mover
from postdesk.ui.calendar.noting import Noting
from postdesk.ui.calendar.several_acts import SeveralActs
from postdesk.ui.calendar.showing import Showing
from postdesk.ui.calendar.sight import Cell, View
from postdesk.ui.calendar.views import Views
from postdesk.ui.calendar.wording import is_draft
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.notice_bar import Told
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope
from postdesk.ui.text.words import Tone

_SOON_MS = 30


class CalendarPane(Pane):
    """Shows the posts of the window's client in the client's zone, or all posts in this computer's.

    `new_at` carries the moment of an empty slot; `open_post`, `post_chosen` (the user went to it), `edit_post` and `copy_post` a
    post's number, `copy_post_for` that and the id of another client, `open_draft` and `draft_moved` a draft's id, `show_action` a
    PostAction that shows something of a post. Call `refresh` with each new minute: what is past, and the line of the present,
    follow the clock.
    """

    new_at = Signal(object)
    open_post = Signal(int)
    post_chosen = Signal(int)
    open_draft = Signal(str)
    edit_post = Signal(int)
    repeat_post = Signal(int)
    copy_post = Signal(int)
    copy_post_for = Signal(int, int)
    show_action = Signal(object)
    draft_moved = Signal(str)
    new_asked = Signal()
    add_client_asked = Signal()
    export_asked = Signal()
    paper_asked = Signal()
    lock_in_asked = Signal()

    def __init__(self, desk: Desk, scope: Scope, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        identify(self, "calendar", self.tr("Calendar"))
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._scope = desk, scope
        self._lookout = Lookout(desk, here, scope.client_id)
        self._chosen = Chosen(self)
        self._mover = Mover(desk, here, self._chosen, self)
        self._header = Header(theme)
        self._ahead = WeekAhead(desk, theme, self._lookout)
        self._views = Views(desk.board, desk.day_notes, desk.slots, theme, self._mover)
        self._hints = Hints(theme, self._views.agenda.empty)
        self._showing = Showing(desk.board, self._lookout, self._header, self._views, self._hints, self._chosen, self)
        self._approving = Approving(desk.approvals, self)
        self._several = SeveralActs(desk, theme, self._chosen, self._showing.between, self)
        self._noting = Noting(desk, theme, scope, self._lookout, self._views, self)
        self._keys = Keys(self._showing, self._views, self._several, self._noting, self._hints)
        self._menu = CardMenu(desk, theme, self._mover, self._chosen, self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._lay_out()
        self._wire()

    @property
    def leads_to(self) -> QWidget:
        return self._views.currentWidget() or self._views

    @property
    def view(self) -> View:
        """How the posts are looked at."""
        return self._lookout.view

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day that are shown."""
        return self._lookout.days()

    def show_view(self, view: View, day: date | None = None) -> None:
        """Show another view of the same days, or of that day."""
        self._showing.show_view(view, day)

    def open_first_note(self) -> bool:
        """Go to the day of the first note that the search found; whether there is one."""
        return self._noting.open_first()

    def go_to(self, day: date) -> None:
        """Show that day."""
        self._showing.go(day)

    def refresh(self) -> None:
        """Read again, soon and once for all that changes until then; a hidden calendar reads when it is shown."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()
        self._ahead.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._showing.read()
        if self._views.stands_on() is None:
            self._views.stand_at(self._lookout.day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()  # a higher cell has room for more cards than were read

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._ahead)
        column.addWidget(self._header)
        column.addWidget(self._hints)
        column.addWidget(self._noting.found)
        column.addWidget(self._views, 1)
        self._several.bar.lie_over(self._header)
        self._hints.lie_over(self._views)

    def _wire(self) -> None:
        desk, scope, showing = self._desk, self._scope, self._showing
        changes = desk.changes
        for changed in (changes.posts, changes.drafts, changes.clients, changes.practice):
            changed.connect(self.refresh)
        for changed in (desk.slots.changed, desk.settings.changed, desk.day_notes.changed):
            changed.connect(self.refresh)
        for teller in (self._several, self._approving, self._noting, self._mover, self._menu):
            teller.told.connect(self._hints.tell)
        for signal, slot in (
            (scope.changed, self._show_client),
            (scope.changed, self._ahead.refresh),
            (self._soon.timeout, showing.read),
            (self._chosen.changed, showing.show_chosen),
            (self._several.draft_changed, self.draft_moved),
            (self._noting.day_asked, self.go_to),
            (self._mover.landed, self._follow),
            (self._ahead.day_asked, lambda day: self.show_view(View.DAY, day)),
            (self._ahead.part_asked, lambda part: showing.show_part(part) if part else showing.show_everything()),
            (self._ahead.lock_in_asked, self.lock_in_asked),
            (showing.part_shown, self._ahead.show_part),
        ):
            signal.connect(slot)
        self._wire_bars()
        self._wire_cards()

    def _show_client(self) -> None:
        self._showing.show_client(self._scope.client_id)

    def _wire_bars(self) -> None:
        header, hints, showing = self._header, self._hints, self._showing
        for signal, slot in (
            (header.turned, showing.turn),
            (header.today_asked, showing.go_today),
            (header.view_chosen, showing.show_view),
            (header.filtered, showing.read_filtered),
            (header.export_asked, self.export_asked),
            (header.paper_asked, self.paper_asked),
            (hints.everything_asked, showing.show_everything),
            (hints.all_asked, showing.show_all),
            (hints.new_asked, self.new_asked),
            (hints.client_asked, self.add_client_asked),
        ):
            signal.connect(slot)

    def _wire_cards(self) -> None:
        views, menu = self._views, self._menu
        for signal, slot in (
            (views.card_opened, self._open),
            (views.card_chosen, self._tell_chosen),
            (views.card_picked, self._several.pick),
            (views.slot_asked, self._new_in),
            (views.day_asked, self._showing.show_day),
            (views.note_asked, self._noting.edit),
            (views.walked_out, self._showing.walk_to),
            (views.menu_asked, self._show_menu),
            (menu.open_asked, self._open),
            (menu.note_asked, self._noting.edit),
            (menu.slot_asked, self._new_in),
            (menu.edit_asked, self.edit_post),
            (menu.repeat_asked, self.repeat_post),
            (menu.copy_asked, self.copy_post),
            (menu.copy_for_asked, self.copy_post_for),
            (menu.show_asked, self.show_action),
        ):
            signal.connect(slot)

    def _open(self, card: Card) -> None:
        if is_draft(card):
            self.open_draft.emit(card.id)
        else:
            self.open_post.emit(int(card.id))

    def _tell_chosen(self, card: Card) -> None:
        if not is_draft(card):
            self.post_chosen.emit(int(card.id))

    def _follow(self, card: Card) -> None:
        if is_draft(card):
            self.draft_moved.emit(card.id)
        self._showing.follow(card)

    def _show_menu(self, card: Card | None, cell: Cell | None, at: QPoint) -> None:
        self._menu.show_for(card, cell, self.view, at)

    def _new_in(self, cell: Cell) -> None:
        if moment := self._lookout.moment_in(cell):
            self.new_at.emit(moment)
        else:
            self._hints.tell(Told(self.tr("That time has passed. Choose one ahead for a new post."), Tone.ATTENTION, "clock"))
