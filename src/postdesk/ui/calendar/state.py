"""The state of the calendar and its views: values shared by the model, the views and their painters."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, Qt

from postdesk.domain.board import BoardFilter, CardKind, CardSpan
from postdesk.domain.calendar_days import WEEK, add_months, clamp_day, wall_time, week_of
from postdesk.domain.clients import Client
from postdesk.domain.day_notes import DayNote
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.posts import PostState
from postdesk.domain.slots import FreeSlot
from postdesk.domain.upcoming import UPCOMING_DAYS, UpcomingPart
from postdesk.ui.text import QT_TRANSLATE_NOOP
from postdesk.ui.text.cards import is_late
from postdesk.ui.text.times import date_text

translate = QCoreApplication.translate

_NONE, _HOUR, _DAY, _WEEK = timedelta(), timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
FEWEST_WEEKS: Final = 5
"""The fewest weeks of a rolling month, where they have room."""
_NAMING: Final = 2 * _WEEK - _DAY
"""The time from the first day of rolling weeks to the one that names their month.

So the first week of a month leads to that month, and a month is named while two weeks of it are in view.
"""
CardKey = tuple[CardKind, str]


class View(StrEnum):
    """The views of the calendar; `VIEWS` describes each."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    AGENDA = "agenda"


class ViewLayout(Enum):
    """The layouts of days: in weeks, in hours or quarters of an hour beside each other, or below each other in a list."""

    WEEKS = auto()
    HOURS = auto()
    QUARTERS = auto()
    LIST = auto()


@dataclass(frozen=True, slots=True)
class ViewKind:
    """The texts of a view, its key, its days, and their layout. Texts are marked for translation.

    `days` takes a day and the first weekday, and returns the first and the last day of the period with that day; `title` takes
    these two. `turned` returns the day to show on the way back (-1) or on (1) from a day, `turn_words` name the two ways.
    `steps` are the steps by which a card's menu moves it.
    """

    name: str
    key: Qt.Key
    layout: ViewLayout
    turn_words: tuple[str, str]
    days: Callable[[date, int], tuple[date, date]]
    turned: Callable[[date, int], date]
    title: Callable[[date, date], str]
    steps: tuple[timedelta, ...]

    @property
    def timed(self) -> bool:
        """True where an empty cell stands for a time of day."""
        return self.layout in (ViewLayout.HOURS, ViewLayout.QUARTERS)


def _month(day: date, first_weekday: int) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, add_months(first, 1) - _DAY


def _week(day: date, first_weekday: int) -> tuple[date, date]:
    days = week_of(day, first_weekday)
    return days[0], days[-1]


def _week_title(first: date, last: date) -> str:
    """Return "23 – 29 Nov 2026"."""
    pattern = "d MMM yyyy" if first.year != last.year else "d MMM" if first.month != last.month else "d"
    return f"{date_text(first, pattern)} – {date_text(last, 'd MMM yyyy')}"


VIEWS: Final[Mapping[View, ViewKind]] = {
    View.MONTH: ViewKind(
        name=QT_TRANSLATE_NOOP("Calendar", "Month"),
        key=Qt.Key.Key_M,
        layout=ViewLayout.WEEKS,
        turn_words=(QT_TRANSLATE_NOOP("Calendar", "Previous month"), QT_TRANSLATE_NOOP("Calendar", "Next month")),
        days=_month,
        turned=add_months,
        title=lambda first, last: date_text(first, "MMMM yyyy"),
        steps=(_DAY, _WEEK),
    ),
    View.WEEK: ViewKind(
        name=QT_TRANSLATE_NOOP("Calendar", "Week"),
        key=Qt.Key.Key_W,
        layout=ViewLayout.HOURS,
        turn_words=(QT_TRANSLATE_NOOP("Calendar", "Previous week"), QT_TRANSLATE_NOOP("Calendar", "Next week")),
        days=_week,
        turned=lambda day, way: clamp_day(day + way * _WEEK),
        title=_week_title,
        steps=(_DAY, _HOUR),
    ),
    View.DAY: ViewKind(
        name=QT_TRANSLATE_NOOP("Calendar", "Day"),
        key=Qt.Key.Key_D,
        layout=ViewLayout.QUARTERS,
        turn_words=(QT_TRANSLATE_NOOP("Calendar", "Previous day"), QT_TRANSLATE_NOOP("Calendar", "Next day")),
        days=lambda day, first_weekday: (day, day),
        turned=lambda day, way: clamp_day(day + way * _DAY),
        title=lambda first, last: date_text(first, "dddd d MMM yyyy"),
        steps=(_DAY, _HOUR, _HOUR / 4),
    ),
    View.AGENDA: ViewKind(
        name=QT_TRANSLATE_NOOP("Calendar", "Agenda"),
        key=Qt.Key.Key_A,
        layout=ViewLayout.LIST,
        turn_words=(QT_TRANSLATE_NOOP("Calendar", "Previous month"), QT_TRANSLATE_NOOP("Calendar", "Next month")),
        days=lambda day, first_weekday: (day, add_months(day, 1)),
        turned=add_months,
        title=lambda first, last: translate("Calendar", "From {0}").format(date_text(first, "d MMM yyyy")),
        steps=(_DAY, _HOUR),
    ),
}


NEXT_DAYS: Final = QT_TRANSLATE_NOOP("Calendar", "Next 7 days")
_PARTS: Final[Mapping[UpcomingPart, str]] = {
    UpcomingPart.CHANGEABLE: QT_TRANSLATE_NOOP("Calendar", "Showing only the editable posts of the next 7 days."),
    UpcomingPart.LOCKED: QT_TRANSLATE_NOOP("Calendar", "Showing only the locked posts of the next 7 days."),
    UpcomingPart.NEEDS_THIS_COMPUTER: QT_TRANSLATE_NOOP(
        "Calendar", "Showing only the posts of the next 7 days that need this computer."
    ),
}


