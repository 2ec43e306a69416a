"""Groups of states."""

from postdesk.domain.posts import PostState
from postdesk.domain.state_groups import OUTCOMES, TO_DECIDE_OR_FIX, TO_DO, WAITING, StateGroup


def test_each_state_is_in_one_group() -> None:
    everything = [state for group in StateGroup for state in group.value]
    assert sorted(everything) == sorted(PostState)


def test_what_asks_for_something_does_not_wait() -> None:
    assert TO_DECIDE_OR_FIX < TO_DO < OUTCOMES
    assert not WAITING & OUTCOMES
