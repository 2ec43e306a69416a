"""The row of tools under the text: icon buttons for insertions, and a note about the text at the cursor."""

from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.buttons import IconButton
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.editor.odd_words import odd_words, with_key_hint
from postdesk.ui.kit.editor.text_analysis import index_in_block
from postdesk.ui.kit.layouts import row_of
from postdesk.ui.kit.plain_text import PlainLabel, plain_tooltip
from postdesk.ui.kit.theme import Theme

_NARROW: Final = "QToolButton { padding: 5px 3px; } QToolButton:focus { padding: 4px 2px; }"


class Tally(QWidget):
    """The counts of the text in one line: in fewer words where there is less room, and spoken in full.

    Another text causes no new layout.
    """

    def __init__(self) -> None:
        super().__init__()
        self.label = TallyLabel()
        self.label.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, texts: tuple[str, ...]) -> None:
        """Show the first of the texts that has room; the first one is spoken."""
        if texts != self.label.texts:
            self.label.texts = texts
            self.label.setText(texts[0])

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.label.setGeometry(self.rect())


class TallyLabel(PlainLabel):
    """The label of the counts, with all `texts` that it may show, the longest first."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ("",)
        super().__init__(role="secondary", elide=True, identifier="composer.tally")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = QFont()
        font.setFeature(QFont.Tag("tnum"), 1)  # the digits stand still while one types
        self.setFont(font)

    def elided(self) -> str:
        metrics, room = self.fontMetrics(), self.width()
        return next((each for each in self.texts if metrics.horizontalAdvance(each) <= room), self.texts[-1])


class TextTools(QWidget):
    """The buttons, hidden while there are none.

    `tally` at the end shows the counts of the text; a note about the cursor's position takes its room.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = PlainLabel(role="secondary", wrap=True, identifier="composer.tools.words")
        # Two lines fit beside the buttons; the note must not change the height of the row.
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._words.hide()
        self.tally = Tally()
        self._row = row_of(self._words, self.tally, spacing=0)
        self._row.setStretch(0, 1)
        self.setLayout(self._row)
        self.hide()

    def add(self, icon: str, words: str, identifier: str) -> IconButton:
        """Add a button at the end of the row: a Lucide icon, its words, and its identifier ("composer.emoji")."""
        button = IconButton(self._theme, icon, words, identifier, colour="secondary")
        button.setStyleSheet(_NARROW)
        self._row.insertWidget(self._row.count() - 2, button)
        self.show()
        return button

    def say(self, words: str) -> None:
        """Show a note about the text at the cursor; hidden if `words` is empty."""
        self._words.setText(words)
        plain_tooltip(self._words, words)
        self._words.setVisible(bool(words))
        self.tally.setVisible(not words)

    def said(self) -> str:
        """Return the shown note."""
        return self._words.text()


_PAUSE_MS: Final = 80


class CaretHints(QObject):
    """Shows a note about the text at the cursor once typing pauses; it is spoken only after a move of the cursor."""

    def __init__(self, editor: Editor, tools: TextTools) -> None:
        super().__init__(editor)
        self._editor, self._tools = editor, tools
        self._typed = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._refresh)
        editor.textChanged.connect(self._changed)
        for signal in (
            editor.cursorPositionChanged,
            editor.analysis.odd_changed,
            editor.analysis.misspelt_found,
            editor.analysis.changed,
        ):
            signal.connect(self._wait)

    def answer(self, words: str) -> None:
        """Show and speak the answer to a request, until the next edit or move of the cursor."""
        self._pause.stop()
        self._tools.say(words)
        announce(self._editor, words)

    def _wait(self) -> None:
        self._pause.start()

    def _changed(self) -> None:
        self._typed = True
        self._wait()

    def _refresh(self) -> None:
        typed, self._typed = self._typed, False
        words = "" if self._editor.textCursor().hasSelection() else self._words()
        if words == self._tools.said():
            return
        self._tools.say(words)
        if words and not typed and self._editor.hasFocus():
            announce(self._editor, words)

    def _words(self) -> str:
        cursor, analysis = self._editor.textCursor(), self._editor.analysis
        line, at = cursor.block().text(), index_in_block(cursor.block(), cursor.position())
        if odd := next((each for each in analysis.odd(line) if each.place in (at, at - 1)), None):
            return with_key_hint(odd_words(odd, analysis.reserving), before=odd.place == at)
        wrong = analysis.misspelt_at(line, at)
        return self.tr("“{0}” isn’t in the dictionary.").format(wrong.text) if wrong else ""
