"""The form for base URL and API key, tested with one request before they are kept."""

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from postdesk.domain.clients import DEFAULT_BASE_URL
from postdesk.engine.onboarding import BROKEN, KeyTestResult, Onboarding
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import FieldForm, remark
from postdesk.ui.kit.layouts import column_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.settings_page import text_field
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.failures import bad_ca_file_words, bad_proxy_words, error_words
from postdesk.ui.text.states import Tone

translate = QCoreApplication.translate


def key_test_words(test: KeyTestResult) -> str:
    """Return the result of a key test, and what to do next."""
    if test.ok:
        return translate("KeyForm", "Connected. MyPostShare accepts the key.")
    words = {
        "bad_key": translate(
            "KeyForm", "This isn’t an API key: it is empty, or has spaces or other invalid characters. Paste it again."
        ),
        "bad_base_url": translate("KeyForm", "Enter the base URL like {0}: https, a host and a path.").format(DEFAULT_BASE_URL),
        "bad_proxy": bad_proxy_words(),
        "bad_ca_file": bad_ca_file_words(),
        "key_rejected": translate("KeyForm", "MyPostShare doesn’t accept this key. Check that it is complete and not revoked."),
        "permission_refused": translate("KeyForm", "This key may not read posts. Grant that permission in the dashboard."),
        "missing": translate("KeyForm", "There is no API at this address. Check the base URL."),
        "not_the_service": translate(
            "KeyForm", "A web page answered, not MyPostShare. Check the base URL, and log in to your network if it asks."
        ),
        BROKEN: translate("KeyForm", "Postdesk had an internal error, and nothing was saved. The log has details."),
        "unreadable_answer": translate("KeyForm", "Another server answered. Check the base URL."),
    }
    return words.get(test.kind) or error_words(test.kind)


class KeyForm(QWidget):
    """Fields and the test. `accepted` follows when the test passed, or when the user keeps the key all the same.

    With `named` it also asks for a name, for a new workspace.
    """

    accepted = Signal()

    def __init__(self, onboarding: Onboarding, theme: Theme, identifier: str, *, named: bool) -> None:
        super().__init__()
        self._onboarding = onboarding
        self._waits = False
        self._broken = False
        self.name = text_field(f"{identifier}.name", self.tr("Name"), text=self.tr("MyPostShare"))
        self.base_url = text_field(f"{identifier}.base_url", self.tr("Base URL"), text=DEFAULT_BASE_URL)
        self.key = text_field(f"{identifier}.key", self.tr("API key"), self.tr("Paste here"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self._result = NoticeBar(theme, f"{identifier}.result")
        self._result.action.clicked.connect(self._go_on)
        self.test = Button(theme, self.tr("Connect"), f"{identifier}.test", role="primary")
        self.test.clicked.connect(self._try)
        self._lay_out(named)
        for field in (self.base_url, self.key):
            field.textChanged.connect(self._changed)
            field.returnPressed.connect(self._try)
        onboarding.tested.connect(self._tested)
        self._changed()

    def values(self) -> tuple[str, str, str]:
        """Return name, base URL and key as typed, without surrounding white space."""
        return self.name.text().strip(), self.base_url.text().strip(), self.key.text().strip()

    def _lay_out(self, named: bool) -> None:
        fields = self.key, self.base_url
        form = FieldForm(self.name, *fields) if named else FieldForm(*fields)
        where = self.tr(
            "The key is stored in this computer’s keyring, never in a file. Without a keyring it is kept until Postdesk closes."
        )
        self.setLayout(column_of(form, remark(where), self._result))

    def _changed(self) -> None:
        self._result.hide()
        self.test.setEnabled(bool(self.key.text().strip() and self.base_url.text().strip()))

    def _try(self) -> None:
        if not self.test.isEnabled():
            return
        self._waits = True
        self.test.setEnabled(False)
        self._result.tell(self.tr("Connecting to MyPostShare…"), Tone.LOCKED, "loader")
        _, base_url, key = self.values()
        self._onboarding.try_key(base_url, key)

    def _go_on(self) -> None:
        if self._broken:
            self._try()
        else:
            self.accepted.emit()

    def _tested(self, test: KeyTestResult) -> None:
        if not self._waits:
            return
        self._waits, self._broken = False, test.kind == BROKEN
        self.test.setEnabled(True)
        if test.ok:
            self._result.tell(key_test_words(test), Tone.GOOD, "circle-check")
            self.accepted.emit()
            return
        anyway = self.tr("Use it anyway") if test.kind in {"not_sent", "server_trouble", "rate_limited", "lost"} else ""
        if self._broken:
            anyway = self.tr("Try again")
        said = self.tr("Its answer: {0}").format(test.detail) if test.detail else ""
        self._result.tell(f"{key_test_words(test)} {said}".strip(), Tone.BAD, "circle-x", anyway)


class NewWorkspaceDialog(Dialog):
    """Asks for name, key and address, and adds the workspace when they work."""

    def __init__(self, onboarding: Onboarding, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Use my API key"), "new_account", parent)
        self._onboarding = onboarding
        self.form = KeyForm(onboarding, theme, "new_account", named=True)
        self.body.addWidget(PlainLabel(self.tr("Your MyPostShare account"), role="heading"))
        self.add_remark(self.tr("Practice mode stays unchanged. You can go back to it in the settings."))
        self.body.addWidget(self.form)
        self.offer(theme, self.form.test)
        self.form.accepted.connect(self._create)
        self.form.key.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 88, super().sizeHint().height())

    def _create(self) -> None:
        self._onboarding.create_real(*self.form.values())
        self.accept()
