"""The notes on a draft's time: the problem with it, and how the draft is sent then, and why."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from postdesk.ui.composer.time_words import locked_posts_words
from postdesk.ui.composer.words import Remark
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.icon_label import IconLabel
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip, set_property
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.states import Tone

_REMARK_ICONS: Final = {Tone.BAD: "circle-x", Tone.ATTENTION: "triangle-alert"}


class TimeRemark(QWidget):
    """The problem with the selected time, or how the typed text was understood; hidden without words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, "clock", "secondary")
        self._label = PlainLabel(role="secondary", wrap=True, identifier="composer.remark")
        self._shown: Remark | None = None
        row = row_of(self._icon, self._label, grow=self._label)
        row.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.hide()

    @property
    def words(self) -> str:
        """The words that are shown."""
        return self._label.text()

    def show_remark(self, remark: Remark) -> None:
        """Show the words with the icon of their tone."""
        if remark == self._shown:
            return
        self._shown = remark
        self.setVisible(bool(remark.text))
        tone = "" if remark.tone is Tone.NEUTRAL else remark.tone
        self._icon.show_icon(_REMARK_ICONS.get(remark.tone, "clock"), tone or "secondary")
        set_property(self._label, "role", "" if tone else "secondary")
        set_property(self._label, "tone", tone)
        self._label.setText(remark.text)


class SendingNote(QWidget):
    """The note that says how and why the draft is sent: locked by the service, or from this computer; hidden without words.

    `dismissed` follows the cross beside an explanation.
    """

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, "lock", "secondary")
        self.label = PlainLabel(role="secondary", wrap=True, identifier="composer.sending")
        words = self.tr("Don’t explain this again for these accounts")
        self._dismiss = IconButton(theme, "x", words, "composer.sending.dismiss", colour="secondary", on_click=self.dismissed)
        self._row = row_of(self._icon, self.label, self._dismiss, grow=self.label)
        self._row.setAlignment(self._dismiss, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._row)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the icon at the first line: a single one is in the middle of the cross beside it."""
        super().resizeEvent(event)
        several = self.label.heightForWidth(self.label.width()) >= 2 * self.label.fontMetrics().lineSpacing()
        self._row.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop if several else Qt.AlignmentFlag.AlignVCenter)

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
