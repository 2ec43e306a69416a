"""The service's posts that are ours, and the verdict where none is."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.factories import NOON, an_entry

from postdesk.domain.delivery import Evidence, State
from postdesk.domain.habits import Habit, HabitRecord, Habits, observed_habits
from postdesk.domain.matching import (
    ABSENT_FOR,
    ABSENT_TIMES,
    ASK_AFTER,
    ASK_AFTER_ITS_TIME,
    CHECKS,
    SentEntry,
    is_absent,
    is_attempt,
    is_long_absent,
    is_whole,
    match,
    next_check,
    verdict,
)
from postdesk.domain.posts import Entry, SendMode
from postdesk.domain.remote import PlatformResult, PostList, RemotePost
from postdesk.domain.times import wire_time

DUE = NOON + timedelta(days=1, milliseconds=7)
MINUTE = timedelta(minutes=1)
SCHEDULED = an_entry(token="ours", mode=SendMode.SCHEDULED, due_at=DUE)
AT_ONCE = an_entry(token="ours", content="hello", platforms=("linkedin",))
UNKNOWN = Habits()
TELLS_TOKENS = Habits((HabitRecord(Habit.TOKEN, True, 1, NOON),))
KEEPS_MOMENTS = Habits((HabitRecord(Habit.MOMENT, True, 1, NOON),))


def told(number: int, token: str = "", schedule_at: str = "") -> RemotePost:
    return RemotePost(f"id-{number}", "scheduled", "scheduled", "ann", schedule_at=schedule_at, token=token)


def published(number: int, platform: str = "", content: str = "", created_at: datetime | None = None) -> RemotePost:
    results = (PlatformResult(platform, "published"),) if platform else ()
    return RemotePost(f"id-{number}", "immediate", "published", "ann", results=results, content=content, created_at=created_at)


def sent(entry: Entry) -> SentEntry:
    return SentEntry(entry, NOON)


def evidence(
    entry: Entry,
    posts: Sequence[RemotePost],
    competitors: Sequence[Entry] = (),
    habits: Habits = UNKNOWN,
    *,
    new: bool = True,
    whole: bool = True,
) -> Evidence | None:
    found = match(sent(entry), posts, map(sent, competitors), habits, new=new, whole=whole)
    return found[1] if found else None


def test_our_token_decides() -> None:
    posts = [told(1), told(2, token="ours"), told(3, token="another")]
    assert match(sent(AT_ONCE), posts) == (posts[1], Evidence.TOKEN)


@pytest.mark.parametrize("form", [wire_time(DUE), DUE.isoformat(), "2026-11-25T13:00:00.007+01:00"])
def test_the_exact_moment_decides_in_any_spelling(form: str) -> None:
    posts = [told(1, schedule_at=wire_time(DUE + timedelta(milliseconds=1))), told(2, schedule_at=form)]
    assert match(sent(SCHEDULED), posts) == (posts[1], Evidence.SCHEDULE_TIME)


@pytest.mark.parametrize("schedule_at", ["", "tomorrow", "2026-11-25T12:00:00Z", "2026-11-25T12:00:00.008Z"])
def test_a_moment_that_is_not_exactly_ours_decides_nothing(schedule_at: str) -> None:
    assert match(sent(SCHEDULED), [told(1, schedule_at=schedule_at)]) is None


def test_a_moment_says_nothing_of_a_post_that_was_sent_at_once() -> None:
    assert match(sent(replace(AT_ONCE, due_at=DUE)), [told(1, schedule_at=wire_time(DUE))]) is None


def test_a_post_with_another_token_is_not_ours_whatever_else_it_says() -> None:
    post = replace(published(1, "linkedin", "hello"), token="another")
    assert evidence(AT_ONCE, [post]) is None
    assert evidence(SCHEDULED, [told(1, "another", wire_time(DUE))]) is None


def test_two_that_fit_decide_nothing() -> None:
    assert match(sent(AT_ONCE), [told(1, token="ours"), told(2, token="ours")]) is None


def test_an_entry_without_a_token_is_not_found_by_posts_without_one() -> None:
    assert match(sent(replace(AT_ONCE, token="")), [told(1)]) is None


@given(st.permutations([told(1), told(2, token="ours"), told(3, schedule_at="x"), told(4, token="b")]))
def test_the_order_of_the_list_plays_no_part(posts: list[RemotePost]) -> None:
    found = match(sent(AT_ONCE), posts)
    assert found
    assert found[0].id == "id-2"


def test_the_same_words_for_the_same_platform_decide_where_the_service_repeats_both() -> None:
    posts = [published(1, "linkedin", "something else"), published(2, "linkedin", "hello"), published(3, "threads", "hello")]
    assert match(sent(AT_ONCE), posts, new=True) == (posts[1], Evidence.WORDS)


def test_the_same_words_decide_nothing_without_the_platform_they_are_on() -> None:
    assert evidence(AT_ONCE, [published(1, "", "hello")], whole=False) is None


def test_the_same_words_decide_nothing_where_two_posts_have_them() -> None:
    assert evidence(AT_ONCE, [published(1, "linkedin", "hello"), published(2, "linkedin", "hello")]) is None


def test_the_same_words_decide_nothing_where_another_post_of_ours_may_be_out_with_them() -> None:
    post = published(1, "linkedin", "hello")
    assert evidence(AT_ONCE, [post], [replace(AT_ONCE, token="theirs")]) is None
    assert evidence(AT_ONCE, [post], [replace(AT_ONCE, token="theirs", platforms=("threads",))]) == Evidence.WORDS


def test_the_same_words_posted_hours_apart_are_not_ours() -> None:
    assert evidence(AT_ONCE, [published(1, "linkedin", "hello", NOON + timedelta(hours=3))]) is None
    assert evidence(AT_ONCE, [published(1, "linkedin", "hello", NOON + MINUTE)]) == Evidence.WORDS


def test_the_same_words_decide_nothing_where_they_may_have_been_up_before() -> None:
    assert evidence(AT_ONCE, [published(1, "linkedin", "hello")], new=False) is None
    dated = published(2, "linkedin", "hello", NOON + MINUTE)
    assert evidence(AT_ONCE, [dated], new=False) == Evidence.WORDS
    assert evidence(AT_ONCE, [published(1, "linkedin", "hello"), dated], new=False) is None


def test_where_nothing_is_repeated_the_only_one_that_it_could_be_looks_like_it() -> None:
    assert evidence(AT_ONCE, [published(1, "linkedin")]) == Evidence.LOOKS_LIKE
    assert evidence(AT_ONCE, [published(1)]) == Evidence.LOOKS_LIKE


def test_nothing_looks_like_it_where_there_may_be_others_that_were_not_seen() -> None:
    assert evidence(AT_ONCE, [published(1, "linkedin")], whole=False) is None
    assert evidence(AT_ONCE, [published(1, "linkedin")], new=False) is None


def test_nothing_looks_like_it_where_it_could_be_another_one_of_ours() -> None:
    post = published(1, "linkedin")
    assert evidence(AT_ONCE, [post], [replace(AT_ONCE, token="b", content="other words")]) is None
    assert evidence(AT_ONCE, [post], [SCHEDULED]) == Evidence.LOOKS_LIKE


@pytest.mark.parametrize(
    "post",
    [
        published(1, "threads"),
        published(1, "linkedin", "other words"),
        replace(published(1, "linkedin"), mode="scheduled"),
        published(1, "linkedin", created_at=NOON - timedelta(hours=2)),
    ],
    ids=["another platform", "other words", "scheduled", "made before"],
)
def test_nothing_looks_like_it_that_says_something_else(post: RemotePost) -> None:
    assert evidence(AT_ONCE, [post]) is None
    assert is_absent(sent(AT_ONCE), [post])


def test_no_post_without_a_token_is_ours_on_a_server_that_repeats_it() -> None:
    post = published(1, "linkedin", "hello")
    assert evidence(AT_ONCE, [post], habits=TELLS_TOKENS) is None


def test_it_is_not_absent_where_a_server_may_only_have_left_out_the_token() -> None:
    assert not is_absent(sent(AT_ONCE), [published(1, "linkedin")])
    assert is_absent(sent(AT_ONCE), [published(1, "threads"), told(2, token="another")])


def test_it_is_not_absent_where_two_posts_are_the_entry() -> None:
    assert not is_absent(sent(AT_ONCE), [told(1, token="ours"), told(2, token="ours")])
    assert not is_absent(sent(SCHEDULED), [told(number, schedule_at=wire_time(DUE)) for number in range(2)])


def test_what_was_not_there_three_times_and_ten_minutes_later_is_long_absent() -> None:
    assert is_long_absent(NOON, ABSENT_TIMES, NOON + ABSENT_FOR)
    assert not is_long_absent(NOON, ABSENT_TIMES - 1, NOON + ABSENT_FOR)
    assert not is_long_absent(NOON, ABSENT_TIMES, NOON + ABSENT_FOR - timedelta(seconds=1))


def test_a_moment_that_the_server_rounded_may_be_ours_unless_it_keeps_milliseconds() -> None:
    rounded = told(1, schedule_at="2026-11-25T12:00:00Z")
    assert evidence(SCHEDULED, [rounded]) == Evidence.LOOKS_LIKE
    assert evidence(SCHEDULED, [rounded], habits=KEEPS_MOMENTS) is None
    assert evidence(SCHEDULED, [told(1, schedule_at="2026-11-25T12:05:00Z")]) is None


def test_what_is_told_for_certain_needs_no_guess() -> None:
    assert is_attempt(sent(AT_ONCE), published(1, "linkedin", "hello"), new=True)
    assert not is_attempt(sent(AT_ONCE), published(1, "linkedin"), new=True)


def test_the_same_words_are_a_guess_where_they_may_have_been_up_before() -> None:
    assert not is_attempt(sent(AT_ONCE), published(1, "linkedin", "hello"), new=False)


def test_a_list_is_whole_where_it_was_not_cut_and_holds_what_it_has_to() -> None:
    assert is_whole(PostList((told(1), told(2))), frozenset({"id-2"}))
    assert not is_whole(PostList((told(1),)), frozenset({"id-2"}))
    assert not is_whole(PostList((told(1),), complete=False), frozenset())


@pytest.mark.parametrize("entry", [AT_ONCE, SCHEDULED])
def test_what_a_server_repeats_is_learned_from_a_post_known_to_be_ours(entry: Entry) -> None:
    entry = replace(entry, content="hello")
    post = replace(told(1, "ours", wire_time(entry.due_at)), content="hello")
    moment = [(Habit.MOMENT, True)] if entry.mode == SendMode.SCHEDULED else []
    assert list(observed_habits(entry, post)) == [(Habit.TOKEN, True), (Habit.WORDS, True), *moment]
    assert not any(shown for _, shown in observed_habits(entry, told(1, schedule_at="2026-11-25T12:00:00Z")))


def test_nothing_is_learned_from_a_post_made_elsewhere_of_which_the_server_told_all_that_is_known() -> None:
    elsewhere = replace(SCHEDULED, token="", content="hello", due_at=NOON)
    assert not list(observed_habits(elsewhere, replace(told(1, schedule_at=wire_time(NOON)), content="hello")))


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


def asked_at(entry: Entry, absent: int = 0, habits: Habits = UNKNOWN) -> dict[Evidence, timedelta]:
    """Return the time after the attempt at which each verdict is first given."""
    first: dict[Evidence, timedelta] = {}
    for minutes in range(3 * 24 * 60):
        first.setdefault(verdict(entry, NOON, absent, habits, NOON + minutes * MINUTE), minutes * MINUTE)
    return {evidence: when for evidence, when in first.items() if evidence}


def test_the_user_is_asked_after_two_minutes_but_about_a_scheduled_one_not_before_its_time() -> None:
    due_in = DUE + ASK_AFTER_ITS_TIME - NOON
    assert asked_at(AT_ONCE) == {Evidence.CANNOT_TELL: ASK_AFTER}
    assert asked_at(SCHEDULED) == {Evidence.CANNOT_TELL: due_in - due_in % MINUTE + MINUTE}


def test_a_server_that_repeats_our_token_is_given_ten_minutes_to_show_it() -> None:
    assert asked_at(AT_ONCE, 0, TELLS_TOKENS) == {Evidence.CANNOT_TELL: ABSENT_FOR}


@pytest.mark.parametrize("entry", [AT_ONCE, SCHEDULED])
def test_what_such_a_server_never_showed_was_very_likely_not_posted_and_a_scheduled_one_neither(entry: Entry) -> None:
    assert asked_at(entry, ABSENT_TIMES, TELLS_TOKENS) == {Evidence.VERY_LIKELY_NOT: ABSENT_FOR}
    assert Evidence.VERY_LIKELY_NOT not in asked_at(entry, ABSENT_TIMES - 1, TELLS_TOKENS)
    assert Evidence.VERY_LIKELY_NOT not in asked_at(entry, ABSENT_TIMES, UNKNOWN)


def test_what_was_received_is_never_called_not_posted() -> None:
    received = replace(AT_ONCE, state=State.ACCEPTED_WITHOUT_ID)
    assert asked_at(received, ABSENT_TIMES, TELLS_TOKENS) == {Evidence.CANNOT_TELL: ABSENT_FOR}
