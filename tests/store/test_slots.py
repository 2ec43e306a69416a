"""Slots in a real file, and the plan by time."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.factories import NOON, a_draft
from tests.support.filled import Filled, an_entry, at, fill
from tests.support.slots import slots_of

from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.slots import PlannedPost, Slot
from postdesk.store import drafts, entries, posts, slots

HOUR = timedelta(hours=1)
LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = fill(tmp_path)
    yield made
    made.database.close()


def kept(filled: Filled, client_id: int) -> tuple[Slot, ...]:
    return slots.of_client(filled.database.reader, client_id)


def add(filled: Filled, *new: Slot) -> None:
    filled.database.submit(lambda conn: slots.add(conn, new)).result()


def save(filled: Filled, draft: Draft) -> None:
    dated = replace(draft, client_id=filled.clients[0].id, updated_at=NOON)
    filled.database.submit(lambda conn: drafts.save(conn, dated)).result()


def test_slots_are_kept_once_and_listed_as_they_come_in_the_week(filled: Filled) -> None:
    ann, bob = (client.id for client in filled.clients)
    add(filled, *slots_of(ann, "7 23:59", "1 09:00 linkedin", "1 09:00", "1 08:30"), *slots_of(bob, "1 09:00"))
    add(filled, *slots_of(ann, "1 09:00"))
    assert [replace(each, id=0) for each in kept(filled, ann)] == list(
        slots_of(ann, "1 08:30", "1 09:00", "1 09:00 linkedin", "7 23:59")
    )
    ids = [each.id for each in kept(filled, ann)]
    filled.database.submit(lambda conn: slots.remove(conn, ids)).result()
    assert kept(filled, ann) == ()
    assert len(kept(filled, bob)) == 1


def test_they_go_with_their_client(filled: Filled) -> None:
    ann = filled.clients[0].id
    add(filled, *slots_of(ann, "1 09:00"))
    filled.database.submit(lambda conn: conn.execute("DELETE FROM clients WHERE id = ?", (ann,))).result()
    assert kept(filled, ann) == ()


@pytest.mark.parametrize(("weekday", "minute"), [(0, 0), (8, 0), (1, -1), (1, 1440)])
def test_what_is_no_time_of_a_week_can_not_be_kept(filled: Filled, weekday: int, minute: int) -> None:
    sql = "INSERT INTO slots (client_id, platform, weekday, minute) VALUES (?, '', ?, ?)"
    with pytest.raises(sqlite3.IntegrityError):
        filled.database.submit(lambda conn: conn.execute(sql, (filled.clients[0].id, weekday, minute))).result()


def test_a_post_that_one_platform_refused_keeps_the_slot_of_the_others(filled: Filled) -> None:
    ann, read = filled.clients[0], filled.database.reader
    post = filled.add(an_entry(platforms=(X,), due_at=at(NOON, 1)), an_entry(platforms=(LINKEDIN,), due_at=at(NOON, 2)))
    refused = replace(post.entries[0], state=State.REJECTED)
    filled.database.submit(lambda conn: entries.write(conn, refused, NOON)).result()
    assert slots.posts_between(read, ann.id, NOON, NOON + HOUR) == (PlannedPost(NOON, (LINKEDIN,)),)
    assert slots.posts_at(read, ann.id, [NOON]) == (PlannedPost(NOON, (LINKEDIN,)),)
    assert [posts.is_taken(read, ann.id, each) for each in (NOON - HOUR, NOON)] == [False, True]
    assert [posts.count_within_a_day(read, ann.id, each, NOON, None) for each in (X, LINKEDIN)] == [0, 1]


def test_posts_that_do_not_go_out_take_no_slot(filled: Filled) -> None:
    ann = filled.clients[0]
    gone = (State.CANCELLED, State.MISSED, State.REJECTED)
    for number, state in enumerate((State.PLANNED, State.QUEUED, *gone)):
        filled.add(an_entry(state=state, platforms=(X, LINKEDIN), due_at=at(NOON + number * HOUR, number)))
    other = filled.add(an_entry(platforms=(X,), due_at=at(NOON, 50)))
    found = slots.posts_between(filled.database.reader, ann.id, NOON, NOON + 9 * HOUR, [other.id])
    assert found == (PlannedPost(NOON, (X, LINKEDIN)), PlannedPost(NOON + HOUR, (X, LINKEDIN)))
    assert slots.posts_between(filled.database.reader, filled.clients[1].id, NOON, NOON + 9 * HOUR) == ()


def test_each_time_of_a_draft_takes_its_platforms_slot(filled: Filled) -> None:
    ann = filled.clients[0].id
    later = NOON + HOUR
    save(filled, replace(a_draft(LINKEDIN, X, due_at=NOON), id="both", variants=(Variant(X, due_at=later),)))
    save(filled, replace(a_draft(due_at=NOON), id="none", platforms=()))
    save(filled, replace(a_draft(X, due_at=NOON), id="template", template="Monthly"))
    save(filled, replace(a_draft(X), id="own", due_at=None, variants=(Variant(X, due_at=later), Variant(LINKEDIN, due_at=NOON))))
    save(filled, replace(a_draft(X, due_at=NOON), id="left out"))
    found = slots.drafts_between(filled.database.reader, ann, NOON, later + HOUR, ["left out"])
    assert sorted(found, key=lambda each: (each.moment, each.platforms)) == [
        PlannedPost(NOON, ()),
        PlannedPost(NOON, (LINKEDIN,)),
        PlannedPost(later, (X,)),
        PlannedPost(later, (X,)),
    ]
    assert len(slots.drafts_between(filled.database.reader, ann, NOON, later)) == 3
