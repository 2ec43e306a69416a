"""Data: where everything lies."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from postdesk.ui.parts.announce import announce
from postdesk.ui.parts.buttons import Button
from postdesk.ui.parts.fields import remark
from postdesk.ui.settings.page import Page, buttons_row, text_field
from postdesk.ui.theme import Theme


class DataPage(Page):
    """The profile's folder. `folder_asked` and `diagnostics_asked` are for the application."""

    folder_asked = Signal()
    diagnostics_asked = Signal()

    def __init__(self, profile: Path, theme: Theme) -> None:
        intro = self.tr("Your texts live only here: MyPostShare doesn’t give them back. Back up this folder.")
        super().__init__(self.tr("Data"), "data", intro)
        self._folder = text_field("settings.data.folder", self.tr("Folder"))
        self._folder.setText(str(profile))
        self._folder.setReadOnly(True)
        self.body.addWidget(self._folder)
        opened = Button(theme, self.tr("Open the folder"), "settings.data.open", icon="folder-open")
        copied = Button(theme, self.tr("Copy its path"), "settings.data.copy", icon="copy")
        diagnostics = Button(theme, self.tr("Copy diagnostics"), "settings.data.diagnostics", icon="bug")
        self.body.addLayout(buttons_row(opened, copied, diagnostics))
        keys = self.tr("API keys are not in it: they are in this computer’s keyring. Diagnostics hold no keys and no texts.")
        self.body.addWidget(remark(keys))
        copy_of = self.tr("A copied or restored folder never sends by itself: its posts wait until you say so.")
        self.body.addWidget(remark(copy_of))
        opened.clicked.connect(self.folder_asked)
        copied.clicked.connect(self._copy)
        diagnostics.clicked.connect(self.diagnostics_asked)
        for button in (copied, diagnostics):
            button.clicked.connect(partial(self._tell_copied, button))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._folder.text())

    def _tell_copied(self, button: Button) -> None:
        """On the button itself, since this dialog lies over the window."""
        button.set_text(self.tr("Copied"))
        button.set_icon("check")
        announce(self, self.tr("Copied"))
