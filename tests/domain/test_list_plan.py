"""The days of a list that are requested: for any list and any cut, every post arrives, or is named as missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from postdesk.domain.list_plan import PROBE_DAYS, DayRange, ListGap, ListPlan
from postdesk.domain.remote import PostFilter

DAY = timedelta(days=1)
FIRST = date(2026, 10, 29)
WINDOW = DayRange(FIRST, FIRST + 213 * DAY)
Post = tuple[str, datetime]


@dataclass
class Service:
    """Lists the posts of some dates, at most `room` of them, in an order of its own."""

    posts: list[Post]
    room: int
    order: Callable[[Post], Any] = lambda post: post[1]
    reverse: bool = False
    filters_dates: bool = True
    whole_days: bool = False
    ends_count: bool = True
    most_days: int = 10_000
    asked: list[DayRange] = field(default_factory=list)

    def answer(self, days: DayRange) -> tuple[frozenset[str], bool] | None:
        self.asked.append(days)
        if (days.last - days.first) // DAY >= self.most_days:
            return None
        found = sorted((post for post in self.posts if self.has(days, post[1])), key=self.order, reverse=self.reverse)
        return frozenset(name for name, _ in found[: self.room]), len(found) <= self.room

    def has(self, days: DayRange, moment: datetime) -> bool:
        start, end = days.filter.date_from, days.filter.date_to
        assert start
        assert end
        if not self.filters_dates:
            return True
        if self.whole_days:
            return start.date() <= moment.date() <= end.date()
        return start <= moment <= end if self.ends_count else start < moment < end


def followed(service: Service, plan: ListPlan, at_most: int = 2000) -> tuple[ListPlan, set[str]]:
    """Return the plan when nothing is left to request, and all posts that arrived."""
    came: set[str] = set()
    for _ in range(at_most):
        if plan.next is None:
            return plan, came
        answer = service.answer(plan.next)
        if answer is None:
            plan = plan.after_failure()
        else:
            came |= answer[0]
            plan = plan.after_answer(answer[0], whole=answer[1])
    raise AssertionError("it never ends")


def at(day: int, second: int = 0) -> datetime:
    return datetime.combine(FIRST, time(), UTC) + timedelta(days=day, seconds=second)


moments = st.builds(at, st.integers(0, 213), st.integers(0, 86_399))
posts = st.lists(st.one_of(moments, st.builds(at, st.integers(0, 213))), max_size=60).map(
    lambda all_of: [(f"p{number}", moment) for number, moment in enumerate(all_of)]
)


@settings(deadline=None)
@given(
    posts, st.integers(1, 20), st.booleans(), st.sampled_from([lambda post: post[1], lambda post: crc32(post[0].encode())]),
    st.booleans(), st.booleans(), st.integers(1, 300),
)  # fmt: skip
def test_all_comes_or_its_day_is_named(
    posts: list[Post], room: int, reverse: bool, order: Callable[[Post], Any], whole_days: bool, ends_count: bool, most_days: int
) -> None:
    service = Service(posts, room, order, reverse, whole_days=whole_days, ends_count=ends_count, most_days=most_days)
    plan, came = followed(service, ListPlan.covering(WINDOW))
    missing = {moment.date() for name, moment in posts if name not in came}
    assert missing <= set(plan.gap.days)
    assert not plan.gap.ignores_dates
    again, came_again = followed(service, ListPlan.covering(WINDOW, plan))
    assert came_again >= came
    assert again.gap == plan.gap


@settings(deadline=None)
@given(posts, st.integers(1, 20))
def test_only_days_that_are_too_large_are_named_where_dates_count_to_the_second(posts: list[Post], room: int) -> None:
    service = Service(posts, room)
    plan, _ = followed(service, ListPlan.covering(WINDOW))
    for day in plan.gap.days:
        assert sum(service.has(DayRange(day, day), moment) for _, moment in posts) > room


@settings(deadline=None)
@given(st.integers(30, 120), st.integers(1, 20), st.sampled_from([lambda post: post[1], lambda post: crc32(post[0].encode())]))
def test_a_service_that_ignores_dates_is_found_out_after_three_answers(
    count: int, room: int, order: Callable[[Post], Any]
) -> None:
    service = Service([(f"p{number}", at(number)) for number in range(count)], room, order, filters_dates=False)
    plan, came = followed(service, ListPlan.covering(WINDOW))
    assert plan.gap == ListGap(ignores_dates=True)
    assert (len(service.asked), len(came)) == (3, room)
    again, _ = followed(service, ListPlan.covering(WINDOW, plan))
    assert again.gap == plan.gap
    assert len(service.asked) == 4


def test_a_list_that_fits_is_asked_for_once() -> None:
    service = Service([("p1", at(3))], 1)
    plan, came = followed(service, ListPlan.covering(WINDOW))
    assert (service.asked, came, plan.gap) == ([WINDOW], {"p1"}, ListGap())


def test_it_fits_again_and_a_service_that_ignored_dates_is_not_said_to_lack_anything() -> None:
    service = Service([(f"p{number}", at(number)) for number in range(30)], 10, filters_dates=False)
    plan, _ = followed(service, ListPlan.covering(WINDOW))
    del service.posts[5:]
    plan, came = followed(service, ListPlan.covering(WINDOW, plan))
    assert (plan.gap, len(came)) == (ListGap(), 5)


def test_the_latest_days_come_first_and_nothing_is_asked_for_twice_without_need() -> None:
    service = Service([(f"p{number}", at(number % 214, number)) for number in range(1000)], 300)
    plan, came = followed(service, ListPlan.covering(WINDOW))
    assert len(came) == 1000
    whole = [
        days
        for days in service.asked
        if days != PROBE_DAYS and sum(service.has(days, moment) for _, moment in service.posts) <= 300
    ]
    assert whole == sorted(whole, key=lambda days: days.first, reverse=True)
    service.asked.clear()
    followed(service, ListPlan.covering(WINDOW, plan))
    assert service.asked == whole


def test_a_newest_first_list_whose_later_half_gives_the_same_posts_does_not_ignore_dates() -> None:
    service = Service([(f"p{number}", at(number % 40, number)) for number in range(200)], 50, reverse=True)
    plan, came = followed(service, ListPlan.covering(WINDOW))
    assert (len(came), plan.gap) == (200, ListGap())


def test_where_nothing_is_answered_it_begins_again() -> None:
    plan = ListPlan.covering(WINDOW)
    sizes = []
    for _ in range(12):
        assert plan.next
        sizes.append((plan.next.last - plan.next.first) // DAY + 1)
        plan = plan.after_failure()
    assert sizes[:4] == [214, 107, 54, 27]
    assert sizes.count(214) == 2


def test_a_day_that_is_never_answered_is_named_and_the_rest_comes() -> None:
    service = Service([(f"p{number}", at(number)) for number in range(214)], 1000)
    bad = at(50)
    plan = ListPlan.covering(WINDOW)
    came: set[str] = set()
    while plan.next:
        ids, whole = service.answer(plan.next) or (frozenset(), True)
        broken = service.has(plan.next, bad)
        came |= frozenset() if broken else ids
        plan = plan.after_failure() if broken else plan.after_answer(ids, whole=whole)
    assert plan.gap == ListGap((bad.date(),))
    assert len(came) == 213


@settings(deadline=None)
@given(st.integers(0, 400))
def test_halves_are_all_of_it_and_smaller(more: int) -> None:
    days = DayRange(FIRST, FIRST + DAY + more * DAY)
    later, earlier = days.halves()
    assert (earlier.first, earlier.last + DAY, later.last) == (days.first, later.first, days.last)
    assert earlier.first <= earlier.last
    assert later.first <= later.last


def test_parts_share_a_second_so_that_no_end_falls_between_them() -> None:
    later, earlier = DayRange(FIRST, FIRST + DAY).halves()
    assert later.filter.date_from
    assert earlier.filter.date_to
    assert later.filter.date_from < earlier.filter.date_to
    assert earlier.filter.date_to.date() == FIRST


def test_older_posts_come_from_a_service_that_refuses_days_far_ahead() -> None:
    plan, came = ListPlan.beyond(WINDOW, ListPlan.covering(WINDOW)), list[DayRange]()
    for _ in range(20):
        days = plan.next
        assert days
        if days.last > WINDOW.last + 365 * DAY:
            plan = plan.after_failure()
        else:
            came.append(days)
            plan = plan.after_answer(frozenset(), whole=True)
    assert max(days.last for days in came) == FIRST - DAY
    assert min(days.first for days in came) == PROBE_DAYS.last + DAY


def test_far_off_ends_are_requested_without_a_bound() -> None:
    plan, asked = ListPlan.beyond(WINDOW, ListPlan.covering(WINDOW)), list[PostFilter]()
    while wanted := plan.next_filter:
        asked.append(wanted)
        plan = plan.after_answer(frozenset(), whole=True)
    last_year, older, ahead = asked
    assert last_year.date_from
    assert last_year.date_to
    assert (older.date_from, ahead.date_to) == (None, None)
    assert older.date_to
    assert last_year.date_from < older.date_to
    assert ahead.date_from == DayRange(WINDOW.last + DAY, WINDOW.last + DAY).filter.date_from


def test_a_part_of_a_far_off_range_is_requested_with_the_bounds_that_it_has() -> None:
    plan = ListPlan.beyond(WINDOW, ListPlan.covering(WINDOW)).after_answer(frozenset(), whole=True)
    later = plan.after_failure()
    assert later.next_filter == (later.next and later.next.filter)
    earlier = later.after_answer(frozenset(), whole=True)
    assert earlier.next_filter
    assert earlier.next_filter.date_from is None
    assert earlier.next_filter.date_to


def test_only_an_answer_proves_that_dates_are_heeded() -> None:
    unsure = ListPlan.covering(WINDOW).after_answer(frozenset({"a"}), whole=False, unsure=True)
    assert unsure.next == PROBE_DAYS
    failed, answered = unsure.after_failure(), unsure.after_answer(frozenset(), whole=True)
    assert (failed.filters_dates, failed.dates_proven) == (True, False)
    assert (answered.filters_dates, answered.dates_proven) == (True, True)
    assert ListPlan.beyond(WINDOW, answered).dates_proven
    assert ListPlan.covering(WINDOW, answered).dates_proven
    assert not ListPlan.beyond(WINDOW, failed).dates_proven
