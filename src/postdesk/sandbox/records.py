"""The sandbox's stored records. Times are texts as in `moments`."""

from collections.abc import Mapping
from dataclasses import dataclass

CONNECTED = "connected"
NEEDS_RECONNECT = "needs_reconnect"

PENDING = "pending"
FAILED = "failed"
EXPIRED = "expired"

IMMEDIATE = "immediate"
SCHEDULED = "scheduled"
PROCESSING = "processing"
PUBLISHED = "published"
PARTIAL = "partially_published"


@dataclass(frozen=True, slots=True)
class EndUser:
    external_user_id: str
    id: str
    display_name: str | None
    email: str | None
    metadata: Mapping[str, object]
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Connection:
    external_user_id: str
    platform: str
    id: str
    status: str
    account_id: str


@dataclass(frozen=True, slots=True)
class ConnectSession:
    id: str
    external_user_id: str
    platform: str
    redirect_uri: str
    status: str
    error_code: str | None
    expires_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class PlatformResult:
    """A post's result on one platform. Until `finish_at` it is reported as `processing` or `failed`."""

    platform: str
    status: str
    account_id: str | None = None
    external_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    finish_at: str | None = None
    published_at: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post request. `outside` marks one that was made elsewhere, not through the API of this sandbox."""

    id: str
    mode: str
    status: str
    external_user_id: str
    title: str | None
    content: str
    platforms: tuple[str, ...]
    media_url: str | None
    thumbnail_url: str | None
    metadata: Mapping[str, object]
    schedule_at: str | None
    created_at: str
    outside: bool
    results: tuple[PlatformResult, ...] = ()


@dataclass(frozen=True, slots=True)
class PostFilter:
    """The five filters of the list of posts. Both dates are inclusive, and compared with `schedule_at` or the creation time."""

    external_user_id: str | None = None
    status: str | None = None
    platform: str | None = None
    date_from: str | None = None
    date_to: str | None = None


@dataclass(frozen=True, slots=True)
class Echo:
    """The fields of a post that GET and list repeat. The API text shows neither content nor metadata (G6).

    `results`: the list repeats the results of the platforms, and the creation time.
    """

    token: bool = False
    content: bool = False
    schedule_at: bool = True
    results: bool = False
