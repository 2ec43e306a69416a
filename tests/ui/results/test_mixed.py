"""The text and the first action for a post whose platforms have different results."""

from dataclasses import replace
from itertools import combinations, combinations_with_replacement
from zoneinfo import ZoneInfo

import pytest
from tests.support.quiet_session import NOON
from tests.ui.results.sample_posts import entry, failed, post, published

from postdesk.domain.delivery import Hold, Reason, Stage, State, format_reason
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, post_actions
from postdesk.domain.posts import Entry, PostState, entry_state
from postdesk.domain.remote import PlatformResult
from postdesk.ui.results.cells import line_action
from postdesk.ui.results.lines import platform_lines, post_line
from postdesk.ui.text.entry_stories import StoryContext
from postdesk.ui.text.states import hold_word, post_word, shown_state, state_word

ASKED = entry(State.NEEDS_USER, Platform.TWITTER)
CHECKED = entry(State.UNCERTAIN, Platform.TWITTER)
RECEIVED = entry(State.ACCEPTED_WITHOUT_ID, Platform.TWITTER)
MISSED = entry(State.MISSED, Platform.REDDIT)
REFUSED = entry(State.REJECTED, Platform.REDDIT)
FAILED = failed(Platform.INSTAGRAM)
HELD = entry(State.QUEUED, Platform.THREADS, hold=Hold.ACCOUNT_CHANGED)
QUEUED = entry(State.QUEUED, Platform.THREADS)
PROCESSING = entry(State.ACCEPTED, Platform.YOUTUBE, stage=Stage.PROCESSING)
PLANNED = entry(State.PLANNED, Platform.REDDIT, media_url="https://example.com/a.jpg")
LOCKED = entry(State.ACCEPTED, Platform.LINKEDIN)
SEEN = entry(State.CONFIRMED_BY_USER, Platform.PINTEREST)
OUT, ALSO_OUT = published(), published(Platform.FACEBOOK, "12_34")
SCHEDULED = entry(State.PLANNED, Platform.LINKEDIN)
SENDING = entry(State.SENDING, Platform.FACEBOOK)
PARTLY = replace(OUT, stage=Stage.PARTIAL)
UNKNOWN = entry(State.ACCEPTED, Platform.YOUTUBE, stage=Stage.UNKNOWN)
CANCELLED = entry(State.CANCELLED, Platform.YOUTUBE)
AGAIN = entry(State.QUEUED, Platform.THREADS, hold=Hold.UNDO_DELAY)
UNWANTED = published(Platform.THREADS, reason=format_reason(Reason.UNWANTED))
CONTRADICTORY = replace(
    entry(State.ACCEPTED, Platform.YOUTUBE, stage=Stage.CONTRADICTORY, remote_status="published"),
    results=(PlatformResult(Platform.YOUTUBE, "failed"),),
)
EVERY_END = (
    *(ASKED, CHECKED, RECEIVED, MISSED, REFUSED, FAILED, HELD, QUEUED, PROCESSING, PLANNED, LOCKED, SEEN, OUT),
    *(SCHEDULED, SENDING, PARTLY, UNKNOWN, CONTRADICTORY, CANCELLED, UNWANTED, AGAIN),
)
SCENE = StoryContext(ZoneInfo("UTC"), NOON)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("its", "word", "seen", "first"),
    [
        ((UNWANTED, OUT), "1 to delete", PostState.TO_DELETE, Action.OPEN),
        ((UNWANTED, FAILED), "Partly published: 1 of 2", PostState.PARTIAL, Action.RETRY),
        ((ASKED, OUT), "1 needs your answer", PostState.TO_DECIDE, Action.CHECK_PROFILE),
        ((ASKED, FAILED, OUT), "1 needs your answer", PostState.TO_DECIDE, Action.CHECK_PROFILE),
        ((ASKED, entry(State.NEEDS_USER), OUT), "2 need your answer", PostState.TO_DECIDE, Action.SHOW_PLATFORMS),
        ((ASKED, entry(State.NEEDS_USER)), "Did this go out?", PostState.TO_DECIDE, Action.SHOW_PLATFORMS),
        ((FAILED, CHECKED), "1 failed, checking 1…", PostState.PARTIAL, Action.RETRY),
        ((FAILED, CHECKED, OUT), "1 failed, checking 1…", PostState.PARTIAL, Action.RETRY),
        ((CHECKED, OUT, ALSO_OUT), "Checking 1 of 3…", PostState.CHECKING, Action.CHECK_PROFILE),
        ((CHECKED, LOCKED), "Checking 1 of 2…", PostState.CHECKING, Action.CHECK_PROFILE),
        ((FAILED, OUT, ALSO_OUT), "Partly published: 2 of 3", PostState.PARTIAL, Action.RETRY),
        ((REFUSED, OUT), "Partly published: 1 of 2", PostState.PARTIAL, Action.RETRY),
        ((MISSED, OUT), "Partly published: 1 of 2", PostState.PARTIAL, Action.PUBLISH_NOW),
        ((CONTRADICTORY,), "Published or not?", PostState.CONTRADICTORY, Action.CHECK_PROFILE),
        ((CONTRADICTORY, OUT), "1 of 2: published or not?", PostState.CONTRADICTORY, Action.CHECK_PROFILE),
        ((CONTRADICTORY, FAILED), "1 failed, checking 1…", PostState.PARTIAL, Action.RETRY),
        ((CONTRADICTORY, HELD), "1 on hold, checking 1…", PostState.HELD, Action.CHECK_ACCOUNT),
        ((CONTRADICTORY, UNWANTED), "Checking 1 of 2…", PostState.TO_DELETE, Action.OPEN),
        ((CONTRADICTORY, CHECKED), "1 unclear, checking 1…", PostState.CONTRADICTORY, Action.CHECK_PROFILE),
        ((FAILED, SEEN), "Partly published: 1 of 2", PostState.PARTIAL, Action.RETRY),
        ((FAILED, LOCKED), "1 of 2 failed", PostState.PARTIAL, Action.RETRY),
        ((MISSED, LOCKED), "1 of 2 missed", PostState.PARTIAL, Action.PUBLISH_NOW),
        ((FAILED, REFUSED), "Failed", PostState.REJECTED, Action.RETRY),
        ((FAILED, MISSED), "1 of 2 missed", PostState.MISSED, Action.PUBLISH_NOW),
        ((HELD, OUT), "1 of 2 on hold", PostState.HELD, Action.CHECK_ACCOUNT),
        ((PROCESSING, OUT), "1 of 2 published", PostState.PROCESSING, Action.CHECK_PROFILE),
        ((PROCESSING, RECEIVED), "1 of 2 without a post ID", PostState.PROCESSING, Action.CHECK_PROFILE),
        ((LOCKED, OUT), "1 of 2 published", PostState.LOCKED, Action.COPY),
        ((LOCKED, PLANNED), "1 of 2 locked", PostState.NEEDS_THIS_COMPUTER, Action.EDIT),
        ((LOCKED, QUEUED), "1 of 2 locked", PostState.QUEUED, Action.COPY),
        ((SEEN, OUT), "Published", PostState.PUBLISHED, Action.CHECK_PROFILE),
        ((FAILED,), "Failed", PostState.FAILED, Action.RETRY),
        ((OUT, ALSO_OUT), "Published", PostState.PUBLISHED, Action.OPEN),
    ],
)
def test_what_is_most_in_need_is_said_and_offered_first(
    its: tuple[Entry, ...], word: str, seen: PostState, first: Action
) -> None:
    made, marks = post(*its), [entry_state(each) for each in its]
    offers = post_actions(made, ActionContext())

    assert post_word(made.state, marks) == word
    assert shown_state(made.state, marks) == seen
    assert offers[0].kind == first


