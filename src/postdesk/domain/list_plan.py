"""Which days of a list to ask for next, so that all of it is known in the end: pure, and told what came back of each.

A list that one answer can't hold is asked for in halves of its days, the later first, down to one day. A service may leave
dates out of account (API gap G8): a day on which nothing can have been then lists the same posts, and it is of no use to go on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from postdesk.domain.remote import PostFilter

_DAY: Final = timedelta(days=1)
_SEAM: Final = timedelta(seconds=1)
"""What two parts share: whether the ends of a range belong to it is not stated."""
_LAST: Final = timedelta(milliseconds=1)
_SUSPICIOUS: Final = 2
"""From so many answers on that were cut it is tried whether the service heeds dates."""


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another by UTC, both included: a service may count dates by whole days."""

    first: date
    last: date

    @property
    def filter(self) -> PostFilter:
        """What to ask the service for."""
        start, end = (datetime.combine(day, time(), UTC) for day in (self.first, self.last + _DAY))
        return PostFilter(date_from=start - _SEAM, date_to=end - _LAST)

    def halves(self) -> "tuple[Days, Days]":
        """The later and the earlier half; not of a single day."""
        middle = self.first + (self.last + _DAY - self.first) // 2
        return Days(middle, self.last), Days(self.first, middle - _DAY)

    def parted(self, at: Iterable[date]) -> "tuple[Days, ...]":
        """Its parts, the latest first, of which one begins at each of these days."""
        parts: tuple[Days, ...] = ()
        rest = self
        for day in sorted(set(at), reverse=True):
            if rest.first < day <= rest.last:
                parts, rest = (*parts, Days(day, rest.last)), Days(rest.first, day - _DAY)
        return (*parts, rest)


NOWHEN: Final = Days(date(2000, 1, 1), date(2000, 1, 1))
"""From before the service was there: one that heeds dates has nothing to list for it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What of a list can't be had: all of these days, or what one answer has no room for where dates are not heeded."""

    days: tuple[date, ...] = ()
    ignores_dates: bool = False

    def __bool__(self) -> bool:
        return bool(self.days) or self.ignores_dates


NO_GAP: Final = Gap()


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What is still to be asked for of `wanted`, the next first.

    `answered`: something came. `cuts`: how many answers were cut, and `seen` the ids in them. `not_whole`: the days that can't be
    had whole. `heeds_dates`: None where that was not tried. `parted_at`: the days at which parts began that were needed.
    """

    wanted: Days
    todo: tuple[Days, ...]
    answered: bool = False
    cuts: int = 0
    seen: frozenset[str] = frozenset()
    not_whole: tuple[date, ...] = ()
    heeds_dates: bool | None = None
    parted_at: tuple[date, ...] = ()

    @classmethod
    def over(cls, wanted: Days, before: "ListPlan | None" = None) -> "ListPlan":
        """For all of these days, in the parts that were needed the time before."""
        if before is None or before.heeds_dates is False:
            return cls(wanted, (wanted,), heeds_dates=before.heeds_dates if before else None)
        return cls(wanted, wanted.parted(before.parted_at), heeds_dates=before.heeds_dates, parted_at=before.parted_at)

    @property
    def next(self) -> Days | None:
        """What to ask for now, None where all came that can be had."""
        if self.todo and self.heeds_dates is None and self.cuts >= _SUSPICIOUS:
            return NOWHEN
        return next(iter(self.todo), None)

    @property
    def gap(self) -> Gap:
        """What can't be had, as far as it is known by now."""
        return Gap(tuple(sorted(self.not_whole)), ignores_dates=self.heeds_dates is False and self.cuts > 0)

    def told(self, ids: frozenset[str], *, whole: bool) -> "ListPlan":
        """After an answer to `next` with these posts; not `whole` where it was cut."""
        if self.next == NOWHEN:
            return self._tried(heeds=not ids & self.seen)
        if whole:
            return replace(self, answered=True, todo=self.todo[1:])
        seen = self.seen | ids if self.heeds_dates is None else self.seen
        return _narrowed(replace(self, answered=True, cuts=self.cuts + 1, seen=seen), needed=True)

    def failed(self) -> "ListPlan":
        """After no answer to `next`, which may be too much for the service; all over again where it answers to nothing."""
        if self.next == NOWHEN:
            return self._tried(heeds=True)
        smallest = self.todo[0].first == self.todo[0].last
        return ListPlan.over(self.wanted) if smallest and not self.answered else _narrowed(self, needed=False)

    def _tried(self, *, heeds: bool) -> "ListPlan":
        return replace(self, heeds_dates=heeds, seen=frozenset(), todo=self.todo if heeds else ())


def _narrowed(plan: ListPlan, *, needed: bool) -> ListPlan:
    """In halves what was to come next, unless that is one day, or of no use."""
    days, rest = plan.todo[0], plan.todo[1:]
    if plan.heeds_dates is False:
        return replace(plan, todo=())
    if days.first == days.last:
        return replace(plan, todo=rest, not_whole=(*plan.not_whole, days.first))
    later, earlier = days.halves()
    parted_at = (*plan.parted_at, later.first) if needed else plan.parted_at
    return replace(plan, todo=(later, earlier, *rest), parted_at=parted_at)
