"""A client's posts as the service lists them, with a check that the list is complete."""

from datetime import datetime, timedelta

from postdesk.domain.clients import Client
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.matching import is_whole
from postdesk.domain.remote import PostFilter, Priority, RemotePost
from postdesk.engine.api_gateway import ApiGateway
from postdesk.store import accepted
from postdesk.store.database import Database

_WIDER = timedelta(days=1)
_EDGE = timedelta(hours=1)
"""Posts this near to either end of the list may be missing from it: the two clocks differ by less."""


@dataclass(frozen=True, slots=True)
class ClientPosts:
    """The posts of a list, and the end of its period. `whole`: every post that must be in the list is in it."""

    posts: tuple[RemotePost, ...]
    until: datetime
    whole: bool


async def list_client_posts(
    database: Database, gateway: ApiGateway, client: Client, first: datetime, last: datetime, *, cause: str, priority: Priority
) -> ClientPosts:
    """List a client's posts from one day before `first` to one day after `last`. Raises ApiError."""
    start, end = first - _WIDER, last + _WIDER
    known = await database.run(lambda conn: accepted.ids_expected_in_list(conn, client.id, start + _EDGE, end - _EDGE))
    wanted = PostFilter(external_user_id=client.external_user_id, date_from=start, date_to=end)
    listed = await gateway.ask(lambda api: api.list_posts(wanted, cause=cause, priority=priority))
    return ClientPosts(listed.posts, end, is_whole(listed, known))
