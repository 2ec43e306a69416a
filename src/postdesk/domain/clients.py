"""Workspaces, clients, their connections and connect sessions, as this computer keeps them."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from postdesk.domain.externals import External, ExternalKind
from postdesk.domain.limits import OwnLimit
from postdesk.domain.platforms import Platform
from postdesk.domain.times import zone
from postdesk.domain.utm import NO_TAGS, Tagging


class WorkspaceKind(StrEnum):
    """A workspace is the embedded sandbox ("Practice mode") or one app of a real MyPostShare account."""

    SANDBOX = "sandbox"
    REAL = "real"


DEFAULT_REDIRECT_PORTS = (47611, 47612, 47613)
DEFAULT_BASE_URL = "https://mypostshare.com/api"


def redirect_uri(port: int) -> str:
    """Where a connect page sends the browser on this computer: what is to be allowlisted (RFC 8252 §7.3, API gap G15)."""
    return f"http://127.0.0.1:{port}/connect/callback"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One API app: base URL + key (in the keyring, never here) + its data. `return_page` is a public page of the user's."""

    id: int
    kind: WorkspaceKind
    name: str
    base_url: str
    redirect_ports: tuple[int, ...] = DEFAULT_REDIRECT_PORTS
    return_page: str = ""

    @property
    def external(self) -> External:
        """The address that its service is asked at."""
        return External(ExternalKind.ADDRESS, (self.base_url,), self.id, self.name)


class LockInRule(StrEnum):
    """When a post that the service can schedule is submitted to its scheduler."""

    RIGHT_AWAY = "right_away"
    DAY_BEFORE = "day_before"
    HOURS_BEFORE = "hours_before"
    WHEN_I_SAY = "when_i_say"


@dataclass(frozen=True, slots=True)
class LockIn:
    """A client's lock-in setting; `hours` counts for HOURS_BEFORE only."""

    rule: LockInRule = LockInRule.DAY_BEFORE
    hours: int = 24

    def lead(self) -> timedelta | None:
        """How long before its time a post is locked in: None for "only when I say", the largest span for "right away"."""
        match self.rule:
            case LockInRule.RIGHT_AWAY:
                return timedelta.max
            case LockInRule.DAY_BEFORE:
                return timedelta(days=1)
            case LockInRule.HOURS_BEFORE:
                return timedelta(hours=self.hours)
            case LockInRule.WHEN_I_SAY:
                return None


@dataclass(frozen=True, slots=True)
class Client:
    """An end user of the API, and what only this computer knows of it: colour (`#rrggbb`), IANA time zone, lock-in, link tags.

    `gap`: how far apart its posts to a platform are wanted, in whole minutes; 0 where nobody said.
    `platforms` are chosen first for a new draft, those of the last one where there are none. `approval`: posts wait for the
    client's word. `archived`: nothing of it is shown where it isn't looked for.
    """

    id: int
    workspace_id: int
    external_user_id: str
    name: str
    colour: str
    zone: str
    lock_in: LockIn = LockIn()
    email: str = ""
    tagging: Tagging = NO_TAGS
    gap: timedelta = timedelta()
    platforms: tuple[Platform, ...] = ()
    approval: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """A connected account of a client on one platform: a copy of the service's row, and what was asked about it once.

    `confirmed_account_id` (with the name it had) is the account the user agreed to post to; while `remote_account_id` differs
    nothing is sent to it.
    `profile_url` is where the user would look for a post, asked once where it cannot be derived. `doubled`: the service
    lists more than one connection of this platform, and a post cannot say which of them it means. `limits`: the numbers that
    the user set in the place of the platform's. `shared_with` names the other clients that have the same account, unless the
    user agreed to that.
    """

    client_id: int
    platform: str
    status: str
    remote_account_id: str = ""
    remote_username: str = ""
    account_type: str = ""
    confirmed_account_id: str = ""
    profile_url: str = ""
    premium: bool = False
    doubled: bool = False
    confirmed_username: str = ""
    limits: tuple[OwnLimit, ...] = ()
    shared_with: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Only the word `connected` is named by the API text; anything else needs reconnecting."""
        return self.status == "connected"

    @property
    def account_changed(self) -> bool:
        """Whether another account than the agreed one answers now."""
        return bool(self.confirmed_account_id) and self.confirmed_account_id != self.remote_account_id


class SessionKind(StrEnum):
    """Who finishes a connect session: the user in this computer's browser, or a client who was sent the link."""

    HERE = "here"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class ConnectSession:
    """A connect session that is watched until it leaves `pending` or its watching ends at `watched_until`."""

    id: str
    client_id: int
    platform: str
    kind: SessionKind
    status: str
    connect_url: str
    created_at: datetime
    watched_until: datetime
    error_code: str = ""
    known_account_id: str = ""

    @property
    def pending(self) -> bool:
        """The statuses are open: a session is done as soon as its status is any other word."""
        return self.status == "pending"


def zone_of(client: Client | None, otherwise: ZoneInfo) -> ZoneInfo:
    """The client's zone, or the other one where there is none or it is not known here."""
    return (zone(client.zone) if client else None) or otherwise


_ID_SAFE = re.compile(r"[^A-Za-z0-9_-]+")
_SUFFIX_BYTES = 4
_MAX_ID = 64


def new_external_user_id(name: str) -> str:
    """An id for a new client, from `[A-Za-z0-9_-]`, 1–64 characters; which characters the service allows is not stated."""
    stem = _ID_SAFE.sub("-", name).strip("-").lower()
    suffix = secrets.token_hex(_SUFFIX_BYTES)
    return f"{stem[: _MAX_ID - len(suffix) - 1]}-{suffix}" if stem else suffix


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How much of a client's is not over: posts that still go out, or may be out, from here; locked ones; series that run."""

    to_go: int = 0
    locked: int = 0
    to_decide: int = 0
    series: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the client can be archived."""
        return self == Unfinished()
