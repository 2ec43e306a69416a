"""What needs attention, by kind, and the one action that is offered for it."""

from dataclasses import replace

import pytest
from tests.support.factories import NOON, a_client, an_account
from tests.ui.results.sample_posts import entry, failed, post, published

from postdesk.domain.attention import (
    STATES,
    AttentionItem,
    AttentionKind,
    WaitingAccount,
    account_context,
    account_item,
    by_urgency,
    post_item,
)
from postdesk.domain.delivery import Hold, State
from postdesk.domain.overview import AccountState
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, post_actions
from postdesk.domain.posts import Entry
from postdesk.domain.state_groups import NEEDS_ATTENTION

CONNECTED = account_context(a_client(), [an_account(platform) for platform in Platform])


def item(*entries: Entry, context: ActionContext = CONNECTED) -> AttentionItem:
    found = post_item(post(*entries), context)
    assert found
    return found


def test_each_state_that_needs_attention_has_one_kind() -> None:
    assert sorted(state for states in STATES.values() for state in states) == sorted(NEEDS_ATTENTION)
    assert post_item(post(published()), CONNECTED) is None
    assert post_item(post(entry(State.PLANNED)), CONNECTED) is None


@pytest.mark.parametrize(
    ("its", "kind", "action"),
    [
        (entry(State.NEEDS_USER), AttentionKind.DECIDE, Action.CHECK_PROFILE),
        (entry(State.MISSED), AttentionKind.MISSED, Action.PUBLISH_NOW),
        (failed(), AttentionKind.FAILED, Action.RETRY),
        (entry(State.REJECTED), AttentionKind.FAILED, Action.EDIT),
        (entry(State.PLANNED, hold=Hold.MEDIA), AttentionKind.HELD, Action.EDIT),
        (entry(State.QUEUED, hold=Hold.PAUSED), AttentionKind.HELD, Action.RESUME_ALL),
        (entry(State.QUEUED, hold=Hold.NOT_APPROVED), AttentionKind.HELD, Action.APPROVE),
    ],
)
def test_a_post_has_the_first_action_that_the_results_offer(its: Entry, kind: AttentionKind, action: Action) -> None:
    found = item(its)
    assert (found.kind, found.action.kind) == (kind, action)
    assert found.action == post_actions(post(its), CONNECTED)[0]
    assert found.platforms == its.platforms


def test_an_account_comes_first_in_a_post_that_failed_for_it() -> None:
    context = replace(CONNECTED, to_reconnect=frozenset({Platform.INSTAGRAM}))
    assert item(failed(), context=context).action.kind == Action.RECONNECT


def test_where_nothing_helps_the_details_are_shown() -> None:
    tried = replace(post(failed()), retried=(Platform.INSTAGRAM,))
    found = post_item(tried, CONNECTED)
    assert found
    assert found.action.kind == Action.DETAILS


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (AccountState.RECONNECT, Action.RECONNECT),
        (AccountState.MISSING, Action.RECONNECT),
        (AccountState.OTHER_ACCOUNT, Action.CHECK_ACCOUNT),
    ],
)
def test_an_account_is_reconnected_or_checked(state: AccountState, action: Action) -> None:
    waits = post(entry(State.PLANNED, Platform.TWITTER), entry(State.PLANNED))
    found = account_item(WaitingAccount(1, Platform.TWITTER, state, 1, NOON), waits)
    assert (found.kind, found.platforms) == (AttentionKind.RECONNECT, (Platform.TWITTER,))
    assert (found.action.kind, found.action.platform, found.action.client_id) == (action, Platform.TWITTER, 1)


def test_the_most_urgent_kind_comes_first() -> None:
    account = account_item(WaitingAccount(1, "twitter", AccountState.RECONNECT, 1, NOON), post(entry(State.PLANNED)))
    mixed = [item(entry(State.PLANNED, hold=Hold.CHANGED)), item(failed()), item(entry(State.MISSED)), account]
    ordered = by_urgency([*mixed, item(entry(State.NEEDS_USER))])
    assert [each.kind for each in ordered] == list(AttentionKind)


def test_an_item_stays_the_same_while_its_post_changes_within_its_kind() -> None:
    asked = post(entry(State.NEEDS_USER))
    first, later = post_item(asked, CONNECTED), post_item(replace(asked, text="Changed"), CONNECTED)
    assert first
    assert later
    assert first.key == later.key
    assert first.key != item(entry(State.MISSED)).key
