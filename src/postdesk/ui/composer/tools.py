"""The row of tools under the text: small icons for what can be put into it, and a word about where the cursor stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.identity import identify
from postdesk.ui.kit.plain import PlainLabel, plain_tooltip
from postdesk.ui.kit.still_words import StillWords
from postdesk.ui.kit.theme import Theme


class Tools(QWidget):
    """Each part of the composer adds its own; the row is shown once there is one.

    At its end stands `tally`, what is counted in the text; what is said of the cursor's place takes its room.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._words = PlainLabel(role="secondary")
        self._words.setWordWrap(True)
        # Two lines have room beside the buttons; the row is as high as they are, whatever is said.
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        identify(self._words, "composer.tools.words")
        self._row.addWidget(self._words, 1)
        self._words.hide()
        self.tally = StillWords(role="secondary")
        self.tally.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.tally, 1)
        self.hide()

    def add(self, icon: str, words: str, identifier: str) -> IconButton:
        """A button at the end of the row: a Lucide icon, what it does, and its identifier ("composer.emoji")."""
        button = IconButton(self._theme, icon, words, identifier, colour="secondary")
        self._row.insertWidget(self._row.count() - 2, button)
        self.show()
        return button

    def say(self, words: str) -> None:
        """Say something of the place where the cursor stands; nothing where `words` are empty."""
        self._words.setText(words)
        plain_tooltip(self._words, words)
        self._words.setVisible(bool(words))
        self.tally.setVisible(not words)

    def said(self) -> str:
        """What is said."""
        return self._words.text()
