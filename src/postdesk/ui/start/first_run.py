"""The first window: practice mode or the user's own API key."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QWidget

from postdesk.domain.storage import StorageFailure
from postdesk.engine.backups import Backups
from postdesk.engine.onboarding import Onboarding
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.plain_text import PlainLabel
from postdesk.ui.kit.scroll_area import scrollable
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.key_form import KeyForm
from postdesk.ui.settings.transfer import ProfileTransfer
from postdesk.ui.text.failures import keyring_waits_words, storage_words
from postdesk.ui.text.states import Tone

_LOGO: Final = 56
_CARD: Final = 560
_FRAME: Final = (16, 40)
"""The most that the frame of a window adds to its width and its height, in pixels."""


class FirstRun(QWidget):
    """Two choices, with the focus on practice mode.

    `Onboarding` does the work; `closed` follows a click on the close button.
    """

    closed = Signal()

    def __init__(
        self, onboarding: Onboarding, backups: Backups, theme: Theme, resources: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        identify(self, "first_run")
        self.setWindowTitle(self.tr("Welcome to Postdesk"))
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = self.tr("Connect invented accounts, publish and schedule. Nothing leaves this computer. No key needed.")
        name = self.tr("Try it in practice mode")
        self.practice = ChoiceButton(theme, "first_run.practice", "flask-conical", name, words)
        words = self.tr("Publish with your MyPostShare account. You can still practise later.")
        self.own_key = ChoiceButton(theme, "first_run.own_key", "key-round", self.tr("Use my API key"), words)
        self.form = KeyForm(onboarding, theme, "first_run", named=True)
        self._transfer = ProfileTransfer(backups, theme, self)
        self._last_act: Callable[[], None] = onboarding.start_practice
        self._problem = NoticeBar(theme, "first_run.problem")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._choices())
        self._pages.addWidget(self._key_page())
        self._lay_out(resources)
        self.practice.clicked.connect(lambda: self._begin(onboarding.start_practice))
        self.own_key.clicked.connect(self.show_key_form)
        self.form.accepted.connect(lambda: self._begin(partial(onboarding.create_real, *self.form.values())))
        self._problem.action.clicked.connect(lambda: self._begin(self._last_act))
        onboarding.failed.connect(self._failed)
        onboarding.keyring_waits.connect(self._wait_for_keyring)
        self._transfer.began.connect(lambda: self.setEnabled(False))
        self._transfer.failed.connect(self._show_import_failure)
        self.practice.setFocus()
        self.resize(self.sizeHint().boundedTo(self.screen().availableSize() - QSize(*_FRAME)))  # Qt would take two thirds

    def sizeHint(self) -> QSize:
        return QSize(720, 480)

    def show_key_form(self) -> None:
        """Ask for base URL and key."""
        self._pages.setCurrentIndex(1)
        self.form.key.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _show_choices(self) -> None:
        self._pages.setCurrentIndex(0)
        self.own_key.setFocus()

    def _begin(self, act: Callable[[], None]) -> None:
        """Run the choice; the window closes once that has worked."""
        self._last_act = act
        self.setEnabled(False)
        self._problem.hide()
        act()

    def _wait_for_keyring(self) -> None:
        self._problem.tell(keyring_waits_words(), Tone.LOCKED, "hourglass")

    def _failed(self, failure: StorageFailure) -> None:
        self.setEnabled(True)
        words = self.tr("Postdesk couldn’t save anything, so nothing was opened. {0}").format(storage_words(failure))
        if failure is StorageFailure.DEFECT:
            words = self.tr("Postdesk had an internal error, so nothing was opened. The log has details.")
        self._problem.tell(words, Tone.BAD, "triangle-alert", self.tr("Try again"))

    def _show_import_failure(self, words: str) -> None:
        self.setEnabled(True)
        self._problem.tell(words, Tone.BAD, "triangle-alert")

    def _choices(self) -> QWidget:
        bring = Button(
            self._theme, self.tr("Import everything from another computer…"), "first_run.bring", role="link", icon="monitor"
        )
        bring.clicked.connect(self._transfer.select_file)
        column = column_of(self.practice, self.own_key, bring, ROOM, spacing=16)
        column.setAlignment(bring, Qt.AlignmentFlag.AlignLeft)
        page = QWidget()
        page.setLayout(column)
        return page

    def _key_page(self) -> QWidget:
        back = Button(self._theme, self.tr("Back"), "first_run.back", role="quiet", icon="chevron-left")
        back.clicked.connect(self._show_choices)
        title = PlainLabel(self.tr("Your MyPostShare account"), role="title")
        page = QWidget()
        page.setLayout(column_of(title, self.form, row_of(back, ROOM, self.form.test), ROOM, spacing=16))
        return page

    def _lay_out(self, resources: Path) -> None:
        logo = QLabel()
        logo.setPixmap(QIcon(str(resources / "icons" / "org.postdesk.Postdesk.svg")).pixmap(QSize(_LOGO, _LOGO)))
        card = QFrame()
        card.setMaximumWidth(_CARD)
        title = PlainLabel(self.tr("Welcome to Postdesk"), role="heading")
        about = remark(self.tr("Write, schedule and publish posts with MyPostShare, and see what was really published."))
        names = column_of(title, about, spacing=4)
        head = row_of(logo, names, spacing=16, grow=names)
        head.setAlignment(logo, Qt.AlignmentFlag.AlignTop)
        card.setLayout(column_of(head, 16, self._problem, self._pages, spacing=8, grow=self._pages))
        centred = row_of(ROOM, card, ROOM)
        centred.setStretchFactor(card, 8)
        self.setLayout(column_of(scrollable(column_of(centred, margins=(32, 32, 32, 16)))))


class ChoiceButton(Button):
    """A large button: an icon, the action, and a sentence about it."""

    def __init__(self, theme: Theme, identifier: str, icon: str, headline: str, text: str) -> None:
        super().__init__(theme, "", identifier, role="choice")
        self.setAccessibleName(headline)
        self.setAccessibleDescription(text)
        self.setAutoDefault(True)
        words = column_of(PlainLabel(headline, role="title"), remark(text), spacing=4)
        first, last = IconLabel(theme, icon, "accent", 24), IconLabel(theme, "chevron-right", "secondary")
        self._row = row_of(first, words, last, spacing=16, margins=(20, 16, 20, 16), grow=words)
        self.setLayout(self._row)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        high = self._row.totalHeightForWidth(self.width()) if self._row.hasHeightForWidth() else self.sizeHint().height()
        return QSize(0, high)
