"""The actions that are offered for a post in its state, and menus of them."""

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QMenu

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, PostAction, post_actions
from postdesk.domain.posts import Entry, Post, PostState, effective_entries
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.kit.copy_menu import add_copy_menu
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import ACTIONS, offers_words
from postdesk.ui.text.entry_stories import CHECK_PROFILE_MINUTES, StoryContext, late_minutes


def story_context(
    session: WorkspaceSession, client_id: int, zone: ZoneInfo, postponed: frozenset[int] = frozenset()
) -> StoryContext:
    """Return the context of a client's posts: the time, and the states of the client's accounts."""
    accounts = session.connections.of(client_id)
    missing = frozenset[str](Platform) - {account.platform for account in accounts if account.ready}
    agreed = frozenset(each.platform for each in accounts if each.remote_account_id == each.confirmed_account_id)
    return StoryContext(zone, session.clock.now(), missing, postponed, agreed)


def action_context(context: StoryContext, state: PostState, entries: tuple[Entry, ...], client: Client | None) -> ActionContext:
    """Return the facts that decide, besides the states of a post, which actions are offered."""
    late = late_minutes(state, entries, context.now) >= CHECK_PROFILE_MINUTES
    return ActionContext(
        context.to_reconnect, context.postponed, late, bool(client and client.approval), context.confirmed_platforms
    )


def offered_actions(session: WorkspaceSession, post: Post) -> tuple[PostAction, ...]:
    """Return the actions on a post, the most useful first."""
    context, client = story_context(session, post.client_id, ZoneInfo("UTC")), session.clients.get(post.client_id)
    return post_actions(post, action_context(context, post.state, effective_entries(post.entries), client))


def is_editable(session: WorkspaceSession, post: Post) -> bool:
    """Return True where the post, or its unsent part, can be edited in the composer."""
    return any(offer.kind in (Action.EDIT, Action.NEW_TIME) for offer in offered_actions(session, post))


def add_offers(
    menu: QMenu,
    theme: Theme,
    offers: Sequence[PostAction],
    run: Callable[[PostAction], object],
    clients: Sequence[Client] = (),
    copy_for: Callable[[int, int], object] = lambda post_id, client_id: None,
) -> None:
    """Add an entry for each action, which calls `run` with it; a copy can be for one of `clients`.

    The entries' identifiers are the menu's and the action's kind.
    """
    for offer, words in zip(offers, offers_words(offers), strict=True):
        action = menu.addAction(words.replace("&", "&&"))
        action.setObjectName(f"{menu.objectName()}.{offer.kind}")
        action.triggered.connect(lambda _=False, offer=offer: run(offer))
        if icon := ACTIONS[offer.kind].icon:
            action.setIcon(theme.icon(icon, "secondary"))
        if offer.kind is Action.COPY:
            add_copy_menu(menu, clients, theme, partial(copy_for, offer.post_id))
