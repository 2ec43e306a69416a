"""The user's requests in a view of the calendar, and at a position of a grid."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QTableView

from postdesk.domain.board import Card
from postdesk.domain.day_notes import DayNote
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.cells import CellPosition, CellsModel
from postdesk.ui.calendar.reader import CalendarReader
from postdesk.ui.calendar.selection import SelectMode
from postdesk.ui.calendar.state import Cell
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import ActionOutcome
from postdesk.ui.post_actions.offers import is_editable
from postdesk.ui.text.states import Tone


class ViewRequests(QObject):
    """Opens cards and starts posts as the user asks in a view; its signals ask the pane for the rest.

    `reported` carries a message to show, `select_requested` a Card and a SelectMode, `note_requested` a date; `card_requested`
    asks for the popover of a Card, `day_requested` for that of a Cell's day, `room_clicked` for a new post in a Cell, and
    `client_requested` first for its client, each beside a rectangle in the window.
    """

    reported = Signal(object)
    select_requested = Signal(object, object)
    note_requested = Signal(object)
    card_requested = Signal(object, QRect)
    day_requested = Signal(object, QRect)
    room_clicked = Signal(object, QRect)
    client_requested = Signal(object, QRect)

    def __init__(
        self, session: WorkspaceSession, navigator: Navigator, reader: Callable[[], CalendarReader], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._navigator, self._reader = session, navigator, reader
        session.day_notes.removed.connect(self._tell_removed)

    def open(self, card: Card) -> None:
        """Edit a draft or a post; show a post in the results that can't be edited."""
        if card.is_draft:
            self._navigator.open_draft(card.id)
        elif (post := self._session.post_commands.post(int(card.id))) and is_editable(self._session, post):
            self._navigator.edit_post(post.id)
        else:
            self._navigator.open_post(int(card.id))

    def start_post(self, cell: Cell, place: QRect, client_id: int | None = None) -> None:
        """Ask for a new post in a cell, and first for its client where those of several are shown."""
        reader = self._reader()
        moment = reader.moment_in(cell, client_id)
        if moment and client_id is None and reader.context.many_clients:
            self.client_requested.emit(cell, place)
        elif moment:
            self._navigator.new_post_at(moment, client_id)
        else:
            self.reported.emit(
                ActionOutcome(self.tr("That time has passed. Select a later one for a new post."), Tone.ATTENTION, "clock")
            )

    def _tell_removed(self, note: DayNote) -> None:
        words = self.tr("Note “{0}” removed.").format(note.text)
        self.reported.emit(ActionOutcome(words, Tone.ACCENT, "bookmark", partial(self._session.day_notes.save, note)))


class GridRequests:
    """The requests at a position of a grid, by a key or a click: for its card, the posts of its cell, or a new post.

    `opens_first`: `open` on a cell opens its first card instead of showing all of its day.
    """

    def __init__(self, view: QTableView, cells: CellsModel, requests: ViewRequests, *, opens_first: bool) -> None:
        self._view, self._cells, self._requests, self._opens_first = view, cells, requests, opens_first

    def open(self, position: CellPosition) -> None:
        """Open the card there, or show the posts of the cell, or start one."""
        first = next(iter(position.cell.span.cards), None) if self._opens_first and position.more is None else None
        if card := position.card or first:
            self._requests.open(card)
        elif position.cell.span.count:
            self._requests.day_requested.emit(position.cell, self._place(position))
        else:
            self.start_post(position)

    def start_post(self, position: CellPosition) -> None:
        """Ask for a new post in the cell."""
        self._requests.start_post(position.cell, self._place(position))

    def toggle(self, position: CellPosition) -> None:
        """Select the card meant there, or no longer."""
        if card := position.meant:
            self._requests.select_requested.emit(card, SelectMode.TOGGLE)

    def show_popover(self, position: CellPosition) -> None:
        """Show the popover of the card meant there, or else of the day if it has any posts."""
        if card := position.meant:
            self._requests.card_requested.emit(card, self._place(position))
        elif position.cell.span.count:
            self._requests.day_requested.emit(position.cell, self._place(position))

    def click(self, position: CellPosition, mode: SelectMode) -> None:
        """Handle a click. On a past cell, or one that selects several cards, it asks for no new post."""
        if position.noted:
            self._requests.note_requested.emit(position.cell.wall.date())
            return
        if position.card:
            self._requests.select_requested.emit(position.card, mode)
        if mode is not SelectMode.ALONE:
            return
        if position.card or position.more:
            self.show_popover(position)
        elif self._cells.context and position.cell.span.end > self._cells.context.now:
            self._requests.room_clicked.emit(position.cell, self._place(position))

    def _place(self, position: CellPosition) -> QRect:
        """Return the rectangle of a position in the window's coordinates."""
        corner = self._view.viewport().mapTo(self._view.window(), position.rect.topLeft())
        return QRect(corner, position.rect.size())
