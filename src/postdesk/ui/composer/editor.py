"""The text field: plain text only, links and hashtags in colour, and what is too much marked."""

import re
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QTextEdit, QWidget

from postdesk.domain.counting import utf16_index
from postdesk.ui.parts.identity import identify
from postdesk.ui.theme import Theme

_MARKED: Final = re.compile(r"https?://\S+|(?<![\w&#/])#\w+|(?<![\w@./])@\w[\w.]*")
_LINE_ENDS: Final = "\u2029\u2028\ufdd0\ufdd1"
_UNSENDABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffc]")
_LINES: Final = 6
_LEAST_LINES: Final = 5
_DOCUMENT_MARGIN: Final = 6
_PADDING: Final = 6


def whole(text: str) -> str:
    """The text with a sign in the place of half characters, which can be neither kept nor sent."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Editor(QPlainTextEdit):
    """Holds a document for each of the draft's texts, so that each has its own undo.

    `edited` carries the text after a change by the user, `cleaned` follows a paste of which something was left out,
    `entered` the focus.
    """

    edited = Signal(str)
    cleaned = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._documents: dict[str, QTextDocument] = {}
        self._highlighters: list[Highlighter] = []
        self._over: QTextCursor | None = None
        self._filling = False
        identify(self, "composer.text", self.tr("Text"))
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("What do you want to say?"))
        self.textChanged.connect(self._tell)
        theme.changed.connect(self._dress)

    def forget(self) -> None:
        """Another draft: its texts begin anew, with nothing to undo."""
        self._documents.clear()
        self._highlighters.clear()

    def show_text(self, key: str, text: str) -> None:
        """Show the document of that key, filled with `text` where it holds another."""
        self._filling = True
        if key not in self._documents:
            self._documents[key] = self._made()
        document = self._documents[key]
        if self.document() is not document:
            self.setDocument(document)
            self.moveCursor(QTextCursor.MoveOperation.End)
        if self.text() != text:
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)
        self.setReadOnly(False)
        self._over = None
        self.setExtraSelections([])
        self._filling = False

    def text(self) -> str:
        """What is written, as it is: `toPlainText` would turn spaces that don't break into others."""
        text = self.document().toRawText()
        for line_end in _LINE_ENDS:
            text = text.replace(line_end, "\n")
        return whole(text)

    def mark_from(self, index: int | None, text: str) -> None:
        """Mark what is too much of the text that is shown, from that code point on."""
        over = None if index is None else (utf16_index(text, index), self.document().characterCount() - 1)
        # What is marked grows with what is typed in it.
        if over != (self._over and (self._over.selectionStart(), self._over.selectionEnd())):
            self._over = self._selected(*over) if over else None
            self._mark()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text() or QTextDocumentFragment.fromHtml(source.html()).toPlainText()
        clean = _UNSENDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        self.insertPlainText(clean)
        self.ensureCursorVisible()
        if len(clean) < len(text.replace("\r\n", "\n")):
            self.cleaned.emit()

    def sizeHint(self) -> QSize:
        return QSize(240, self._height_of(_LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height_of(_LEAST_LINES))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def _height_of(self, lines: int) -> int:
        """In which so many lines can be read."""
        margins = self.contentsMargins()
        return self.fontMetrics().lineSpacing() * lines + margins.top() + margins.bottom() + 2 * (_DOCUMENT_MARGIN + _PADDING)

    def _made(self) -> QTextDocument:
        document = QTextDocument(self)
        document.setDocumentLayout(QPlainTextDocumentLayout(document))
        document.setDefaultFont(self.font())
        document.setDocumentMargin(_DOCUMENT_MARGIN)
        self._highlighters.append(Highlighter(document, self._theme))
        document.clearUndoRedoStacks()
        return document

    def _tell(self) -> None:
        if not self._filling:
            self.edited.emit(self.text())

    def _selected(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _mark(self) -> None:
        if self._over is None:
            self.setExtraSelections([])
            return
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._over
        selection.format.setForeground(QColor(self._theme.colours.bad))
        selection.format.setBackground(QColor(self._theme.colours.bad_soft))
        self.setExtraSelections([selection])

    def _dress(self) -> None:
        for highlighter in self._highlighters:
            highlighter.dress()
        self._mark()


class Highlighter(QSyntaxHighlighter):
    """Colours links, hashtags and mentions; Qt runs it on the block that changed."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._format = QTextCharFormat()
        self.dress()

    def dress(self) -> None:
        """Take the palette's colour."""
        self._format.setForeground(QColor(self._theme.colours.accent))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for match in _MARKED.finditer(text):
            start, end = utf16_index(text, match.start()), utf16_index(text, match.end())
            self.setFormat(start, end - start, self._format)
