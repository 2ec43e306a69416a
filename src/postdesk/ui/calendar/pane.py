"""The calendar: everything with a time, by month, week and day, and as an agenda."""

from collections.abc import Callable
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from postdesk.domain.board import Card
from postdesk.engine.read_turns import ReadTurn
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.attention_strip import AttentionStrip
from postdesk.ui.calendar.card_menu import CardMenu
from postdesk.ui.calendar.header import CalendarHeader
from postdesk.ui.calendar.hints import CalendarHints
from postdesk.ui.calendar.model import CalendarModel
from postdesk.ui.calendar.mover import Mover
from postdesk.ui.calendar.notes import FoundNotes, NoteEditor
from postdesk.ui.calendar.popovers import CalendarPopovers
from postdesk.ui.calendar.selection_actions import SelectionActions
from postdesk.ui.calendar.selection_bar import SelectionBar
from postdesk.ui.calendar.state import VIEWS, View
from postdesk.ui.calendar.upcoming_counts import UpcomingCounts
from postdesk.ui.calendar.views import CalendarViews
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, settle_layouts
from postdesk.ui.kit.navigator import Navigator
from postdesk.ui.kit.notice_bar import TO_READ_MS, ActionNotice
from postdesk.ui.kit.pane import Pane
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope


class CalendarPane(Pane):
    """Shows the posts of the window's client in the client's zone, or all posts in this computer's.

    Call `refresh` with each new minute: past cells and the line of the present follow the clock.
    """

    def __init__(self, session: WorkspaceSession, scope: Scope, navigator: Navigator, theme: Theme, local_zone: ZoneInfo) -> None:
        super().__init__()
        identify(self, "calendar", self.tr("Calendar"))
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session, self._scope, self._navigator = session, scope, navigator
        self._model = model = CalendarModel(session, navigator, local_zone, scope.client_id, self)
        self._mover = Mover(session, local_zone, model, self)
        self._ahead = UpcomingCounts(session, theme, model)
        self._header = CalendarHeader(theme, self._ahead)
        self._attention = AttentionStrip(session, scope, navigator, theme, model, self)
        menu = CardMenu(session, scope, navigator, theme, model, self._mover, self)
        self._views = CalendarViews(theme, model, self._mover, menu, session.post_details.show)
        CalendarPopovers(session, theme, model, menu, local_zone, self)
        self._outcome_bar = ActionNotice(theme, "calendar.told", to_read_ms=TO_READ_MS)
        self._outcome_bar.setProperty("role", "banner")
        self._hints = CalendarHints(theme, model, navigator)
        self._selection_actions = SelectionActions(session, navigator, model, self)
        self._selection_bar = SelectionBar(session, theme, model.selection, self._mover)
        self._found = FoundNotes(theme, session.day_notes, scope, model)
        self._notes = NoteEditor(session.day_notes, self)
        self._soon = ReadTurn(session.changes.last_read, self._read, self)
        self._lay_out()
        self._wire()

    @property
    def focus_target(self) -> QWidget:
        return self._views.currentWidget() or self._views

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self._model.state.view

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of the shown period; of rolling weeks, of the month that the title names."""
        return self._model.state.period(self._model.first_weekday)

    @property
    def day(self) -> date:
        """The day with the cursor, or else the shown one."""
        return self._views.shown.cursor_day() or self._model.state.day

    def show_view(self, view: View, day: date | None = None) -> None:
        """Show another view of the same days, or of that day."""
        self._model.show_view(view, day or self.day)

    def open_first_note(self) -> bool:
        """Go to the day of the first note that matches the search; return True where there is one."""
        return self._found.open_first()

    def go_to(self, day: date) -> None:
        """Show that day."""
        self._model.go(day)

    def refresh(self) -> None:
        """Read again in the next turn, what the strip tells of times as well."""
        self._read_soon(awaited=True)
        self._attention.refresh()

    def _read_soon(self, *, awaited: bool = False) -> None:
        """Read again soon, once for all changes until then; a hidden calendar reads when it is shown."""
        if self.isVisible():
            self._soon.request(awaited=awaited)
        self._ahead.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()
        if self._views.shown.cursor_day() is None:
            self._views.shown.move_to_time(self._model.state.day)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._read_soon()  # a higher cell has room for more cards than were read

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if act := self._act_of(event):
            act()
        else:
            super().keyPressEvent(event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return the action of a key that no view handled."""
        model = self._model
        if event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            return partial(self._edit_note, self.day)
        if event.matches(QKeySequence.StandardKey.Undo):
            return self._outcome_bar.undo
        if event.matches(QKeySequence.StandardKey.SelectAll):
            return partial(self._selection_actions.select_all, self.day)
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_T: model.go_today,
            Qt.Key.Key_Home: model.go_today,
            Qt.Key.Key_G: self._open_month,
            Qt.Key.Key_PageUp: partial(model.page, self.day, -1),
            Qt.Key.Key_PageDown: partial(model.page, self.day, 1),
            Qt.Key.Key_Escape: partial(model.back, self.day),
            Qt.Key.Key_Delete: partial(self._selection_actions.delete, self._views.shown.cursor_card()),
            **{kind.key: partial(self.show_view, view) for view, kind in VIEWS.items()},
        }
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return acts.get(event.key()) if plain else None

    def _lay_out(self) -> None:
        parts = self._header, self._attention, self._outcome_bar, self._hints, self._found, self._views
        self.setLayout(column_of(*parts, spacing=0, grow=self._views))
        self._selection_bar.lie_over(self._header)
        self._hints.lie_over(self._views)

    def _wire(self) -> None:
        session, scope, model = self._session, self._scope, self._model
        changes = session.changes
        for changed in (changes.posts, changes.drafts, changes.clients):
            changed.connect(self._read_soon)
        for changed in (changes.posts, changes.drafts):
            changed.connect(self._outcome_bar.check_undo)
        for changed in (session.slots.changed, session.day_notes.changed):
            changed.connect(self._read_soon)
        for changed in (session.settings.changed, changes.practice):
            changed.connect(self.refresh)
        for signal, slot in (
            (scope.client_changed, self._show_client),
            (scope.changed, self._show_search),
            (model.changed, self._read),
            (model.scrolled, self._read_on),
            (model.requests.reported, self._outcome_bar.show_outcome),
            (model.cursor_moved, self._views.move_to_time),
            (model.arrived, lambda: announce(self, self._header.title)),
            (model.view_shown, self.setFocus),
            (model.selection.changed, lambda: self._views.show_selected(model.selection.keys)),
            (model.requests.note_requested, self._edit_note),
            (self._mover.card_moved, self._follow),
            (self._notes.closed, self.setFocus),
        ):
            signal.connect(slot)
        self._wire_bars()

    def _wire_bars(self) -> None:
        header, ahead, model, navigator = self._header, self._ahead, self._model, self._navigator
        for signal, slot in (
            (ahead.part_requested, lambda part: model.show_part(part, self.day)),
            (header.turned, lambda way: model.turn(self.day, way)),
            (header.today.clicked, model.go_today),
            (header.views.chosen, self.show_view),
            (header.period.clicked, self._open_month),
            (header.filter.chosen, self._filter),
            (header.filter.lock_in.triggered, navigator.lock_in_posts),
            (header.filter.export.triggered, navigator.export_posts),
            (header.filter.reports.triggered, navigator.show_reports),
        ):
            signal.connect(slot)

    def _read_on(self) -> None:
        """Show the present state of weeks, and read only what was not in view."""
        self._read(known=True)

    def _read(self, *, known: bool = False) -> None:
        """Read and show the present state; `known`: what weeks showed before is not read again."""
        model, views = self._model, self._views
        views.show_view(model.state.view)
        reader, goes_along = model.follow_clock(views.shown.cursor_day())
        state = reader.state
        self._header.show_period(state.view, reader.title, reader.clock_words)
        filters = self._header.filter
        if (state.platform, state.states) != (filters.platform, filters.states):
            filters.show_filters(state.platform, state.states)
        anything = views.weeks.read_on(reader) if known and views.shown is views.weeks else views.shown.read(reader)
        if goes_along:
            views.shown.move_to_time(state.day)
        self._hints.show_part(state.part_words)
        self._hints.show_emptiness(reader, empty=not anything, over_list=views.empty_state)

    def _open_month(self) -> None:
        self._header.open_month(self.day, self._model.go)

    def _filter(self) -> None:
        self._model.show_only(self._header.filter.platform, self._header.filter.states)

    def _show_client(self) -> None:
        if self._scope.client_id != self._model.state.client_id:
            self._outcome_bar.forget()
            self._model.show_client(self._scope.client_id)
            self._attention.show_client()
            if self.isVisible():
                self._ahead.show_client()
                settle_layouts()  # the views get their height before they are read and painted, not once more afterwards
                self._read_on()

    def _show_search(self) -> None:
        self._hints.show_search(self._scope.text)

    def save(self) -> None:
        """Save a note that is being edited."""
        if not self._notes.isHidden():
            self._notes.save()

    def _edit_note(self, day: date) -> None:
        place = self._views.place_of(day)
        at = QRect(self._views.mapTo(self, place.topLeft()), place.size())
        self._notes.edit(day, self._model.reader(), at)

    def _follow(self, card: Card) -> None:
        """Follow a moved card with the cursor and the composer."""
        if card.is_draft:
            self._navigator.take_moved_draft(card.id)
        self._read()
        if not self._views.shown.move_to_card(card) and self._model.reach(card.due_at):
            self._views.shown.move_to_card(card)
