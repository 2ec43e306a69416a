"""Posts, read one by one or together."""

from dataclasses import replace
from functools import partial

from tests.support.factories import NOON
from tests.support.filled import Filled, an_entry, at

from postdesk.domain.delivery import State
from postdesk.domain.platforms import Platform
from postdesk.store import posts


def test_posts_that_are_read_together_are_those_that_are_read_one_by_one(filled: Filled) -> None:
    failed = filled.add(
        an_entry(id=1, state=State.REJECTED, platforms=(Platform.LINKEDIN,), due_at=at(NOON, 1)),
        an_entry(id=2, state=State.CANCELLED, platforms=(Platform.REDDIT,), due_at=at(NOON, 2)),
    )
    again = [
        replace(failed, id=0, retries_post=failed.id, entries=(an_entry(id=number, state=state, due_at=at(NOON, number)),))
        for number, state in ((3, State.PLANNED), (4, State.CANCELLED))
    ]
    other = filled.add(an_entry(id=5, state=State.PLANNED, due_at=at(NOON, 5)))
    retries = [filled.database.submit(partial(posts.add, workspace_id=1, post=each, now=NOON)).result() for each in again]
    reader = filled.database.reader

    wanted = [other.id, failed.id, *(each.id for each in retries), 999]
    together = posts.all_of(reader, wanted)

    assert together == {each: post for each in wanted if (post := posts.get(reader, each))}
    assert together[failed.id].retried_by == retries[0].id
    assert [entry.platforms for entry in together[failed.id].entries] == [(Platform.LINKEDIN,), (Platform.REDDIT,)]
    assert posts.all_of(reader, ()) == {}
