"""The known data of one platform of a client, and the actions on its account."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication

from postdesk.domain.clients import Connection, ConnectSession, ConnectSessionKind
from postdesk.domain.lazy_dataclass import dataclass
from postdesk.engine.notices import Notice
from postdesk.ui.text import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate


class AccountAction(StrEnum):
    """The actions on an account. The value names its button: `connections.<value>.<platform>`."""

    CONNECT = "connect"
    RECONNECT = "reconnect"
    OPEN_AGAIN = "open_again"
    CHECK = "check"
    CANCEL = "cancel"
    COPY_LINK = "copy_link"
    START_AGAIN = "start_again"
    DISMISS = "dismiss"
    USE_IT = "use_it"
    SHARE = "share"
    REJECT = "reject"
    COPY_ADDRESS = "copy_address"
    LINK_FOR_CLIENT = "link_for_client"
    COPY_CLIENT_LINK = "copy_client_link"
    CHECK_LINK = "check_link"
    CANCEL_LINK = "cancel_link"
    PROFILE = "profile"
    PREMIUM = "premium"
    LIMITS = "limits"
    DISCONNECT = "disconnect"


@dataclass(frozen=True, slots=True)
class SessionCheck:
    """The user's last check of a pending session. `at`: the time of the answer in words, empty before it."""

    session_id: str
    at: str = ""
    answered: bool = True


@dataclass(frozen=True, slots=True)
class PlatformAccount:
    """The known data of one platform of a client. `waiting` counts the posts that can't be sent without the account.

    `link_sent` is the time of the connect link that the client has not used yet, in words.
    """

    platform: str
    client_name: str = ""
    connection: Connection | None = None
    sessions: tuple[ConnectSession, ...] = ()
    starting: bool = False
    unopened: bool = False
    waiting: int = 0
    notice: Notice | None = None
    link_sent: str = ""
    check: SessionCheck | None = None

    def pending(self, kind: ConnectSessionKind) -> ConnectSession | None:
        """Return the unfinished session of that kind; None without one."""
        return next((each for each in reversed(self.sessions) if each.pending and each.kind is kind), None)

    @property
    def failed(self) -> ConnectSession | None:
        """The last session that ended without a connection; None without one."""
        return next((each for each in reversed(self.sessions) if not each.pending), None)


_WORDS: Final = {
    AccountAction.CONNECT: QT_TRANSLATE_NOOP("Connections", "Connect"),
    AccountAction.RECONNECT: QT_TRANSLATE_NOOP("Connections", "Reconnect"),
    AccountAction.OPEN_AGAIN: QT_TRANSLATE_NOOP("Connections", "Open again"),
    AccountAction.CHECK: QT_TRANSLATE_NOOP("Connections", "Check now"),
    AccountAction.CANCEL: QT_TRANSLATE_NOOP("Connections", "Cancel"),
    AccountAction.COPY_LINK: QT_TRANSLATE_NOOP("Connections", "Copy link"),
    AccountAction.START_AGAIN: QT_TRANSLATE_NOOP("Connections", "Start again"),
    AccountAction.DISMISS: QT_TRANSLATE_NOOP("Connections", "Dismiss"),
    AccountAction.USE_IT: QT_TRANSLATE_NOOP("Connections", "Use this account"),
    AccountAction.SHARE: QT_TRANSLATE_NOOP("Connections", "Use for both"),
    AccountAction.REJECT: QT_TRANSLATE_NOOP("Connections", "Disconnect…"),
    AccountAction.COPY_ADDRESS: QT_TRANSLATE_NOOP("Connections", "Copy address"),
    AccountAction.PROFILE: QT_TRANSLATE_NOOP("Connections", "Profile address…"),
    AccountAction.PREMIUM: QT_TRANSLATE_NOOP("Connections", "X Premium: longer posts"),
    AccountAction.LIMITS: QT_TRANSLATE_NOOP("Connections", "Limits of this account…"),
    AccountAction.DISCONNECT: QT_TRANSLATE_NOOP("Connections", "Disconnect…"),
    AccountAction.LINK_FOR_CLIENT: QT_TRANSLATE_NOOP("Connections", "Copy link for my client"),
    AccountAction.COPY_CLIENT_LINK: QT_TRANSLATE_NOOP("Connections", "Copy link"),
    AccountAction.CHECK_LINK: QT_TRANSLATE_NOOP("Connections", "Check now"),
    AccountAction.CANCEL_LINK: QT_TRANSLATE_NOOP("Connections", "Stop waiting"),
}


def account_action_word(act: AccountAction) -> str:
    """Return the text of a button or a menu item."""
    return translate("Connections", _WORDS[act])
