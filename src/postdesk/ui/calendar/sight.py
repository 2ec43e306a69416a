"""What the calendar shows and how it is looked at: values between the pane, its views and what they paint."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from postdesk.domain.board import CardKind, Span
from postdesk.domain.calendar_days import wall_time, week_of
from postdesk.domain.clients import Client
from postdesk.domain.day_notes import DayNote
from postdesk.domain.slots import Opening

Key = tuple[CardKind, str]


class View(StrEnum):
    """The ways to look at the posts."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    AGENDA = "agenda"


def period(view: View, day: date, first_weekday: int) -> date:
    """The first day of the month or week that is shown with `day`; of the day and in the agenda the day itself."""
    match view:
        case View.MONTH:
            return day.replace(day=1)
        case View.WEEK:
            return week_of(day, first_weekday)[0]
        case View.DAY | View.AGENDA:
            return day


@dataclass(frozen=True, slots=True)
class Sight:
    """In which zone (`here` is this computer's), at what moment, whose posts.

    `several`: cards say whose they are. `chosen`: those that stand out.
    """

    zone: ZoneInfo
    here: ZoneInfo
    now: datetime
    clients: tuple[Client, ...]
    several: bool
    first_weekday: int
    chosen: frozenset[Key] = frozenset()

    @property
    def today(self) -> date:
        """The day it is in the zone shown."""
        return wall_time(self.now, self.zone).date()

    def looks_like(self, other: "Sight") -> bool:
        """Whether the same posts look the same: all but the second of the moment is equal."""
        return replace(self, now=_minute(self.now)) == replace(other, now=_minute(other.now))

    def client(self, client_id: int) -> Client | None:
        """One of the clients whose posts are shown."""
        return next((client for client in self.clients if client.id == client_id), None)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the calendar, a day or an hour of one: `wall` is where it begins on the clock of the zone shown.

    `foreign`: a day of another month than the one shown. `notes`: what the user noted on the day, where it is one. `free`: what
    nothing takes of the weekly slots in it.
    """

    wall: datetime
    span: Span
    foreign: bool = False
    notes: tuple[DayNote, ...] = ()
    free: tuple[Opening, ...] = ()
