"""The calendar: everything with a time, by month, by week and as an agenda."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.board import Card, Filter
from postdesk.domain.calendar_days import clamped, wall_time
from postdesk.engine.desk import Desk
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.calendar.header import Header
from postdesk.ui.calendar.hints import Hints
from postdesk.ui.calendar.lookout import Lookout
from postdesk.ui.calendar.moving import Mover, Told
from postdesk.ui.calendar.sight import Cell, View
from postdesk.ui.calendar.slots import moment_in
from postdesk.ui.calendar.views import Views
from postdesk.ui.calendar.wording import is_draft, zone_words
from postdesk.ui.parts.announce import announce
from postdesk.ui.parts.identity import identify
from postdesk.ui.scope import Scope
from postdesk.ui.theme import Theme
from postdesk.ui.words import Tone

_SOON_MS = 30


class CalendarPane(QWidget):
    """Shows the posts of the window's client in the client's zone, or all posts in this computer's.

    `new_at` carries the moment of an empty slot; `open_post`, `post_chosen` (the user went to it), `edit_post` and `copy_post` a
    post's number, `copy_post_for` that and the id of another client, `open_draft` and `draft_moved` a draft's id. Call
    `minute_passed` with each new minute.
    """

    new_at = Signal(object)
    open_post = Signal(int)
    post_chosen = Signal(int)
    open_draft = Signal(str)
    edit_post = Signal(int)
    copy_post = Signal(int)
    copy_post_for = Signal(int, int)
    draft_moved = Signal(str)
    new_asked = Signal()
    add_client_asked = Signal()

    def __init__(self, desk: Desk, scope: Scope, theme: Theme, here: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        identify(self, "calendar", self.tr("Calendar"))
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._scope = desk, scope
        self._lookout = Lookout(desk, here, scope.client_id)
        self._mover = Mover(desk, here, self)
        self._header = Header(theme)
        self._views = Views(desk.board, theme, self._mover)
        self._hints = Hints(theme, self._views.agenda.empty)
        self._menu = CardMenu(desk, theme, self._mover, self)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._lay_out()
        self._wire()
        self.setFocusProxy(self._views)

    @property
    def view(self) -> View:
        """How the posts are looked at."""
        return self._lookout.view

    def show_view(self, view: View) -> None:
        """Show another view of the same days."""
        day = self._views.day() or self._lookout.day
        self._lookout.view = view
        self._views.show_view(view)
        self._go(day)
        self.setFocus()

    def go_to(self, day: date) -> None:
        """Show that day."""
        self._go(clamped(day))

    def refresh(self) -> None:
        """Read again, soon and once for all that changes until then; a hidden calendar reads when it is shown."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def minute_passed(self) -> None:
        """What is past, and the line of the present, follow the clock."""
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()
        if self._views.day() is None:
            self._views.stand_at(self._lookout.day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()  # a higher cell has room for more cards than were read

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        acts = (
            (Qt.Key.Key_T, self._go_today),
            (Qt.Key.Key_M, lambda: self.show_view(View.MONTH)),
            (Qt.Key.Key_W, lambda: self.show_view(View.WEEK)),
            (Qt.Key.Key_A, lambda: self.show_view(View.AGENDA)),
            (Qt.Key.Key_PageUp, lambda: self._turn(-1)),
            (Qt.Key.Key_PageDown, lambda: self._turn(1)),
        )
        act = next((act for key, act in acts if plain and key == event.key()), None)
        if event.matches(QKeySequence.StandardKey.Undo):
            self._hints.undo()
        elif act:
            act()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._hints)
        column.addWidget(self._views, 1)

    def _wire(self) -> None:
        desk, header, views, hints, menu = self._desk, self._header, self._views, self._hints, self._menu
        for signal, slot in (
            (desk.changes.posts, self.refresh),
            (desk.changes.drafts, self.refresh),
            (desk.changes.clients, self.refresh),
            (desk.changes.practice, self.refresh),
            (self._scope.changed, self._scope_changed),
            (self._soon.timeout, self._read),
            (header.turned, self._turn),
            (header.today_asked, self._go_today),
            (header.view_chosen, self.show_view),
            (header.filtered, self._read),
            (views.card_opened, self._open),
            (views.card_chosen, self._chosen),
            (views.slot_asked, self._new_in),
            (views.day_asked, self._show_day),
            (views.walked_out, self._walk_to),
            (views.menu_asked, self._show_menu),
            (self._mover.told, hints.tell),
            (self._mover.landed, self._follow),
            (hints.all_asked, header.show_all),
            (hints.new_asked, self.new_asked),
            (hints.client_asked, self.add_client_asked),
            (menu.told, hints.tell),
            (menu.open_asked, self._open),
            (menu.slot_asked, self._new_in),
            (menu.edit_asked, self.edit_post),
            (menu.copy_asked, self.copy_post),
            (menu.copy_for_asked, self.copy_post_for),
        ):
            signal.connect(slot)

    def _read(self) -> None:
        look, sight = self._lookout, self._lookout.sight()
        goes_along, title = look.go_on(sight, self._views.day()), look.title(sight)
        wanted = Filter(look.client_id, self._header.platforms.platform, self._header.states.states)
        self._header.show_period(look.view, title, zone_words(sight))
        anything = self._views.read(sight, look.day, wanted)
        if goes_along:
            self._views.stand_at(look.day)
        filtering, in_list = self._header.filtering, look.view is View.AGENDA
        self._hints.show_emptiness(empty=not anything, title=title, filtering=filtering, clients=sight.clients, in_list=in_list)

    def _go(self, day: date) -> None:
        """Show that day, put the cursor on it, and say where that is."""
        self._lookout.day = day
        self._read()
        self._views.stand_at(day)
        announce(self, self._header.title)

    def _turn(self, way: int) -> None:
        self._go(self._lookout.turned(self._views.day() or self._lookout.day, way))

    def _go_today(self) -> None:
        self._go(self._lookout.sight().today)

    def _walk_to(self, wall: datetime) -> None:
        if clamped(wall.date()) == wall.date():
            self._go(wall.date())
            self._views.stand_at(wall)

    def _show_day(self, day: date) -> None:
        """All posts of a day that has too many for its cell."""
        self.show_view(View.AGENDA)
        self._go(day)

    def _scope_changed(self) -> None:
        if self._scope.client_id != self._lookout.client_id:
            self._lookout.client_id = self._scope.client_id
            self._hints.forget()
            self._read()

    def _open(self, card: Card) -> None:
        if is_draft(card):
            self.open_draft.emit(card.id)
        else:
            self.open_post.emit(int(card.id))

    def _chosen(self, card: Card) -> None:
        if not is_draft(card):
            self.post_chosen.emit(int(card.id))

    def _follow(self, card: Card) -> None:
        """Go along with what was moved."""
        if is_draft(card):
            self.draft_moved.emit(card.id)
        self._read()
        if not self._views.stand_on(card):
            self._lookout.day = wall_time(card.due_at, self._lookout.sight().zone).date()
            self._read()
            self._views.stand_on(card)

    def _show_menu(self, card: Card | None, cell: Cell | None, at: QPoint) -> None:
        self._menu.show_for(card, cell, self.view, at)

    def _new_in(self, cell: Cell) -> None:
        hourly = self.view is View.WEEK
        if moment := moment_in(cell, self._lookout.sight(), self._desk.composer, hourly=hourly):
            self.new_at.emit(moment)
        else:
            self._hints.tell(Told(self.tr("That time has passed. Choose one ahead for a new post."), Tone.ATTENTION, "clock"))
