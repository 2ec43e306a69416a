"""Which posts are told of, and which of them together."""

import pytest
from tests.support.making import NOON

from postdesk.domain.board import Row
from postdesk.domain.posts import Origin, PostState
from postdesk.domain.settings import NotificationKind
from postdesk.domain.state_groups import OUTCOMES
from postdesk.domain.tidings import STATES, together

ALL = frozenset(NotificationKind)


def row(number: int, state: PostState) -> Row:
    return Row(number, 1, Origin.HERE, f"Post {number}", NOON, state, (("linkedin", state),), "")


def test_two_are_told_each_and_three_as_one() -> None:
    rows = [row(1, PostState.FAILED), row(2, PostState.REJECTED)]
    assert [(told.kind, told.rows) for told in together(rows, ALL)] == [(NotificationKind.FAILED, (each,)) for each in rows]
    more = [*rows, row(3, PostState.PARTIAL)]
    (told,) = together(more, ALL)
    assert (told.kind, told.rows) == (NotificationKind.FAILED, tuple(more))
    assert told.states == {PostState.FAILED, PostState.REJECTED, PostState.PARTIAL}


def test_of_each_kind_apart_and_of_none_that_is_not_wanted() -> None:
    rows = [row(number, PostState.MISSED) for number in range(3)] + [row(9, PostState.PUBLISHED), row(10, PostState.TO_DECIDE)]
    assert [told.kind for told in together(rows, ALL)] == [
        NotificationKind.MISSED,
        NotificationKind.TO_DECIDE,
        NotificationKind.PUBLISHED,
    ]
    assert [told.kind for told in together(rows, ALL - {NotificationKind.MISSED})] == [
        NotificationKind.TO_DECIDE,
        NotificationKind.PUBLISHED,
    ]
    assert together(rows, frozenset()) == ()


@pytest.mark.parametrize("state", sorted(PostState))
def test_each_outcome_belongs_to_one_kind(state: PostState) -> None:
    kinds = [kind for kind, states in STATES if state in states]
    assert len(kinds) == (state in OUTCOMES - {PostState.CONFIRMED})
