"""Asks where the posts of an account can be seen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from postdesk.domain.links import url_problem
from postdesk.domain.post_actions import PostAction
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.plain_text import PlainLabel, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.file_problems import no_web_address
from postdesk.ui.text.names import platform_word


class ProfileQuestion(QWidget):
    """Asks for the address of a profile. `answered` carries the PostAction and an address that can be opened."""

    answered = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: PostAction | None = None
        self._words = PlainLabel(wrap=True)
        self._problem = PlainLabel(identifier="results.profile.problem")
        set_tone(self._problem, "bad")
        self._address = QLineEdit()
        self._address.setPlaceholderText("https://")
        self._address.returnPressed.connect(self._save)
        keep = Button(theme, self.tr("Save and open"), "results.profile.keep", role="primary", on_click=self._save)
        cancel = Button(theme, self.tr("Not now"), "results.profile.cancel", on_click=self.hide)
        row = row_of(keep, cancel, ROOM, spacing=6)
        self.setLayout(column_of(self._words, self._address, row, self._problem, spacing=4, margins=(0, 4, 0, 0)))
        self.hide()

    def ask(self, offer: PostAction, account: str) -> None:
        """Ask for the address where the posts of `account` are seen."""
        self._offer = offer
        name = account or self.tr("this account")
        question = self.tr("Where do you see the posts of {0} on {1}? Paste the address. Postdesk asks only once.")
        self._words.setText(question.format(name, platform_word(offer.platform)))
        identify(self._address, "results.profile.address", self._words.text())
        self._address.clear()
        self._problem.hide()
        self.show()
        self._address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        address = self._address.text().strip()
        if "://" not in address and "." in address:
            address = f"https://{address}"
        if self._offer is None or url_problem(address) is not None:
            self._problem.setText(no_web_address())
            self._problem.show()
            announce(self._problem, self._problem.text(), urgent=True)
            return
        self.hide()
        self.answered.emit(self._offer, address)
