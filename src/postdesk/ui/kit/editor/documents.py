"""The editor's documents: one for each text of the draft, each with its own undo history."""

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout

from postdesk.domain.marks import marks
from postdesk.ui.kit.editor.text_analysis import TextAnalysis, index_in_block, to_utf16_units
from postdesk.ui.kit.theme import Theme

_SLICE_S: Final = 0.004


class Highlighter(QSyntaxHighlighter):
    """Marks links, hashtags, mentions and misspelt words. `unfinished` returns the position of a word being typed, if any."""

    def __init__(
        self, document: QTextDocument, theme: Theme, analysis: TextAnalysis, unfinished: Callable[[], int | None]
    ) -> None:
        super().__init__(document)
        self._theme, self._analysis, self._unfinished = theme, analysis, unfinished
        self._marked, self._misspelt = QTextCharFormat(), QTextCharFormat()
        self._misspelt.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        self._waiting: deque[QTextBlock] = deque()
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._go_on)
        analysis.changed.connect(self.recheck)
        analysis.misspelt_found.connect(self.recheck)
        self.apply_style()

    def apply_style(self) -> None:
        """Take the colours of the palette."""
        self._marked.setForeground(QColor(self._theme.colours.accent))
        self._misspelt.setUnderlineColor(QColor(self._theme.colours.bad))
        self.rehighlight()

    def recheck(self, words: frozenset[str] | None = None) -> None:
        """Highlight the blocks with one of these words, or all, in time slices, so that typing doesn't stall."""
        block = self.document().firstBlock()
        while block.isValid():
            if words is None or _has_any(block.text(), words):
                self._waiting.append(block)
            block = block.next()
        if self._waiting:
            self._slices.start()

    def highlightBlock(self, text: str) -> None:
        units = to_utf16_units(text)
        for mark in marks(text):
            start = units(mark.start)
            self.setFormat(start, units(mark.end) - start, self._marked)
        typed, block = self._unfinished(), self.currentBlock()
        caret = index_in_block(block, typed) if typed is not None and block.contains(typed) else -1
        for word in self._analysis.misspelt(text, caret):
            start = units(word.start)
            self.setFormat(start, units(word.end) - start, self._misspelt)

    def _go_on(self) -> None:
        end = time.perf_counter() + _SLICE_S
        while self._waiting and time.perf_counter() < end:
            block = self._waiting.popleft()
            if block.isValid():
                self.rehighlightBlock(block)
        if not self._waiting:
            self._slices.stop()


def _has_any(text: str, words: frozenset[str]) -> bool:
    plain = text if text.isascii() else text.replace("’", "'").replace("\u00ad", "")
    return any(word in plain for word in words)


_EVERYTHING: Final = QRectF(0, 0, 1e9, 1e9)


class ParagraphLayout(QPlainTextDocumentLayout):
    """Repaints only the paragraph that an edit changes, and all where its lines become more or fewer.

    Qt takes twice the length of a highlighted paragraph for changed. That reaches the next one, so all was repainted at each key.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._blocks = document.blockCount()

    def documentChanged(self, start: int, removed: int, added: int) -> None:
        document = self.document()
        blocks, self._blocks = self._blocks, document.blockCount()
        block = document.findBlock(start)
        if blocks != self._blocks or start + added > block.position() + block.length():
            super().documentChanged(start, removed, added)
            return
        lines = block.lineCount()
        block.clearLayout()
        self.blockBoundingRect(block)  # lays it out anew
        if block.lineCount() == lines:
            self.updateBlock.emit(block)
        else:
            self.update[QRectF].emit(_EVERYTHING)  # type: ignore[index]


MARGIN: Final = 6


_Parts = tuple[QTextDocument, QAbstractTextDocumentLayout, Highlighter]


class EditorDocuments(QObject):
    """The documents by key, created on first use. `unfinished` returns the position of a word being typed."""

    def __init__(self, theme: Theme, analysis: TextAnalysis, unfinished: Callable[[], int | None], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._analysis, self._unfinished = theme, analysis, unfinished
        self._kept: dict[str, _Parts] = {}
        self._leaving: list[_Parts] = []
        theme.changed.connect(self._apply_style)

    def of(self, key: str, font: QFont) -> QTextDocument:
        """Return the document of that key."""
        if key not in self._kept:
            document = self._made(font)
            highlighter = Highlighter(document, self._theme, self._analysis, self._unfinished)
            self._kept[key] = document, document.documentLayout(), highlighter
            document.clearUndoRedoStacks()
        return self._kept[key][0]

    def forget(self) -> None:
        """Discard all documents and their undo history; set another document on the editor before the next event."""
        for parts in self._kept.values():
            document, _, highlighter = parts
            # Keep the Python wrappers until Qt has destroyed the objects: PySide 6.12 may read them after freeing them.
            self._leaving.append(parts)
            highlighter.destroyed.connect(partial(self._drop, parts))
            document.deleteLater()
        self._kept.clear()

    def _drop(self, parts: _Parts, _: QObject | None = None) -> None:
        self._leaving.remove(parts)

    def read_again(self, document: QTextDocument, position: int) -> None:
        """Highlight the block at that position again."""
        for each, _, highlighter in self._kept.values():
            if each is document:
                highlighter.rehighlightBlock(document.findBlock(position))

    def _made(self, font: QFont) -> QTextDocument:
        document = QTextDocument(self)
        document.setDocumentLayout(ParagraphLayout(document))
        document.setDefaultFont(font)
        document.setDocumentMargin(MARGIN)
        return document

    def _apply_style(self) -> None:
        for *_, highlighter in self._kept.values():
            highlighter.apply_style()
