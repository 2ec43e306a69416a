"""For any events in any order, the promises of delivery hold: other runs each day, with the seed that `test_proofs` prints."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.proofs import stateful
from tests.proofs.ledger import NEVER
from tests.proofs.stateful import NAMED, click_what_is_offered_first
from tests.proofs.test_proofs import seed
from tests.proofs.two_clients import PLATFORMS
from tests.proofs.wire import Behaviour
from tests.proofs.world import World

from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.drafts import Draft
from postdesk.domain.new_posts import SubmitMode

__all__ = ["seed"]
pytestmark = [pytest.mark.timeout(600), pytest.mark.usefixtures("qapp")]

_LIVES, _STEPS = 30, 40


@pytest.fixture
def world() -> Iterator[World]:
    logging.disable(logging.CRITICAL)
    made = World()
    yield made
    made.end()
    logging.disable(logging.NOTSET)


def test_whatever_happens_nothing_goes_out_twice_gets_lost_or_is_called_what_it_is_not(seed: int) -> None:
    stateful.run(_LIVES, _STEPS, seed)


def sent(world: World, behaviour: Behaviour, seconds: float) -> State:
    """Publish a post at once; return its state after that time."""
    world.wire.next_ones.append(behaviour)
    world.submit(Draft("one", 1, PLATFORMS[:1], "words"), SubmitMode.PUBLISH_NOW)
    world.run(seconds)
    world.promises.check()
    return world.rows()[0].state


def test_what_was_marked_is_in_doubt_though_the_client_says_that_nothing_was_sent(world: World) -> None:
    assert sent(world, NAMED["given up while it was marked"], 11) == State.UNCERTAIN


def test_what_was_there_before_is_not_taken_for_what_was_sent_with_the_same_words(world: World) -> None:
    world.ledger.elsewhere("ann", "linkedin", "words", "", None)
    assert sent(world, NAMED["reset before it is taken"], 300) == State.NEEDS_USER
    assert world.rows()[0].evidence == Evidence.CANNOT_TELL


def test_what_was_received_without_its_id_is_that_again_where_what_was_found_is_a_different_post(world: World) -> None:
    world.ledger.odd.repeats, world.ledger.odd.by_due_time = frozenset({"moment"}), False
    assert sent(world, NAMED["201, cut"], 40) == State.ACCEPTED
    (row,) = world.rows()
    assert row.evidence == Evidence.LOOKS_LIKE
    world.act("another post", lambda: world.session.post_commands.reject_match(row.id))
    world.run(1)
    world.promises.check()
    assert world.rows()[0].state == State.ACCEPTED_WITHOUT_ID


@pytest.mark.parametrize("gets", ["well", "failing", "broken", "missing"])
def test_what_is_tried_again_is_not_sent_where_the_service_changed_its_mind(world: World, gets: str) -> None:
    world.ledger.odd.ends_as = "late"
    world.submit(Draft("one", 1, PLATFORMS[:1], "words"), SubmitMode.PUBLISH_NOW)
    world.run(20)
    (first,) = world.rows()
    assert first.stage == Stage.FAILED
    world.act("try again", lambda: world.session.post_commands.retry_failed(first.post_id))
    world.run(1)
    world.ledger.odd.gets = gets
    world.run(140)
    world.submit(world.session.composer.drafts()[0], SubmitMode.PUBLISH_NOW)
    world.run(12)
    world.promises.check()
    (_, second) = world.rows()
    unclear = Hold.EARLIER_MISSING if gets == "missing" else Hold.EARLIER_UNCLEAR
    assert (second.state, second.hold) == (State.QUEUED, Hold.EARLIER_PUBLISHED if gets == "well" else unclear)
    assert len(world.ledger.taken) == 1


def test_what_the_user_saw_is_not_tied_to_the_same_words_that_may_have_been_up_before(world: World) -> None:
    world.ledger.odd.lists = "cut"
    world.ledger.elsewhere("ann", "linkedin", "words", "", None)
    assert sent(world, NAMED["201, cut"], 12) == State.ACCEPTED_WITHOUT_ID
    (row,) = world.rows()
    world.act("saw it", lambda: world.session.post_commands.confirm_published(row.id))
    world.run(1)
    world.ledger.odd.repeats, world.ledger.odd.lists = frozenset({"content"}), "whole"
    world.act("refresh", world.session.refresh)
    world.run(130)
    world.promises.check()
    assert [each.remote_id for each in world.rows() if each.id == row.id] == [""]


@pytest.mark.parametrize("lag", [timedelta(), NEVER])
def test_in_a_restored_profile_what_is_offered_first_sends_nothing_twice(world: World, lag: timedelta) -> None:
    """Ten posts go out after the backup; for any answer of the service, the user clicks every first button."""
    due_at = (world.session.clock.now() + timedelta(minutes=30)).replace(microsecond=0)
    for number in range(10):
        draft = Draft(f"draft {number}", 1 + number % 2, PLATFORMS[:1], f"words {number}", due_at=due_at)
        world.submit(replace(draft, media_url="https://example.com/a.jpg"), SubmitMode.SCHEDULE)
    world.back_up()
    world.ledger.odd.lag = lag
    world.sleep(timedelta(minutes=30))
    world.run(130)
    assert len(world.ledger.taken) == 10
    world.sleep(timedelta(hours=20))
    world.restore()
    for _ in range(3):
        world.run(130)
        click_what_is_offered_first(world)
        world.promises.check()
    world.run(130)
    assert len(world.ledger.taken) == 10
    assert {row.state for row in world.rows()} == {State.NEEDS_USER if lag else State.ACCEPTED}


def test_what_the_user_sends_again_before_its_time_waits_for_it_as_a_new_request(world: World) -> None:
    due_at = (world.session.clock.now() + timedelta(minutes=30)).replace(microsecond=0)
    draft = Draft("one", 1, PLATFORMS[:1], "words", media_url="https://example.com/a.jpg", due_at=due_at)
    world.submit(draft, SubmitMode.SCHEDULE)
    world.back_up()
    world.ledger.odd.lists = "cut"
    world.restore()
    world.run(12)
    (before,) = world.rows()
    assert before.state == State.NEEDS_USER
    world.act("send again", lambda: world.session.post_commands.send_again(before.id))
    world.run(1)
    world.promises.check()
    (row,) = world.rows()
    assert (row.state, row.token != before.token) == (State.PLANNED, True)


def test_a_restored_profile_knows_nothing_of_what_was_there_before_an_attempt_that_it_does_not_know(world: World) -> None:
    world.ledger.odd.repeats, world.ledger.odd.by_due_time = frozenset({"content", "created"}), False
    world.ledger.elsewhere("ann", "linkedin", "words", "", None)
    world.wire.next_ones.append(NAMED["302"])
    world.submit(Draft("one", 1, PLATFORMS[:1], "words"), SubmitMode.PUBLISH_NOW)
    world.back_up()
    world.run(12)
    assert world.rows()[0].state == State.REJECTED
    world.restore()
    world.run(12)
    world.promises.check()
    (row,) = world.rows()
    assert (row.state, row.evidence) == (State.ACCEPTED, Evidence.WORDS)


_TURNS_UNTIL_ROWS_ARE_IN = 7


def test_what_was_brought_in_by_half_when_it_was_killed_is_taken_back_by_itself(world: World) -> None:
    due_at = (world.session.clock.now() + timedelta(minutes=30)).replace(microsecond=0)
    drafts = [Draft(f"draft {number}", 1, PLATFORMS[:1], f"words {number}", due_at=due_at) for number in range(3)]
    world.loop.doom = _TURNS_UNTIL_ROWS_ARE_IN
    world.import_drafts(drafts)
    assert [row.state for row in world.rows()] == [State.QUEUED] * 3
    world.run(1)
    world.promises.check()
    assert not world.failures
    assert [row.state for row in world.rows()] == [State.CANCELLED] * 3
