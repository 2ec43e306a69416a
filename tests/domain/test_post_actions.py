"""The actions that are offered in each state."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.ui.results.sample_posts import entry, failed, post, published

from postdesk.domain.approval import Approval, ApprovalRecord
from postdesk.domain.delivery import Evidence, Hold, Stage, State
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, PostAction, platform_actions, post_actions
from postdesk.domain.posts import Entry, Post, PostOrigin, PostState

PLAIN = ActionContext()
LATER = timedelta(days=3)


def acts(offers: tuple[PostAction, ...]) -> list[Action]:
    return [offer.kind for offer in offers]


def offered(*entries: Entry, given: ActionContext = PLAIN) -> list[Action]:
    return acts(post_actions(post(*entries), given))


def test_a_lost_answer_asks_to_look_before_anything_is_decided() -> None:
    found = post_actions(post(entry(State.NEEDS_USER)), PLAIN)

    assert acts(found)[:5] == [Action.CHECK_PROFILE, Action.SAW_IT, Action.SEND_AGAIN, Action.ASK_LATER, Action.NOT_THERE]
    assert found[0].primary
    assert not any(offer.primary for offer in found[1:])


def test_a_question_that_was_put_off_can_be_taken_up_again() -> None:
    asked = entry(State.NEEDS_USER)

    assert acts(post_actions(post(asked), ActionContext(postponed=frozenset({asked.id}))))[0] == Action.DECIDE


def test_two_open_questions_are_answered_one_by_one() -> None:
    both = post(entry(State.NEEDS_USER), entry(State.NEEDS_USER, Platform.TWITTER))

    assert acts(post_actions(both, PLAIN))[0] == Action.SHOW_PLATFORMS
    assert Action.SEND_AGAIN not in acts(post_actions(both, PLAIN))
    answers = platform_actions(both, both.entries[1], Platform.TWITTER, PLAIN)
    assert acts(answers)[:3] == [Action.CHECK_PROFILE, Action.SAW_IT, Action.SEND_AGAIN]
    assert answers[1].entry_id == both.entries[1].id


def test_what_was_tried_again_shows_the_new_try_and_is_not_tried_once_more() -> None:
    again = replace(post(failed()), retried_by=7, retried=(Platform.INSTAGRAM,))

    assert acts(post_actions(again, PLAIN))[0] == Action.SHOW_RETRY
    assert Action.RETRY not in acts(post_actions(again, PLAIN))
    partly = replace(post(failed(), failed(Platform.REDDIT)), retried_by=7, retried=(Platform.INSTAGRAM,))
    assert [offer.platform for offer in post_actions(partly, PLAIN) if offer.kind == Action.RETRY] == [Platform.REDDIT]


def test_a_post_whose_file_can_t_be_had_is_to_be_edited_or_let_go() -> None:
    held = post(entry(State.PLANNED, hold=Hold.MEDIA))
    assert acts(post_actions(held, PLAIN))[:2] == [Action.EDIT, Action.RELEASE]
    assert acts(post_actions(held, PLAIN)).count(Action.EDIT) == 1
    assert post_actions(held, PLAIN)[0].primary
    assert Action.RELEASE in acts(platform_actions(held, held.entries[0], Platform.LINKEDIN, PLAIN))


def test_what_only_looks_like_it_can_be_called_a_different_post() -> None:
    assert Action.ANOTHER_POST in offered(published(evidence=Evidence.LOOKS_LIKE))
    assert Action.ANOTHER_POST in offered(replace(published(evidence=Evidence.LOOKS_LIKE), stage=Stage.FAILED))
    assert Action.ANOTHER_POST not in offered(published(evidence=Evidence.WORDS))
    assert Action.ANOTHER_POST not in offered(entry(State.NEEDS_USER, evidence=Evidence.LOOKS_LIKE))


@pytest.mark.parametrize("state", [State.ACCEPTED_WITHOUT_ID, State.UNCERTAIN, State.SENDING])
def test_what_may_be_out_is_never_offered_for_sending(state: State) -> None:
    found = offered(entry(state))

    assert not {Action.SEND_AGAIN, Action.PUBLISH_NOW, Action.EDIT, Action.RETRY} & set(found)


def test_what_is_sent_again_can_be_undone_though_other_platforms_have_theirs() -> None:
    again = entry(State.QUEUED, Platform.TWITTER, hold=Hold.UNDO_DELAY)

    assert Action.UNDO in offered(published(), again)
    assert Action.UNDO not in offered(published(), replace(again, hold=None))


def test_undo_names_the_request_that_its_line_is_about() -> None:
    again = entry(State.QUEUED, Platform.TWITTER, hold=Hold.UNDO_DELAY)
    made = post(entry(State.PLANNED), again)

    assert [offer.entry_id for offer in post_actions(made, PLAIN) if offer.kind == Action.UNDO] == [0]
    assert [offer.entry_id for offer in platform_actions(made, again, Platform.TWITTER, PLAIN)][:1] == [again.id]


def test_what_waits_its_turn_can_become_a_draft_again() -> None:
    assert offered(entry(State.QUEUED), entry(State.PLANNED, Platform.TWITTER))[0] == Action.BACK_TO_DRAFT
    assert Action.BACK_TO_DRAFT not in offered(entry(State.QUEUED, hold=Hold.UNDO_DELAY))


def test_a_scheduled_post_can_be_changed() -> None:
    assert offered(entry(State.PLANNED, due_in=LATER))[:3] == [Action.EDIT, Action.LOCK_IN, Action.PUBLISH_NOW]


def test_what_the_service_cannot_schedule_is_not_locked_in() -> None:
    assert Action.LOCK_IN not in offered(entry(State.PLANNED, media_url="https://example.com/a.jpg"))


def test_a_locked_post_can_only_be_copied_and_asked_about() -> None:
    assert set(offered(entry(State.ACCEPTED))) == {Action.COPY, Action.CHECK_NOW, Action.DETAILS}


def test_a_late_post_is_looked_for_and_not_sent_again() -> None:
    found = offered(entry(State.ACCEPTED), given=ActionContext(late=True))

    assert found[0] == Action.CHECK_PROFILE
    assert Action.SEND_AGAIN not in found


def test_a_post_that_waits_to_be_undone_can_be_undone() -> None:
    assert offered(entry(State.QUEUED, hold=Hold.UNDO_DELAY))[0] == Action.UNDO


@pytest.mark.parametrize(
    ("hold", "act"),
    [
        (Hold.NOT_CONNECTED, Action.RECONNECT),
        (Hold.ACCOUNT_CHANGED, Action.CHECK_ACCOUNT),
        (Hold.KEY_REJECTED, Action.CHECK_KEY),
        (Hold.REFUSED_PERMISSION, Action.RESUME),
        (Hold.OFFLINE, Action.RESUME),
        (Hold.RESTORED, Action.CHECK_PROFILE),
        (Hold.CHANGED, Action.RELEASE),
        (Hold.EARLIER_PUBLISHED, Action.CHECK_PROFILE),
        (Hold.EARLIER_MISSING, Action.CHECK_PROFILE),
    ],
)
def test_each_hold_has_its_act(hold: Hold, act: Action) -> None:
    found = post_actions(post(entry(State.QUEUED, hold=hold)), PLAIN)

    assert found[0].kind == act
    assert found[0].primary
    assert acts(found).count(act) == 1


def test_a_missed_post_is_published_timed_anew_or_taken_back() -> None:
    assert offered(entry(State.MISSED))[:3] == [Action.PUBLISH_NOW, Action.NEW_TIME, Action.BACK_TO_DRAFT]


def test_a_missed_post_keeps_the_question_about_its_account() -> None:
    late = entry(State.MISSED, hold=Hold.ACCOUNT_CHANGED)

    assert offered(late)[:2] == [Action.CHECK_ACCOUNT, Action.PUBLISH_NOW]
    assert post_actions(post(late), PLAIN)[0].primary
    assert offered(late, given=ActionContext(confirmed_platforms=frozenset(late.platforms)))[0] == Action.PUBLISH_NOW


def test_what_another_copy_may_have_sent_is_not_sent_by_the_first_button() -> None:
    for state in (State.PLANNED, State.QUEUED):
        found = post_actions(post(entry(state, hold=Hold.RESTORED)), PLAIN)
        assert [each.kind for each in found][:2] == [Action.CHECK_PROFILE, Action.RELEASE]
        assert [each.kind for each in found if each.primary] == [Action.CHECK_PROFILE]


def test_a_refused_post_is_edited() -> None:
    assert offered(entry(State.REJECTED))[0] == Action.EDIT


def test_only_failed_platforms_are_tried_again() -> None:
    found = post_actions(post(published(), failed()), PLAIN)

    assert found[0].kind == Action.OPEN or found[0].kind == Action.RETRY
    (again,) = (offer for offer in found if offer.kind == Action.RETRY)
    assert again.platform == Platform.INSTAGRAM


def test_a_platform_that_needs_reconnecting_is_reconnected_first() -> None:
    found = post_actions(post(failed()), ActionContext(to_reconnect=frozenset({Platform.INSTAGRAM})))

    assert found[0] == PostAction(Action.RECONNECT, 1, 1, platform=Platform.INSTAGRAM, primary=True)
    assert Action.RETRY in acts(found)


def test_a_published_post_is_opened_on_each_platform() -> None:
    both = post(published(), published(Platform.FACEBOOK, "12_34"))

    opened = [offer for offer in post_actions(both, PLAIN) if offer.kind == Action.OPEN]
    assert [(offer.platform, offer.external_id) for offer in opened] == [("linkedin", "urn:li:share:71"), ("facebook", "12_34")]


def test_a_published_post_without_an_id_is_looked_for_at_the_profile() -> None:
    assert offered(entry(State.ACCEPTED, stage=Stage.PUBLISHED))[0] == Action.CHECK_PROFILE


def test_a_post_made_elsewhere_has_no_words_to_copy() -> None:
    elsewhere = post(published(), text="", origin=PostOrigin.ELSEWHERE)

    assert acts(post_actions(elsewhere, PLAIN)) == [Action.OPEN, Action.COPY_LINK, Action.DETAILS]


@pytest.mark.parametrize("out", [State.ACCEPTED, State.ACCEPTED_WITHOUT_ID, State.UNCERTAIN, State.SENDING])
@pytest.mark.parametrize("ours", [State.PLANNED, State.MISSED, State.REJECTED])
def test_what_may_be_out_of_a_post_is_not_taken_back_with_the_rest(out: State, ours: State) -> None:
    for offer in post_actions(post(entry(out), entry(ours, Platform.INSTAGRAM)), PLAIN):
        assert offer.unsent_only == (
            offer.kind in {Action.EDIT, Action.NEW_TIME, Action.BACK_TO_DRAFT, Action.PUBLISH_NOW, Action.CANCEL}
        )


def test_what_is_left_of_a_post_can_be_cancelled_published_or_changed() -> None:
    locked, here = entry(State.ACCEPTED), entry(State.PLANNED, Platform.INSTAGRAM, media_url="https://example.com/a.jpg")

    of_the_rest = {offer.kind for offer in post_actions(post(locked, here), PLAIN) if offer.unsent_only}
    assert of_the_rest == {Action.CANCEL, Action.PUBLISH_NOW, Action.EDIT, Action.BACK_TO_DRAFT}
    assert not any(offer.unsent_only for offer in post_actions(post(here), PLAIN))


def test_a_whole_post_is_a_draft_again_by_the_answer_that_it_is_not_there() -> None:
    asked, missed = entry(State.NEEDS_USER), entry(State.MISSED, Platform.TWITTER)

    assert Action.NOT_THERE in offered(asked, missed)
    assert Action.NOT_THERE not in offered(asked, missed, entry(State.ACCEPTED_WITHOUT_ID, Platform.FACEBOOK))
    assert Action.NOT_THERE not in offered(entry(State.ACCEPTED_WITHOUT_ID))


def test_every_state_offers_the_details_last() -> None:
    for state in State:
        made = post(entry(state))
        assert acts(post_actions(made, PLAIN))[-1] == Action.DETAILS, state
        assert acts(platform_actions(made, made.entries[0], Platform.LINKEDIN, PLAIN))[-1] == Action.DETAILS
    assert post(entry(State.CANCELLED)).state == PostState.CANCELLED


def test_what_the_client_has_not_approved_is_approved_or_waits_by_one_act() -> None:
    held = entry(State.PLANNED, hold=Hold.NOT_APPROVED)
    assert offered(held)[0] == Action.APPROVE
    asked = replace(post(held), approval=ApprovalRecord(Approval.WAITING))
    acts = [offer.kind for offer in post_actions(asked, ActionContext())]
    assert (acts[0], acts.count(Action.APPROVE), Action.ASK_CLIENT in acts) == (Action.APPROVE, 1, False)


def test_the_clients_word_has_buttons_only_where_it_is_asked_for() -> None:
    plain = post(entry(State.PLANNED, due_in=LATER))

    def with_buttons(of: Post, given: ActionContext = PLAIN) -> set[Action]:
        return {offer.kind for offer in post_actions(of, given) if not offer.menu_only} & {Action.APPROVE, Action.ASK_CLIENT}

    assert {Action.APPROVE, Action.ASK_CLIENT} <= set(acts(post_actions(plain, PLAIN))), "the menu has them for any post"
    assert with_buttons(plain) == set()
    assert with_buttons(plain, ActionContext(approval=True)) == {Action.APPROVE, Action.ASK_CLIENT}
    assert with_buttons(replace(plain, approval=ApprovalRecord(Approval.WAITING))) == {Action.APPROVE}
    assert with_buttons(replace(plain, approval=ApprovalRecord(Approval.APPROVED))) == {Action.ASK_CLIENT}
