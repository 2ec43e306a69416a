"""The next time without a conflict for a draft: a slot of the client's, or else a full hour."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.factories import a_draft
from tests.support.quiet_session import NOON, QuietSession, quiet_session
from tests.support.sessions import RESOURCES
from tests.support.slots import slots_of

from postdesk.domain.clients import Client
from postdesk.domain.delivery import State
from postdesk.domain.limits import Measure, PostPart
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import Rules, load_rules
from postdesk.engine.free_times import FreeTime
from postdesk.store import clients, slots

HOUR = timedelta(hours=1)
LINKEDIN, X = Platform.LINKEDIN, Platform.TWITTER


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(RESOURCES / "platforms.toml")


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path, rules: Rules) -> Iterator[QuietSession]:
    with quiet_session(tmp_path) as made:
        made.session.composer.rules = rules
        yield made


def with_gap(quiet: QuietSession, minutes: int, *words: str) -> Client:
    """Add a client with that gap; the time there is noon."""
    ann = replace(quiet.client(zone="UTC"), gap=timedelta(minutes=minutes))
    quiet.database.submit(lambda conn: clients.update(conn, ann)).result()
    quiet.database.submit(lambda conn: slots.add(conn, slots_of(ann.id, *words))).result()
    quiet.session.changes.clients.emit()
    return ann


def test_a_slot_that_is_too_near_to_another_post_is_passed_over(quiet: QuietSession) -> None:
    ann = with_gap(quiet, 90, "2 14:00", "2 15:00", "2 17:00")
    quiet.post(ann, 3.5 * HOUR, State.PLANNED, LINKEDIN)
    draft = a_draft(LINKEDIN, X, client_id=ann.id)
    assert quiet.session.free_times.next_for(draft, (LINKEDIN,)) == FreeTime(NOON + 2 * HOUR, in_slot=True)
    quiet.post(ann, 1.5 * HOUR, State.PLANNED, LINKEDIN)
    assert quiet.session.free_times.next_for(draft, (LINKEDIN,)) == FreeTime(NOON + 5 * HOUR, in_slot=True)
    assert quiet.session.free_times.next_for(draft, (X,)) == FreeTime(NOON + 2 * HOUR, in_slot=True)


def test_without_slots_it_is_the_next_full_hour_that_is_free(quiet: QuietSession) -> None:
    ann = with_gap(quiet, 60)
    draft = a_draft(LINKEDIN, client_id=ann.id, due_at=NOON + 2.2 * HOUR)
    assert quiet.session.free_times.next_for(draft, (LINKEDIN,)) == FreeTime(NOON + 3 * HOUR, in_slot=False)
    quiet.post(ann, 2.5 * HOUR, State.PLANNED, LINKEDIN)
    assert quiet.session.free_times.next_for(draft, (LINKEDIN,)) == FreeTime(NOON + 4 * HOUR, in_slot=False)
    past = replace(draft, due_at=NOON - 50 * HOUR)
    assert quiet.session.free_times.next_for(past, (LINKEDIN,)) == FreeTime(NOON + HOUR, in_slot=False)


def test_a_day_that_is_full_is_passed_over(quiet: QuietSession, rules: Rules) -> None:
    ann = with_gap(quiet, 0, "2 20:00", "4 20:00")
    (cap, *_) = rules.for_platform(Platform.YOUTUBE).of(PostPart.POST, Measure.POSTS_PER_DAY)
    assert isinstance(cap.value, float | int)
    for number in range(int(cap.value)):
        quiet.post(ann, HOUR + number * timedelta(minutes=2), State.PLANNED, Platform.YOUTUBE)
    draft = a_draft(Platform.YOUTUBE, client_id=ann.id)
    assert quiet.session.free_times.next_for(draft, (Platform.YOUTUBE,)) == FreeTime(NOON + 56 * HOUR, in_slot=True)
    assert quiet.session.free_times.next_for(draft, (LINKEDIN,)) == FreeTime(NOON + 8 * HOUR, in_slot=True)


def test_where_no_slot_suits_there_is_none(quiet: QuietSession) -> None:
    ann = with_gap(quiet, 0, "2 20:00 twitter")
    assert quiet.session.free_times.next_for(a_draft(LINKEDIN, client_id=ann.id), (LINKEDIN,)) is None
