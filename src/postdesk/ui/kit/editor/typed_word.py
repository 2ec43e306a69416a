"""The word that is being typed: it is called misspelt only once it is left."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit


class TypedWord(QObject):
    """Follows the field's cursor: one that moves with a change types, one that moves without leaves the word.

    `left` carries the position in the document where it was being typed. A change is known by the text's length: Qt counts
    a document's revision only after it has moved the cursor.
    """

    left = Signal(int)

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self._length = 0
        self._position: int | None = None
        field.cursorPositionChanged.connect(self._follow)

    def place(self) -> int | None:
        """Where it is being typed; None while nothing is. A change is highlighted before the cursor is said to have moved."""
        if self._field.hasFocus() and self._length != self._field.document().characterCount():
            return self._field.textCursor().position()
        return self._position

    def leave(self) -> None:
        """Nothing is being typed any more."""
        self._length = self._field.document().characterCount()
        position, self._position = self._position, None
        if position is not None:
            self.left.emit(position)

    def _follow(self) -> None:
        if self._length == self._field.document().characterCount():
            self.leave()
        else:
            self._length = self._field.document().characterCount()
            self._position = self._field.textCursor().position()
