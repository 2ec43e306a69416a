"""The editor widget: plain text with coloured marks."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QSize, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextEdit, QToolTip, QWidget

from postdesk.domain.text_counter import utf16_index
from postdesk.ui.kit.editor.documents import MARGIN, EditorDocuments
from postdesk.ui.kit.editor.mime_media import kind_of_paste, read_media
from postdesk.ui.kit.editor.odd_marks import draw_odd_marks
from postdesk.ui.kit.editor.odd_words import odd_words
from postdesk.ui.kit.editor.paste_cleanup import can_paste, clean_paste
from postdesk.ui.kit.editor.text_analysis import TextAnalysis, index_in_block
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.plain_text import escape_markup, typed_text
from postdesk.ui.kit.theme import Theme


class TypedWord(QObject):
    """Tracks the word being typed: the cursor moves with an edit while typing, and without one when it leaves the word.

    `word_left` carries the position in the document of the word that was left. An edit is detected by the text's length: Qt
    counts a document's revision only after it moves the cursor.
    """

    word_left = Signal(int)

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self._length = 0
        self._position: int | None = None
        field.cursorPositionChanged.connect(self._follow)

    def place(self) -> int | None:
        """Return the position of typing, None if nothing is typed. Qt highlights an edit before it reports a cursor move."""
        if self._field.hasFocus() and self._length != self._field.document().characterCount():
            return self._field.textCursor().position()
        return self._position

    def leave(self) -> None:
        """End the tracked word."""
        self._length = self._field.document().characterCount()
        position, self._position = self._position, None
        if position is not None:
            self.word_left.emit(position)

    def _follow(self) -> None:
        if self._length == self._field.document().characterCount():
            self.leave()
        else:
            self._length = self._field.document().characterCount()
            self._position = self._field.textCursor().position()


_LINES: Final = 6
_LEAST_LINES: Final = 5
_PADDING: Final = 6


def join_surrogates(text: str) -> str:
    """Return the text with "�" in place of lone surrogates, which can't be saved or sent."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Editor(QPlainTextEdit):
    """Shows one of the draft's texts at a time; `analysis` finds odd characters and misspelt words.

    `edited` carries the text after the user's change, `cleaned` (a `PastedText`) follows a paste that was cleaned, `media_pasted`
    (a `MimeMedia`) a paste of media, `entered` the focus. `menu_requested` carries the context menu before it opens.
    """

    edited = Signal(str)
    cleaned = Signal(object)
    media_pasted = Signal(object)
    entered = Signal()
    menu_requested = Signal(QMenu)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.analysis = TextAnalysis(self)
        self._typed = TypedWord(self)
        self._documents = EditorDocuments(theme, self.analysis, self._typed.place, self.blockBoundingGeometry, self)
        self._over: QTextCursor | None = None
        self._reserved = 0
        self._told: tuple[str, str | None] = ("", None)
        """The shown document's key, and its text as last shown or emitted; None while the document is being filled."""

        identify(self, "composer.text", self.tr("Text"))
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("What do you want to say?"))
        self.textChanged.connect(self._tell)
        self._typed.word_left.connect(lambda position: self._documents.read_again(self.document(), position))
        self.analysis.odd_changed.connect(self.viewport().update)
        theme.changed.connect(self._mark)

    def forget(self) -> None:
        """Discard all documents for another draft."""
        self._documents.forget()
        self._told = ("", None)

    def show_text(self, key: str, text: str) -> None:
        """Show the document of that key, filled with `text` if it differs; a document shown with that text stays untouched."""
        if self._told == (key, text):
            return
        self._told = (key, None)
        document = self._documents.of(key, self.font())
        if self.document() is not document:
            self.setDocument(document)
            self.moveCursor(QTextCursor.MoveOperation.End)
        if self.text() != text:
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)
        self._typed.leave()
        self.setReadOnly(False)
        self._over = None
        self.setExtraSelections([])
        self._told = (key, text)

    def reserve(self, lines: int, at_most: int) -> None:
        """Ask for the height of these lines at least; for no more than `at_most` pixels."""
        height = min(self._height_of(lines), at_most)
        if height != self._reserved:
            self._reserved = height
            self.updateGeometry()

    def text(self) -> str:
        """Return the written text."""
        return typed_text(self.document())

    def insert(self, text: str) -> None:
        """Insert `text` at the cursor, in place of the selection, as one undo step."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self.ensureCursorVisible()

    def change_to(self, text: str) -> None:
        """Replace the whole text as one undo step."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def mark_from(self, index: int | None, text: str) -> None:
        """Mark the text from the code point `index` on as too long; None removes the mark."""
        over = None if index is None else (utf16_index(text, index), self.document().characterCount() - 1)
        # Typing within the marked text moves its end, so compare with the cursor's present selection.
        if over != (self._over and (self._over.selectionStart(), self._over.selectionEnd())):
            self._over = self._selected(*over) if over else None
            self._mark()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return can_paste(source) or kind_of_paste(source) is not None

    def insertFromMimeData(self, source: QMimeData) -> None:
        if kind := kind_of_paste(source):
            self.media_pasted.emit(read_media(source, kind))
            return
        if not can_paste(source):
            return
        words = clean_paste(source)
        self.insert(words.text)
        if words.unsendable or words.layout:
            self.cleaned.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the key of Undo to others once the text has nothing to undo."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu for the word under the mouse or, by the keyboard, at the cursor."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if by_mouse and not self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(event.pos()))
        menu = self.createStandardContextMenu()
        identify(menu, "composer.text.menu", self.tr("Text"))
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu_requested.emit(menu)
        menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tool tip of an odd character under the mouse."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), escape_markup(self._words_at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        block, origin = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(origin)
            if place.top() > event.rect().bottom():
                break
            if place.bottom() >= event.rect().top() and (odd := self.analysis.odd(block.text())):
                draw_odd_marks(painter, block, odd, place.topLeft(), self._theme.colours)
            block = block.next()

    def sizeHint(self) -> QSize:
        return QSize(240, max(self._height_of(_LINES), self._reserved))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, max(self._height_of(_LEAST_LINES), self._reserved))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._typed.leave()

    def _height_of(self, lines: int) -> int:
        """Return the height for that many lines."""
        margins = self.contentsMargins()
        return self.fontMetrics().lineSpacing() * lines + margins.top() + margins.bottom() + 2 * (MARGIN + _PADDING)

    def _words_at(self, place: QPoint) -> str:
        """Return the note about the character at that point; empty if it isn't odd."""
        cursor = self.cursorForPosition(place)
        at = index_in_block(cursor.block(), cursor.position())
        beside = (each for each in self.analysis.odd(cursor.block().text()) if each.place in (at, at - 1))
        return next((odd_words(each, self.analysis.reserving) for each in beside), "")

    def _tell(self) -> None:
        """Emit `edited` if the text changed; Qt reports changed formats, too."""
        key, told = self._told
        if told is not None and (text := self.text()) != told:
            self._told = (key, text)
            self.edited.emit(text)

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
