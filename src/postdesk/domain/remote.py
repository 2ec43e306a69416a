"""The service's answers as values: the results of the documented operations.

Every field keeps the service's own words: statuses are open (an unknown word stays as it is), platforms are plain keys, ids are
opaque, and `raw` is the JSON text that the value was read from, unknown fields included.
"""

from datetime import datetime
from enum import IntEnum

from postdesk.domain.lazy_dataclass import dataclass


class Priority(IntEnum):
    """The priority of a request within the budget of a workspace (API gap G13), the most urgent first."""

    SEND = 0
    USER = 1
    POLL = 2


@dataclass(frozen=True, slots=True)
class EndUser:
    """An end user as created or updated ("Create or upsert end user"). The whole known record is sent each time."""

    external_user_id: str
    display_name: str = ""
    email: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class EndUserSummary:
    """An end user with its connection summary ("Get end user")."""

    end_user: EndUser
    total: int
    connected: int
    failed: int


@dataclass(frozen=True, slots=True)
class RemoteConnection:
    """One row of the answer to "List end user connections"."""

    id: str
    platform: str
    status: str
    remote_account_id: str = ""
    remote_username: str = ""
    account_type: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class RemoteSession:
    """A connect session, as created ("Create connect session") or read ("Get connect session status")."""

    id: str
    status: str
    platform: str
    connect_url: str = ""
    external_user_id: str = ""
    error_code: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class PlatformResult:
    """The result of a post request on one platform. `detail`: the service's own explanation, empty if there is none."""

    platform: str
    status: str
    external_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RemotePost:
    """A post request as the service reports it. `token`, `content` and `platforms` are set only where it returns them."""

    id: str
    mode: str
    status: str
    external_user_id: str
    schedule_at: str = ""
    results: tuple[PlatformResult, ...] = ()
    platforms: tuple[str, ...] = ()
    token: str = ""
    content: str = ""
    created_at: datetime | None = None
    raw: str = ""

    @property
    def named_platforms(self) -> tuple[str, ...]:
        """The platforms of the post, as far as the request or its results name them."""
        return self.platforms or tuple(result.platform for result in self.results)


@dataclass(frozen=True, slots=True)
class PostList:
    """An answer of "List post requests". `complete`: it was not cut at our size limit; else absence from it proves nothing."""

    posts: tuple[RemotePost, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class PostFilter:
    """The five documented filters of "List post requests"; empty and None mean no filter. Datetimes are aware UTC."""

    external_user_id: str = ""
    status: str = ""
    platform: str = ""
    date_from: datetime | None = None
    date_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutgoingPost:
    """A post request as it is sent, immediate where `schedule_at` is empty.

    A scheduled request has no documented title, media or thumbnail: building one with them is an error.
    """

    external_user_id: str
    content: str
    platforms: tuple[str, ...]
    title: str = ""
    media_url: str = ""
    thumbnail_url: str = ""
    schedule_at: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