@pytest.mark.parametrize("pair", list(combinations_with_replacement(PostState, 2)), ids="-".join)
def test_no_two_ends_hide_what_is_open(pair: tuple[PostState, PostState]) -> None:
    """Whatever the two states are, a question, a doubt and a failure are each in the text or are all of it."""
    state = min(pair, key=tuple(PostState).index)
    word = post_word(state, pair)

    assert word
    if pair[0] == pair[1]:
        assert word == state_word(state)
    if PostState.TO_DECIDE in pair and pair[0] != pair[1]:
        assert word == "1 needs your answer"
    elif PostState.CHECKING in pair and pair[0] != pair[1]:
        assert "hecking 1" in word


def test_a_question_comes_before_the_account_that_needs_reconnecting() -> None:
    given = ActionContext(to_reconnect=frozenset({Platform.INSTAGRAM}))
    found = [offer.kind for offer in post_actions(post(ASKED, FAILED), given)]

    assert found[:4] == [Action.CHECK_PROFILE, Action.SAW_IT, Action.SEND_AGAIN, Action.ASK_LATER]
    assert Action.RECONNECT in found


def test_what_is_out_of_a_failed_post_can_still_be_opened() -> None:
    found = [(offer.kind, offer.platform) for offer in post_actions(post(FAILED, OUT, ALSO_OUT), ActionContext())]

    assert found[0] == (Action.RETRY, Platform.INSTAGRAM)
    assert (Action.OPEN, Platform.LINKEDIN) in found
    assert (Action.OPEN, Platform.FACEBOOK) in found


def test_the_table_of_mixes_knows_every_state() -> None:
    assert {entry_state(each) for each in EVERY_END} == set(PostState)


@pytest.mark.parametrize("waiting", [AGAIN, replace(SCHEDULED, platforms=(Platform.THREADS,), hold=Hold.UNDO_DELAY)])
def test_what_waits_so_that_it_can_be_undone_can_be_undone(waiting: Entry) -> None:
    for others in (*combinations(EVERY_END[:-1], 1), *combinations(EVERY_END[:-1], 2)):
        made = post(*others, waiting)
        for line in (post_line(made, None, SCENE), platform_lines(made, None, SCENE)[-1]):
            assert Action.UNDO in [offer.kind for offer in line.offers], others
            shown = line_action(line)
            assert shown, others
            assert shown.kind is Action.UNDO, others


def test_only_what_can_be_undone_is_said_to_be() -> None:
    for its in (*combinations(EVERY_END, 1), *combinations(EVERY_END, 2)):
        made = post(*its)
        for line in (post_line(made, None, SCENE), *platform_lines(made, None, SCENE)):
            if hold_word(Hold.UNDO_DELAY) in line.story:
                assert Action.UNDO in [offer.kind for offer in line.offers], its


def test_undo_stands_before_what_to_do_next_and_does_not_take_its_mark() -> None:
    found = post_actions(post(ASKED, AGAIN), ActionContext())

    assert [offer.kind for offer in found][:2] == [Action.UNDO, Action.CHECK_PROFILE]
    assert [offer.kind for offer in found if offer.primary] == [Action.CHECK_PROFILE]
