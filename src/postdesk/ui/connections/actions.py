"""The actions on an account, with a question before each that can’t be undone."""

import ctypes
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Literal, assert_never

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

from postdesk.domain.clients import Client, ConnectSession, ConnectSessionKind
from postdesk.domain.links import profile_url, url_problem
from postdesk.domain.platforms import Platform
from postdesk.domain.posts import Post
from postdesk.engine.connector import ConnectLink, Connector
from postdesk.engine.workspace_session import WorkspaceSession
from postdesk.ui.connections.accounts import AccountAction, PlatformAccount
from postdesk.ui.connections.limits import AccountLimitsDialog
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.plain_text import PlainLabel, message_box, set_tone
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.file_problems import no_web_address
from postdesk.ui.text.names import beginning, platform_word

translate = QCoreApplication.translate

_FORGETFUL: Final = frozenset({"xcb", "wayland"})
"""Platforms where a copied text is lost with the program that copied it, unless a clipboard manager takes it over."""


def clipboard_outlives_app() -> bool:
    """Return True where a copied text can be pasted after Postdesk has ended.

    On X11 Qt hands it to the clipboard manager at the end (ICCCM, SAVE_TARGETS), where there is one; on Wayland nothing takes
    it.
    """
    platform = QGuiApplication.platformName()
    return platform not in _FORGETFUL or (platform == "xcb" and _has_clipboard_manager())


def _has_clipboard_manager() -> bool:
    """Ask the X server over a separate connection, since Qt doesn't expose its own."""
    try:
        x: Any = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = x.XGetSelectionOwner.restype = ctypes.c_ulong
    if not (opened := x.XOpenDisplay(None)):
        return False
    display = ctypes.c_void_p(opened)
    try:
        manager = ctypes.c_ulong(x.XInternAtom(display, b"CLIPBOARD_MANAGER", 0))
        return bool(x.XGetSelectionOwner(display, manager))
    finally:
        x.XCloseDisplay(display)


_MOST_NAMED: Final = 5
_CHARACTERS: Final = 60
_OnSession = Literal[
    AccountAction.OPEN_AGAIN,
    AccountAction.CHECK,
    AccountAction.CANCEL,
    AccountAction.COPY_LINK,
    AccountAction.COPY_CLIENT_LINK,
    AccountAction.CHECK_LINK,
    AccountAction.CANCEL_LINK,
]


