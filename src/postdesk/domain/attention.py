"""Items that need the user's attention: posts to decide, missed, failed or on hold, and accounts that posts wait for.

A post counts once, whatever happened on its platforms. A failed post that another one repairs doesn't count, nor does one that
was made elsewhere, since nothing can be done about it here. An account that posts wait for counts once, and stands for the posts
that are on hold because of it: these count only if something else asks for the user as well.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from postdesk.domain.clients import Client, Connection
from postdesk.domain.delivery import Hold
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.overview import AccountState
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, PostAction, post_actions
from postdesk.domain.posts import Post, PostState


class AttentionKind(StrEnum):
    """The kind of an item. The order is by urgency, the most urgent first."""

    DECIDE = "decide"
    RECONNECT = "reconnect"
    MISSED = "missed"
    FAILED = "failed"
    HELD = "held"


STATES: Final = {
    AttentionKind.DECIDE: (PostState.TO_DECIDE, PostState.CONTRADICTORY, PostState.TO_DELETE),
    AttentionKind.MISSED: (PostState.MISSED,),
    AttentionKind.FAILED: (PostState.REJECTED, PostState.FAILED, PostState.PARTIAL),
    AttentionKind.HELD: (PostState.HELD,),
}
"""The states of the posts of each kind, in the order of the kinds."""

PASSING_HOLDS: Final = frozenset(
    {Hold.UNDO_DELAY, Hold.NOT_DUE, Hold.OFFLINE, Hold.STORAGE, Hold.EARLIER_UNCLEAR, Hold.NOT_CONNECTED}
)
"""The holds that end by themselves; `NOT_CONNECTED` with its account, which is an item of its own."""

_NOT_FIRST: Final = frozenset({Action.UNDO, Action.CHECK_NOW, Action.COPY, Action.COPY_LINK, Action.DETAILS})
_KIND_OF: Final = {state: kind for kind, states in STATES.items() for state in states}
_ORDER: Final = tuple(AttentionKind)


@dataclass(frozen=True, slots=True)
class WaitingAccount:
    """An account to which nothing can be sent, and the first post that waits for it."""

    client_id: int
    platform: str
    state: AccountState
    post_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """A post or account that needs the user, and the one action offered for it.

    `post`: the post, or the first one that waits for the `account`. The reason is in the post's entries, or the account's state.
    """

    kind: AttentionKind
    post: Post
    action: PostAction
    account: WaitingAccount | None = None

    @property
    def client_id(self) -> int:
        """The id of the client."""
        return self.post.client_id

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms of the post, or the account's."""
        return (self.account.platform,) if self.account else self.post.platforms

    @property
    def key(self) -> tuple[AttentionKind, int, str]:
        """The identity of the item, whatever else changes: one with another key is news."""
        return self.kind, self.client_id if self.account else self.post.id, self.account.platform if self.account else ""


def account_context(client: Client | None, accounts: Iterable[Connection]) -> ActionContext:
    """Return the facts about a client's accounts that decide on the actions of its posts."""
    known = tuple(accounts)
    return ActionContext(
        to_reconnect=frozenset[str](Platform) - {account.platform for account in known if account.ready},
        approval=bool(client and client.approval),
        confirmed_platforms=frozenset(each.platform for each in known if each.remote_account_id == each.confirmed_account_id),
    )


def post_item(post: Post, context: ActionContext) -> AttentionItem | None:
    """Return the item of a post, with the first action that helps; None for a post that needs nobody."""
    kind = _KIND_OF.get(post.state)
    offers = post_actions(post, context)
    helpful = (offer for offer in offers if offer.kind not in _NOT_FIRST and not offer.menu_only)
    return AttentionItem(kind, post, next(helpful, offers[-1])) if kind else None


def account_item(account: WaitingAccount, post: Post) -> AttentionItem:
    """Return the item of an account that posts wait for; `post` is the first of them."""
    check = account.state is AccountState.OTHER_ACCOUNT
    kind = Action.CHECK_ACCOUNT if check else Action.RECONNECT
    action = PostAction(kind, post.id, account.client_id, platform=account.platform, primary=True)
    return AttentionItem(AttentionKind.RECONNECT, post, action, account)


def by_urgency(items: Iterable[AttentionItem]) -> list[AttentionItem]:
    """Return the items by kind; those of a kind stay in their order."""
    return sorted(items, key=lambda item: _ORDER.index(item.kind))
