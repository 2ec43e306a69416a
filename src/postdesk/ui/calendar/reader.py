"""Reads the cards, notes and free slots that the calendar shows in one state."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from postdesk.domain.board import Card, CardSpan
from postdesk.domain.calendar_days import earliest_schedulable, first_moments, midnight, resolve_by_default, wall_time
from postdesk.domain.clients import zone_of
from postdesk.domain.day_notes import DayNote
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.slots import FreeSlot
from postdesk.domain.times import resolve, zone
from postdesk.domain.upcoming import UPCOMING_DAYS
from postdesk.engine.agenda import Agenda
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.calendar.state import CalendarContext, CalendarState, CardKey, Cell
from postdesk.ui.text.names import zone_word

translate = QCoreApplication.translate

_USUAL: Final = time(9)
_DAY: Final = timedelta(days=1)
_FURTHEST: Final = timedelta(days=3653)
"""The agenda's range: further ahead than posts are planned."""
_MOST_SELECTED: Final = 5000


@dataclass(frozen=True, slots=True)
class CalendarReader:
    """Reads cards, notes and slots in that state and context."""

    session: WorkspaceSession
    state: CalendarState
    context: CalendarContext

    @property
    def days(self) -> tuple[date, ...]:
        """The shown days, from the first to the last."""
        first, last = self.state.days(self.context.first_weekday)
        return tuple(first + n * _DAY for n in range((last - first).days + 1))

    @property
    def title(self) -> str:
        """The title of the period, or of the part shown."""
        return self.state.title(self.context.first_weekday)

    @property
    def period_words(self) -> str:
        """The period in words, exactly."""
        return self.state.period_words(self.context.first_weekday)

    @property
    def clock_words(self) -> str:
        """The name of the clock that the times are by."""
        words = translate("Calendar", "your time, {0}") if self.context.many_clients else translate("Calendar", "{0} time")
        return words.format(zone_word(self.context.zone.key))

    def spans(self, walls: Sequence[datetime], most: int) -> tuple[CardSpan, ...]:
        """Return the cards between each two neighbouring wall times: their number, and the first `most` of them."""
        return self.session.board.spans(first_moments(walls, self.context.zone), self.state.board_filter, most)

    def free_slots(self, start: datetime, end: datetime) -> tuple[FreeSlot, ...]:
        """Return the free slots where one client's posts are shown."""
        if self.context.many_clients or len(self.context.clients) != 1:
            return ()
        return self.session.slots.free_between(self.context.clients[0].id, start, end)

    def notes(self, first: date, last: date) -> tuple[DayNote, ...]:
        """Return the notes on the days from one to another."""
        return self.session.day_notes.between(first, last, self.state.client_id)

    def agenda(self) -> Agenda:
        """Return the cards from the shown day on, by day; of an upcoming part, those of 8 days."""
        wanted, day = self.state.board_filter, self.state.day
        start, week = first_moments([midnight(day), midnight(day + UPCOMING_DAYS * _DAY)], self.context.zone)
        end = week if wanted.platform_states else start + _FURTHEST
        return self.session.board.agenda_days(start, end, wanted, self.context.zone)

    def between(self, one: Card, other: Card) -> tuple[Card, ...]:
        """Return the cards from one to another by time, including both."""
        first, last = sorted((one.due_at, other.due_at))
        return self.session.board.agenda(first, last + timedelta(milliseconds=1), self.state.board_filter, _MOST_SELECTED)

    def cards_on(self, days: Sequence[date]) -> tuple[Card, ...]:
        """Return all cards from the first of these days to the last."""
        start, end = first_moments([midnight(days[0]), midnight(days[-1] + _DAY)], self.context.zone)
        return self.session.board.agenda(start, end, self.state.board_filter, _MOST_SELECTED)

    def moment_in(self, cell: Cell, client_id: int | None = None) -> datetime | None:
        """Return the time of a new post in that cell: its free slot, own time, or the usual time; None where it has passed.

        The client is the one that is shown, or this one. The usual time is on the client's clock.
        """
        timed, span, whose = self.state.kind.timed, cell.span, client_id or self.state.client_id
        given = timed and client_id is None
        free = cell.free if given or whose is None else self.session.slots.free_between(whose, span.start, span.end)
        if free:
            return free[0].moment
        wanted = _moment(cell.wall, self.context.zone) if timed else self._usual_moment(cell, client_id)
        return earliest_schedulable(wanted, span.end, self.context.now)

    def _usual_moment(self, cell: Cell, client_id: int | None) -> datetime:
        """Return the usual time, on the clock of that client or of the shown one, within the day of a cell if it can be."""
        clients, shown = self.context.clients, self.context.zone
        client = self.context.client(client_id) if client_id else clients[0] if len(clients) == 1 else None
        where = zone_of(client, shown)
        last = self.session.composer.last_time(client.id) if client else None
        clock = wall_time(last, where).time().replace(second=0, microsecond=0) if last else _USUAL
        day = datetime.combine(cell.wall, clock)
        near = [_moment(wall, where) for wall in (day, day + _DAY, day - _DAY)]  # a day of theirs is hours off one of mine
        return next((each for each in near if cell.span.start <= each < cell.span.end), near[0])


def _moment(wall: datetime, where: ZoneInfo) -> datetime:
    return resolve_by_default(resolve(wall, where))


def first_weekday(session: WorkspaceSession) -> int:
    """Return the first day of the week (1: Monday), of the settings or else of the user's language."""
    return session.settings.current.first_weekday or QLocale().firstDayOfWeek().value


def calendar_context(
    session: WorkspaceSession, client_id: int | None, local_zone: ZoneInfo, selected: frozenset[CardKey]
) -> CalendarContext:
    """Return the present context of a client's posts, or of all."""
    one = session.clients.get(client_id)
    clients = (one,) if one else session.clients.all()
    where = zone(clients[0].zone) if len(clients) == 1 else None
    many, begins = len(clients) > 1, first_weekday(session)
    return CalendarContext(where or local_zone, local_zone, session.clock.now(), clients, many, begins, selected)
