"""Which of the service's posts is ours: one that says so for certain, or none."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.making import NOON, an_entry

from postdesk.domain.delivery import Evidence
from postdesk.domain.matching import ASK_AFTER, ASK_AFTER_ITS_TIME, CHECKS, match, next_check, time_to_ask
from postdesk.domain.posts import Mode
from postdesk.domain.remote import RemotePost
from postdesk.domain.times import wire_time

DUE = NOON + timedelta(days=1, milliseconds=7)
SCHEDULED = an_entry(token="ours", mode=Mode.SCHEDULED, due_at=DUE)
AT_ONCE = an_entry(token="ours")


def told(number: int, token: str = "", schedule_at: str = "") -> RemotePost:
    return RemotePost(f"id-{number}", "scheduled", "scheduled", "ann", schedule_at=schedule_at, token=token)


def test_our_token_decides() -> None:
    posts = [told(1), told(2, token="ours"), told(3, token="another")]
    assert match(AT_ONCE, posts) == (posts[1], Evidence.TOKEN)


@pytest.mark.parametrize("form", [wire_time(DUE), DUE.isoformat(), "2026-11-25T13:00:00.007+01:00"])
def test_the_exact_moment_decides_in_any_spelling(form: str) -> None:
    posts = [told(1, schedule_at=wire_time(DUE + timedelta(milliseconds=1))), told(2, schedule_at=form)]
    assert match(SCHEDULED, posts) == (posts[1], Evidence.SCHEDULE_TIME)


@pytest.mark.parametrize("schedule_at", ["", "tomorrow", "2026-11-25T12:00:00Z", "2026-11-25T12:00:00.008Z"])
def test_a_moment_that_is_not_exactly_ours_decides_nothing(schedule_at: str) -> None:
    assert match(SCHEDULED, [told(1, schedule_at=schedule_at)]) is None


def test_a_moment_says_nothing_of_a_post_that_was_sent_at_once() -> None:
    assert match(replace(AT_ONCE, due_at=DUE), [told(1, schedule_at=wire_time(DUE))]) is None


def test_two_that_fit_decide_nothing() -> None:
    assert match(AT_ONCE, [told(1, token="ours"), told(2, token="ours")]) is None


def test_an_entry_without_a_token_is_not_found_by_posts_without_one() -> None:
    assert match(replace(AT_ONCE, token=""), [told(1)]) is None


@given(st.permutations([told(1), told(2, token="ours"), told(3, schedule_at="x"), told(4, token="b")]))
def test_the_order_of_the_list_plays_no_part(posts: list[RemotePost]) -> None:
    found = match(AT_ONCE, posts)
    assert found
    assert found[0].id == "id-2"


def test_it_is_looked_for_after_five_seconds_and_then_ever_more_slowly() -> None:
    entry, looked = AT_ONCE, []
    while moment := next_check(entry, NOON):
        looked.append(moment - NOON)
        entry = replace(entry, checked_at=moment)
    assert tuple(looked) == CHECKS


def test_a_scheduled_one_is_looked_for_again_after_its_time_when_it_can_be_seen() -> None:
    entry = replace(SCHEDULED, checked_at=NOON + CHECKS[-1])
    assert next_check(entry, NOON) == DUE + ASK_AFTER_ITS_TIME
    assert next_check(replace(entry, checked_at=DUE + ASK_AFTER_ITS_TIME), NOON) is None


def test_a_look_that_could_not_be_made_is_made_up_for() -> None:
    late = random.Random(1).choice(CHECKS) * 1000
    assert next_check(AT_ONCE, NOON - late) == NOON - late + CHECKS[0]


def test_the_user_is_asked_after_two_minutes_but_about_a_scheduled_one_not_before_its_time() -> None:
    assert time_to_ask(AT_ONCE, NOON) == NOON + ASK_AFTER
    assert time_to_ask(SCHEDULED, NOON) == DUE + ASK_AFTER_ITS_TIME
    assert time_to_ask(SCHEDULED, DUE + timedelta(hours=1)) == DUE + timedelta(hours=1) + ASK_AFTER
