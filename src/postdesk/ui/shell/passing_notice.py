"""A notice at the window's foot that passes by itself."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from postdesk.ui.kit.notice_bar import NoticeBar
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.notices import NoticeWords

_NOTICE_MS: Final = 12_000


class PassingNotice(NoticeBar):
    """There for a while, and for as long as somebody points at it; with something to copy, until that is copied."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "notice", dismissible=True)
        self.lie_in_a_line()
        self._copy = ""
        self._end = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        self._end.timeout.connect(self._pass)
        self.action.clicked.connect(self._take_copy)

    def say(self, words: NoticeWords) -> None:
        """Tell this."""
        self._copy = words.copy
        self.tell(words.text, words.tone, words.icon, self.tr("Copy") if words.copy else "")
        self._end.stop()
        if not words.copy:
            self._end.start()

    def _pass(self) -> None:
        if self.underMouse():
            self._end.start()
        else:
            self.hide()

    def _take_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._copy)
        self.hide()
