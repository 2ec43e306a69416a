"""The state of a whole post in the window, from its entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.factories import NOON, an_entry

from postdesk.domain.delivery import Hold, Reason, Stage, State, format_reason
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, PostState, entry_state, failed_platforms, post_state, with_delete_reminder
from postdesk.domain.remote import PlatformResult

entries = st.builds(
    lambda state, stage, hold: an_entry(state=state, stage=stage, hold=hold),
    st.sampled_from(State),
    st.sampled_from(Stage),
    st.sampled_from([None, *Hold]),
)


def accepted(stage: Stage, platform: Platform = Platform.LINKEDIN) -> Entry:
    return an_entry(state=State.ACCEPTED, stage=stage, platforms=(platform,))


UNWANTED = an_entry(state=State.ACCEPTED, stage=Stage.PUBLISHED, reason=format_reason(Reason.UNWANTED))


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (an_entry(lock_in_at=NOON), PostState.SCHEDULED),
        (an_entry(), PostState.SCHEDULED),
        (an_entry(media_url="https://example.com/a.jpg"), PostState.NEEDS_THIS_COMPUTER),
        (an_entry(platforms=(Platform.INSTAGRAM,)), PostState.NEEDS_THIS_COMPUTER),
        (an_entry(state=State.QUEUED, hold=Hold.UNDO_DELAY), PostState.QUEUED),
        (an_entry(state=State.QUEUED, hold=Hold.KEY_REJECTED), PostState.HELD),
        (accepted(Stage.SCHEDULED), PostState.LOCKED),
        (accepted(Stage.UNKNOWN), PostState.UNKNOWN),
        (an_entry(state=State.UNCERTAIN), PostState.CHECKING),
        (an_entry(state=State.NEEDS_USER), PostState.TO_DECIDE),
        (an_entry(state=State.ACCEPTED_WITHOUT_ID), PostState.RECEIVED),
        (UNWANTED, PostState.TO_DELETE),
    ],
)
def test_what_is_said_of_one_entry(entry: Entry, shown: PostState) -> None:
    assert entry_state(entry) == shown


@pytest.mark.parametrize(
    ("of", "shown"),
    [
        ((accepted(Stage.PUBLISHED), accepted(Stage.PUBLISHED)), PostState.PUBLISHED),
        ((accepted(Stage.PUBLISHED), accepted(Stage.FAILED, Platform.TWITTER)), PostState.PARTIAL),
        ((accepted(Stage.PUBLISHED), accepted(Stage.FAILED)), PostState.PUBLISHED),
        ((UNWANTED, accepted(Stage.FAILED, Platform.TWITTER)), PostState.PARTIAL),
        ((UNWANTED, accepted(Stage.FAILED)), PostState.TO_DELETE),
        ((UNWANTED, accepted(Stage.PUBLISHED, Platform.TWITTER)), PostState.TO_DELETE),
        ((an_entry(state=State.CONFIRMED_BY_USER), an_entry(state=State.MISSED)), PostState.CONFIRMED),
        ((accepted(Stage.SCHEDULED), accepted(Stage.FAILED)), PostState.FAILED),
        ((accepted(Stage.FAILED), accepted(Stage.FAILED)), PostState.FAILED),
        ((accepted(Stage.PUBLISHED), accepted(Stage.SCHEDULED)), PostState.LOCKED),
        ((accepted(Stage.PUBLISHED), an_entry(state=State.NEEDS_USER)), PostState.TO_DECIDE),
        ((accepted(Stage.SCHEDULED), an_entry(state=State.MISSED)), PostState.MISSED),
        ((accepted(Stage.PUBLISHED), an_entry(state=State.CANCELLED)), PostState.PUBLISHED),
        ((an_entry(state=State.CANCELLED), an_entry(state=State.CANCELLED)), PostState.CANCELLED),
        ((an_entry(state=State.ACCEPTED, stage=Stage.FAILED, platforms=()),), PostState.FAILED),
    ],
)
def test_what_is_said_of_a_whole_post(of: tuple[Entry, ...], shown: PostState) -> None:
    assert post_state(of) == shown


@given(st.lists(entries, min_size=1, max_size=6))
def test_the_most_pressing_is_said_and_an_open_question_is_never_hidden(of: list[Entry]) -> None:
    said = post_state(tuple(of))
    shown = {entry_state(entry) for entry in of}
    assert said in shown | {PostState.PARTIAL}
    assert (said == PostState.TO_DECIDE) == (PostState.TO_DECIDE in shown)
    assert (said == PostState.CANCELLED) == (shown == {PostState.CANCELLED})
    assert said == post_state(tuple(reversed(of)))


def test_of_a_request_that_failed_only_the_platforms_failed_whose_own_result_says_so_too() -> None:
    told = (
        PlatformResult("linkedin", "published"),
        PlatformResult("threads", "failed"),
        PlatformResult("facebook", "processing"),
    )
    platforms = (Platform.LINKEDIN, Platform.THREADS, Platform.FACEBOOK, Platform.TWITTER)
    request = an_entry(state=State.ACCEPTED, stage=Stage.FAILED, platforms=platforms, results=told)
    assert failed_platforms(request) == ("threads",)


@pytest.mark.parametrize("reason", ["", format_reason(Reason.PUBLISHED_TWICE), format_reason(Reason.LATE_LOCK_IN, "more|words")])
def test_what_was_said_of_an_entry_is_said_again_when_it_need_not_be_deleted(reason: str) -> None:
    wanted = with_delete_reminder(an_entry(reason=reason), wanted=True)
    assert entry_state(with_delete_reminder(accepted(Stage.PUBLISHED), wanted=True)) == PostState.TO_DELETE
    assert with_delete_reminder(with_delete_reminder(wanted, wanted=True), wanted=False).reason == reason
    assert with_delete_reminder(an_entry(reason=reason), wanted=False).reason == reason
