"""The words of what can be done with an account."""

from typing import Literal, assert_never

from PySide6.QtCore import QCoreApplication

from postdesk.ui.connections.accounts import Act


def act_word(act: Act) -> str:
    """The words of a button or a line of a menu."""
    tr = QCoreApplication.translate
    match act:
        case Act.CONNECT:
            return tr("Connections", "Connect")
        case Act.RECONNECT:
            return tr("Connections", "Reconnect")
        case Act.OPEN_AGAIN:
            return tr("Connections", "Open again")
        case Act.FINISHED:
            return tr("Connections", "I have finished")
        case Act.CANCEL:
            return tr("Connections", "Cancel")
        case Act.COPY_LINK:
            return tr("Connections", "Copy link")
        case Act.START_AGAIN:
            return tr("Connections", "Start again")
        case Act.DISMISS:
            return tr("Connections", "Dismiss")
        case Act.USE_IT:
            return tr("Connections", "Use it")
        case Act.SHARE:
            return tr("Connections", "This is right")
        case Act.REJECT:
            return tr("Connections", "Disconnect it")
        case Act.COPY_ADDRESS:
            return tr("Connections", "Copy address")
        case Act.PROFILE:
            return tr("Connections", "Profile address…")
        case Act.PREMIUM:
            return tr("Connections", "X Premium: longer posts")
        case Act.LIMITS:
            return tr("Connections", "Limits of this account…")
        case Act.DISCONNECT:
            return tr("Connections", "Disconnect…")
        case Act.LINK_FOR_CLIENT | Act.COPY_CLIENT_LINK | Act.CHECK_LINK | Act.CANCEL_LINK:
            return _link_word(act)
        case never:
            assert_never(never)


def _link_word(act: Literal[Act.LINK_FOR_CLIENT, Act.COPY_CLIENT_LINK, Act.CHECK_LINK, Act.CANCEL_LINK]) -> str:
    tr = QCoreApplication.translate
    match act:
        case Act.LINK_FOR_CLIENT:
            return tr("Connections", "Copy a link for my client")
        case Act.COPY_CLIENT_LINK:
            return tr("Connections", "Copy the link")
        case Act.CHECK_LINK:
            return tr("Connections", "Check now")
        case Act.CANCEL_LINK:
            return tr("Connections", "Stop waiting")
