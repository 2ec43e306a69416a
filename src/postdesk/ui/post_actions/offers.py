"""The actions that are offered for a post in its state, and menus of them."""

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QMenu

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import Action, ActionContext, PostAction, post_actions
from postdesk.domain.posts import Entry, Post, PostState, effective
from postdesk.engine.desk import Desk
from postdesk.ui.kit.copies import add_copies
from postdesk.ui.kit.theme import Theme
from postdesk.ui.post_actions.registry import ACTIONS, offers_words
from postdesk.ui.text.entry_stories import WORTH_A_LOOK, Scene, late_minutes


def scene_of(desk: Desk, client_id: int, zone: ZoneInfo, put_off: frozenset[int] = frozenset()) -> Scene:
    """Return the context of a client's posts: the time, and the states of the client's accounts."""
    accounts = desk.connections.of(client_id)
    missing = frozenset[str](Platform) - {account.platform for account in accounts if account.ready}
    agreed = frozenset(each.platform for each in accounts if each.remote_account_id == each.confirmed_account_id)
    return Scene(zone, desk.clock.now(), missing, put_off, agreed)


def context_of(scene: Scene, state: PostState, entries: tuple[Entry, ...], client: Client | None) -> ActionContext:
    """Return the facts that decide, besides the states of a post, which actions are offered."""
    late = late_minutes(state, entries, scene.now) >= WORTH_A_LOOK
    return ActionContext(scene.to_reconnect, scene.put_off, late, bool(client and client.approval), scene.agreed)


def offers_of(desk: Desk, post: Post) -> tuple[PostAction, ...]:
    """Return the actions on a post, the most useful first."""
    scene, client = scene_of(desk, post.client_id, ZoneInfo("UTC")), desk.clients.get(post.client_id)
    return post_actions(post, context_of(scene, post.state, effective(post.entries), client))


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
        action.triggered.connect(partial(_run, run, offer))
        if icon := ACTIONS[offer.kind].icon:
            action.setIcon(theme.icon(icon, "secondary"))
        if offer.kind is Action.COPY:
            add_copies(menu, clients, theme, partial(copy_for, offer.post_id))


def _run(run: Callable[[PostAction], object], offer: PostAction, checked: bool = False) -> None:
    run(offer)
