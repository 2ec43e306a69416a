"""The dialog that adds a MyPostShare account by its API key, from practice mode or beside other accounts."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from postdesk.engine.welcome import Welcome
from postdesk.ui.kit.dialog import Dialog
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.plain import PlainLabel
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.key_form import KeyForm


class NewAccount(Dialog):
    """Asks for name, key and address, and has the account made when they work."""

    def __init__(self, welcome: Welcome, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Use my API key"), "new_account", parent)
        self._welcome = welcome
        self.form = KeyForm(welcome, theme, "new_account", named=True)
        self.body.addWidget(PlainLabel(self.tr("Your MyPostShare account"), role="heading"))
        self.body.addWidget(remark(self.tr("Practice mode stays unchanged. You can go back to it in the settings.")))
        self.body.addWidget(self.form)
        self.offer(theme, self.form.test)
        self.form.accepted.connect(self._create)
        self.form.key.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 88, super().sizeHint().height())

    def _create(self) -> None:
        self._welcome.create_real(*self.form.values())
        self.accept()
