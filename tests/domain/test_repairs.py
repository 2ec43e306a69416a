"""A post and the ones that try some of its platforms again: which of them stands for what."""

from dataclasses import replace

import pytest
from tests.ui.results.sample_posts import entry, failed, post, published

from postdesk.domain.delivery import Hold, Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, PostState, platforms_to_retry
from postdesk.domain.repairs import is_tried_again, with_first_attempt

REDDIT, THREADS = Platform.REDDIT, Platform.THREADS


def test_two_repairs_of_one_post_each_tell_of_their_own_platform() -> None:
    first = replace(post(failed(REDDIT), failed(THREADS), published()), retried=(REDDIT, THREADS))
    whole = with_first_attempt(post(published(REDDIT)), first)
    assert sorted(platform for each in whole.entries for platform in each.platforms) == [Platform.LINKEDIN, REDDIT]
    assert whole.state is PostState.PUBLISHED
    assert platforms_to_retry(whole) == ()


@pytest.mark.parametrize(
    "open_question",
    [
        entry(State.ACCEPTED, THREADS, stage=Stage.CONTRADICTORY),
        entry(State.QUEUED, THREADS, hold=Hold.KEY_REJECTED),
        entry(State.NEEDS_USER, THREADS),
        failed(THREADS),
    ],
)
def test_a_repair_of_one_platform_leaves_the_question_of_another_open(open_question: Entry) -> None:
    first = replace(post(failed(REDDIT), open_question), retried_by=7, retried=(REDDIT,))
    assert not is_tried_again(first)


def test_repairs_of_all_that_failed_stand_for_the_post() -> None:
    first = post(failed(REDDIT), failed(THREADS), published())
    assert not is_tried_again(first)
    assert is_tried_again(replace(first, retried_by=7, retried=(REDDIT, THREADS)))
