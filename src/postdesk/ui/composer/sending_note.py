"""The note on how a draft is sent: locked and sent by the service, or sent from this computer, and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from postdesk.ui.composer.time_words import locked_posts_words
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip, set_property
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone


class SendingNote(QWidget):
    """The note, hidden without words. `dismissed` follows the cross beside an explanation."""

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, "lock", "secondary")
        self.label = PlainLabel(role="secondary", wrap=True, identifier="composer.sending")
        words = self.tr("Don’t explain this again for these accounts")
        self._dismiss = IconButton(theme, "x", words, "composer.sending.dismiss", colour="secondary", on_click=self.dismissed)
        self._row = row_of(self._icon, self.label, self._dismiss, grow=self.label)
        for part in (self._icon, self._dismiss):
            self._row.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._row)
        self.hide()

    def show_way(self, words: str, *, from_here: bool, explained: bool) -> None:
        """Show the words; `from_here`: this computer has to run, and they say why if `explained`."""
        self.setVisible(bool(words))
        self._dismiss.setVisible(from_here and explained)
        if words and words != self.label.text():
            self._icon.show_icon("monitor" if from_here else "lock", Tone.ATTENTION if from_here else "secondary")
            set_property(self.label, "role", "" if from_here else "secondary")
            set_property(self.label, "tone", Tone.ATTENTION if from_here else "")
            self.label.setText(words)
            explanation = "" if from_here else locked_posts_words()
            plain_tooltip(self, explanation)
            self.label.setAccessibleDescription(explanation)

    def indent(self, indented: bool) -> None:
        """Stand below the problems, in line with them, or not."""
        self._row.setContentsMargins(*((12, 0, 8, 0) if indented else (0, 0, 0, 0)))
