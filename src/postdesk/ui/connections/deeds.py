"""Does what was chosen for an account; what can't be undone is asked before."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from postdesk.domain.clients import Client, SessionKind
from postdesk.engine.connector import LinkReady
from postdesk.engine.desk import Desk
from postdesk.ui.connections.accounts import Account, Act
from postdesk.ui.connections.profile_address import ProfileAddress
from postdesk.ui.connections.texts import disconnect_warning, link_text
from postdesk.ui.parts.announce import announce
from postdesk.ui.plain import message_box
from postdesk.ui.theme import Theme
from postdesk.ui.words import platform_word


class Deeds(QObject):
    """Acts on the accounts of one client. `window` is what questions are asked over."""

    def __init__(self, desk: Desk, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._theme, self._window = desk, theme, window

    def do(self, act: Act, client: Client, account: Account) -> None:
        """Do it, or ask first."""
        connections, platform = self._desk.connections, account.platform
        here, link, failed = account.pending(SessionKind.HERE), account.pending(SessionKind.LINK), account.failed
        match act:
            case Act.CONNECT | Act.RECONNECT | Act.START_AGAIN:
                connections.connect(client.id, platform)
            case Act.OPEN_AGAIN if here:
                connections.open_again(here.id)
            case Act.FINISHED if here:
                connections.check_now(here.id)
            case Act.CANCEL if here:
                connections.cancel(here.id)
            case Act.COPY_LINK if here:
                self._copy(here.connect_url, self.tr("Link copied"))
            case Act.COPY_CLIENT_LINK if link:
                self.copy_for_client(LinkReady(client.id, platform, link.connect_url, self._desk.workspace.return_page))
            case Act.CHECK_LINK if link:
                connections.check_now(link.id)
            case Act.CANCEL_LINK if link:
                connections.cancel(link.id)
            case Act.DISMISS if failed and account.notice is None:
                connections.cancel(failed.id)
            case Act.COPY_ADDRESS if account.notice:
                self._copy(account.notice.detail, self.tr("Address copied"))
            case _:
                self._about_account(act, client, account)

    def copy_for_client(self, ready: LinkReady) -> None:
        """Put the text for the client, with the link, on the clipboard."""
        client = self._desk.clients.get(ready.client_id)
        self._copy(link_text(ready, client.name if client else ""), self.tr("The text for your client is copied, with the link"))

    def _about_account(self, act: Act, client: Client, account: Account) -> None:
        connections, platform = self._desk.connections, account.platform
        match act:
            case Act.LINK_FOR_CLIENT:
                connections.link_for_client(client.id, platform)
            case Act.USE_IT:
                connections.confirm_account(client.id, platform)
            case Act.PREMIUM if account.connection:
                connections.set_premium(client.id, platform, not account.connection.premium)
            case Act.PROFILE:
                ProfileAddress(connections, self._theme, client.id, account, self._window).open()
            case Act.DISCONNECT | Act.REJECT:
                self._ask_to_disconnect(client, account)
            case _:
                pass

    def _ask_to_disconnect(self, client: Client, account: Account) -> None:
        known = account.connection
        name = (known.remote_username if known else "") or platform_word(account.platform)
        question = self.tr("Disconnect {0} ({1}) from {2}?").format(name, platform_word(account.platform), client.name)
        at_risk = self._desk.connections.at_risk(client.id, account.platform)
        buttons = (
            (self.tr("Disconnect"), QMessageBox.ButtonRole.DestructiveRole),
            (self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole),
        )
        more = disconnect_warning(at_risk)
        box = message_box(self._window, self.tr("Disconnect"), question, buttons, more=more, icon=QMessageBox.Icon.Warning)
        box.setObjectName("connections.disconnect_question")

        def answered(button: QAbstractButton) -> None:
            if box.buttonRole(button) is QMessageBox.ButtonRole.DestructiveRole:
                self._desk.connections.disconnect(client.id, account.platform)

        box.buttonClicked.connect(answered)
        box.open()

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        announce(self._window, said)
