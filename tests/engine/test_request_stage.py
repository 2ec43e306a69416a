"""The stage of a request: its status and its platforms' results, in every combination, and their possible changes."""

from datetime import timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.factories import NOON, an_entry

from postdesk.domain.delivery import FINAL_STAGES, OPEN_STAGES, Stage, State, stage_of
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, PostState, failed_platforms, platform_states, post_state
from postdesk.domain.remote import PlatformResult, RemotePost
from postdesk.domain.request_stage import SETTLES_AFTER, is_settled, next_check_at
from postdesk.engine.remote_updates import with_update

X, L = Platform.TWITTER, Platform.LINKEDIN
WORDS = ("scheduled", "queued", "pending", "processing", "published", "partial", "failed", "cancelled", "under_review")
FINAL = {"published": Stage.PUBLISHED, "partial": Stage.PARTIAL, "failed": Stage.FAILED, "cancelled": Stage.FAILED}
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def told(request: str, *results: tuple[str, str]) -> RemotePost:
    return RemotePost("r1", "immediate", request, "ann", results=tuple(PlatformResult(*each) for each in results))


def accepted(*platforms: Platform) -> Entry:
    return an_entry(state=State.ACCEPTED, platforms=platforms or (X,))


def after(entry: Entry, *said: RemotePost, from_get: bool = True) -> Entry:
    for number, each in enumerate(said):
        entry = with_update(entry, each, NOON + number * SECOND, from_get=from_get)
    return entry


@pytest.mark.parametrize(("request_word", "result_word"), [*product(WORDS, WORDS)])
def test_one_platform(request_word: str, result_word: str) -> None:
    """A stage that both agree on is shown; where one says how it ended and the other something else, the user is asked."""
    entry = after(accepted(), told(request_word, (X, result_word)))
    request, result = FINAL.get(request_word), FINAL.get(result_word)
    (mark,) = platform_states((entry,))
    if request or result:
        assert entry.stage == (result if request == result else Stage.CONTRADICTORY)
    else:
        assert entry.stage in OPEN_STAGES
    assert (mark[1] == PostState.PUBLISHED) == (request == result == Stage.PUBLISHED)
    assert post_state((entry,)) == mark[1]
    assert failed_platforms(entry) == ((X,) if request == result == Stage.FAILED else ())
    assert is_settled(entry.stage, entry.stage_since, NOON) == (request == result == Stage.PUBLISHED)
    assert is_settled(entry.stage, entry.stage_since, NOON + DAY) == (request is not None and request == result)


@pytest.mark.parametrize("word", WORDS)
def test_without_results_a_request_is_believed_after_a_get(word: str) -> None:
    first = after(accepted(), told(word), from_get=False)
    assert first.stage in OPEN_STAGES
    assert after(first, told(word)).stage == stage_of(word)


@pytest.mark.parametrize("word", WORDS)
def test_results_of_other_platforms_alone_confirm_nothing(word: str) -> None:
    entry = after(accepted(), told(word, ("x", "published")))
    assert entry.stage == (Stage.CONTRADICTORY if word in FINAL else stage_of(word))
    assert failed_platforms(entry) == ()


@pytest.mark.parametrize(("one", "other"), [*product(WORDS, WORDS)])
def test_two_results_of_a_platform_have_to_agree(one: str, other: str) -> None:
    entry = after(accepted(), told(one, (X, one), (X, other)))
    if stage_of(one) != stage_of(other):
        assert entry.stage == Stage.CONTRADICTORY
    else:
        assert entry.stage == stage_of(one)


@pytest.mark.parametrize("request_word", WORDS)
def test_two_platforms_of_one_request(request_word: str) -> None:
    for first, second in product(WORDS, (*WORDS, None)):
        _two_platforms(request_word, first, second)


def _two_platforms(request_word: str, first: str, second: str | None) -> None:
    results = [(X, first), *([(L, second)] if second else [])]
    entry = after(accepted(X, L), told(request_word, *results))
    marks = dict(platform_states((entry,)))
    said = {X: stage_of(first), L: stage_of(second) if second else None}
    for platform, own in said.items():
        assert (marks[platform] == PostState.PUBLISHED) <= (own == Stage.PUBLISHED), "its own result is the truth"
        assert (platform in failed_platforms(entry)) <= (own == Stage.FAILED), "never one that is unknown"
    ends = {own for own in said.values() if own in FINAL_STAGES}
    over = None not in said.values() and all(own in FINAL_STAGES for own in said.values())
    agreed = over and FINAL.get(request_word) == (ends.pop() if len(ends) == 1 else Stage.PARTIAL)
    assert is_settled(entry.stage, entry.stage_since, NOON + DAY) == agreed


