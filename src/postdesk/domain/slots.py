"""Weekly slots: the usual times of a client's posts, and those that no planned post takes.

A slot is a time on the client's clock. For a skipped time the later of the possible moments is taken, for a doubled one the
first; `FreeSlot.kind` says which.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import resolve_by_default, wall_time
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.times import WallTimeKind, resolve

ANY: Final = ""
"""The platform of a slot for any platform."""

_DAY: Final = timedelta(days=1)
_AHEAD: Final = tuple(timedelta(days=days) for days in (4, 14, 56, 364))
"""The steps in which a free slot is searched for ahead. Most are found in the first."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekly time on the client's clock. `platform`: a key, or ANY. `weekday` is ISO's, Monday 1 to Sunday 7."""

    id: int
    client_id: int
    platform: str
    weekday: int
    at: time

    @property
    def order(self) -> tuple[int, time, str]:
        """The sort key: by time in the week, slots for any platform first."""
        return self.weekday, self.at, self.platform


def have_common_slot(slots: Collection[Slot], platforms: Collection[str]) -> bool:
    """Tell whether these platforms have a common slot in the week, free or not."""
    times = [{(slot.weekday, slot.at) for slot in slots if slot.platform == platform} for platform in platforms]
    return any(slot.platform == ANY for slot in slots) or bool(times and set.intersection(*times))


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """The slots at one moment: their platforms (with ANY: all). `kind`: the wall time's existence on that day."""

    moment: datetime
    platforms: frozenset[str]
    kind: WallTimeKind = WallTimeKind.PLAIN

    def left(self, busy: Collection[str]) -> frozenset[str]:
        """Return the platforms that are still free where those of `busy` have a post at that moment.

        ANY in `busy` takes all slots. A slot for any platform is taken by each post, a platform's own by a post to that
        platform.
        """
        if ANY in busy:
            return frozenset()
        return self.platforms - {*busy, ANY} if busy else self.platforms

    def is_free(self, platforms: Collection[str], busy: Collection[str]) -> bool:
        """Tell whether all these platforms are free. A draft without platforms needs a slot for any platform."""
        left = self.left(busy)
        return ANY in left or (bool(platforms) and left.issuperset(platforms))


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A planned post or draft of the client. `platforms` is empty where a draft has none yet."""

    moment: datetime
    platforms: tuple[str, ...]


def slots_between(slots: Iterable[Slot], zone: ZoneInfo, start: datetime, end: datetime) -> tuple[FreeSlot, ...]:
    """Return the slots from `start` to before `end`, in order. Slots at the same moment are merged."""
    by_day = defaultdict[int, list[Slot]](list)
    for slot in slots:
        by_day[slot.weekday].append(slot)
    found = defaultdict[datetime, list[tuple[str, WallTimeKind]]](list)
    # A zone may skip a whole day. Its slots then move to the next day.
    day, last = wall_time(start, zone).date() - 2 * _DAY, wall_time(end, zone).date()
    while day <= last:
        for slot in by_day[day.isoweekday()]:
            resolved = resolve(datetime.combine(day, slot.at), zone)
            if start <= (moment := resolve_by_default(resolved)) < end:
                found[moment].append((slot.platform, resolved.kind))
        day += _DAY
    return tuple(_opening(moment, found[moment]) for moment in sorted(found))


def _opening(moment: datetime, parts: Sequence[tuple[str, WallTimeKind]]) -> FreeSlot:
    kinds = {kind for _, kind in parts}
    kind = WallTimeKind.PLAIN if WallTimeKind.PLAIN in kinds else parts[0][1]
    return FreeSlot(moment, frozenset(platform for platform, _ in parts), kind)


class SlotQueue:
    """The free slots of a client from `start` on, read in steps as far as they are needed.

    `read` returns the slots from one moment to before another, and the planned posts of that time.
    """

    def __init__(
        self, read: Callable[[datetime, datetime], tuple[Iterable[FreeSlot], Iterable[PlannedPost]]], start: datetime
    ) -> None:
        self._read = read
        self._spans = pairwise((start, *(start + ahead for ahead in _AHEAD)))
        self._openings: list[FreeSlot] = []
        self._busy = defaultdict[datetime, set[str]](set)

    def take(self, platforms: Collection[str], fits: Callable[[datetime], bool] = lambda moment: True) -> FreeSlot | None:
        """Take the first slot that is free for these platforms and fits; None where there is none for a year."""
        free = (each for each in self._all() if each.is_free(platforms, self._busy.get(each.moment, ())))
        taken = next((each for each in free if fits(each.moment)), None)
        if taken:
            self._note(PlannedPost(taken.moment, tuple(platforms)))
        return taken

    def _all(self) -> Iterator[FreeSlot]:
        yield from self._openings
        for start, end in self._spans:
            openings, planned = self._read(start, end)
            for each in planned:
                self._note(each)
            already = len(self._openings)
            self._openings.extend(openings)
            yield from self._openings[already:]

    def _note(self, planned: PlannedPost) -> None:
        self._busy[planned.moment.replace(second=0, microsecond=0)].update(planned.platforms or (ANY,))


def free_slots(openings: Iterable[FreeSlot], planned: Iterable[PlannedPost]) -> tuple[FreeSlot, ...]:
    """Return those of the slots that are still free, each with its free platforms."""
    taken = defaultdict[datetime, set[str]](set)
    for each in planned:
        taken[each.moment.replace(second=0, microsecond=0)].update(each.platforms or (ANY,))
    left = ((each, each.left(taken.get(each.moment, ()))) for each in openings)
    return tuple(replace(each, platforms=platforms) for each, platforms in left if platforms)
