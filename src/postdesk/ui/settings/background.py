"""What Postdesk does while nobody looks at it: keep this computer awake, and start with it."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox

from postdesk.engine.at_login import AtLogin
from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.form_page import Page
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone


class BackgroundPage(Page):
    """Staying awake, and starting when the user logs in."""

    def __init__(self, book: SettingsBook, at_login: AtLogin, theme: Theme) -> None:
        super().__init__(self.tr("In the background"), "background")
        self._book, self._at_login = book, at_login
        self.awake = QCheckBox(self.tr("Stay awake when a post is about to be sent from here"))
        self.awake.setChecked(book.current.stay_awake)
        identify(self.awake, "settings.background.awake")
        self.login = QCheckBox(self.tr("Start Postdesk in the background when I log in"))
        self.login.setChecked(at_login.on)
        identify(self.login, "settings.background.login")
        self.notice = NoticeBar(theme, "settings.background.notice")
        self.awake.toggled.connect(self._change)
        self.login.toggled.connect(at_login.switch)
        at_login.changed.connect(self._show_login)
        at_login.failed.connect(self._tell_failure)
        at_login.look()
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(self.awake)
        text = self.tr(
            "Postdesk keeps the computer awake for half an hour before such a post and shows this in the status bar. The "
            "screen may turn off. Closing the lid still puts the computer to sleep."
        )
        self.body.addWidget(remark(text))
        self.body.addSpacing(8)
        self.body.addWidget(self.login)
        where = self.tr(
            "Posts that need this computer are then sent even if you don’t open the window. Click the icon beside the clock "
            "to open it. Without such an icon, Postdesk starts minimised."
        )
        self.body.addWidget(remark(where))
        self.body.addWidget(self.notice)

    def _change(self, awake: bool) -> None:
        self._book.change(replace(self._book.current, stay_awake=awake))

    def _show_login(self) -> None:
        self.login.blockSignals(True)
        self.login.setChecked(self._at_login.on)
        self.login.blockSignals(False)
        self.notice.hide()

    def _tell_failure(self, reason: str) -> None:
        self._show_login()
        words = self.tr("Couldn’t change this: {0}.").format(reason)
        self.notice.tell(words, Tone.BAD, "circle-x")
