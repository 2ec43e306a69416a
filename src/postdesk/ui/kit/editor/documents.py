"""The documents of the text field: one for each of the draft's texts, so that each has its own undo."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from postdesk.ui.kit.editor.highlighter import Highlighter
from postdesk.ui.kit.editor.reading import Reading
from postdesk.ui.kit.theme import Theme

MARGIN: Final = 6


class Documents(QObject):
    """Made when first asked for. `unfinished` gives where a word is being typed."""

    def __init__(self, theme: Theme, reading: Reading, unfinished: Callable[[], int | None], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._reading, self._unfinished = theme, reading, unfinished
        self._kept: dict[str, tuple[QTextDocument, Highlighter]] = {}
        self._leaving: list[tuple[QTextDocument, Highlighter]] = []
        theme.changed.connect(self._dress)

    def of(self, key: str, font: QFont) -> QTextDocument:
        """The document of that key."""
        if key not in self._kept:
            document = self._made(font)
            self._kept[key] = document, Highlighter(document, self._theme, self._reading, self._unfinished)
            document.clearUndoRedoStacks()
        return self._kept[key][0]

    def forget(self) -> None:
        """Begin anew, with nothing to undo; what is shown is to be replaced before the next event."""
        for pair in self._kept.values():
            document, highlighter = pair
            # While Qt destroys it, its Python half has to be held: PySide 6.12 may read that after it freed it.
            self._leaving.append(pair)
            highlighter.destroyed.connect(partial(self._let_go, pair))
            document.deleteLater()
        self._kept.clear()

    def _let_go(self, pair: tuple[QTextDocument, Highlighter], _: QObject | None = None) -> None:
        self._leaving.remove(pair)

    def read_again(self, document: QTextDocument, position: int) -> None:
        """Highlight the block at that position anew."""
        for each, highlighter in self._kept.values():
            if each is document:
                highlighter.rehighlightBlock(document.findBlock(position))

    def _made(self, font: QFont) -> QTextDocument:
        document = QTextDocument(self)
        document.setDocumentLayout(QPlainTextDocumentLayout(document))
        document.setDefaultFont(font)
        document.setDocumentMargin(MARGIN)
        return document

    def _dress(self) -> None:
        for _, highlighter in self._kept.values():
            highlighter.dress()
