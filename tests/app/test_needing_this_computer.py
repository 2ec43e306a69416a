"""Which posts the window asks about when it closes: what can still be locked in, and what goes out from here alone."""

from datetime import UTC, datetime

import pytest
from tests.support.making import an_entry

from postdesk.desk_window import lockable, sent_from_here
from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, Origin, Post, PostState

MOMENT = datetime(2026, 11, 24, 15, tzinfo=UTC)
TEXT = an_entry(platforms=(Platform.LINKEDIN,), state=State.PLANNED)
PICTURE = an_entry(platforms=(Platform.INSTAGRAM,), media_url="https://example.com/a.jpg", state=State.PLANNED)
LOCKED = an_entry(platforms=(Platform.LINKEDIN,), state=State.ACCEPTED)


@pytest.mark.parametrize(
    ("entries", "can_be_locked", "needs_us"),
    [
        ((TEXT,), True, False),
        ((PICTURE,), False, True),
        ((TEXT, PICTURE), True, True),
        ((LOCKED, PICTURE), False, True),
        ((LOCKED,), False, False),
    ],
)
def test_a_post_may_stand_in_both_groups(entries: tuple[Entry, ...], can_be_locked: bool, needs_us: bool) -> None:
    post = Post(1, 1, Origin.HERE, "group", "Hello", "", MOMENT, PostState.SCHEDULED, (), entries, MOMENT)
    assert (lockable(post), sent_from_here(post)) == (can_be_locked, needs_us)
