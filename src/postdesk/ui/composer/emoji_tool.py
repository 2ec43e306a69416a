"""The button and the key that open the emoji picker, and what is picked put into the text."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from postdesk.engine.emoji import EmojiShelf
from postdesk.ui.composer.texts import Texts
from postdesk.ui.emoji.picker import EmojiPicker
from postdesk.ui.kit.theme import Theme


class EmojiTool(QObject):
    """The picker is made when it is first asked for."""

    def __init__(self, shelf: EmojiShelf, theme: Theme, texts: Texts) -> None:
        super().__init__(texts)
        self._shelf, self._theme, self._texts = shelf, theme, texts
        self._picker: EmojiPicker | None = None
        self._button = texts.tools.add("smile", self.tr("Emoji (Ctrl+.)"), "composer.emoji")
        self._button.clicked.connect(self.open)
        QShortcut(QKeySequence("Ctrl+."), texts).activated.connect(self.open)

    def open(self) -> None:
        """Show the picker."""
        if self._picker is None:
            self._picker = EmojiPicker(self._shelf, self._theme, self._texts)
            self._picker.picked.connect(self._texts.editor.insert)
            self._picker.closed.connect(self._texts.editor.setFocus)
        self._picker.open_above(self._button)
