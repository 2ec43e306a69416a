"""Lists of which each post is known: those of a search, and of what needs attention."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from concurrent.futures import Future
from contextlib import closing
from copy import copy
from operator import neg, pos
from threading import Event
from types import MappingProxyType
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from postdesk.domain.board import BoardFilter, ResultRow
from postdesk.domain.posts import PostState
from postdesk.engine.listing import Day, Listing
from postdesk.engine.zone_days import ZoneDays
from postdesk.store import board, listings
from postdesk.store.database import Database
from postdesk.store.listings import FoundKey, Key
from postdesk.store.reader_thread import was_ended
from postdesk.store.sqlite import Transaction

_AT_ONCE: Final = 5_000
"""The number of posts among which words are looked for at once; among more, that is done in a thread."""
_FEW: Final = 1_000
"""The number of posts that are sorted after they were found; where more match, they are looked for in their order."""
_SHORT: Final = 2
_MOMENT_S: Final = 0.002
_SHOWN_WITHIN_S: Final = 0.02


class FoundPosts(NamedTuple):
    """Posts in the order of a list: the times in milliseconds, and the ids; the days that have them; the number in each state."""

    times: Sequence[int] = ()
    ids: Sequence[int] = ()
    days: Sequence[Day] = ()
    states: Mapping[str, int] = MappingProxyType({})
    is_complete: bool = False


class PostSearch:
    """The search for the posts that match a filter; `found` has what is known so far. A later search ends one in the thread."""

    def __init__(self, database: Database, workspace_id: int, wanted: BoardFilter, days: ZoneDays, *, descending: bool) -> None:
        self._database, self._workspace_id, self._wanted = database, workspace_id, wanted
        self._days, self._descending = days, descending
        self.in_thread = bool(wanted.text.strip()) and listings.last_id(database.reader) > _AT_ONCE
        self.found = FoundPosts()
        self._news, self._is_shown = Event(), Event()
        self._reading: Future[None] | None = None

    def go_on(self) -> None:
        """Find all; in the thread: begin, or take note of its end. Raises the error that ended the search."""
        if not self.in_thread:
            self._read(self._database.reader)
        elif self._reading is None:
            self._reading = self._database.reader_thread.read(self._read)
            news = self._news  # alone: the thread keeps its last reading, which shall not keep what was found
            self._reading.add_done_callback(lambda _: news.set())
        else:
            if self.found.times:
                self._is_shown.set()
            if was_ended(self._reading):
                self.found = self.found._replace(is_complete=True)
            elif self._reading.done():
                self._reading.result()

    def wait(self) -> None:
        """Wait a moment for more."""
        if self._reading:
            self._news.wait(_MOMENT_S)
            self._news.clear()

    def _read(self, conn: Transaction) -> None:
        for found in self._found(conn):
            self.found = found
            self._news.set()
            if self.in_thread and not found.is_complete:
                self._is_shown.wait(_SHOWN_WITHIN_S)  # both threads at once would paint it half as fast

    def _found(self, conn: Transaction) -> Iterator[FoundPosts]:
        """Yield the top of what matches, where that is more than a few posts, and then all."""
        if self._wanted.attention or not self._is_frequent:
            most = -1 if self._wanted.attention else _FEW + 1
            few = listings.keys(conn, self._workspace_id, self._wanted, most)
            if len(few) != most:
                few.sort(reverse=self._descending)
                yield self._posts(few, is_complete=True)
                return
        times, ids, states = array("q"), array("q"), Counter[bytes]()
        with closing(listings.keys_in_order(conn, self._workspace_id, self._wanted, descending=self._descending)) as in_order:
            for part in in_order:
                if not times:
                    yield self._posts(part, is_complete=False)
                more_times, more_ids, more_states = zip(*part, strict=True)
                times.extend(more_times)
                ids.extend(more_ids)
                states.update(more_states)
        yield FoundPosts(times, ids, tuple(self._by_day(times)), _by_state(states), is_complete=True)

    @property
    def _is_frequent(self) -> bool:
        """True for the first letters of words, which are in most posts: these are not worth another look before."""
        return all(len(word) <= _SHORT for word in self._wanted.text.split())

    def _posts(self, keys: Sequence[FoundKey], *, is_complete: bool) -> FoundPosts:
        times, ids, states = zip(*keys, strict=True) if keys else ((), (), ())
        return FoundPosts(times, ids, tuple(self._by_day(times)), _by_state(Counter(states)), is_complete)

    def _by_day(self, times: Sequence[int]) -> Iterator[Day]:
        order = neg if self._descending else pos
        done = 0
        while done < len(times):
            start, end = self._days.edges(times[done])
            later = bisect_right(times, order(start if self._descending else end - 1), lo=done, key=order)
            yield Day(start, end, later - done)
            done = later


def _by_state(counted: Mapping[bytes, int]) -> dict[str, int]:
    return {state.decode(errors="replace"): number for state, number in counted.items()}


class FoundListing(Listing):
    """The posts that a search finds, or that need attention. Of those that come later the top is known first."""

    def __init__(self, database: Database, workspace_id: int, wanted: BoardFilter, zone: ZoneInfo, *, descending: bool) -> None:
        super().__init__(database, workspace_id, wanted, zone, descending=descending)
        self._search = PostSearch(database, workspace_id, wanted, self._zone_days, descending=descending)
        self._found = self._search.found

    @property
    def comes_later(self) -> bool:
        return self._search.in_thread

    def count_on(self) -> None:
        self._search.go_on()
        if self._found is not self._search.found:
            self._found = self._search.found
            self.is_complete = self._found.is_complete
            self._know(self._found.days)

    def wait_on(self) -> None:
        self._search.wait()
        self.count_on()

    def recounted(self, wanted: BoardFilter, first: int, last: int) -> Listing:
        return copy(self)

    def count_of(self, states: Set[PostState]) -> int | None:
        return sum(self._found.states.get(state, 0) for state in states) if self.is_complete else None

    def key_of(self, post_id: int) -> Key | None:
        while post_id not in self._found.ids and not self.is_complete:
            self.wait_on()
        if post_id not in self._found.ids:
            return None
        return self._found.times[self._found.ids.index(post_id)], post_id

    def read(self, first: int, limit: int) -> tuple[ResultRow, ...]:
        return board.rows_of(self._database.reader, self._found.ids[first : first + limit])

    def place_of(self, key: Key) -> int:
        order = neg if self.descending else pos
        time, post_id = key
        while not self.is_complete and not (self.total and order(time) < order(self._found.times[-1])):
            self.wait_on()
        times = self._found.times
        first, last = (find(times, order(time), key=order) for find in (bisect_left, bisect_right))
        return bisect_left(self._found.ids, order(post_id), first, last, key=order)
