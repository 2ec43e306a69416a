"""Carries out the acts on an account (`accounts.Act`); what can't be undone is asked before."""

from collections.abc import Callable
from functools import partial
from typing import Literal, assert_never

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

from postdesk.domain.clients import Client, ConnectSession, SessionKind
from postdesk.domain.platforms import Platform
from postdesk.engine.connector import LinkReady
from postdesk.engine.desk import Desk
from postdesk.ui.connections.accounts import Account, Act
from postdesk.ui.connections.limits import AccountLimits
from postdesk.ui.connections.profile_address import ProfileAddress
from postdesk.ui.connections.texts import disconnect_warning, link_text
from postdesk.ui.kit.clipboard import outlives_postdesk
from postdesk.ui.kit.plain import message_box
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import platform_word


class Deeds(QObject):
    """Acts on the accounts of one client. `window` is what questions are asked over; `tell` is given what was done at once."""

    def __init__(self, desk: Desk, tell: Callable[[str], None], theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._tell, self._theme, self._window = desk, tell, theme, window

    def do(self, act: Act, client: Client, account: Account) -> None:
        """Do it, or ask first."""
        connections, platform = self._desk.connections, account.platform
        match act:
            case Act.CONNECT | Act.RECONNECT | Act.START_AGAIN:
                connections.connect(client.id, platform)
            case Act.OPEN_AGAIN | Act.FINISHED | Act.CANCEL | Act.COPY_LINK:
                self._finish_here(act, account.pending(SessionKind.HERE))
            case Act.LINK_FOR_CLIENT:
                connections.link_for_client(client.id, platform)
            case Act.COPY_CLIENT_LINK | Act.CHECK_LINK | Act.CANCEL_LINK:
                self._finish_link(act, account.pending(SessionKind.LINK))
            case Act.DISMISS:
                if account.failed and account.notice is None:
                    connections.cancel(account.failed.id)
            case Act.COPY_ADDRESS:
                if account.notice:
                    self._copy(account.notice.detail, self.tr("Address copied."))
            case Act.USE_IT:
                connections.confirm_account(client.id, platform)
            case Act.SHARE:
                connections.agree_to_share(client.id, platform)
            case Act.PREMIUM:
                if account.connection:
                    connections.set_premium(client.id, platform, not account.connection.premium)
            case Act.PROFILE:
                ProfileAddress(connections, self._theme, client.id, account, self._window).open()
            case Act.LIMITS:
                self._show_limits(client, account)
            case Act.DISCONNECT | Act.REJECT:
                self._ask_to_disconnect(client, account)
            case never:
                assert_never(never)

    def _show_limits(self, client: Client, account: Account) -> None:
        """The rules are there a moment after the first paint."""
        rules, platform = self._desk.composer.rules, Platform(account.platform)
        if rules:
            dialog = AccountLimits(rules.for_platform(platform), self._theme, account, self._window)
            dialog.kept.connect(partial(self._desk.connections.set_limits, client.id, platform))
            dialog.open()

    def copy_for_client(self, ready: LinkReady) -> None:
        """Put the text for the client, with the link, on the clipboard."""
        client = self._desk.clients.get(ready.client_id)
        words = self.tr("Text for your client copied, with the link.")
        if not outlives_postdesk():
            words = self.tr("Text for your client copied, with the link. Paste it before you quit Postdesk.")
        self._copy(link_text(ready, client.name if client else ""), words)

    def _finish_here(
        self, act: Literal[Act.OPEN_AGAIN, Act.FINISHED, Act.CANCEL, Act.COPY_LINK], session: ConnectSession | None
    ) -> None:
        """What is begun in the browser of this computer; nothing where it ended in the meantime."""
        if session is None:
            return
        match act:
            case Act.OPEN_AGAIN:
                self._desk.connections.open_again(session.id)
            case Act.FINISHED:
                self._desk.connections.check_now(session.id)
            case Act.CANCEL:
                self._desk.connections.cancel(session.id)
            case Act.COPY_LINK:
                self._copy(session.connect_url, self.tr("Link copied."))
            case never:
                assert_never(never)

    def _finish_link(
        self, act: Literal[Act.COPY_CLIENT_LINK, Act.CHECK_LINK, Act.CANCEL_LINK], session: ConnectSession | None
    ) -> None:
        """What is begun with a link for the client; nothing where it ended in the meantime."""
        if session is None:
            return
        match act:
            case Act.COPY_CLIENT_LINK:
                page = self._desk.workspace.return_page
                self.copy_for_client(LinkReady(session.client_id, session.platform, session.connect_url, page))
            case Act.CHECK_LINK:
                self._desk.connections.check_now(session.id)
            case Act.CANCEL_LINK:
                self._desk.connections.cancel(session.id)
            case never:
                assert_never(never)

    def _ask_to_disconnect(self, client: Client, account: Account) -> None:
        known = account.connection
        name = (known.remote_username if known else "") or platform_word(account.platform)
        question = self.tr("Disconnect {0} ({1}) from {2}?").format(name, platform_word(account.platform), client.name)
        at_risk = self._desk.connections.at_risk(client.id, account.platform)
        buttons = (
            (self.tr("Disconnect"), QMessageBox.ButtonRole.DestructiveRole),
            (self.tr("Keep connected"), QMessageBox.ButtonRole.RejectRole),
        )
        more = disconnect_warning(at_risk)
        box = message_box(self._window, self.tr("Disconnect"), question, buttons, more=more, icon=QMessageBox.Icon.Warning)
        box.setObjectName("connections.disconnect_question")
        for button in box.buttons():
            if box.buttonRole(button) is QMessageBox.ButtonRole.DestructiveRole:
                button.setProperty("role", "danger")
            elif isinstance(button, QPushButton):
                box.setDefaultButton(button)

        def answered(button: QAbstractButton) -> None:
            if box.buttonRole(button) is QMessageBox.ButtonRole.DestructiveRole:
                self._desk.connections.disconnect(client.id, account.platform)

        box.buttonClicked.connect(answered)
        box.open()

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._tell(said)
