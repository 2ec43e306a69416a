"""The actions that are offered for a post as it stands."""

from zoneinfo import ZoneInfo

from postdesk.domain.clients import Client
from postdesk.domain.platforms import Platform
from postdesk.domain.post_actions import ActionContext, PostAction, post_actions
from postdesk.domain.posts import Entry, Post, PostState, effective
from postdesk.engine.desk import Desk
from postdesk.ui.text.entry_stories import WORTH_A_LOOK, Scene, late_minutes


def scene_of(desk: Desk, client_id: int, zone: ZoneInfo, put_off: frozenset[int] = frozenset()) -> Scene:
    """Return what the posts of a client are seen beside: the time, and how the client's accounts stand."""
    accounts = desk.connections.of(client_id)
    missing = frozenset[str](Platform) - {account.platform for account in accounts if account.ready}
    agreed = frozenset(each.platform for each in accounts if each.remote_account_id == each.confirmed_account_id)
    return Scene(zone, desk.clock.now(), missing, put_off, agreed)


def context_of(scene: Scene, state: PostState, entries: tuple[Entry, ...], client: Client | None) -> ActionContext:
    """Return what decides, beside the states of a post, which actions are offered."""
    late = late_minutes(state, entries, scene.now) >= WORTH_A_LOOK
    return ActionContext(scene.to_reconnect, scene.put_off, late, bool(client and client.approval), scene.agreed)


def offers_of(desk: Desk, post: Post) -> tuple[PostAction, ...]:
    """Return what can be done with a post, the most useful first."""
    scene, client = scene_of(desk, post.client_id, ZoneInfo("UTC")), desk.clients.get(post.client_id)
    return post_actions(post, context_of(scene, post.state, effective(post.entries), client))
