"""The spelling of the open draft: the editor looks words up, F7 leads to the next wrong one, and the menu mends it."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from postdesk.domain.counting import utf16_index
from postdesk.domain.drafts import Draft
from postdesk.domain.spelling import OFF, Word
from postdesk.engine.spelling import Spelling
from postdesk.ui.composer.spelling_menu import WordMenu, add_languages
from postdesk.ui.composer.texts import Texts
from postdesk.ui.kit.editor.reading import place_in


class Proofreading(QObject):
    """`open` is to be called with each draft, before its text is shown."""

    def __init__(self, spelling: Spelling, texts: Texts) -> None:
        super().__init__(texts)
        self._spelling, self._editor, self._caret_words = spelling, texts.editor, texts.caret_words
        self._editor.menu_asked.connect(self._fill)
        spelling.changed.connect(self._take_up)
        spelling.judged.connect(self._editor.reading.judged)
        QShortcut(QKeySequence("F7"), texts).activated.connect(self.go_on)

    def open(self, draft: Draft) -> None:
        """Use its client's language, and forget what was ignored in another."""
        self._spelling.open(draft.client_id, draft.id)

    def go_on(self) -> None:
        """Select the next wrong word, from the beginning again where there is none behind the cursor."""
        found = self._next()
        if found:
            self._editor.setTextCursor(_selected(*found))
            self._editor.ensureCursorVisible()
            self._editor.setFocus()
            words = self.tr("“{0}” is not in the dictionary. Menu key: suggestions.").format(found[1].text)
        elif self._spelling.language == OFF:
            words = self.tr("Spelling is off. The text’s menu has the languages.")
        else:
            words = self.tr("No misspelt word was found.")
        self._caret_words.answer(words)

    def _take_up(self) -> None:
        self._editor.reading.spell_with(None if self._spelling.language == OFF else self._spelling.is_wrong)

    def _next(self) -> tuple[QTextBlock, Word] | None:
        cursor = self._editor.textCursor()
        behind = place_in(cursor.block(), cursor.position())
        for block in _blocks_from(cursor.block()):
            for word in self._editor.reading.misspelt(block.text()):
                if word.start >= behind:
                    return block, word
            behind = 0
        return None

    def _fill(self, menu: QMenu) -> None:
        """What the menu offers for the word at the cursor, and for all."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        word = self._editor.reading.misspelt_at(block.text(), place_in(block, cursor.position()))
        if word:
            WordMenu(menu, self._spelling, _selected(block, word), word.text)
        add_languages(menu, self._spelling)


def _blocks_from(block: QTextBlock) -> Iterator[QTextBlock]:
    """To the end, and then from the beginning up to the block once more."""
    here, each = block, block
    while each.isValid():
        yield each
        each = each.next()
    each = here.document().firstBlock()
    while each.isValid() and each.blockNumber() <= here.blockNumber():
        yield each
        each = each.next()


def _selected(block: QTextBlock, word: Word) -> QTextCursor:
    line, cursor = block.text(), QTextCursor(block)
    cursor.setPosition(block.position() + utf16_index(line, word.start))
    cursor.setPosition(block.position() + utf16_index(line, word.end), QTextCursor.MoveMode.KeepAnchor)
    return cursor
