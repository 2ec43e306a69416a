"""Puts a snippet into the text, as one step to undo."""

from PySide6.QtGui import QTextCursor

from postdesk.domain.counting import utf16_index
from postdesk.domain.snippets import Filled
from postdesk.ui.kit.editor.editor import Editor, whole


def put(editor: Editor, filled: Filled, typed: int = 0, *, at_end: bool = False) -> None:
    """At the cursor, in the place of what is selected, or at the end of the text, on a line of its own.

    `typed`: how much before the cursor makes room for it, in UTF-16.
    """
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    if typed:
        cursor.setPosition(cursor.position() - typed, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    if at_end:
        _go_to_end(cursor)
    start = cursor.selectionStart()
    cursor.insertText(filled.text)
    cursor.setPosition(start + utf16_index(filled.text, filled.cursor))
    cursor.endEditBlock()
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()


def begins_word(editor: Editor, typed: int) -> bool:
    """Whether what is put at the cursor stands apart from what is before it."""
    place = editor.textCursor().selectionStart() - typed
    return place == 0 or editor.document().characterAt(place - 1).isspace()


def selected(editor: Editor) -> str:
    """What is selected, empty where nothing is."""
    return whole(editor.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))


def _go_to_end(cursor: QTextCursor) -> None:
    cursor.movePosition(QTextCursor.MoveOperation.End)
    if cursor.positionInBlock():
        cursor.insertText("\n")
