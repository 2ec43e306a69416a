"""Long lists of posts by time, of which only the number of posts of each day is kept."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from postdesk.domain.board import BoardFilter, ResultRow, ResultSort
from postdesk.domain.posts import PostState
from postdesk.domain.times import from_ms, to_ms
from postdesk.engine.zone_days import ZoneDays
from postdesk.store import board, listings
from postdesk.store.database import Database
from postdesk.store.listings import Key
from postdesk.store.post_filters import FAR

_PART: Final = 14
"""The days that are counted in one go, which takes 2 ms at 300,000 posts a year."""


class Day(NamedTuple):
    """A day with posts: its first moment and that of the next (in milliseconds), and the number of these posts."""

    start: int
    end: int
    posts: int


class Listing:
    """The posts that pass `wanted` by their times in `zone`: `days` in the order of the list, `firsts` their first places.

    `firsts` ends with the `total`. `is_complete`: all days have been counted.
    """

    def __init__(self, database: Database, workspace_id: int, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool) -> None:
        self._database, self._workspace_id, self.wanted = database, workspace_id, wanted
        self.zone, self.descending = zone, descending
        self._zone_days = ZoneDays(zone)
        self._know(())
        self.is_complete = False

    def _know(self, days: Sequence[Day]) -> None:
        self.days = tuple(day for day in days if day.posts)
        self.firsts = list(accumulate((day.posts for day in self.days), initial=0))

    @property
    def total(self) -> int:
        """The number of the counted posts."""
        return self.firsts[-1]

    @property
    def comes_later(self) -> bool:
        """True where also the first posts take longer than a frame: `count_on` doesn't wait for them."""
        return False

    def count_on(self) -> None:
        """Count some more days, from the first of the list on."""
        raise NotImplementedError

    def wait_on(self) -> None:
        """Count some more days, and wait a moment for those that come later."""
        self.count_on()

    def recounted(self, wanted: BoardFilter, first: int, last: int) -> "Listing":
        """Return the listing with the present filter, for which only the days from one place to another are counted again."""
        raise NotImplementedError

    def with_day_of(self, moment_ms: int) -> "Listing":
        """Return the listing with the day of a moment as it is now; where each post is known, as it was."""
        return copy(self)

    def read(self, first: int, limit: int) -> tuple[ResultRow, ...]:
        """Return the posts from that place on."""
        raise NotImplementedError

    def place_of(self, key: Key) -> int:
        """Return the place that a post with this key has, or would have."""
        raise NotImplementedError

    def count_of(self, states: Set[PostState]) -> int | None:
        """Return the number of posts in these states; None where only the posts of each day are counted."""
        return None

    def key_of(self, post_id: int) -> Key | None:
        """Return the key of a post; None where it is not in the list."""
        return listings.key_of(self._database.reader, self._workspace_id, self.wanted, post_id)

    def day(self, start_ms: int) -> date:
        """Return the date of a day by its first moment."""
        return self._zone_days.day(start_ms)

    def day_edges(self, moment_ms: int) -> tuple[int, int]:
        """Return the first moment of the day of a moment, and that of the next day."""
        return self._zone_days.edges(moment_ms)


class CountedListing(Listing):
    """Counts the posts day by day, and reads them by the day they are in, so that any place takes the same time."""

    def __init__(self, database: Database, workspace_id: int, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool) -> None:
        super().__init__(database, workspace_id, wanted, zone, descending=descending)
        self._start = to_ms(wanted.start) if wanted.start else -FAR
        self._end = to_ms(wanted.end) if wanted.end else FAR
        self._edge = self._end if descending else self._start
        """All days on this side of it have been counted."""

    def count_on(self) -> None:
        found = listings.nearest(self._database.reader, self._workspace_id, self.wanted, self._edge, descending=self.descending)
        self.is_complete = found is None or not self._start <= found < self._end
        if found is None or self.is_complete:
            return
        edges = self._zone_days.edges_from(found, -_PART if self.descending else _PART)
        low, high = (self._start, self._edge) if self.descending else (self._edge, self._end)
        self._know((*self.days, *self._count([min(max(edge, low), high) for edge in edges])))
        self._edge = max(edges[0], low) if self.descending else min(edges[-1], high)

    def _count(self, edges: Sequence[int]) -> list[Day]:
        counts = listings.count_between(self._database.reader, self._workspace_id, self.wanted, edges)
        days = [Day(*edge, count) for edge, count in zip(pairwise(edges), counts, strict=True)]
        return days[::-1] if self.descending else days

    def recounted(self, wanted: BoardFilter, first: int, last: int) -> Listing:
        again = CountedListing(self._database, self._workspace_id, wanted, self.zone, descending=self.descending)
        again._edge, again.is_complete = self._edge, self.is_complete
        again._know(self.days)
        if self.days:
            begin, end = self._number(first), self._number(last) + 1
            low, high = min(day.start for day in self.days[begin:end]), max(day.end for day in self.days[begin:end])
            edges = sorted(
                {
                    low,
                    high,
                    *(edge for day in self._dates(low, high) for edge in self._zone_days.moments(day) if low < edge < high),
                }
            )
            again._know((*self.days[:begin], *again._count(edges), *self.days[end:]))
        return again

    def with_day_of(self, moment_ms: int) -> Listing:
        again = CountedListing(self._database, self._workspace_id, self.wanted, self.zone, descending=self.descending)
        again._edge, again.is_complete = self._edge, self.is_complete
        low, high = self.day_edges(moment_ms)
        counted = again._count([max(low, self._start), min(high, self._end)])
        others = (day for day in self.days if not day.start <= moment_ms < day.end)
        again._know(sorted((*others, *counted), reverse=self.descending))
        return again

    def _dates(self, low: int, high: int) -> Iterator[date]:
        first, last = self.day(low), self.day(high)
        return (first + timedelta(days=n) for n in range((last - first).days + 1))

    def read(self, first: int, limit: int) -> tuple[ResultRow, ...]:
        if not self._start < self._end or first >= self.total:
            return ()
        number = self._number(first)
        day, wanted = self.days[number], self.wanted
        if self.descending and day.end < FAR:
            wanted = replace(wanted, end=from_ms(day.end))
        elif not self.descending and day.start > -FAR:
            wanted = replace(wanted, start=from_ms(day.start))
        offset = first - self.firsts[number]
        return board.rows(self._database.reader, self._workspace_id, wanted, ResultSort.WHEN, self.descending, limit, offset)

    def place_of(self, key: Key) -> int:
        while not self.is_complete and (self._edge > key[0] if self.descending else self._edge <= key[0]):
            self.count_on()
        for first, day in zip(self.firsts, self.days, strict=False):
            if day.start <= key[0] < day.end:
                period = day.start, day.end
                return first + listings.count_before(
                    self._database.reader, self._workspace_id, self.wanted, period, key, descending=self.descending
                )
            if (day.start < key[0]) == self.descending:
                return first
        return self.total

    def _number(self, place: int) -> int:
        """Return the number of the day that has a place."""
        return min(bisect_right(self.firsts, place), len(self.days)) - 1
