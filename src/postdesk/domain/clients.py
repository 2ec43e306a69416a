"""Workspaces, clients, their connections and connect sessions, as this computer stores them."""

import re
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from postdesk.domain.externals import External, ExternalKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.domain.limits import OwnLimit
from postdesk.domain.platforms import Platform
from postdesk.domain.times import zone
from postdesk.domain.utm import NO_TAGS, TagSettings


class WorkspaceKind(StrEnum):
    """The kind of a workspace: the embedded sandbox ("Practice mode") or one app of a real MyPostShare account."""

    SANDBOX = "sandbox"
    REAL = "real"


DEFAULT_REDIRECT_PORTS = (47611, 47612, 47613)
DEFAULT_BASE_URL = "https://mypostshare.com/api"


def redirect_uri(port: int) -> str:
    """Return the address on this computer to which a connect page redirects the browser (RFC 8252 §7.3).

    The user has to add it to the app's allowlist (API gap G15).
    """
    return f"http://127.0.0.1:{port}/connect/callback"


@dataclass(frozen=True, slots=True)
class Workspace:
    """An API app: base URL, key (in the keyring, never here) and data. `return_page`: a public page of the user's."""

    id: int
    kind: WorkspaceKind
    name: str
    base_url: str
    redirect_ports: tuple[int, ...] = DEFAULT_REDIRECT_PORTS
    return_page: str = ""

    @property
    def external(self) -> External:
        """The base URL, as an external for the user to confirm."""
        return External(ExternalKind.ADDRESS, (self.base_url,), self.id, self.name)


class LockInRule(StrEnum):
    """The time at which a post that the service can schedule is submitted to the service's scheduler."""

    IMMEDIATE = "right_away"
    DAY_BEFORE = "day_before"
    HOURS_BEFORE = "hours_before"
    MANUAL = "when_i_say"


@dataclass(frozen=True, slots=True)
class LockIn:
    """A client's lock-in setting; `hours` applies to HOURS_BEFORE only."""

    rule: LockInRule = LockInRule.DAY_BEFORE
    hours: int = 24

    def lead(self) -> timedelta | None:
        """Return how long before its time a post is locked in: None for "only when I say", `timedelta.max` for "right away"."""
        match self.rule:
            case LockInRule.IMMEDIATE:
                return timedelta.max
            case LockInRule.DAY_BEFORE:
                return timedelta(days=1)
            case LockInRule.HOURS_BEFORE:
                return timedelta(hours=self.hours)
            case LockInRule.MANUAL:
                return None


@dataclass(frozen=True, slots=True)
class Client:
    """An end user of the API, with settings that only this computer has: colour (`#rrggbb`), IANA time zone, lock-in and more.

    `gap`: the wanted distance between its posts to one platform, in whole minutes; 0 for no wish.
    `platforms`: preselected in a new draft; if empty, those of the last post. `approval`: posts need the client's approval.
    `archived`: the client is hidden except where archived clients are asked for.
    """

    id: int
    workspace_id: int
    external_user_id: str
    name: str
    colour: str
    zone: str
    lock_in: LockIn = LockIn()
    email: str = ""
    tagging: TagSettings = NO_TAGS
    gap: timedelta = timedelta()
    platforms: tuple[Platform, ...] = ()
    approval: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """A client's connected account on one platform: a copy of the service's row, and the user's answers about it.

    `confirmed_account_id` (with its name) is the account that the user agreed to post to. Nothing is sent while
    `remote_account_id` differs from it.
    `profile_url`: the page where the user would look for a post; asked for once if it cannot be derived. `doubled`: the service
    lists more than one connection of this platform, and a post cannot say which one it means. `limits`: the user's own numbers,
    which replace the platform's. `shared_with`: names of other clients with the same account, unless the user agreed to that.
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
        """True while the status is `connected`, the only status in the API text; any other needs reconnecting."""
        return self.status == "connected"

    @property
    def account_changed(self) -> bool:
        """True while the service reports another account than the confirmed one."""
        return bool(self.confirmed_account_id) and self.confirmed_account_id != self.remote_account_id


class ConnectSessionKind(StrEnum):
    """The person who completes a connect session: the user in this computer's browser, or a client by a link."""

    HERE = "here"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class ConnectSession:
    """A connect session. It is polled until it is no longer `pending` or `watched_until` has passed."""

    id: str
    client_id: int
    platform: str
    kind: ConnectSessionKind
    status: str
    connect_url: str
    created_at: datetime
    watched_until: datetime
    error_code: str = ""
    known_account_id: str = ""

    @property
    def pending(self) -> bool:
        """True while the status is `pending`. Any other word ends the session: the API text lists no statuses."""
        return self.status == "pending"


def zone_of(client: Client | None, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the client's time zone; `otherwise` without a client or for a zone that this computer does not know."""
    return (zone(client.zone) if client else None) or otherwise


_ID_SAFE = re.compile(r"[^A-Za-z0-9_-]+")
_SUFFIX_BYTES = 4
_MAX_ID = 64


def new_external_user_id(name: str) -> str:
    """Return an id for a new client: 1–64 of `[A-Za-z0-9_-]`. The API text states no set of characters."""
    stem = _ID_SAFE.sub("-", name).strip("-").lower()
    suffix = secrets.token_hex(_SUFFIX_BYTES)
    return f"{stem[: _MAX_ID - len(suffix) - 1]}-{suffix}" if stem else suffix


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open work of a client, in numbers.

    `to_go`: posts still to be sent from this computer, or perhaps sent; `locked`: locked posts; `to_decide`: posts to decide;
    `series`: active series.
    """

    to_go: int = 0
    locked: int = 0
    to_decide: int = 0
    series: int = 0

    @property
    def is_empty(self) -> bool:
        """True if no work is open, so that the client can be archived."""
        return self == OpenWork()
