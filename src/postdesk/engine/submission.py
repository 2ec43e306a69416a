"""A draft is turned into a post, in one transaction, or stays a draft."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from postdesk.domain.clients import Client, Connection
from postdesk.domain.drafts import Draft
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.domain.submitting import Act, Terms, moments, new_post
from postdesk.domain.taking_back import beyond_recall
from postdesk.domain.times import MIN_LEAD
from postdesk.engine.taking_back import give_way
from postdesk.store import clients, connections, drafts, entries, last_used, posts
from postdesk.store.sqlite import Transaction


class RefusedReason(StrEnum):
    """Why a draft was not turned into a post; it stays as it is."""

    EMPTY = "empty"
    NO_PLATFORM = "no_platform"
    NO_TIME = "no_time"
    TIME_PAST = "time_past"
    TIME_TOO_SOON = "time_too_soon"
    NOT_CONNECTED = "not_connected"
    NO_FREE_MILLISECOND = "no_free_millisecond"
    REPLACED_ALREADY_LOCKED = "replaced_already_locked"
    PART_HAS_ITS_OWN_TIME = "part_has_its_own_time"
    STORAGE = "storage"


class Stays(Exception):
    """The draft was not turned into a post."""

    def __init__(self, reason: RefusedReason, platform: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.platform = platform


def turn_into_post(conn: Transaction, workspace_id: int, draft: Draft, rest: Draft | None, terms: Terms) -> Post:
    """The post that the draft became, now or before; `rest` stays a draft. Raises Stays, NoFreeMoment."""
    if already := posts.made_from(conn, draft.id):
        return already
    client = clients.get(conn, draft.client_id)
    assert client is not None
    accounts = connections.of_client(conn, client.id)
    due_at = _checked(draft, client, accounts, terms)
    if draft.replaces_post is not None:
        _take_back(conn, draft.replaces_post, draft, terms.now)
    due = moments(due_at, entries.taken_milliseconds(conn, workspace_id, due_at))
    post = posts.add(conn, workspace_id, new_post(draft, client, accounts, due, terms), terms.now)
    drafts.delete(conn, draft.id)
    if rest:
        drafts.save(conn, replace(rest, updated_at=terms.now))
    last_used.remember(conn, client.id, _usual(conn, draft, rest), due_at if terms.act != Act.PUBLISH_NOW else None)
    return post


def _usual(conn: Transaction, draft: Draft, rest: Draft | None) -> tuple[Platform, ...]:
    """The platforms that the client's next post begins with: what is made of another post says nothing of them."""
    if any(other is not None for other in (draft.replaces_post, draft.copied_from_post, draft.retries_post)):
        return last_used.get(conn, draft.client_id).platforms
    chosen = {*draft.platforms, *(rest.platforms if rest else ())}
    return tuple(platform for platform in Platform if platform in chosen)


def _checked(draft: Draft, client: Client, accounts: tuple[Connection, ...], terms: Terms) -> datetime:
    """When the post is due. Raises Stays where it can't be taken."""
    if not draft.platforms:
        raise Stays(RefusedReason.NO_PLATFORM)
    if not all(draft.text_for(platform).strip() for platform in draft.platforms):
        raise Stays(RefusedReason.EMPTY)
    connected = {account.platform for account in accounts}
    if absent := next((platform for platform in draft.platforms if platform not in connected), None):
        raise Stays(RefusedReason.NOT_CONNECTED, absent)
    if terms.act == Act.PUBLISH_NOW:
        return terms.now
    if draft.due_at is None:
        raise Stays(RefusedReason.NO_TIME)
    ahead = draft.due_at - terms.now - terms.server_ahead
    # What is due by this computer's clock goes out at once, whatever the service's says.
    if ahead <= timedelta() or draft.due_at <= terms.now:
        raise Stays(RefusedReason.TIME_PAST)
    if ahead < MIN_LEAD:
        raise Stays(RefusedReason.TIME_TOO_SOON)
    return draft.due_at


def _take_back(conn: Transaction, post_id: int, draft: Draft, now: datetime) -> None:
    """Cancel what the draft replaces. Raises Stays where that is beyond recall."""
    post = posts.get(conn, post_id)
    if post is None:
        return
    if beyond_recall(post, draft.platforms):
        raise Stays(RefusedReason.REPLACED_ALREADY_LOCKED)
    apart = {platform for entry in posts.set_apart_from(conn, post) for platform in entry.platforms}
    if moved := next((platform for platform in draft.platforms if platform in apart), None):
        raise Stays(RefusedReason.PART_HAS_ITS_OWN_TIME, moved)
    give_way(conn, post, now)
