"""Groups of states."""

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import NEEDS_ANSWER_OR_FIX, NEEDS_ATTENTION, OUTCOMES, WAITING, StateGroup


def test_each_state_is_in_one_group() -> None:
    everything = [state for group in StateGroup for state in group.value]
    assert sorted(everything) == sorted(PostState)


def test_what_asks_for_something_does_not_wait() -> None:
    assert NEEDS_ANSWER_OR_FIX < NEEDS_ATTENTION < OUTCOMES
    assert not WAITING & OUTCOMES
