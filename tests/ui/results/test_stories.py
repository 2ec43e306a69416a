"""The texts about what happened to an entry."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from tests.support.quiet_session import NOON
from tests.ui.results.sample_posts import entry, failed, post, published

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.delivery import Evidence, Hold, Reason, Stage, State, format_reason
from postdesk.domain.media import MediaProblem
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Entry, PostState, SendMode, platform_state
from postdesk.domain.remote import PlatformResult
from postdesk.ui.text.entry_stories import StoryContext, entry_story, platform_story
from postdesk.ui.text.post_stories import post_story, state_look
from postdesk.ui.text.times import when_text

SCENE = StoryContext(ZoneInfo("America/New_York"), NOON)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_contradiction_is_said_in_both_words() -> None:
    results = (PlatformResult(Platform.TWITTER, "failed", "", "Not available"),)
    made = entry(State.ACCEPTED, Platform.TWITTER, stage=Stage.CONTRADICTORY, remote_status="published", results=results)
    words = "MyPostShare says “published”, but X (Twitter) says “failed”. Check the profile. Postdesk keeps asking."
    assert entry_story(made, SCENE) == platform_story(made, Platform.TWITTER, SCENE) == post_story(post(made), SCENE) == words
    assert state_look(PostState.CONTRADICTORY, (made,), NOON).word == "Published or not?"
    assert "LinkedIn says nothing" in entry_story(replace(made, platforms=(Platform.LINKEDIN,)), SCENE)


def test_what_the_user_said_is_up_tells_when_that_was_said() -> None:
    said = entry(State.CONFIRMED_BY_USER, stage_since=NOON)
    assert entry_story(said, SCENE) == f"You confirmed it {when_text(NOON, SCENE.zone, NOON)}."
    assert "07:00" in entry_story(said, SCENE)


def test_a_scheduled_post_says_until_when_it_can_be_edited() -> None:
    planned = entry(State.PLANNED, due_in=3 * DAY, lock_in_at=NOON + 2 * DAY)

    assert entry_story(planned, SCENE) == "Editable until Thu 07:00"
    to_reconnect = StoryContext(SCENE.zone, NOON, frozenset({Platform.LINKEDIN}))
    assert post_story(post(planned), to_reconnect) == "Editable until Thu 07:00. Reconnect LinkedIn first."


def test_a_post_sent_from_here_asks_to_leave_the_app_running() -> None:
    planned = entry(State.PLANNED, Platform.INSTAGRAM, DAY, media_url="https://example.com/a.jpg")

    assert entry_story(planned, SCENE) == "Goes out tomorrow 07:00 New York time. Keep Postdesk running."
    to_reconnect = StoryContext(SCENE.zone, NOON, frozenset({Platform.INSTAGRAM}))
    assert post_story(post(planned), to_reconnect) == (
        "Goes out tomorrow 07:00 New York time. Keep Postdesk running. Reconnect Instagram first."
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (format_reason(Reason.DROPPED), "The connection dropped before an answer came."),
        (format_reason(Reason.SERVER_FAILURE, "503"), "MyPostShare answered with an error (503), but may have accepted it."),
        (format_reason(Reason.STOPPED_WHILE_SENDING), "Postdesk stopped while sending it."),
        (format_reason(Reason.NOT_THE_SERVICE), "The answer didn’t come from MyPostShare."),
    ],
)
def test_a_question_says_what_happened_and_what_will_not(reason: str, words: str) -> None:
    asked = entry(State.NEEDS_USER, reason=reason, evidence=Evidence.CANNOT_TELL)

    assert entry_story(asked, SCENE) == f"{words} Postdesk doesn’t send it again unless you say so."


def test_what_was_to_wait_says_that_it_is_tried_again() -> None:
    asked_to_wait = entry(State.UNCERTAIN, reason=format_reason(Reason.RATE_LIMITED))
    assert entry_story(asked_to_wait, SCENE) == (
        "MyPostShare asked to wait. Postdesk tries again once it is sure that nothing was accepted."
    )


def test_the_question_says_where_it_was_very_likely_not_posted() -> None:
    asked = entry(State.NEEDS_USER, reason=format_reason(Reason.DROPPED), evidence=Evidence.VERY_LIKELY_NOT)

    assert entry_story(asked, SCENE) == (
        "Very likely not posted: MyPostShare never listed it. Postdesk doesn’t send it again unless you say so."
    )


@pytest.mark.parametrize(
    ("state", "evidence", "words"),
    [
        (State.UNCERTAIN, Evidence.NONE, "Postdesk asks MyPostShare before it sends anything."),
        (State.NEEDS_USER, Evidence.CANNOT_TELL, "MyPostShare can’t tell. Postdesk sends it only if you say so."),
        (State.NEEDS_USER, Evidence.VERY_LIKELY_NOT, "MyPostShare doesn’t have it. Postdesk sends it only if you say so."),
    ],
)
def test_what_another_copy_may_have_sent_says_why(state: State, evidence: Evidence, words: str) -> None:
    asked = entry(state, reason=format_reason(Reason.RESTORED), evidence=evidence)

    assert entry_story(asked, SCENE) == f"The profile was copied or restored, so this post may have been sent already. {words}"


def test_what_only_looks_like_it_is_not_called_certain() -> None:
    assert entry_story(published(evidence=Evidence.LOOKS_LIKE), SCENE) == "Found: this looks like your post."
    assert entry_story(published(evidence=Evidence.TOKEN), SCENE) == ""


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            entry(State.MISSED, reason=format_reason(Reason.AWAY)),
            "Not sent: Postdesk was not running, or this computer was asleep.",
        ),
        (entry(State.MISSED, reason=format_reason(Reason.CLOCK_MOVED)), "Not sent: the practice clock was moved past its time."),
        (
            entry(State.MISSED, reason=format_reason(Reason.HELD_TOO_LONG, Hold.NOT_CONNECTED)),
            "Not sent: the account needs reconnecting.",
        ),
        (
            entry(State.REJECTED, reason=format_reason(Reason.REFUSED, "content\nis empty")),
            "MyPostShare refused it: “content is empty”",
        ),
        (entry(State.REJECTED, reason=format_reason(Reason.REFUSED)), "MyPostShare refused it, and gave no reason."),
        (entry(State.QUEUED, hold=Hold.OFFLINE), "Not sent: MyPostShare can’t be reached. Postdesk tries again."),
        (
            entry(State.QUEUED, hold=Hold.MEDIA, reason=format_reason(Reason.MEDIA_FLAWED, MediaProblem.NOT_THERE)),
            "The image or video can’t be fetched from its link: nothing found at this link. Copy the link again.",
        ),
        (entry(State.QUEUED, mode=SendMode.IMMEDIATE), "Goes out in a moment."),
        (entry(State.QUEUED, mode=SendMode.SCHEDULED, due_in=DAY), "Locking in now."),
        (entry(State.ACCEPTED, due_in=DAY), "Goes out by itself, can’t be changed"),
        (failed(), "“the video is too long”"),
        (failed(detail=""), "MyPostShare gave no reason."),
        (failed(detail="platform_error: Instagram is not available."), "“Instagram is not available.”"),
        (failed(detail="access_denied"), "Access was denied."),
        (failed(detail="e_1187"), "“e_1187”"),
    ],
)
def test_each_outcome_has_its_words(made: Entry, words: str) -> None:
    assert entry_story(made, SCENE) == words


def test_a_partly_published_post_names_what_failed() -> None:
    made = post(failed(), published(), published(Platform.THREADS))

    assert post_story(made, SCENE) == "Instagram: “the video is too long”"


def test_each_platform_that_something_is_the_matter_with_is_told_of() -> None:
    asked = entry(State.NEEDS_USER, Platform.TWITTER, reason=format_reason(Reason.DROPPED))
    alike = (failed(detail=""), failed(Platform.THREADS, ""))

    assert post_story(post(*alike, asked, published()), SCENE) == (
        "X (Twitter): The connection dropped before an answer came. Postdesk doesn’t send it again unless you say so."
        " · Instagram, Threads: MyPostShare gave no reason."
    )
    assert post_story(post(*alike), SCENE) == "MyPostShare gave no reason."


@pytest.mark.parametrize(("minutes", "word"), [(4, "Locked"), (5, "5 min late"), (15, "15 min late"), (61, "Over an hour late")])
def test_a_locked_post_is_late_by_steps(minutes: int, word: str) -> None:
    locked = entry(State.ACCEPTED)
    now = NOON + timedelta(minutes=minutes, seconds=2)

    assert state_look(PostState.LOCKED, (locked,), now).word == word


def test_an_unknown_status_is_shown_as_it_is() -> None:
    held = entry(State.ACCEPTED, due_in=DAY, stage=Stage.UNKNOWN, remote_status="in_review")

    assert state_look(PostState.UNKNOWN, (held,), NOON).word == "MyPostShare: “in_review”"


def test_each_platform_of_one_request_has_its_own_result() -> None:
    results = (PlatformResult("linkedin", "published", "1"), PlatformResult("twitter", "failed", "", "too long"))
    both = entry(State.ACCEPTED, stage=Stage.PARTIAL, platforms=("linkedin", "twitter"), results=results, mode=SendMode.IMMEDIATE)

    assert platform_state(both, "linkedin") == PostState.PUBLISHED
    assert platform_state(both, "twitter") == PostState.FAILED
    assert platform_story(both, "twitter", SCENE) == "“too long”"
    assert post_story(post(both), SCENE) == "X (Twitter): “too long”"


def test_all_states_have_words(qapp: QApplication) -> None:
    for state in State:
        made = entry(state, due_in=DAY)
        assert state_look(post(made).state, (made,), NOON).word
        assert post_story(post(made), SCENE) or state in (State.SENDING, State.CONFIRMED_BY_USER, State.CANCELLED, State.REJECTED)


def test_what_the_client_said_stands_before_the_rest_as_long_as_it_matters() -> None:
    planned = post(entry(State.PLANNED, due_in=3 * DAY, lock_in_at=NOON + 2 * DAY))
    asked = replace(planned, approval=ApprovalRecord(Approval.WAITING))
    assert post_story(asked, SCENE) == "Editable until Thu 07:00. Waiting for the client’s approval."
    again = replace(planned, approval=ApprovalRecord(Approval.WAITING, ("before",)))
    assert post_story(again, SCENE).endswith("Changed after the client approved it. It needs approval again.")
    out = replace(post(published()), approval=ApprovalRecord(Approval.APPROVED, ("it",)))
    assert "Approved" not in post_story(out, SCENE)


def test_what_nobody_approved_in_time_says_so() -> None:
    held = entry(State.PLANNED, hold=Hold.NOT_APPROVED)
    assert entry_story(held, SCENE) == "The client hasn’t approved this post."
    missed = entry(State.MISSED, reason=format_reason(Reason.HELD_TOO_LONG, Hold.NOT_APPROVED))
    assert entry_story(missed, SCENE) == "Not sent: the client hasn’t approved this post."
