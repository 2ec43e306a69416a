"""The posts that cause a desktop notification, and those that share one."""

import pytest
from tests.support.factories import NOON

from postdesk.domain.board import ResultRow
from postdesk.domain.desktop_notifications import NOTIFIED_STATES, group_notifications
from postdesk.domain.posts import PostOrigin, PostState
from postdesk.domain.settings import NotificationKind
from postdesk.domain.state_groups import OUTCOMES

ALL = frozenset(NotificationKind)


def row(number: int, state: PostState) -> ResultRow:
    return ResultRow(number, 1, PostOrigin.HERE, f"Post {number}", NOON, state, (("linkedin", state),), "")


def test_two_are_told_each_and_three_as_one() -> None:
    rows = [row(1, PostState.FAILED), row(2, PostState.REJECTED)]
    assert [(told.kind, told.rows) for told in group_notifications(rows, ALL)] == [
        (NotificationKind.FAILED, (each,)) for each in rows
    ]
    more = [*rows, row(3, PostState.PARTIAL)]
    (told,) = group_notifications(more, ALL)
    assert (told.kind, told.rows) == (NotificationKind.FAILED, tuple(more))
    assert told.states == {PostState.FAILED, PostState.REJECTED, PostState.PARTIAL}


def test_of_each_kind_apart_and_of_none_that_is_not_wanted() -> None:
    rows = [row(number, PostState.MISSED) for number in range(3)] + [row(9, PostState.PUBLISHED), row(10, PostState.TO_DECIDE)]
    assert [told.kind for told in group_notifications(rows, ALL)] == [
        NotificationKind.MISSED,
        NotificationKind.TO_DECIDE,
        NotificationKind.PUBLISHED,
    ]
    assert [told.kind for told in group_notifications(rows, ALL - {NotificationKind.MISSED})] == [
        NotificationKind.TO_DECIDE,
        NotificationKind.PUBLISHED,
    ]
    assert group_notifications(rows, frozenset()) == ()


@pytest.mark.parametrize("state", sorted(PostState))
def test_each_outcome_belongs_to_one_kind(state: PostState) -> None:
    kinds = [kind for kind, states in NOTIFIED_STATES if state in states]
    assert len(kinds) == (state in OUTCOMES - {PostState.CONFIRMED})
