"""The words of what can be done with an account."""

from typing import Literal, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.ui.connections.accounts import Act

translate = QCoreApplication.translate


def act_word(act: Act) -> str:
    """The words of a button or a line of a menu."""
    match act:
        case Act.CONNECT:
            return translate("Connections", "Connect")
        case Act.RECONNECT:
            return translate("Connections", "Reconnect")
        case Act.OPEN_AGAIN:
            return translate("Connections", "Open again")
        case Act.FINISHED:
            return translate("Connections", "Done")
        case Act.CANCEL:
            return translate("Connections", "Cancel")
        case Act.COPY_LINK:
            return translate("Connections", "Copy link")
        case Act.START_AGAIN:
            return translate("Connections", "Start again")
        case Act.DISMISS:
            return translate("Connections", "Dismiss")
        case Act.USE_IT:
            return translate("Connections", "Use this account")
        case Act.SHARE:
            return translate("Connections", "Use for both")
        case Act.REJECT:
            return translate("Connections", "Disconnect")
        case Act.COPY_ADDRESS:
            return translate("Connections", "Copy address")
        case Act.PROFILE:
            return translate("Connections", "Profile address…")
        case Act.PREMIUM:
            return translate("Connections", "X Premium: longer posts")
        case Act.LIMITS:
            return translate("Connections", "Limits of this account…")
        case Act.DISCONNECT:
            return translate("Connections", "Disconnect…")
        case Act.LINK_FOR_CLIENT | Act.COPY_CLIENT_LINK | Act.CHECK_LINK | Act.CANCEL_LINK:
            return _link_word(act)
        case never:
            assert_never(never)


def _link_word(act: Literal[Act.LINK_FOR_CLIENT, Act.COPY_CLIENT_LINK, Act.CHECK_LINK, Act.CANCEL_LINK]) -> str:
    match act:
        case Act.LINK_FOR_CLIENT:
            return translate("Connections", "Copy link for my client")
        case Act.COPY_CLIENT_LINK:
            return translate("Connections", "Copy link")
        case Act.CHECK_LINK:
            return translate("Connections", "Refresh")
        case Act.CANCEL_LINK:
            return translate("Connections", "Stop waiting")
