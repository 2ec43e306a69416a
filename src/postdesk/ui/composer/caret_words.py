"""What is said beside the tools of the place where the cursor stands: an odd character, or a misspelt word."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from postdesk.ui.composer.tools import Tools
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.editor.odd_words import odd_words, with_key
from postdesk.ui.kit.editor.reading import place_in

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
        return self.tr("“{0}” is not in the dictionary.").format(wrong.text) if wrong else ""
