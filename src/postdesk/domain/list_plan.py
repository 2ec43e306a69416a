"""A plan of the date ranges to request, so that a whole list of posts is read. Pure: the caller reports each answer.

A range that one answer can't hold is requested in halves, the later half first, down to one day. A service may ignore date
filters (API gap G8). A range that can hold no post then returns posts all the same; splitting further, or requesting other days,
is useless.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.remote import PostFilter

_DAY: Final = timedelta(days=1)
_OVERLAP: Final = timedelta(seconds=1)
"""The overlap of two ranges: the API text does not state whether the ends of a range belong to it."""
_LAST: Final = timedelta(milliseconds=1)
_YEAR: Final = timedelta(days=365)
_AHEAD: Final = 10 * _YEAR
_MARGIN: Final = 2 * _DAY
_CUTS_BEFORE_PROBE: Final = 2
"""The number of cut answers after which the plan tests whether the service heeds dates."""


@dataclass(frozen=True, slots=True)
class DayRange:
    """A range of UTC days, both ends included: a service may count dates by whole days."""

    first: date
    last: date

    @property
    def filter(self) -> PostFilter:
        """The filter that requests these days from the service."""
        start, end = (datetime.combine(day, time(), UTC) for day in (self.first, self.last + _DAY))
        return PostFilter(date_from=start - _OVERLAP, date_to=end - _LAST)

    def is_far_from(self, moment: datetime) -> bool:
        """Tell whether the moment is outside these days by so much that no reading of them includes it."""
        return not self.first - _MARGIN <= moment.date() <= self.last + _MARGIN

    def halves(self) -> "tuple[DayRange, DayRange]":
        """Return the later and the earlier half. The range must have more than one day."""
        middle = self.first + (self.last + _DAY - self.first) // 2
        return DayRange(middle, self.last), DayRange(self.first, middle - _DAY)

    def split_at(self, at: Iterable[date]) -> "tuple[DayRange, ...]":
        """Return the range split so that a part begins at each of these days, the latest part first."""
        parts: tuple[DayRange, ...] = ()
        rest = self
        for day in sorted(set(at), reverse=True):
            if rest.first < day <= rest.last:
                parts, rest = (*parts, DayRange(day, rest.last)), DayRange(rest.first, day - _DAY)
        return (*parts, rest)


PROBE_DAYS: Final = DayRange(date(2000, 1, 1), date(2000, 1, 1))
"""A range from before the service existed. A service that heeds dates lists nothing for it."""


@dataclass(frozen=True, slots=True)
class ListGap:
    """The part of a list that can't be read.

    `days`: those with more posts than one answer holds. `ignores_dates`: all that exceeds one answer is missing, since the
    service ignores date filters.
    """

    days: tuple[date, ...] = ()
    ignores_dates: bool = False

    def __bool__(self) -> bool:
        return bool(self.days) or self.ignores_dates

    def __or__(self, other: "ListGap") -> "ListGap":
        return ListGap(tuple(sorted({*self.days, *other.days})), self.ignores_dates or other.ignores_dates)


NO_GAP: Final = ListGap()


@dataclass(frozen=True, slots=True)
class ListPlan:
    """The ranges of `wanted` that are still to be requested, the next one first.

    `answered`: at least one answer came. `cut_answers`: the number of cut answers. `unsure`: the last answer leaves it open
    whether dates are heeded. `unread_days`: the days that can't be read completely. `filters_dates`: None until tested;
    `dates_proven`: an answer showed that the service heeds them. `split_days`: the first days of the parts that were needed.
    `open_ends`: the first and the last of the `wanted` days are requested without a bound.
    """

    wanted: DayRange
    pending: tuple[DayRange, ...]
    answered: bool = False
    cut_answers: int = 0
    unsure: bool = False
    unread_days: tuple[date, ...] = ()
    filters_dates: bool | None = None
    dates_proven: bool = False
    split_days: tuple[date, ...] = ()
    open_ends: bool = False

    @classmethod
    def covering(cls, wanted: DayRange, before: "ListPlan | None" = None) -> "ListPlan":
        """Return a plan for all of these days, split where the plan `before` had to split."""
        if before is None or before.filters_dates is False:
            return cls(wanted, (wanted,), filters_dates=before.filters_dates if before else None)
        learned = cls(wanted, wanted.split_at(before.split_days), split_days=before.split_days)
        return replace(learned, filters_dates=before.filters_dates, dates_proven=before.dates_proven)

    @classmethod
    def beyond(cls, days: DayRange, near: "ListPlan") -> "ListPlan":
        """Return a plan for all posts beyond these days, of which `near` is the plan: the older ones, then those ahead.

        A service may refuse dates that are far off: the ends are left open, and days ahead don't keep it from the others.
        """
        ahead = DayRange(days.last + _DAY, days.last + _AHEAD)
        last_year = DayRange(days.first - _YEAR, days.first - _DAY)
        older = DayRange(PROBE_DAYS.last + _DAY, last_year.first - _DAY)
        pending = () if near.filters_dates is False else (last_year, older, ahead)
        plan = cls(DayRange(older.first, ahead.last), pending, unsure=near.unsure, open_ends=True)
        return replace(plan, filters_dates=near.filters_dates, dates_proven=near.dates_proven)

    @property
    def next(self) -> DayRange | None:
        """The range to request now; None when all that can be read was read."""
        if self.pending and self.filters_dates is None and (self.unsure or self.cut_answers >= _CUTS_BEFORE_PROBE):
            return PROBE_DAYS
        return next(iter(self.pending), None)

    @property
    def next_filter(self) -> PostFilter | None:
        """The filter that requests the range `next`."""
        days = self.next
        if days is None:
            return None
        if days == PROBE_DAYS or not self.open_ends:
            return days.filter
        start = None if days.first == self.wanted.first else days.filter.date_from
        return PostFilter(date_from=start, date_to=None if days.last == self.wanted.last else days.filter.date_to)

    @property
    def gap(self) -> ListGap:
        """The part of the list that can't be read, as far as it is known now."""
        return ListGap(tuple(sorted(self.unread_days)), ignores_dates=self.filters_dates is False and self.cut_answers > 0)

    def after_answer(self, ids: frozenset[str], *, whole: bool, unsure: bool = False) -> "ListPlan":
        """Return the plan after an answer to `next` with the posts `ids`. `whole`: the answer was not cut.

        `unsure`: it has posts without a time, or with one that is far from the requested days.
        """
        if self.next == PROBE_DAYS:
            return self._tried(heeds=not ids, proven=not ids)
        if whole:
            return replace(self, answered=True, pending=self.pending[1:], unsure=unsure)
        return _narrowed(replace(self, answered=True, cut_answers=self.cut_answers + 1, unsure=unsure), needed=True)

    def after_failure(self) -> "ListPlan":
        """Return the plan after `next` got no answer: its range is halved, since it may be too large for the service.

        The plan starts again if even a single day got no answer and none came before.
        """
        if self.next == PROBE_DAYS:
            return self._tried(heeds=True, proven=False)
        smallest = self.pending[0].first == self.pending[0].last
        return ListPlan.covering(self.wanted) if smallest and not self.answered else _narrowed(self, needed=False)

    def _tried(self, *, heeds: bool, proven: bool) -> "ListPlan":
        return replace(self, filters_dates=heeds, dates_proven=proven, pending=self.pending if heeds else ())


def _narrowed(plan: ListPlan, *, needed: bool) -> ListPlan:
    """Return the plan with its next range halved. A single day is given up, and everything where dates are ignored."""
    days, rest = plan.pending[0], plan.pending[1:]
    if plan.filters_dates is False:
        return replace(plan, pending=())
    if days.first == days.last:
        return replace(plan, pending=rest, unread_days=(*plan.unread_days, days.first))
    later, earlier = days.halves()
    split_days = (*plan.split_days, later.first) if needed else plan.split_days
    return replace(plan, pending=(later, earlier, *rest), split_days=split_days)
