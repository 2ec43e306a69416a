"""The question before a post is published."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.layouts import ROOM, column_of, row_of
from postdesk.ui.kit.pane import Frame
from postdesk.ui.kit.plain_text import PlainLabel, set_notice_tone, set_tone
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone


class PublishQuestion(Frame):
    """The question "Publish now to 3 accounts for Alex Morgan?" with its answers, in place. Escape cancels."""

    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("notice", "composer.confirm")
        self.label = PlainLabel(wrap=True)
        set_tone(self.label, Tone.ATTENTION)
        self.yes = Button(theme, self.tr("Publish now"), "composer.confirm.yes", on_click=self._answer_yes)
        self.no = Button(theme, self.tr("Not yet"), "composer.confirm.no", role="quiet", on_click=self._answer_no)
        for answer in (self.yes, self.no):
            answer.setAutoDefault(True)  # Enter presses the focused button
        self._stop = QAction(self)
        self._stop.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        self._stop.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._stop.triggered.connect(self._answer_no)
        self.addAction(self._stop)
        self.setLayout(column_of(self.label, row_of(ROOM, self.no, self.yes, spacing=4), spacing=4, margins=(12, 8, 8, 8)))
        set_notice_tone(self, Tone.ATTENTION)
        self.hide()

    def ask(self, words: str) -> None:
        """Show the question, with the focus on the answer that publishes."""
        self.label.setText(words)
        self.show()
        self.yes.setFocus()
        announce(self, words, urgent=True)

    def _answer_yes(self) -> None:
        # Emit before hiding: publishing sets the focus, but Qt would move that of a hidden button to the day field.
        self.confirmed.emit()
        self.hide()

    def _answer_no(self) -> None:
        self.cancelled.emit()
        self.hide()
