"""The next free slot of a client, drafts put into slots, and posts that are too near to each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.factories import a_draft
from tests.support.quiet_session import NOON, QuietSession, quiet_session
from tests.support.slots import slots_of

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.drafts import Draft, Variant
from postdesk.domain.platforms import Platform
from postdesk.domain.problems import ProblemKind
from postdesk.domain.times import WallTimeKind
from postdesk.store import clients, drafts, slots

HOUR = timedelta(hours=1)
LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    with quiet_session(tmp_path) as made:
        yield made


def with_slots(quiet: QuietSession, *words: str, zone: str = "Europe/Berlin") -> Client:
    """Add a client with these slots; it is Tuesday, 24 November 2026, 13:00 in Berlin."""
    ann = quiet.client(zone=zone)
    quiet.database.submit(lambda conn: slots.add(conn, slots_of(ann.id, *words))).result()
    return ann


def keep(quiet: QuietSession, draft: Draft) -> None:
    quiet.database.submit(lambda conn: drafts.save(conn, draft)).result()


def found(quiet: QuietSession, draft: Draft) -> datetime | None:
    opening = quiet.session.slots.next_free(draft)
    return opening.moment if opening else None


def test_the_next_free_slot_is_left_by_posts_and_drafts(quiet: QuietSession) -> None:
    ann = with_slots(quiet, "2 13:01", "2 15:00", "2 17:00", "2 19:00")
    draft = a_draft(client_id=ann.id, id="mine", due_at=NOON + 6 * HOUR)
    assert found(quiet, draft) == NOON + 2 * HOUR  # a minute is too soon
    quiet.post(ann, 2 * HOUR, State.PLANNED, X)
    assert found(quiet, draft) == NOON + 4 * HOUR
    keep(quiet, a_draft(client_id=ann.id, id="other", due_at=NOON + 4 * HOUR))
    assert found(quiet, draft) == NOON + 6 * HOUR
    keep(quiet, draft)
    assert found(quiet, draft) == NOON + 6 * HOUR  # its own time is no conflict


def test_a_draft_may_have_the_time_of_the_post_that_it_changes(quiet: QuietSession) -> None:
    ann = with_slots(quiet, "2 15:00")
    post = quiet.post(ann, 2 * HOUR, State.PLANNED)
    draft = a_draft(client_id=ann.id)
    assert found(quiet, draft) == NOON + 2 * HOUR + timedelta(weeks=1)
    assert found(quiet, replace(draft, replaces_post=post.id)) == NOON + 2 * HOUR


def test_platforms_that_have_no_slot_in_common_get_none(quiet: QuietSession) -> None:
    ann = with_slots(quiet, "2 15:00 linkedin", "2 16:00 twitter")
    assert found(quiet, a_draft(LINKEDIN, X, client_id=ann.id)) is None
    assert found(quiet, a_draft(X, client_id=ann.id)) == NOON + 3 * HOUR
    assert found(quiet, a_draft(client_id=quiet.client("Bob").id)) is None


def test_the_service_s_clock_counts_where_it_is_ahead(quiet: QuietSession) -> None:
    ann = with_slots(quiet, "2 15:00", "2 17:00")
    quiet.session.clock.server_offset = 3 * HOUR
    assert found(quiet, a_draft(client_id=ann.id)) == NOON + 4 * HOUR


def test_drafts_are_put_into_slots_in_their_order(quiet: QuietSession) -> None:
    ann, bob = with_slots(quiet, "2 15:00", "2 17:00 twitter", "3 09:00"), quiet.client("Bob")
    mine = [
        a_draft(X, client_id=ann.id, id="1", due_at=NOON + 20 * HOUR),
        a_draft(LINKEDIN, client_id=ann.id, id="2", variants=(Variant(LINKEDIN, due_at=NOON + 9 * HOUR),)),
        a_draft(X, client_id=ann.id, id="3"),
        a_draft(X, client_id=bob.id, id="4"),
    ]
    for draft in mine:
        keep(quiet, draft)
    placed = quiet.session.slots.place(mine)
    moments = [each.free_slot.moment if each.free_slot else None for each in placed]
    assert moments == [NOON + 2 * HOUR, NOON + 20 * HOUR, NOON + 4 * HOUR, None]
    assert [each.timed.due_for(LINKEDIN) for each in placed[:2]] == moments[:2]
    assert placed[3].timed == mine[3]


def test_what_is_free_in_a_span_is_ahead_and_untaken(quiet: QuietSession) -> None:
    ann = with_slots(quiet, "2 09:00", "2 15:00", "2 17:00 twitter", "2 17:00 linkedin", "3 09:00")
    quiet.post(ann, 4 * HOUR, State.PLANNED, X)
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    free = quiet.session.slots.free_between(ann.id, midnight, midnight + 24 * HOUR)
    assert [(each.moment, each.platforms) for each in free] == [
        (NOON + 2 * HOUR, frozenset({""})),
        (NOON + 4 * HOUR, frozenset({"linkedin"})),
    ]


def test_a_slot_of_a_skipped_hour_says_so(quiet: QuietSession) -> None:
    ann = with_slots(quiet, "7 02:30")
    march = datetime(2027, 3, 28, tzinfo=UTC)
    (free,) = quiet.session.slots.free_between(ann.id, march, march + 24 * HOUR)
    assert (free.moment, free.kind) == (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), WallTimeKind.SKIPPED)


def test_posts_that_are_too_near_are_found_once_somebody_wants_a_gap(quiet: QuietSession) -> None:
    ann = quiet.client()
    post = quiet.post(ann, 3 * HOUR, State.PLANNED, LINKEDIN)
    near = a_draft(LINKEDIN, X, client_id=ann.id, due_at=NOON + 2.5 * HOUR)
    too_near = quiet.session.composer.conflicts.too_near
    assert too_near(near, LINKEDIN) is None
    gap = replace(ann, gap=timedelta(minutes=60))
    quiet.database.submit(lambda conn: clients.update(conn, gap)).result()
    quiet.session.changes.clients.emit()
    problem = too_near(near, LINKEDIN)
    assert problem
    assert (problem.kind, problem.allowed) == (ProblemKind.TOO_CLOSE, 60)
    assert problem.detail == (NOON + 3 * HOUR).isoformat()
    assert too_near(near, X) is None
    assert too_near(replace(near, due_at=NOON + 4 * HOUR), LINKEDIN) is None
    assert too_near(replace(near, replaces_post=post.id), LINKEDIN) is None
    assert too_near(replace(near, due_at=None), LINKEDIN) is None


def test_posts_beside_a_time_are_read_once_for_all_platforms(quiet: QuietSession) -> None:
    ann, heard = quiet.client(), list[str]()
    quiet.post(ann, 3 * HOUR, State.PLANNED, LINKEDIN)
    draft = a_draft(LINKEDIN, X, client_id=ann.id, due_at=NOON + 3 * HOUR)
    quiet.database.reader.set_trace_callback(heard.append)
    found = [quiet.session.composer.conflicts.too_near(draft, each) for each in (LINKEDIN, X, Platform.THREADS, LINKEDIN)]
    quiet.database.reader.set_trace_callback(None)
    assert [each is not None for each in found] == [True, False, False, True]
    assert len(heard) == 2  # the client, and the posts


def test_the_same_minute_is_found_whatever_the_gap(quiet: QuietSession) -> None:
    ann = quiet.client()
    draft = a_draft(client_id=ann.id, due_at=NOON + 3 * HOUR)
    assert quiet.session.composer.conflicts.too_near(draft, LINKEDIN) is None
    quiet.post(ann, 3 * HOUR, State.PLANNED, LINKEDIN)
    problem = quiet.session.composer.conflicts.too_near(draft, LINKEDIN)
    assert problem
    assert problem.kind is ProblemKind.SAME_TIME
