"""All clients at a glance: what is next for each, and what needs the user."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from postdesk.domain.clients import Client, Connection


class AccountState(StrEnum):
    """MISSING: posts wait for an account that the service does not list."""

    CONNECTED = "connected"
    RECONNECT = "reconnect"
    OTHER_ACCOUNT = "other_account"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class AccountLine:
    """How one platform of a client stands, and how many requests of ours wait for it."""

    platform: str
    state: AccountState
    waiting: int = 0

    @property
    def well(self) -> bool:
        """Whether posts can go there."""
        return self.state is AccountState.CONNECTED


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client. `this_week`: posts that still go out in this week of theirs; `unapproved`: those that wait for their word."""

    client: Client
    accounts: tuple[AccountLine, ...] = ()
    next_at: datetime | None = None
    next_head: str = ""
    this_week: int = 0
    unapproved: int = 0
    to_decide: int = 0

    @property
    def troubled(self) -> tuple[AccountLine, ...]:
        """The accounts to which nothing can go."""
        return tuple(account for account in self.accounts if not account.well)

    @property
    def needs_somebody(self) -> bool:
        """Whether there is something to do, for the user or the client."""
        return bool(self.troubled or self.unapproved or self.to_decide)


def account_lines(listed: Iterable[Connection], waiting: Mapping[str, int]) -> tuple[AccountLine, ...]:
    """The accounts that the service lists, then those that posts wait for in vain."""
    known = tuple(AccountLine(each.platform, _state(each), waiting.get(each.platform, 0)) for each in listed)
    there = {line.platform for line in known}
    lost = (AccountLine(platform, AccountState.MISSING, count) for platform, count in waiting.items() if platform not in there)
    return (*known, *lost)


def _state(account: Connection) -> AccountState:
    if not account.ready:
        return AccountState.RECONNECT
    return AccountState.OTHER_ACCOUNT if account.account_changed else AccountState.CONNECTED
