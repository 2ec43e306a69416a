"""The overview of all clients: the next post of each, and the clients that need action."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from postdesk.domain.clients import Client, Connection
from postdesk.domain.lazy_dataclass import dataclass


class AccountState(StrEnum):
    """The state of an account. MISSING: posts wait for an account that the service does not list."""

    CONNECTED = "connected"
    RECONNECT = "reconnect"
    OTHER_ACCOUNT = "other_account"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class AccountLine:
    """The account of a client on one platform, and the number of our entries that wait for it."""

    platform: str
    state: AccountState
    waiting: int = 0

    @property
    def is_usable(self) -> bool:
        """True while posts can be sent to the account."""
        return self.state is AccountState.CONNECTED


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client. `this_week`: posts still to be sent in the client's current week. `unapproved`: posts that wait for approval.

    `to_decide`: the number of what needs attention (`domain.attention`).
    """

    client: Client
    accounts: tuple[AccountLine, ...] = ()
    next_at: datetime | None = None
    next_head: str = ""
    this_week: int = 0
    unapproved: int = 0
    to_decide: int = 0

    @property
    def unusable_accounts(self) -> tuple[AccountLine, ...]:
        """The accounts to which nothing can be sent."""
        return tuple(account for account in self.accounts if not account.is_usable)

    @property
    def needs_action(self) -> bool:
        """True while there is something to do, for the user or the client."""
        return bool(self.unusable_accounts or self.unapproved or self.to_decide)


def account_lines(listed: Iterable[Connection], waiting: Mapping[str, int]) -> tuple[AccountLine, ...]:
    """Return the accounts that the service lists, then the missing ones that posts wait for."""
    known = tuple(AccountLine(each.platform, _state(each), waiting.get(each.platform, 0)) for each in listed)
    there = {line.platform for line in known}
    lost = (AccountLine(platform, AccountState.MISSING, count) for platform, count in waiting.items() if platform not in there)
    return (*known, *lost)


def _state(account: Connection) -> AccountState:
    if not account.ready:
        return AccountState.RECONNECT
    return AccountState.OTHER_ACCOUNT if account.account_changed else AccountState.CONNECTED
