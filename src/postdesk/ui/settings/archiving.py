"""Putting a client away, and bringing it back."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from postdesk.domain.archiving import Unfinished
from postdesk.domain.clients import Client
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.form_page import buttons_row
from postdesk.ui.kit.forms import remark
from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.words import Tone

translate = QCoreApplication.translate


class Archiving(QWidget):
    """One button: `archive_asked` where the client is shown everywhere, `back_asked` where it is archived; both carry its id."""

    archive_asked = Signal(int)
    back_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client: Client | None = None
        self._button = Button(theme, "", "settings.clients.archive")
        self._button.clicked.connect(self._press)
        self._in_the_way = NoticeBar(theme, "settings.clients.in_the_way", dismissible=True)
        self._remark = remark("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(buttons_row(self._button))
        column.addWidget(self._in_the_way)
        column.addWidget(self._remark)

    def show_client(self, client: Client) -> None:
        """Say what can be done with this client."""
        if self._client is None or client.id != self._client.id or client.archived:
            self._in_the_way.hide()
        self._client = client
        self._button.set_text(self.tr("Restore") if client.archived else self.tr("Archive client"))
        self._button.set_icon("undo-2" if client.archived else "archive")
        words = (
            self.tr("Archived. Hidden in lists, the composer and the calendar. Nothing was deleted.")
            if client.archived
            else self.tr("Hides the client in lists, the composer and the calendar. Nothing is deleted.")
        )
        self._remark.setText(words)

    def refuse(self, client_id: int, unfinished: Unfinished) -> None:
        """Say why it can't be archived yet, and what to do."""
        if self._client and self._client.id == client_id:
            self._in_the_way.tell(unfinished_words(unfinished), Tone.ATTENTION, "triangle-alert")

    def _press(self) -> None:
        if self._client:
            (self.back_asked if self._client.archived else self.archive_asked).emit(self._client.id)


def unfinished_words(unfinished: Unfinished) -> str:
    """What stands in the way of archiving, each with what to do about it."""
    parts = (
        (unfinished.to_go, translate("Archiving", "Scheduled: {0}. Cancel them, or move them to drafts.")),
        (unfinished.locked, translate("Archiving", "Locked: {0}. Wait until they are published.")),
        (unfinished.to_decide, translate("Archiving", "Unclear if published: {0}. Answer in the results.")),
        (unfinished.series, translate("Archiving", "Repeating posts: {0}. End or pause them.")),
    )
    return "\n".join((translate("Archiving", "Can’t archive yet."), *(words.format(number) for number, words in parts if number)))
