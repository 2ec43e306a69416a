"""The states of an entry: every pair of state and event has one answer, and forbidden moves are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postdesk.domain.delivery import (
    FINAL_STAGES,
    Event,
    IllegalTransition,
    Reason,
    Stage,
    State,
    format_reason,
    later_stage,
    next_state,
    parse_reason,
    stage_of,
)

stages = st.sampled_from(Stage)

WAYS_INTO_SENDING = {(State.QUEUED, Event.MARKED)}
WAYS_BACK_TO_QUEUED = {
    (State.PLANNED, Event.RELEASED),
    (State.QUEUED, Event.NOT_SENT),
    (State.SENDING, Event.REFUSED_FOR_NOW),
    (State.UNCERTAIN, Event.REFUSED_FOR_NOW),
    (State.NEEDS_USER, Event.USER_SENDS_AGAIN),
    (State.PLANNED, Event.USER_SENDS_NOW),
    (State.QUEUED, Event.USER_SENDS_NOW),
    (State.MISSED, Event.USER_SENDS_NOW),
}


def moves_into(target: State) -> set[tuple[State, Event]]:
    return {(state, event) for state in State for event in Event if _result(state, event) == target}


def _result(state: State, event: Event) -> State | None:
    try:
        return next_state(state, event)
    except IllegalTransition:
        return None


@given(st.sampled_from(State), st.sampled_from(Event))
def test_every_pair_gives_a_state_or_says_which_move_is_illegal(state: State, event: Event) -> None:
    if _result(state, event) is None:
        with pytest.raises(IllegalTransition) as illegal:
            next_state(state, event)
        assert (illegal.value.state, illegal.value.event) == (state, event)
    else:
        assert next_state(state, event) in State


def test_every_event_can_happen_somewhere_and_every_state_but_the_first_can_be_reached() -> None:
    assert {event for event in Event if any(_result(state, event) for state in State)} == set(Event)
    assert {state for state in State if moves_into(state)} == set(State)


def test_only_the_marker_leads_to_sending() -> None:
    assert moves_into(State.SENDING) == WAYS_INTO_SENDING


def test_nothing_is_queued_again_but_by_a_definite_refusal_or_the_user() -> None:
    assert moves_into(State.QUEUED) == WAYS_BACK_TO_QUEUED


@pytest.mark.parametrize("state", [State.SENDING, State.UNCERTAIN, State.NEEDS_USER, State.ACCEPTED_WITHOUT_ID])
def test_what_may_be_out_never_comes_back_by_itself(state: State) -> None:
    own_doing = {Event.RELEASED, Event.MARKED, Event.NOT_SENT, Event.TIME_PASSED, Event.USER_SENDS_NOW, Event.USER_RESCHEDULES}
    assert not [event for event in own_doing if _result(state, event)]


@pytest.mark.parametrize("event", [Event.USER_CANCELS, Event.USER_DENIES_IT])
@pytest.mark.parametrize("state", [State.SENDING, State.UNCERTAIN, State.ACCEPTED, State.ACCEPTED_WITHOUT_ID])
def test_what_may_be_out_cannot_be_cancelled_before_the_user_was_asked(state: State, event: Event) -> None:
    with pytest.raises(IllegalTransition):
        next_state(state, event)


@pytest.mark.parametrize("state", [State.PLANNED, State.QUEUED, State.MISSED])
def test_what_another_copy_may_have_sent_is_in_doubt_until_it_is_not_there(state: State) -> None:
    assert next_state(state, Event.DOUBTED) == State.UNCERTAIN
    assert {event for event in Event if _result(State.UNCERTAIN, event) == State.PLANNED} == {Event.NOT_THERE}


def test_the_users_answer_alone_takes_back_what_was_asked_about() -> None:
    assert next_state(State.NEEDS_USER, Event.USER_DENIES_IT) == State.CANCELLED
    assert _result(State.NEEDS_USER, Event.USER_CANCELS) is None


@pytest.mark.parametrize("state", [State.CONFIRMED_BY_USER, State.CANCELLED])
def test_a_final_state_is_never_left(state: State) -> None:
    assert not [event for event in Event if _result(state, event)]


def test_what_was_accepted_is_left_only_where_the_user_says_that_another_post_was_found() -> None:
    left = {event: _result(State.ACCEPTED, event) for event in Event if _result(State.ACCEPTED, event)}
    assert left == {Event.USER_DENIES_THE_FIND: State.NEEDS_USER, Event.USER_DENIES_THE_REFERENCE: State.ACCEPTED_WITHOUT_ID}


def test_whatever_happened_while_sending_ends_it() -> None:
    ends = {event: _result(State.SENDING, event) for event in Event if _result(State.SENDING, event)}
    assert ends == {
        Event.ACCEPTED: State.ACCEPTED,
        Event.BODY_LOST: State.ACCEPTED_WITHOUT_ID,
        Event.LOST: State.UNCERTAIN,
        Event.RESTARTED: State.UNCERTAIN,
        Event.REFUSED: State.REJECTED,
        Event.REFUSED_FOR_NOW: State.QUEUED,
    }


@given(st.lists(stages, min_size=1))
def test_a_stage_never_goes_back(told: list[Stage]) -> None:
    ranks = {Stage.FAILED: 2, Stage.PARTIAL: 3, Stage.PUBLISHED: 4}
    known, reached = Stage.SCHEDULED, [0]
    for each in told:
        known = later_stage(known, each)
        reached.append(ranks.get(known, 0 if known == Stage.SCHEDULED else 1))
    assert reached == sorted(reached)


@given(stages)
def test_published_stays_and_a_failure_may_be_followed_by_it_alone(told: Stage) -> None:
    assert later_stage(Stage.PUBLISHED, told) == Stage.PUBLISHED
    assert later_stage(Stage.FAILED, told) == (told if told in (Stage.PARTIAL, Stage.PUBLISHED) else Stage.FAILED)


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("scheduled", Stage.SCHEDULED),
        (" Published ", Stage.PUBLISHED),
        ("partially_published", Stage.PARTIAL),
        ("cancelled", Stage.FAILED),
        ("queued", Stage.PROCESSING),
        ("in review", Stage.UNKNOWN),
        ("", Stage.UNKNOWN),
    ],
)
def test_status_words_are_open(word: str, stage: Stage) -> None:
    assert stage_of(word) == stage
    assert (stage in FINAL_STAGES) == (stage in {Stage.PUBLISHED, Stage.PARTIAL, Stage.FAILED})


@given(st.sampled_from(Reason), st.text())
def test_a_reason_is_kept_with_the_services_own_words(reason: Reason, words: str) -> None:
    assert parse_reason(format_reason(reason, words)) == (reason, words)


def test_words_without_a_code_of_ours_are_words_alone() -> None:
    assert parse_reason("Nothing | of ours") == (None, "Nothing | of ours")
