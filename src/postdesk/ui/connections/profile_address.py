"""Where an account's posts are seen, as the user says it."""

from PySide6.QtWidgets import QLineEdit, QWidget

from postdesk.domain.links import profile_url, url_flaw
from postdesk.engine.connector import Connector
from postdesk.ui.connections.accounts import Account
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.flaws import no_web_address
from postdesk.ui.text.words import platform_word


class ProfileAddress(Dialog):
    """Keeps the address; an empty one is derived from the account's name where that can be done."""

    def __init__(
        self, connections: Connector, theme: Theme, client_id: int, account: Account, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Profile address"), "connections.profile", parent)
        self._connections, self._client_id, self._platform = connections, client_id, account.platform
        name = account.connection.remote_username if account.connection else ""
        question = self.tr("Where do posts of {0} appear on {1}?").format(
            name or self.tr("this account"), platform_word(account.platform)
        )
        self._address = QLineEdit(account.connection.profile_url if account.connection else "")
        self._address.setPlaceholderText(profile_url(account.platform, name) or "https://")
        identify(self._address, "connections.profile.address", question)
        self._problem = PlainLabel()
        set_tone(self._problem, "bad")
        self._problem.hide()
        why = PlainLabel(self.tr("“Look at the profile” opens this address when a post’s result is unclear."), role="secondary")
        for label in (why, self._problem):
            label.setWordWrap(True)
        for part in (PlainLabel(question, role="title"), self._address, self._problem, why):
            self.body.addWidget(part)
        keep = Button(theme, self.tr("Save"), "connections.profile.keep", role="primary")
        keep.setDefault(True)
        keep.clicked.connect(self._keep)
        self.offer(theme, keep)
        self._address.setFocus()

    def _keep(self) -> None:
        address = self._address.text().strip()
        if address and "://" not in address:
            address = f"https://{address}"
        flawed = bool(address) and url_flaw(address) is not None
        if flawed or not self._connections.set_profile_url(self._client_id, self._platform, address):
            self._problem.setText(no_web_address())
            self._problem.show()
            announce(self._problem, self._problem.text(), urgent=True)
        else:
            self.accept()
