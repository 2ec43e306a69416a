"""Notifications of the desktop."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox

from postdesk.domain.tidings import Tiding
from postdesk.engine.settings import SettingsBook
from postdesk.ui.kit.form_page import Page
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.identity import identify


class NotificationsPage(Page):
    """Of what the desktop tells while nobody looks at the window."""

    def __init__(self, book: SettingsBook) -> None:
        super().__init__(self.tr("Notifications"), "notifications")
        self._book = book
        self.body.addWidget(remark(self.tr("When the window isn’t active, notify me when")))
        words = (
            (Tiding.PUBLISHED, self.tr("a post was published")),
            (Tiding.FAILED, self.tr("a post failed")),
            (Tiding.TO_DECIDE, self.tr("a post needs my answer or waits for its file")),
            (Tiding.MISSED, self.tr("a post was missed")),
            (Tiding.RECONNECT, self.tr("an account needs reconnecting")),
        )
        self.boxes = tuple((kind, self._box(kind, said)) for kind, said in words)
        self.body.addWidget(remark(self.tr("Click a notification to open the post. Several at once are grouped.")))

    def _box(self, kind: Tiding, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setChecked(kind in self._book.current.tell)
        identify(box, f"settings.notifications.{kind}")
        box.toggled.connect(self._change)
        self.body.addWidget(box)
        return box

    def _change(self) -> None:
        told = frozenset(kind for kind, box in self.boxes if box.isChecked())
        self._book.change(replace(self._book.current, tell=told))
