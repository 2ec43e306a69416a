"""The calendar's model: client, view, days, selection, and access to the cards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from postdesk.domain.calendar_days import clamp_day, wall_time
from postdesk.domain.posts import PostState
from postdesk.domain.upcoming import UpcomingPart
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.reader import CalendarReader, calendar_context, first_weekday
from postdesk.ui.calendar.selection import CardSelection
from postdesk.ui.calendar.state import CalendarContext, CalendarState, View
from postdesk.ui.calendar.view_requests import ViewRequests
from postdesk.ui.kit.navigator import Navigator


class CalendarModel(QObject):
    """Holds the state of the calendar and the selection, and reads the cards for the views.

    `changed`: everything shown has to be read again. `scrolled`: other weeks are in view. `cursor_moved` carries the date, or
    the wall time of a cell, where the cursor goes; `arrived` follows, and after another view `view_shown`. `part_changed`:
    another part of the next days is shown. `has_strip`: the strip above the views takes some of their height.
    """

    changed = Signal()
    scrolled = Signal()
    cursor_moved = Signal(object)
    arrived = Signal()
    view_shown = Signal()
    part_changed = Signal()

    def __init__(
        self, session: WorkspaceSession, navigator: Navigator, local_zone: ZoneInfo, client_id: int | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._local_zone = session, local_zone
        self.requests = ViewRequests(session, navigator, self.reader, self)
        self.selection = CardSelection(self)
        whole_months = session.settings.current.whole_months
        self.state = CalendarState(client_id, date.min, date.min, whole_months=whole_months)
        context = self.context()
        self._present = FollowedDay(context)
        self.state = replace(self.state, day=context.today, top=context.today)
        self._before_day: View | None = None
        session.settings.changed.connect(self._take_settings)
        self._before_part: CalendarState | None = None
        self.has_strip = False

    def reader(self) -> CalendarReader:
        """Return a reader for the present state."""
        return CalendarReader(self._session, self.state, self.context())

    def context(self) -> CalendarContext:
        """Return the present context: one client's posts in the client's zone, those of several in this computer's."""
        return calendar_context(self._session, self.state.client_id, self._local_zone, self.selection.keys)

    @property
    def first_weekday(self) -> int:
        """The first day of the week (1: Monday). Unlike the context, it needs no clients."""
        return first_weekday(self._session)

    def follow_clock(self, cursor: date | None) -> tuple[CalendarReader, bool]:
        """Follow the present day, with the cursor on that day, and return a reader for the new state.

        The second value is True where the cursor has to move along.
        """
        reader = self.reader()
        self.state, goes_along = self._present.follow(reader.state, reader.context, cursor)
        return replace(reader, state=self.state), goes_along

    # Navigation. `day` is the cursor's day.

    def show_client(self, client_id: int | None) -> None:
        """Show another client's posts, or all, which the caller reads."""
        self.state = replace(self.state, client_id=client_id)
        self.selection.clear()

    def show_only(self, platform: str, states: frozenset[PostState]) -> None:
        """Show one platform's posts, or with an empty one all, and those in these states, or with none all."""
        self.state = replace(self.state, platform=platform, states=states)
        self._read_others()

    def show_view(self, view: View, day: date) -> None:
        """Show that day in that view."""
        self._before_day = None
        self.state = replace(self.state, view=view)
        self.go(day)
        self.view_shown.emit()

    def show_day(self, day: date) -> None:
        """Show all posts of a day that has too many for its cell; `back` returns."""
        before = self.state.view
        self.show_view(View.AGENDA if before is View.DAY else View.DAY, day)
        self._before_day = before

    def show_part(self, part: UpcomingPart | None, day: date) -> None:
        """Show only that part of the next days, or with None everything as before.

        Going to another day or view also ends it.
        """
        if part is None:
            self.show_everything()
            return
        before = self._before_part or replace(self.state, day=day)
        self.state = replace(self.state, platform="", states=frozenset())
        self.show_view(View.AGENDA, self.context().today)
        self._before_part = before
        self.state = replace(self.state, part=part)
        self._read_others()
        self.part_changed.emit()

    def show_everything(self) -> None:
        """Show everything again, as before a part alone was shown."""
        if before := self._before_part:
            self.show_view(before.view, before.day)
            self.show_only(before.platform, before.states)

    def show_all(self) -> None:
        """Show everything, without a filter."""
        self.show_everything()
        if self.state.filtering:
            self.show_only("", frozenset())

    def back(self, day: date) -> None:
        """Clear the selection, or else leave the part or the day for the previous view."""
        if self.selection:
            self.selection.clear()
        elif self._before_part:
            self.show_everything()
        elif self._before_day:
            self.show_view(self._before_day, day)

    def go(self, day: date) -> None:
        """Show that day, with the cursor on it."""
        self._arrive(self.state.showing(day, self.first_weekday))

    def turn(self, day: date, way: int) -> None:
        """Go on (1) or back (-1) by the period of the view, by a month of rolling weeks."""
        self._arrive(self.state.turned(day, way, self.first_weekday))

    def page(self, day: date, way: int) -> None:
        """Go on (1) or back (-1) by what is in view."""
        if self.state.rolling:
            weeks = way * self.state.weeks
            self._arrive(replace(self.state.scrolled(weeks), day=clamp_day(day + timedelta(weeks=weeks))))
        else:
            self.turn(day, way)

    def go_today(self) -> None:
        """Go to the present day, in the first of rolling weeks."""
        today = self.context().today
        self._arrive(replace(self.state, day=today, top=today))

    def scroll(self, weeks: int) -> None:
        """Show rolling weeks so many later, or earlier."""
        self.state = self.state.scrolled(weeks)
        self.scrolled.emit()

    def show_weeks(self, weeks: int) -> bool:
        """Set the number of rolling weeks that have room; return True where it is another one."""
        before, self.state = self.state.weeks, replace(self.state, weeks=weeks)
        return before != weeks

    def _arrive(self, state: CalendarState) -> None:
        """Show that state, with the cursor on its day, and no part alone."""
        part, self.state = state.part, replace(state, part=None)
        if part:
            self._before_part = None
            self.selection.clear()
            self.part_changed.emit()
        self.changed.emit()
        self.cursor_moved.emit(state.day)
        self.arrived.emit()

    def walk_to(self, wall: datetime) -> None:
        """Go to a cell beyond the edge."""
        if clamp_day(wall.date()) == wall.date():
            self.go(wall.date())
            self.cursor_moved.emit(wall)

    def reach(self, moment: datetime) -> bool:
        """Show the day of that moment, unless a part alone is shown; return True where the day is shown."""
        if self.state.part:
            return False
        context = self.context()
        self.state = self.state.showing(wall_time(moment, context.zone).date(), context.first_weekday)
        self.changed.emit()
        return True

    def _take_settings(self) -> None:
        self.state = replace(self.state, whole_months=self._session.settings.current.whole_months)

    def _read_others(self) -> None:
        """Read other posts and clear the selection: no action may hit a card that is out of view."""
        self.selection.clear()
        self.changed.emit()


class FollowedDay:
    """The present day, which the calendar follows where it is shown, and its zone."""

    def __init__(self, context: CalendarContext) -> None:
        self._today, self._zone = context.today, context.zone

    def follow(self, state: CalendarState, context: CalendarContext, cursor: date | None) -> tuple[CalendarState, bool]:
        """Return the state that shows the present period where the previous one was shown.

        The second value is True where the cursor, on that day, has to move along: into another month or week, or because it was
        on today and today changed.
        """
        before, zone_before = self._today, self._zone
        self._today, self._zone = today, zone = context.today, context.zone
        then, shown, now = (
            each.days(context.first_weekday)[0]
            for each in (replace(state, day=before, top=before), state, replace(state, day=today, top=today))
        )
        if before == today or shown != then:
            return state, False
        return replace(state, day=today, top=today), shown != now or (cursor == before and zone != zone_before)