@pytest.mark.parametrize("known", ["failed", "partial"])
def test_what_failed_may_be_published_later(known: str) -> None:
    entry = after(accepted(), told(known, (X, known)), told("published", (X, "published")))
    assert entry.stage == Stage.PUBLISHED


@pytest.mark.parametrize(("request_word", "result_word"), [*product(WORDS, WORDS)])
def test_published_is_never_taken_back(request_word: str, result_word: str) -> None:
    entry = after(accepted(), told("published", (X, "published")), told(request_word, (X, result_word)), told(request_word))
    assert (entry.stage, entry.remote_status) == (Stage.PUBLISHED, "published")
    assert platform_states((entry,)) == ((X, PostState.PUBLISHED),)
    without = after(accepted(), told("published"), told(request_word, (X, result_word)), told(request_word))
    assert (without.stage, without.remote_status) == (Stage.PUBLISHED, "published")


def test_what_a_platform_said_was_published_is_not_called_failed_by_a_later_word() -> None:
    entry = after(accepted(), told("failed", (X, "published")), told("failed", (X, "failed")), told("failed"))
    assert entry.stage == Stage.CONTRADICTORY
    assert failed_platforms(entry) == ()


@pytest.mark.parametrize("word", ["published", "failed"])
def test_a_contradiction_ends_where_both_agree(word: str) -> None:
    entry = after(accepted(), told("published", (X, "pending")), told(word, (X, word)))
    assert entry.stage == stage_of(word)


said = st.builds(
    told, st.sampled_from(WORDS), st.tuples(st.sampled_from([X.value, L.value, "other"]), st.sampled_from(WORDS))
) | st.builds(told, st.sampled_from(WORDS))


@given(st.lists(said, min_size=1, max_size=6))
def test_whatever_is_said_in_whatever_order_published_stays(history: list[RemotePost]) -> None:
    states = [after(accepted(), *history[:end]).stage for end in range(1, len(history) + 1)]
    for before, now in pairwise(states):
        assert before != Stage.PUBLISHED or now == Stage.PUBLISHED
        assert before != Stage.FAILED or now not in OPEN_STAGES, "a failure is not called under way again"


def test_it_stands_since_the_words_last_changed() -> None:
    failed = told("failed", (X, "failed"))
    assert after(accepted(), failed, failed, failed).stage_since == NOON
    assert after(accepted(), told("processing", (X, "processing")), failed).stage_since == NOON + SECOND


def looks(stage: Stage) -> list[timedelta]:
    """Return the times at which it is polled after its first report, until a click is needed for that."""
    found, checked = [], NOON
    while look := next_check_at(stage, NOON, checked):
        found.append(look - NOON)
        checked = look
    return found


def test_a_contradiction_is_asked_about_ever_more_slowly_and_after_a_week_on_a_click_alone() -> None:
    asked = looks(Stage.CONTRADICTORY)
    waits = [later - before for before, later in pairwise([timedelta(), *asked])]
    assert waits == sorted(waits)
    assert max(asked) >= timedelta(days=7) > asked[-2]
    assert {wait for at, wait in zip(asked, waits, strict=True) if timedelta(hours=2) < at < DAY} == {timedelta(hours=1)}
    assert {wait for at, wait in zip(asked, waits, strict=True) if at > timedelta(days=2)} == {DAY}


@pytest.mark.parametrize("stage", [Stage.FAILED, Stage.PARTIAL])
def test_a_failure_is_asked_about_until_it_has_stood_for_a_day(stage: Stage) -> None:
    assert max(looks(stage)) >= SETTLES_AFTER > looks(stage)[-2]


@pytest.mark.parametrize("stage", [Stage.PUBLISHED, *sorted(OPEN_STAGES)])
def test_what_is_published_or_still_open_has_no_such_looks(stage: Stage) -> None:
    assert looks(stage) == []