@dataclass(frozen=True, slots=True)
class CalendarState:
    """The state of the calendar: client (None: all clients), filters, view and day.

    `platform` and `states` filter where they aren't empty. `part`: the agenda shows only that part of the next days. `top`: a
    day of the first of the `weeks` that a rolling month shows; `whole_months`: a month begins with the 1st instead.
    """

    client_id: int | None
    day: date
    top: date
    weeks: int = FEWEST_WEEKS
    whole_months: bool = False
    view: View = View.MONTH
    platform: str = ""
    states: frozenset[PostState] = frozenset()
    part: UpcomingPart | None = None

    @property
    def rolling(self) -> bool:
        """True where weeks from any one on are shown."""
        return self.view is View.MONTH and not self.whole_months

    @property
    def kind(self) -> ViewKind:
        """The kind of the view."""
        return VIEWS[self.view]

    @property
    def filtering(self) -> bool:
        """True while a filter is set."""
        return bool(self.platform or self.states)

    @property
    def board_filter(self) -> BoardFilter:
        """The filter for reading cards."""
        marks = self.part.value if self.part else frozenset[PostState]()
        return BoardFilter(self.client_id, self.platform, self.states, platform_states=marks)

    @property
    def part_words(self) -> str:
        """The sentence about the part shown alone; empty without one."""
        return translate("Calendar", _PARTS[self.part]) if self.part else ""

    def days(self, first_weekday: int) -> tuple[date, date]:
        """Return the first and the last day of the period."""
        if self.part:
            return self.day, self.day + (UPCOMING_DAYS - 1) * _DAY
        return self._rolling_days(first_weekday) if self.rolling else self.kind.days(self.day, first_weekday)

    def title(self, first_weekday: int) -> str:
        """Return the title of the period, or of the part shown."""
        return translate("Calendar", NEXT_DAYS) if self.part else self.kind.title(*self.period(first_weekday))

    def period(self, first_weekday: int) -> tuple[date, date]:
        """Return the first and the last day of what the title names: of rolling weeks, of a month."""
        first, last = self.days(first_weekday)
        return self.kind.days(first + _NAMING, first_weekday) if self.rolling else (first, last)

    def period_words(self, first_weekday: int) -> str:
        """Return the period in words, exactly."""
        return _week_title(*self.days(first_weekday)) if self.rolling else self.title(first_weekday)

    def showing(self, day: date, first_weekday: int) -> "CalendarState":
        """Return the state that shows a day. Weeks move only for a day that is out of view: on by one, or else to its week."""
        shown = clamp_day(day)
        first, last = self._rolling_days(first_weekday)
        beyond = shown - last
        top = self.top if first <= shown <= last else first + _WEEK if _NONE < beyond <= _WEEK else shown
        return replace(self, day=shown, top=top)

    def scrolled(self, weeks: int) -> "CalendarState":
        """Return the state with other weeks in view, so many later."""
        return replace(self, top=clamp_day(self.top + weeks * _WEEK))

    def turned(self, day: date, way: int, first_weekday: int) -> "CalendarState":
        """Return the state of the next (1) or the previous period (-1); rolling weeks go on from the 1st of a month."""
        if not self.rolling:
            return self.showing(self.kind.turned(day, way), first_weekday)
        month = add_months(self.period(first_weekday)[0], way)
        return replace(self, day=month, top=month)

    def _rolling_days(self, first_weekday: int) -> tuple[date, date]:
        first = week_of(self.top, first_weekday)[0]
        return first, first + (self.weeks * WEEK - 1) * _DAY


@dataclass(frozen=True, slots=True)
class CalendarContext:
    """The shown zone (`local_zone` is this computer's), the moment, and the shown clients.

    `many_clients`: cards name their client. `selected`: the cards to highlight.
    """

    zone: ZoneInfo
    local_zone: ZoneInfo
    now: datetime
    clients: tuple[Client, ...]
    many_clients: bool
    first_weekday: int
    selected: frozenset[CardKey] = frozenset()

    @property
    def today(self) -> date:
        """The present day in the shown zone."""
        return wall_time(self.now, self.zone).date()

    def looks_like(self, other: "CalendarContext") -> bool:
        """Return True where the same posts look the same, but for what `Cell.differs` tells: only the time of day differs."""
        return self.today == other.today and replace(self, now=other.now) == other

    def client(self, client_id: int) -> Client | None:
        """Return one of the shown clients; None for any other."""
        return next((client for client in self.clients if client.id == client_id), None)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar, or a part of one. `wall`: its beginning on the clock of the shown zone.

    `outside_period`: a day of another month than the one shown. `notes`: the user's notes on the day. `free`: the free weekly
    slots. `month_named`: the day is shown with its month.
    """

    wall: datetime
    span: CardSpan
    outside_period: bool = False
    notes: tuple[DayNote, ...] = ()
    free: tuple[FreeSlot, ...] = ()
    month_named: bool = False

    def differs(self, one: datetime, other: datetime, *, timed: bool) -> bool:
        """Return True where the cell looks different at two moments of a day; `timed`: it is a part of the day."""
        span = self.span
        if (span.end <= one) != (span.end <= other):
            return True
        if timed and any(span.start <= now < span.end for now in (one, other)):
            return _minute(one) != _minute(other)
        return any(is_late(card, one) != is_late(card, other) for card in span.cards)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
