"""The texts for posts that were found later."""

from zoneinfo import ZoneInfo

import pytest
from tests.support.quiet_session import NOON
from tests.ui.results.sample_posts import entry, failed, post, published

from postdesk.domain.delivery import Reason, State, format_reason
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action
from postdesk.domain.posts import Entry, PostState
from postdesk.ui.results.lines import platform_lines, post_line
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.post_stories import post_story

SCENE = StoryContext(ZoneInfo("America/New_York"), NOON)

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_first_one_that_is_up_beside_the_second_is_said_plainly() -> None:
    second, first = published(), published(reason=format_reason(Reason.PUBLISHED_TWICE))

    assert post_story(post(second, first), SCENE) == "LinkedIn: The first one was published after all, so it is there twice."


@pytest.mark.parametrize("other", [failed(Platform.LINKEDIN), entry(State.REJECTED), entry(State.MISSED)])
def test_what_is_up_by_one_of_two_tries_is_published_and_the_other_is_said(other: Entry) -> None:
    both = post(other, published())
    line = post_line(both, None, SCENE)

    assert (line.look.word, line.platform_states) == ("Published", (("linkedin", PostState.PUBLISHED),))
    assert line.story == "Another attempt for LinkedIn wasn’t published."
    assert [each.state for each in platform_lines(both, None, SCENE)] == [PostState.PUBLISHED]
    assert not {Action.RETRY, Action.PUBLISH_NOW, Action.SEND_AGAIN} & {offer.kind for offer in line.offers}


def test_a_time_that_nobody_knows_is_not_made_up() -> None:
    seen = post(published(reason=format_reason(Reason.TIME_UNKNOWN)))

    assert post_line(seen, None, SCENE).when == "Time not known"
    assert [line.when for line in platform_lines(seen, None, SCENE)] == ["Time not known"]


def test_a_cancelled_post_keeps_its_time() -> None:
    assert post_line(post(entry(State.CANCELLED)), None, SCENE).when == "today 07:00"
