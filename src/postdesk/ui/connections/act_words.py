"""The words of what can be done with an account."""

from PySide6.QtCore import QCoreApplication

from postdesk.ui.connections.accounts import Act


def act_word(act: Act) -> str:
    """The words of a button or a line of a menu."""
    tr = QCoreApplication.translate
    return {
        Act.CONNECT: tr("Connections", "Connect"),
        Act.RECONNECT: tr("Connections", "Reconnect"),
        Act.OPEN_AGAIN: tr("Connections", "Open again"),
        Act.FINISHED: tr("Connections", "I have finished"),
        Act.CANCEL: tr("Connections", "Cancel"),
        Act.COPY_LINK: tr("Connections", "Copy link"),
        Act.START_AGAIN: tr("Connections", "Start again"),
        Act.DISMISS: tr("Connections", "Dismiss"),
        Act.USE_IT: tr("Connections", "Use it"),
        Act.REJECT: tr("Connections", "Disconnect it"),
        Act.COPY_ADDRESS: tr("Connections", "Copy address"),
        Act.LINK_FOR_CLIENT: tr("Connections", "Copy a link for my client"),
        Act.COPY_CLIENT_LINK: tr("Connections", "Copy the link"),
        Act.CHECK_LINK: tr("Connections", "Check now"),
        Act.CANCEL_LINK: tr("Connections", "Stop waiting"),
        Act.PROFILE: tr("Connections", "Profile address…"),
        Act.PREMIUM: tr("Connections", "X Premium: longer posts"),
        Act.DISCONNECT: tr("Connections", "Disconnect…"),
    }[act]
