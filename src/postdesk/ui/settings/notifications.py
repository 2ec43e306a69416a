"""Notifications of the desktop."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox

from postdesk.engine.settings import SettingsBook
from postdesk.ui.parts.fields import remark
from postdesk.ui.parts.identity import identify
from postdesk.ui.settings.page import Page


class NotificationsPage(Page):
    """Whether the desktop tells what needs the user."""

    def __init__(self, book: SettingsBook) -> None:
        super().__init__(self.tr("Notifications"), "notifications")
        self._book = book
        self.notify = QCheckBox(self.tr("Tell me when a post failed, was missed, or needs me to decide"))
        self.notify.setChecked(book.current.notify)
        identify(self.notify, "settings.notifications.notify")
        self.notify.toggled.connect(self._change)
        self.body.addWidget(self.notify)
        self.body.addWidget(remark(self.tr("A click on a notification opens the post. What goes well stays quiet.")))

    def _change(self, notify: bool) -> None:
        self._book.change(replace(self._book.current, notify=notify))
