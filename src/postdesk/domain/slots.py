"""Weekly slots: the times at which a client's posts usually go out, and which of them nothing planned takes.

A slot is a time on the client's clock. Where that skips it, the later moment it could be is meant, where it comes twice, the
first; an `Opening` says which.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from postdesk.domain.calendar_days import settled, wall_time
from postdesk.domain.times import WallTime, resolve

ANY: Final = ""
"""The platform of a slot that is for each of them."""

_DAY: Final = timedelta(days=1)
_AHEAD: Final = tuple(timedelta(days=days) for days in (4, 14, 56, 364))
"""How far ahead a free slot is looked for, in steps: most are found in the first."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of each week on the client's clock. `platform`: a key, or ANY; `weekday` is ISO's, Monday 1 to Sunday 7."""

    id: int
    client_id: int
    platform: str
    weekday: int
    at: time

    @property
    def order(self) -> tuple[int, time, str]:
        """By which slots are listed: as they come in the week, the one for any platform first."""
        return self.weekday, self.at, self.platform


def have_one(slots: Collection[Slot], platforms: Collection[str]) -> bool:
    """Whether these platforms have a slot together in any week, free or not."""
    times = [{(slot.weekday, slot.at) for slot in slots if slot.platform == platform} for platform in platforms]
    return any(slot.platform == ANY for slot in slots) or bool(times and set.intersection(*times))


@dataclass(frozen=True, slots=True)
class Opening:
    """A moment at which slots are, and for which platforms (ANY among them: for each). `kind`: how their time exists then."""

    moment: datetime
    platforms: frozenset[str]
    kind: WallTime = WallTime.PLAIN

    def left(self, busy: Collection[str]) -> frozenset[str]:
        """The platforms that could still have it while those of `busy` get something then, ANY standing for all it could be.

        A slot for any platform is taken by whatever goes out, a platform's own by what goes to that one.
        """
        if ANY in busy:
            return frozenset()
        return self.platforms - {*busy, ANY} if busy else self.platforms

    def is_free(self, platforms: Collection[str], busy: Collection[str]) -> bool:
        """Whether these could all have it; what has no platform yet needs a slot for any."""
        left = self.left(busy)
        return ANY in left or (bool(platforms) and left.issuperset(platforms))


@dataclass(frozen=True, slots=True)
class Planned:
    """Something of the client that goes out, or is meant to. `platforms`: none where a draft has none yet."""

    moment: datetime
    platforms: tuple[str, ...]


def openings(slots: Iterable[Slot], zone: ZoneInfo, start: datetime, end: datetime) -> tuple[Opening, ...]:
    """The moments of the slots from `start` to before `end`, in order; slots that come together are one."""
    by_day = defaultdict[int, list[Slot]](list)
    for slot in slots:
        by_day[slot.weekday].append(slot)
    found = defaultdict[datetime, list[tuple[str, WallTime]]](list)
    # A zone may skip a whole day, whose slots then come a day later.
    day, last = wall_time(start, zone).date() - 2 * _DAY, wall_time(end, zone).date()
    while day <= last:
        for slot in by_day[day.isoweekday()]:
            resolved = resolve(datetime.combine(day, slot.at), zone)
            if start <= (moment := settled(resolved)) < end:
                found[moment].append((slot.platform, resolved.kind))
        day += _DAY
    return tuple(_opening(moment, found[moment]) for moment in sorted(found))


def _opening(moment: datetime, parts: Sequence[tuple[str, WallTime]]) -> Opening:
    kinds = {kind for _, kind in parts}
    kind = WallTime.PLAIN if WallTime.PLAIN in kinds else parts[0][1]
    return Opening(moment, frozenset(platform for platform, _ in parts), kind)


class Queue:
    """The slots of a client from `start` on that are still free, read span by span as far as they are asked for.

    `read` gives the openings from one moment to before another, and what goes out meanwhile.
    """

    def __init__(
        self, read: Callable[[datetime, datetime], tuple[Iterable[Opening], Iterable[Planned]]], start: datetime
    ) -> None:
        self._read = read
        self._spans = pairwise((start, *(start + ahead for ahead in _AHEAD)))
        self._openings: list[Opening] = []
        self._busy = defaultdict[datetime, set[str]](set)

    def take(self, platforms: Collection[str], fits: Callable[[datetime], bool] = lambda moment: True) -> Opening | None:
        """The first that these platforms could have, which is taken from then on; None where there is none for a year."""
        taken = next((each for each in self._all() if self._is_free(each, platforms) and fits(each.moment)), None)
        if taken:
            self._note(Planned(taken.moment, tuple(platforms)))
        return taken

    def _all(self) -> Iterator[Opening]:
        yield from self._openings
        for start, end in self._spans:
            openings, planned = self._read(start, end)
            for each in planned:
                self._note(each)
            already = len(self._openings)
            self._openings.extend(openings)
            yield from self._openings[already:]

    def _is_free(self, opening: Opening, platforms: Collection[str]) -> bool:
        return opening.is_free(platforms, self._busy.get(opening.moment, ()))

    def _note(self, planned: Planned) -> None:
        self._busy[planned.moment.replace(second=0, microsecond=0)].update(planned.platforms or (ANY,))


def free(openings: Iterable[Opening], planned: Iterable[Planned]) -> tuple[Opening, ...]:
    """Of these openings, what nothing takes: each with the platforms that could still have it."""
    taken = defaultdict[datetime, set[str]](set)
    for each in planned:
        taken[each.moment.replace(second=0, microsecond=0)].update(each.platforms or (ANY,))
    left = ((each, each.left(taken.get(each.moment, ()))) for each in openings)
    return tuple(replace(each, platforms=platforms) for each, platforms in left if platforms)
