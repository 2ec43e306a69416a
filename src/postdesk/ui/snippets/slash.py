"""The completion of a snippet's name typed after "/", or of a hashtag after "#": the focus stays in the text."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QListWidget, QListWidgetItem, QWidget

from postdesk.domain.snippets import Snippet
from postdesk.domain.text_counter import utf16_index
from postdesk.ui.kit.announce import announce
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.editor.text_analysis import index_in_block
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.snippets.words import snippet_summary

_TYPED: Final = r"(?<!\S){0}(\S{{0,40}})\Z"
_REACH: Final = 42
"""The most characters of a sign, what is typed after it, and the blank before."""

_ROWS: Final = 6
_LETTERS: Final = 40
_MARGIN: Final = 4
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}
_TAKE: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class CompletionList(QListWidget):
    """The list. `picked` carries the Snippet, and the length in UTF-16 units of the typed text before the cursor.

    The first one is selected at once, for Return and Tab to take. With `sign` "#" it is only if what is typed is its beginning: a
    hashtag may be a new one.
    """

    picked = Signal(object, int)

    def __init__(self, editor: Editor, sign: str, snippets: Callable[[], Sequence[Snippet]]) -> None:
        super().__init__(editor)
        self._editor, self._snippets, self._tags = editor, snippets, sign == "#"
        self._sign = re.compile(_TYPED.format(sign))
        self._start = self._refused = -1
        self._length = 0
        if self._tags:
            identify(self, "hashtags.typed", self.tr("Hashtags"))
        else:
            identify(self, "snippets.typed", self.tr("Snippets"))
        self.setProperty("role", "boxed")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()
        editor.edited.connect(self._look)
        editor.cursorPositionChanged.connect(self._follow)
        editor.installEventFilter(self)
        editor.destroyed.connect(self.deleteLater)  # its parent becomes the window, which may outlive the editor
        for area in _scrolled(editor):
            area.verticalScrollBar().valueChanged.connect(self._follow_scroll)
        self.itemClicked.connect(self._take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible() and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self._handled(Qt.Key(event.key()))
        if self.isVisible() and event.type() is QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _handled(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self._choose(max(0, min(self.currentRow() + _STEPS[key], self.count() - 1)))
        elif key in _TAKE and self.currentRow() >= 0:
            self._take(self.currentItem())
        elif key == Qt.Key.Key_Escape:
            self._refused = self._start
            self.hide()
        else:
            return False
        return True

    def _look(self) -> None:
        """Show the matching snippets after each key, or hide the list."""
        typed = self._typed()
        if typed is None:
            self._refused = -1
            self.hide()
        elif self._start != self._refused:
            self._offer(typed)

    def _typed(self) -> str | None:
        """Return the text between the sign at the beginning of a word and the cursor; None if there is no such sign."""
        cursor = self._editor.textCursor()
        if cursor.hasSelection():
            return None
        # Not by a selection: to move the cursor, Qt would lay out its paragraph.
        end = index_in_block(cursor.block(), cursor.position())
        match = self._sign.search(cursor.block().text()[max(0, end - _REACH) : end])
        if match is None:
            return None
        self._length = utf16_index(match[0], len(match[0]))
        self._start = cursor.position() - self._length
        return match[1]

    def _offer(self, typed: str) -> None:
        wanted = typed.casefold()
        hits = [each for each in self._snippets() if wanted in each.name.casefold().replace(" ", "")]
        names = {each: each.name.casefold().removeprefix("#") for each in hits}
        hits.sort(key=lambda each: (not names[each].startswith(wanted), names[each] != wanted))
        self.clear()
        for snippet in hits:
            summary = f"  ·  {snippet_summary(snippet, '')}" if snippet.text != snippet.name else ""
            item = QListWidgetItem(f"{snippet.name}{summary}", self)
            item.setData(Qt.ItemDataRole.UserRole, snippet)
        self.setVisible(bool(hits))
        if hits:
            self._place()
        if hits and not (self._tags and (names[hits[0]] == wanted or not names[hits[0]].startswith(wanted))):
            self._choose(0)

    def _choose(self, row: int) -> None:
        self.setCurrentRow(row)
        snippet = self.currentItem().data(Qt.ItemDataRole.UserRole)
        announce(self._editor, self.tr("{0}, {1} of {2}").format(snippet.name, row + 1, self.count()))

    def _take(self, item: QListWidgetItem) -> None:
        self.hide()
        self.picked.emit(item.data(Qt.ItemDataRole.UserRole), self._length)

    def _follow(self) -> None:
        """Hide the list if the cursor left the typed name."""
        if self.isVisible():
            before = self._start
            if self._typed() is None or self._start != before:
                self.hide()

    def _follow_scroll(self) -> None:
        """Stay at the edited line, or hide the list with it."""
        if not self.isVisible():
            return
        if self._editor.viewport().visibleRegion().intersects(self._editor.cursorRect()):
            self._place()
        else:
            self.hide()

    def _place(self) -> None:
        """Place the list below the edited line, within the window, or above the line if there is more room."""
        window, line = self._editor.window(), self._editor.cursorRect()
        self.setParent(window)
        height = self.sizeHintForRow(0) * min(self.count(), _ROWS) + 2 * self.frameWidth()
        self.resize(min(self.fontMetrics().averageCharWidth() * _LETTERS, self._editor.width()), height)
        corner = self._editor.viewport().mapTo(window, line.bottomLeft())
        above = corner.y() - line.height() - height - _MARGIN
        below = corner.y() + _MARGIN
        left = self._editor.mapTo(window, QPoint(0, 0)).x()
        x = max(left, min(corner.x(), left + self._editor.width() - self.width()))
        self.move(x, below if below + height <= window.height() or above < 0 else above)
        self.show()
        self.raise_()


def _scrolled(editor: Editor) -> Iterator[QAbstractScrollArea]:
    """Yield the editor and the areas around it that scroll."""
    around: QWidget | None = editor
    while around:
        if isinstance(around, QAbstractScrollArea):
            yield around
        around = around.parentWidget()
