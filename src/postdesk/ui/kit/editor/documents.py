"""The editor's documents: one for each text of the draft, each with its own undo history."""

import re
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextLayout,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout

from postdesk.domain.marks import marks
from postdesk.ui.kit.editor.text_analysis import TextAnalysis, index_in_block, to_utf16_units
from postdesk.ui.kit.theme import Theme

_SLICE_S: Final = 0.004
_END: Final = 2**31 - 1
"""A position behind any text."""


class Highlighter(QSyntaxHighlighter):
    """Marks links, hashtags, mentions and misspelt words. `unfinished` returns the position of a word being typed, if any."""

    def __init__(
        self,
        document: QTextDocument,
        layout: "ParagraphLayout",
        theme: Theme,
        analysis: TextAnalysis,
        unfinished: Callable[[], int | None],
    ) -> None:
        super().__init__(document)
        self._layout = layout
        self._marks: tuple[int, list[tuple[int, int]]] = (-1, [])
        """The block that was highlighted last, by its number, with its marks: where they begin and end."""
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
        units, found = to_utf16_units(text), list[tuple[int, int]]()

        def mark_as(look: QTextCharFormat, first: int, last: int) -> None:
            start, end = units(first), units(last)
            found.append((start, end))
            self.setFormat(start, end - start, look)

        for mark in marks(text):
            mark_as(self._marked, mark.start, mark.end)
        typed, block = self._unfinished(), self.currentBlock()
        caret = index_in_block(block, typed) if typed is not None and block.contains(typed) else -1
        for word in self._analysis.misspelt(text, caret):
            mark_as(self._misspelt, word.start, word.end)
        number, before = self._marks
        self._marks = block.blockNumber(), found
        changed = _first_changed(before, found) if number == block.blockNumber() else 0
        self._layout.changes_from(block.position() + changed)

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


def _first_changed(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> int:
    """Return the position from which marks differ; `_END` where none do."""
    pairs = zip_longest(before, after, fillvalue=(_END, _END))
    return min((min(one, other)[0] for one, other in pairs if one != other), default=_END)


_EVERYTHING: Final = QRectF(0, 0, 1e9, 1e9)
_BACKWARDS: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Characters that are written from right to left, or turn others: one may move what stands before it."""


class ParagraphLayout(QPlainTextDocumentLayout):
    """Repaints only the lines that an edit changes in its paragraph, and all where these become more or fewer.

    Qt takes twice the length of a highlighted paragraph for changed. That reaches the next one, so all was repainted at each key.
    `geometry` returns the place of a paragraph in the view.
    """

    def __init__(self, document: QTextDocument, geometry: Callable[[QTextBlock], QRectF]) -> None:
        super().__init__(document)
        self._geometry = geometry
        self._blocks = document.blockCount()
        self._first, self._turns = _END, False
        document.contentsChange.connect(self.changes_from)

    def changes_from(self, position: int, removed: int = 0, added: int = 0) -> None:
        """Take note that the edit changes nothing that is seen before that position."""
        self._first = min(self._first, position)

    def documentChanged(self, start: int, removed: int, added: int) -> None:
        document = self.document()
        blocks, self._blocks = self._blocks, document.blockCount()
        first, self._first = self._first, _END
        block = document.findBlock(start)
        if blocks != self._blocks or start + added > block.position() + block.length():
            super().documentChanged(start, removed, added)
            return
        lines = block.lineCount()
        block.clearLayout()
        self.blockBoundingRect(block)  # lays it out anew
        if block.lineCount() != lines:
            self.update[QRectF].emit(_EVERYTHING)  # type: ignore[index]
            return
        text, turned = block.text(), self._turns
        self._turns = not text.isascii() and _BACKWARDS.search(text) is not None
        place = self._geometry(block)
        if not (turned or self._turns):
            place.setTop(place.top() + _first_line(block.layout(), first - block.position()))
        self.update[QRectF].emit(place)  # type: ignore[index]


def _first_line(layout: QTextLayout, position: int) -> float:
    """Return the top of the first line that a change at the position moves: a word may go to the line before."""
    line = layout.lineForTextPosition(position) if position > 0 else None
    return layout.lineAt(max(0, line.lineNumber() - 1)).y() if line and line.isValid() else 0


MARGIN: Final = 6


_Parts = tuple[QTextDocument, ParagraphLayout, Highlighter]


class EditorDocuments(QObject):
    """The documents by key, created on first use.

    `unfinished` returns the position of a word being typed, `geometry` the place of a paragraph in the view.
    """

    def __init__(
        self,
        theme: Theme,
        analysis: TextAnalysis,
        unfinished: Callable[[], int | None],
        geometry: Callable[[QTextBlock], QRectF],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme, self._analysis, self._unfinished, self._geometry = theme, analysis, unfinished, geometry
        self._kept: dict[str, _Parts] = {}
        self._leaving: list[_Parts] = []
        theme.changed.connect(self._apply_style)

    def of(self, key: str, font: QFont) -> QTextDocument:
        """Return the document of that key."""
        if key not in self._kept:
            document = QTextDocument(self)
            layout = ParagraphLayout(document, self._geometry)
            document.setDocumentLayout(layout)
            document.setDefaultFont(font)
            document.setDocumentMargin(MARGIN)
            highlighter = Highlighter(document, layout, self._theme, self._analysis, self._unfinished)
            self._kept[key] = document, layout, highlighter
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

    def _apply_style(self) -> None:
        for *_, highlighter in self._kept.values():
            highlighter.apply_style()
