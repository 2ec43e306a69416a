"""Which operation of the API a request means."""

from collections.abc import Mapping
from dataclasses import dataclass

from postdesk.sandbox.exchange import Request


@dataclass(frozen=True, slots=True)
class Address:
    """An address that exists: its operations by method (named as in `faults.OPERATIONS`), and the ids in its path."""

    operations: Mapping[str, str]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    operation: str
    ids: tuple[str, ...]
    request: Request


def find_address(segments: tuple[str, ...]) -> Address | None:
    match segments:
        case ("api", "v1", "end-users"):
            return Address({"POST": "upsert_end_user"})
        case ("api", "v1", "end-users", user):
            return Address({"GET": "get_end_user"}, (user,))
        case ("api", "v1", "end-users", user, "connections"):
            return Address({"GET": "connections"}, (user,))
        case ("api", "v1", "end-users", user, "connections", platform):
            return Address({"DELETE": "disconnect"}, (user, platform))
        case ("api", "v1", "connect-sessions"):
            return Address({"POST": "create_session"})
        case ("api", "v1", "connect-sessions", session_id):
            return Address({"GET": "get_session"}, (session_id,))
        case ("api", "v1", "posts"):
            return Address({"GET": "list_posts", "POST": "publish"})
        case ("api", "v1", "posts", "scheduled"):
            return Address({"POST": "schedule"})
        case ("api", "v1", "posts", post_id):
            return Address({"GET": "get_post"}, (post_id,))
    return None