class AccountActions(QObject):
    """Runs actions on the accounts of one client.

    `window` is the parent of questions; `tell` gets the text of immediate results.
    """

    def __init__(self, session: WorkspaceSession, tell: Callable[[str], None], theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._tell, self._theme, self._window = session, tell, theme, window

    def do(self, act: AccountAction, client: Client, account: PlatformAccount) -> None:
        """Run the action, or ask first."""
        connections, platform = self._session.connections, account.platform
        match act:
            case AccountAction.CONNECT | AccountAction.RECONNECT | AccountAction.START_AGAIN:
                connections.connect_account(client.id, platform)
            case AccountAction.OPEN_AGAIN | AccountAction.CHECK | AccountAction.CANCEL | AccountAction.COPY_LINK:
                self._go_on(act, account.pending(ConnectSessionKind.HERE))
            case AccountAction.LINK_FOR_CLIENT:
                connections.link_for_client(client.id, platform)
            case AccountAction.COPY_CLIENT_LINK | AccountAction.CHECK_LINK | AccountAction.CANCEL_LINK:
                self._go_on(act, account.pending(ConnectSessionKind.LINK))
            case AccountAction.DISMISS:
                if account.failed and account.notice is None:
                    connections.cancel(account.failed.id)
            case AccountAction.COPY_ADDRESS:
                if account.notice:
                    self._copy(account.notice.detail, self.tr("Address copied."))
            case AccountAction.USE_IT:
                connections.settings.confirm_account(client.id, platform)
            case AccountAction.SHARE:
                connections.settings.agree_to_share(client.id, platform)
            case AccountAction.PREMIUM:
                if account.connection:
                    connections.settings.set_premium(client.id, platform, not account.connection.premium)
            case AccountAction.PROFILE:
                ProfileAddressDialog(connections, self._theme, client.id, account, self._window).open()
            case AccountAction.LIMITS:
                self._show_limits(client, account)
            case AccountAction.DISCONNECT | AccountAction.REJECT:
                self._ask_to_disconnect(client, account)
            case never:
                assert_never(never)

    def _show_limits(self, client: Client, account: PlatformAccount) -> None:
        """Open the limits; the rules are loaded a moment after the first paint."""
        rules, platform = self._session.composer.rules, Platform(account.platform)
        if rules:
            dialog = AccountLimitsDialog(rules.for_platform(platform), self._theme, account, self._window)
            dialog.kept.connect(partial(self._session.connections.settings.set_limits, client.id, platform))
            dialog.open()

    def copy_for_client(self, ready: ConnectLink) -> None:
        """Put the text for the client, with the link, on the clipboard."""
        client = self._session.clients.get(ready.client_id)
        words = self.tr("Text for your client copied, with the link.")
        if not clipboard_outlives_app():
            words = self.tr("Text for your client copied, with the link. Paste it before you quit Postdesk.")
        self._copy(link_text(ready, client.name if client else ""), words)

    def _go_on(self, act: _OnSession, connect_session: ConnectSession | None) -> None:
        """Continue the session in this computer's browser, or by link; nothing where it ended in the meantime."""
        if connect_session is None:
            return
        match act:
            case AccountAction.OPEN_AGAIN:
                self._session.connections.open_again(connect_session.id)
            case AccountAction.CHECK | AccountAction.CHECK_LINK:
                self._session.connections.check_now(connect_session.id)
            case AccountAction.CANCEL | AccountAction.CANCEL_LINK:
                self._session.connections.cancel(connect_session.id)
            case AccountAction.COPY_LINK:
                self._copy(connect_session.connect_url, self.tr("Link copied."))
            case AccountAction.COPY_CLIENT_LINK:
                page = self._session.workspace.return_page
                self.copy_for_client(
                    ConnectLink(connect_session.client_id, connect_session.platform, connect_session.connect_url, page)
                )
            case never:
                assert_never(never)

    def _ask_to_disconnect(self, client: Client, account: PlatformAccount) -> None:
        known = account.connection
        name = (known.remote_username if known else "") or platform_word(account.platform)
        question = self.tr("Disconnect {0} ({1}) from {2}?").format(name, platform_word(account.platform), client.name)
        at_risk = self._session.connections.at_risk(client.id, account.platform)
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
                self._session.connections.disconnect_account(client.id, account.platform)

        box.buttonClicked.connect(answered)
        box.open()

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._tell(said)


class ProfileAddressDialog(Dialog):
    """The dialog for the address of a profile; an empty one is derived from the account's name where possible."""

    def __init__(
        self, connections: Connector, theme: Theme, client_id: int, account: PlatformAccount, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Profile address"), "connections.profile", parent)
        self._connections, self._client_id, self._platform = connections, client_id, account.platform
        name = account.connection.remote_username if account.connection else ""
        question = self.tr("Where do posts of {0} appear on {1}?").format(
            name or self.tr("this account"), platform_word(account.platform)
        )
        usual = profile_url(account.platform, name) or "https://"
        known = account.connection.profile_url if account.connection else ""
        self._address = text_field("connections.profile.address", question, usual, text=known)
        self._problem = PlainLabel(wrap=True)
        set_tone(self._problem, "bad")
        self._problem.hide()
        why = remark(self.tr("“Check the profile” opens this address when a post’s result is unclear."))
        fill(self.body, PlainLabel(question, role="title"), self._address, self._problem, why)
        self.add_main_button(theme, self.tr("Save"), "keep", self._save)
        self._address.setFocus()

    def _save(self) -> None:
        address = self._address.text().strip()
        if address and "://" not in address:
            address = f"https://{address}"
        flawed = bool(address) and url_problem(address) is not None
        if flawed or not self._connections.settings.set_profile_url(self._client_id, self._platform, address):
            self._problem.setText(no_web_address())
            self._problem.show()
            announce(self._problem, self._problem.text(), urgent=True)
        else:
            self.accept()


def link_text(ready: ConnectLink, client_name: str) -> str:
    """Return the text for a client: the link, and the page on which the browser may end."""
    asked = translate("Connections", "Please open this link soon to connect {0} for {1}. If it has expired, ask for a new one:")
    parts = [asked.format(platform_word(ready.platform), client_name), ready.url]
    if not ready.return_page:
        parts.append(
            translate("Connections", "At the end your browser may show a page that can’t be reached. That is fine: you are done.")
        )
    return "\n\n".join(parts)


def disconnect_warning(at_risk: tuple[Post, ...]) -> str:
    """Return the possible effects of disconnecting, with the locked posts by their first words.

    The API text leaves open whether they fail or are still published (gap G3); disconnecting never recalls a post.
    """
    if not at_risk:
        return translate("Connections", "Posts waiting here are held until you reconnect.")
    named = [f"• {beginning(post.text or post.title, _CHARACTERS)}" for post in at_risk[:_MOST_NAMED]]
    if len(at_risk) > _MOST_NAMED:
        named.append(translate("Connections", "• and {0} more").format(len(at_risk) - _MOST_NAMED))
    words = translate("Connections", "These locked posts may fail, or still be published:")
    return "\n".join([words, *named])
