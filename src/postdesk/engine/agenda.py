"""The cards of an agenda: posts and drafts by time, of which only the number of each day is kept."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from postdesk.domain.board import BoardFilter, Card
from postdesk.domain.calendar_days import wall_time
from postdesk.domain.times import from_ms
from postdesk.engine.listing import CountedListing, Day, Listing
from postdesk.store import board, draft_cards
from postdesk.store.database import Database

_MOMENT: Final = timedelta(milliseconds=1)

ReadCards = Callable[[datetime, datetime, int, int], tuple[Card, ...]]
"""Returns cards by time: from a moment to before another, so many (limit), after so many (offset)."""


class AgendaDay(NamedTuple):
    """A day with cards: its moments that the agenda has, and the number of its cards."""

    date: date
    start: datetime
    end: datetime
    cards: int


class Agenda(Protocol):
    """The cards of some time by their days. `days` has those that were counted; `count_on` counts some more."""

    @property
    def is_complete(self) -> bool:
        """True once all days have been counted."""

    @property
    def total(self) -> int:
        """The number of the counted posts."""

    def count_on(self) -> None:
        """Count the posts of some more days."""

    @property
    def days(self) -> tuple[AgendaDay, ...]:
        """The counted days."""

    def read(self, day: AgendaDay, limit: int, offset: int) -> tuple[Card, ...]:
        """Return cards of a day: so many, after so many."""

    def time_of(self, card: Card) -> datetime | None:
        """Return the present time of a draft or post; None where it has none, or is gone."""

    def continued(self, before: "Agenda | None", first: date, last: date) -> "Agenda | None":
        """Return the agenda with the counts of an earlier one, but anew for the days from one to another.

        None where that one has other cards, or these are read as a whole.
        """


class CountedAgenda:
    """The cards from `start` to before `end` that pass the filter, by their days in `zone`, which are read one by one.

    `posts` are those of them that are posts.
    """

    def __init__(
        self,
        database: Database,
        workspace_id: int,
        period: tuple[datetime, datetime],
        wanted: BoardFilter,
        zone: ZoneInfo,
        read: ReadCards,
    ) -> None:
        start, end = period
        bounded = replace(wanted, start=start, end=end, timed=True)
        self.posts: Listing = CountedListing(database, workspace_id, bounded, zone, descending=False)
        self._drafts = draft_cards.draft_times(database.reader, workspace_id, start, end, wanted)
        self._database, self._wanted, self._period, self._zone, self._read = database, wanted, period, zone, read

    @property
    def is_complete(self) -> bool:
        """True once all days have been counted."""
        return self.posts.is_complete

    @property
    def total(self) -> int:
        """The number of the counted posts."""
        return self.posts.total

    def count_on(self) -> None:
        """Count the posts of some more days."""
        self.posts.count_on()

    @property
    def days(self) -> tuple[AgendaDay, ...]:
        """The counted days."""
        return tuple(self._merged())

    def _merged(self) -> Iterator[AgendaDay]:
        """Yield the days of posts, with their drafts, and those that have only drafts."""
        drafts, done = self._drafts, 0
        for day in self.posts.days:
            yield from self._of_drafts(drafts[done : bisect_left(drafts, day.start)])
            first, done = bisect_left(drafts, day.start), bisect_left(drafts, day.end)
            yield self._day(day, day.posts + done - first)
        if self.is_complete:
            yield from self._of_drafts(drafts[done:])

    def _of_drafts(self, times: Sequence[int]) -> Iterator[AgendaDay]:
        for _, same in groupby(times, key=self.posts.day):
            at = list(same)
            start, end = self.posts.day_edges(at[0])
            yield self._day(Day(start, end, 0), len(at))

    def _day(self, day: Day, cards: int) -> AgendaDay:
        first, last = self._period
        start, end = max(from_ms(day.start), first), min(from_ms(day.end), last)
        return AgendaDay(wall_time(start, self._zone).date(), start, end, cards)

    def read(self, day: AgendaDay, limit: int, offset: int) -> tuple[Card, ...]:
        """Return cards of a day: so many, after so many."""
        return self._read(day.start, day.end, limit, offset)

    def time_of(self, card: Card) -> datetime | None:
        """Return the present time of a draft or post; None where it has none, or is gone."""
        return board.time_of(self._database.reader, card.kind, card.id)

    def continued(self, before: Agenda | None, first: date, last: date) -> Agenda | None:
        """Return the agenda with the counts of an earlier one, but anew for the days from one to another."""
        if not isinstance(before, CountedAgenda) or before.asked != self.asked:
            return None
        posts = before.posts
        places = [place for place, day in zip(posts.firsts, posts.days, strict=False) if first <= posts.day(day.start) <= last]
        again = copy(self)
        again.posts = posts.recounted(self.posts.wanted, places[0], places[-1]) if places else copy(posts)
        return again

    @property
    def asked(self) -> tuple[object, ...]:
        """The cards that it has: their filter, their time and the zone of their days."""
        return self._wanted, self._period, self._zone


class PartAgenda:
    """Cards that were read as a whole, since no query finds them alone."""

    is_complete = True

    def __init__(self, cards: Sequence[Card], zone: ZoneInfo) -> None:
        by_day = groupby(cards, key=lambda card: wall_time(card.due_at, zone).date())
        self._cards = {day: tuple(of_day) for day, of_day in by_day}
        self.total = len(cards)

    def count_on(self) -> None:
        """Do nothing: all is known."""

    @property
    def days(self) -> tuple[AgendaDay, ...]:
        """The days of the cards."""
        return tuple(AgendaDay(day, of[0].due_at, of[-1].due_at + _MOMENT, len(of)) for day, of in self._cards.items())

    def read(self, day: AgendaDay, limit: int, offset: int) -> tuple[Card, ...]:
        """Return cards of a day: so many, after so many."""
        return self._cards[day.date][offset : offset + limit]

    def time_of(self, card: Card) -> datetime | None:
        """Return the time of a card that is here."""
        return next((each.due_at for of_day in self._cards.values() for each in of_day if each.key == card.key), None)

    def continued(self, before: Agenda | None, first: date, last: date) -> None:
        """Return None: all is known."""
