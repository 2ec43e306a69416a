"""The row of tools under the text: small icons for what can be put into it, and a word about where the cursor stands."""

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.editor.odd_words import odd_words, with_key
from postdesk.ui.kit.editor.reading import place_in
from postdesk.ui.kit.plain import PlainLabel, plain_tooltip
from postdesk.ui.kit.row import row_of
from postdesk.ui.kit.steady_label import StillWords
from postdesk.ui.kit.theme import Theme


class Tools(QWidget):
    """Each part of the composer adds its own; the row is shown once there is one.

    At its end stands `tally`, what is counted in the text; what is said of the cursor's place takes its room.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = PlainLabel(role="secondary", wrap=True, identifier="composer.tools.words")
        # Two lines have room beside the buttons; the row is as high as they are, whatever is said.
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._words.hide()
        self.tally = StillWords(role="secondary")
        self.tally.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row = row_of(self._words, self.tally, spacing=4)
        self._row.setStretch(0, 1)
        self.setLayout(self._row)
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
        """Return what is said."""
        return self._words.text()


_PAUSE_MS: Final = 80


class CaretWords(QObject):
    """Says it when the keys pause, and aloud where the cursor was moved there; what is typed is not commented aloud."""

    def __init__(self, editor: Editor, tools: Tools) -> None:
        super().__init__(editor)
        self._editor, self._tools = editor, tools
        self._typed = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        editor.textChanged.connect(self._changed)
        for signal in (editor.cursorPositionChanged, editor.reading.odd_changed, editor.reading.judged, editor.reading.changed):
            signal.connect(self._wait)

    def answer(self, words: str) -> None:
        """Say what was asked for, aloud too, until the next change or another place."""
        self._pause.stop()
        self._tools.say(words)
        announce(self._editor, words)

    def _wait(self) -> None:
        self._pause.start()

    def _changed(self) -> None:
        self._typed = True
        self._wait()

    def _look(self) -> None:
        typed, self._typed = self._typed, False
        words = "" if self._editor.textCursor().hasSelection() else self._words()
        if words == self._tools.said():
            return
        self._tools.say(words)
        if words and not typed and self._editor.hasFocus():
            announce(self._editor, words)

    def _words(self) -> str:
        cursor, reading = self._editor.textCursor(), self._editor.reading
        line, at = cursor.block().text(), place_in(cursor.block(), cursor.position())
        if odd := next((each for each in reading.odd(line) if each.place in (at, at - 1)), None):
            return with_key(odd_words(odd, reading.reserving), before=odd.place == at)
        wrong = reading.misspelt_at(line, at)
        return self.tr("“{0}” isn’t in the dictionary.").format(wrong.text) if wrong else ""
