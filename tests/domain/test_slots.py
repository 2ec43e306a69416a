"""Weekly slots: their moments on the client's clock, and the free ones."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import resolve_imaginary
from hypothesis import given
from hypothesis import strategies as st
from tests.support.zones import ZONES, second_opinion

from postdesk.domain.slots import ANY, FreeSlot, PlannedPost, Slot, SlotQueue, free_slots, have_common_slot, slots_between
from postdesk.domain.times import WallTimeKind

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def slot(weekday: int, clock: str, platform: str = ANY) -> Slot:
    return Slot(0, 1, platform, weekday, time.fromisoformat(clock))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def queue(found: Sequence[FreeSlot], planned: Iterable[PlannedPost] = (), start: datetime = MONDAY) -> SlotQueue:
    kept = tuple(planned)

    def read(begin: datetime, end: datetime) -> tuple[list[FreeSlot], list[PlannedPost]]:
        return [each for each in found if begin <= each.moment < end], [each for each in kept if begin <= each.moment < end]

    return SlotQueue(read, start)


def at(hour: int, *platforms: str) -> FreeSlot:
    return FreeSlot(MONDAY + timedelta(hours=hour), frozenset(platforms or (ANY,)))


def taken(hour: int, *platforms: str, seconds: int = 0) -> PlannedPost:
    return PlannedPost(MONDAY + timedelta(hours=hour, seconds=seconds), platforms)


slots = st.lists(
    st.builds(
        lambda weekday, minute, platform: Slot(0, 1, platform, weekday, time(*divmod(minute, 60))),
        st.integers(1, 7),
        st.one_of(st.integers(0, 239), st.integers(0, 1439)),
        st.sampled_from((ANY, "linkedin", "twitter")),
    ),
    max_size=12,
)
starts = st.datetimes(datetime(2006, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(slots, st.sampled_from(ZONES), starts)
def test_the_moments_are_what_a_clock_in_the_zone_shows_as_a_second_library_has_it(
    weekly: list[Slot], name: str, start: datetime
) -> None:
    end, there = start + 3 * WEEK, second_opinion(name)
    expected = set[datetime]()
    for days in range(-3, 24):
        day = start.astimezone(ZoneInfo(name)).date() + timedelta(days=days)
        for each in weekly:
            if each.weekday == day.isoweekday():
                expected.add(resolve_imaginary(datetime.combine(day, each.at, there)).astimezone(UTC))
    found = slots_between(weekly, ZoneInfo(name), start, end)
    assert [each.moment for each in found] == sorted(each for each in expected if start <= each < end)


@given(slots, st.sampled_from(ZONES), starts)
def test_spans_one_after_the_other_give_what_the_whole_gives(weekly: list[Slot], name: str, start: datetime) -> None:
    there, edges = ZoneInfo(name), [start + timedelta(hours=hours) for hours in (0, 7, 30, 100, 500)]
    parts = [each for begin, end in pairwise(edges) for each in slots_between(weekly, there, begin, end)]
    assert tuple(parts) == slots_between(weekly, there, edges[0], edges[-1])


@pytest.mark.parametrize(
    ("name", "weekly", "start", "expected", "kind"),
    [
        ("Europe/London", slot(7, "01:30"), "2026-03-29T00:00Z", "2026-03-29T01:30Z", WallTimeKind.SKIPPED),
        ("Europe/London", slot(7, "01:30"), "2026-10-25T00:00Z", "2026-10-25T00:30Z", WallTimeKind.DOUBLED),
        ("Australia/Lord_Howe", slot(7, "02:15"), "2026-10-03T12:00Z", "2026-10-03T15:45Z", WallTimeKind.SKIPPED),
        ("Antarctica/Troll", slot(7, "02:00"), "2026-03-29T00:00Z", "2026-03-29T02:00Z", WallTimeKind.SKIPPED),
        ("Pacific/Apia", slot(5, "09:00"), "2011-12-29T12:00Z", "2011-12-30T19:00Z", WallTimeKind.SKIPPED),
    ],
)
def test_a_time_that_is_skipped_or_doubled_is_said_and_comes_once(
    name: str, weekly: Slot, start: str, expected: str, kind: WallTimeKind
) -> None:
    found = slots_between([weekly], ZoneInfo(name), moment(start), moment(start) + timedelta(days=3))
    assert found == (FreeSlot(moment(expected), frozenset({ANY}), kind),)


def test_the_time_of_day_stays_as_clocks_change() -> None:
    found = slots_between([slot(1, "09:00")], BERLIN, moment("2026-10-19T00:00Z"), moment("2026-10-27T00:00Z"))
    assert [each.moment for each in found] == [moment("2026-10-19T07:00Z"), moment("2026-10-26T08:00Z")]


def test_slots_that_come_together_are_one() -> None:
    both = [slot(7, "02:30", "linkedin"), slot(7, "03:30", "twitter")]
    (found,) = slots_between(both, BERLIN, moment("2026-03-29T00:00Z"), moment("2026-03-30T00:00Z"))
    assert found == FreeSlot(moment("2026-03-29T01:30Z"), frozenset({"linkedin", "twitter"}))


@pytest.mark.parametrize(
    ("opening", "planned", "platforms", "free_for_them"),
    [
        (at(9), (), ("linkedin",), True),
        (at(9), (), (), True),
        (at(9), (taken(9, "twitter"),), ("linkedin",), False),
        (at(9), (taken(9, "twitter", seconds=59),), ("linkedin",), False),
        (at(9), (taken(9, "twitter", seconds=60),), ("linkedin",), True),
        (at(9), (taken(9),), ("linkedin",), False),
        (at(9, "linkedin"), (), (), False),
        (at(9, "linkedin"), (), ("twitter",), False),
        (at(9, "linkedin"), (), ("linkedin", "twitter"), False),
        (at(9, "linkedin", "twitter"), (), ("linkedin", "twitter"), True),
        (at(9, "linkedin"), (taken(9, "twitter"),), ("linkedin",), True),
        (at(9, "linkedin"), (taken(9, "twitter", "linkedin"),), ("linkedin",), False),
        (at(9, "linkedin"), (taken(9),), ("linkedin",), False),
        (at(9, ANY, "linkedin"), (taken(9, "twitter"),), ("linkedin",), True),
        (at(9, ANY, "linkedin"), (taken(9, "linkedin"),), ("twitter",), False),
    ],
)
def test_what_a_slot_is_free_for(
    opening: FreeSlot, planned: tuple[PlannedPost, ...], platforms: tuple[str, ...], free_for_them: bool
) -> None:
    assert (queue([opening], planned).take(platforms) is not None) is free_for_them


def test_what_is_taken_is_given_to_nobody_else() -> None:
    line = queue([at(9), at(10), at(11, "linkedin"), at(12)], [taken(10, "linkedin")])
    assert [line.take(each) for each in (("twitter",), ("linkedin",), ("twitter",), ("twitter",))] == [
        at(9), at(11, "linkedin"), at(12), None,
    ]  # fmt: skip


def test_one_that_does_not_suit_is_left_for_others() -> None:
    line = queue([at(9), at(10)])
    assert line.take(("linkedin",), fits=lambda found: found.hour > 9) == at(10)
    assert line.take(("linkedin",)) == at(9)


def test_it_looks_a_year_ahead_and_reads_no_further_than_it_has_to() -> None:
    read = list[tuple[datetime, datetime]]()

    def reads(begin: datetime, end: datetime) -> tuple[list[FreeSlot], list[PlannedPost]]:
        read.append((begin, end))
        return [at(9)] if begin == MONDAY else [], []

    line = SlotQueue(reads, MONDAY)
    assert line.take(("linkedin",)) == at(9)
    assert read == [(MONDAY, MONDAY + timedelta(days=4))]
    assert line.take(("linkedin",)) is None
    assert [begin for begin, _ in read[1:]] == [end for _, end in read[:-1]]
    assert read[-1][1] == MONDAY + 52 * WEEK


def test_what_is_left_names_the_platforms_that_can_have_it() -> None:
    found = (at(9), at(10, ANY, "linkedin"), at(11, "linkedin"), at(12, "linkedin", "twitter"))
    planned = (taken(9, "threads"), taken(10, "threads"), taken(11, "threads"), taken(12, "twitter"))
    assert free_slots(found, planned) == (at(10, "linkedin"), at(11, "linkedin"), at(12, "linkedin"))


@pytest.mark.parametrize(
    ("weekly", "platforms", "have"),
    [
        ([slot(1, "09:00")], (), True),
        ([slot(1, "09:00")], ("linkedin", "twitter"), True),
        ([slot(1, "09:00", "linkedin")], (), False),
        ([slot(1, "09:00", "linkedin"), slot(2, "09:00", "twitter")], ("linkedin", "twitter"), False),
        ([slot(1, "09:00", "linkedin"), slot(1, "09:00", "twitter")], ("linkedin", "twitter"), True),
        ([], ("linkedin",), False),
    ],
)
def test_platforms_without_a_slot_together_are_known_at_once(weekly: list[Slot], platforms: tuple[str, ...], have: bool) -> None:
    assert have_common_slot(weekly, platforms) is have
