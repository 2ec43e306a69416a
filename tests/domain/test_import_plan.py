"""The index of planned posts that rows of a file are compared with."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from tests.support.factories import NOON, a_draft

from postdesk.domain.import_plan import PlanIndex, PlannedRequest
from postdesk.domain.platforms import Platform
from postdesk.domain.times import to_ms

LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER
MINUTE: Final = timedelta(minutes=1)


def going(text: str, minutes: int = 0, state: str = "planned", stage: str = "scheduled") -> PlannedRequest:
    due_ms = to_ms(NOON + minutes * MINUTE)
    return PlannedRequest(1, '["linkedin", "twitter"]', due_ms, text, "", state, "scheduled", stage)


def many(count: int) -> Iterator[PlannedRequest]:
    return (going(f"Number {number}", number) for number in range(count))


def test_a_large_plan_holds_few_objects() -> None:
    PlanIndex(many(100), ())
    before = sys.getallocatedblocks()
    index = PlanIndex(many(20_000), ())
    assert sys.getallocatedblocks() - before < 200
    assert index.duplicate(1, X, "Number 19999", "")


def test_of_several_with_one_text_the_last_that_may_be_out_is_told_else_the_last() -> None:
    planned = [going("Tea", 1), going("Tea", 2), going("Bread", 3), going("Tea", 4)]
    last = PlanIndex(planned, ()).duplicate(1, X, "Tea", "")
    assert last
    assert last.due_at == NOON + 4 * MINUTE
    out = PlanIndex([going("Tea", 1, "accepted", "published"), *planned], ()).duplicate(1, X, " Tea\n", "")
    assert out
    assert (out.due_at, out.state, out.stage) == (NOON + MINUTE, "accepted", "published")


def test_the_same_is_there_if_each_platform_has_it_in_that_minute_planned_or_as_a_draft() -> None:
    index = PlanIndex([going("Tea")], [a_draft(Platform.THREADS, text="Tea"), a_draft(LINKEDIN, text="Idea", due_at=None)])
    assert index.has(a_draft(LINKEDIN, X, Platform.THREADS, text="Tea"))
    assert index.has(a_draft(LINKEDIN, text="Idea", due_at=None))
    assert not index.has(a_draft(LINKEDIN, text="Idea"))
    assert not index.has(a_draft(LINKEDIN, Platform.REDDIT, text="Tea"))
    assert not index.has(a_draft(LINKEDIN, text="Tea", due_at=NOON + MINUTE))
    assert not index.has(a_draft(LINKEDIN, text="Tea", client_id=2))


def test_times_beside_a_moment_are_those_within_the_span() -> None:
    index = PlanIndex([going("Tea", minutes) for minutes in (-10, -5, 0, 5, 10)], ())
    expected = [to_ms(NOON + minutes * MINUTE) for minutes in (-5, 0, 5)]
    assert list(index.dues_within(1, X, NOON, 10 * MINUTE)) == expected
    assert list(index.dues_within(2, X, NOON, 10 * MINUTE)) == []
