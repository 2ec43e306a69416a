"""The spelling of the open draft: marks, F7, suggestions and languages."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from postdesk.domain.spelling import OFF, TextWord
from postdesk.domain.text_counter import utf16_index
from postdesk.engine.spell_checker import SpellChecker
from postdesk.ui.composer.model import ComposerModel
from postdesk.ui.composer.texts import DraftTexts
from postdesk.ui.kit.editor.text_analysis import index_in_block
from postdesk.ui.text.names import language_words

translate = QCoreApplication.translate


class SpellingMenu(QObject):
    """Spelling entries at the top of `menu`; suggestions are added when they arrive. `word` selects the word in the text."""

    def __init__(self, menu: QMenu, spelling: SpellChecker, word: QTextCursor, looked_up: str) -> None:
        super().__init__(menu)
        self._menu, self._word, self._looked_up = menu, word, looked_up
        before = menu.actions()[0]
        self._looking = _action(menu, before, self.tr("Looking for suggestions…"))
        self._looking.setEnabled(False)
        shown = word.selectedText()
        learn = _action(menu, before, self.tr("Add “{0}” to the dictionary").format(_plain(shown)))
        learn.triggered.connect(partial(spelling.learn, looked_up))
        ignore = _action(menu, before, self.tr("Ignore in this post"))
        ignore.triggered.connect(partial(spelling.ignore, looked_up))
        menu.insertSeparator(before)
        spelling.suggested.connect(self._suggested)
        spelling.suggest(looked_up)

    def _suggested(self, word: str, meant: Sequence[str]) -> None:
        if word != self._looked_up:
            return
        for each in meant:
            action = _action(self._menu, self._looking, _plain(each))
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.triggered.connect(partial(self._replace, each))
        if meant:
            self._menu.removeAction(self._looking)
        self._looking.setText(self.tr("No suggestions"))

    def _replace(self, meant: str) -> None:
        """Replace the word as one undo step, with the kind of apostrophe that was typed."""
        curly = "’" in self._word.selectedText()
        self._word.insertText(meant.replace("'", "’") if curly else meant)


def add_languages(menu: QMenu, spelling: SpellChecker) -> None:
    """Add the submenu of the client's spelling languages at the end of the menu."""
    menu.addSeparator()
    if spelling.lacking:
        lacks = translate("SpellingMenu", "Spelling: no dictionary for {0}").format(language_words(spelling.lacking))
        menu.addAction(_plain(lacks)).setEnabled(False)
    below = menu.addMenu(translate("SpellingMenu", "Check spelling in"))
    group = QActionGroup(below)
    for language in (*spelling.languages, OFF):
        action = below.addAction(_plain(language_words(language)))
        action.setCheckable(True)
        action.setChecked(language == spelling.language)
        action.triggered.connect(partial(spelling.choose, language))
        group.addAction(action)


def _action(menu: QMenu, before: QAction, words: str) -> QAction:
    action = QAction(words, menu)
    menu.insertAction(before, action)
    return action


def _plain(words: str) -> str:
    """Escape "&", which marks a mnemonic in menus."""
    return words.replace("&", "&&")


class SpellingTool(QObject):
    """The spelling check of the editor, in the client's language; ignored words are forgotten with the draft."""

    def __init__(self, spelling: SpellChecker, model: ComposerModel, texts: DraftTexts) -> None:
        super().__init__(texts)
        self._model, self._spelling, self._editor, self._caret_words = model, spelling, texts.editor, texts.caret_words
        self._editor.menu_requested.connect(self._fill)
        spelling.changed.connect(self._take_up)
        spelling.misspelt_found.connect(self._editor.analysis.misspelt_found)
        model.opened.connect(self._open)
        QShortcut(QKeySequence("F7"), texts).activated.connect(self.go_on)

    def _open(self) -> None:
        if draft := self._model.draft:
            self._spelling.open(draft.client_id, draft.id)

    def go_on(self) -> None:
        """Select the next misspelt word, from the start of the text after the last one."""
        found = self._next()
        if found:
            self._editor.setTextCursor(_selected(*found))
            self._editor.ensureCursorVisible()
            self._editor.setFocus()
            words = self.tr("“{0}” isn’t in the dictionary. Press the Menu key for suggestions.").format(found[1].text)
        elif self._spelling.language == OFF:
            words = self.tr("Spelling is off. Select a language in the text’s menu.")
        else:
            words = self.tr("No spelling mistakes found.")
        self._caret_words.answer(words)

    def _take_up(self) -> None:
        self._editor.analysis.set_spelling(None if self._spelling.language == OFF else self._spelling.is_wrong)

    def _next(self) -> tuple[QTextBlock, TextWord] | None:
        cursor = self._editor.textCursor()
        behind = index_in_block(cursor.block(), cursor.position())
        for block in _blocks_from(cursor.block()):
            for word in self._editor.analysis.misspelt(block.text()):
                if word.start >= behind:
                    return block, word
            behind = 0
        return None

    def _fill(self, menu: QMenu) -> None:
        """Fill the context menu for the word at the cursor."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        word = self._editor.analysis.misspelt_at(block.text(), index_in_block(block, cursor.position()))
        if word:
            SpellingMenu(menu, self._spelling, _selected(block, word), word.text)
        add_languages(menu, self._spelling)


def _blocks_from(block: QTextBlock) -> Iterator[QTextBlock]:
    """Yield the blocks from `block` to the end, then from the first one to `block` again."""
    here, each = block, block
    while each.isValid():
        yield each
        each = each.next()
    each = here.document().firstBlock()
    while each.isValid() and each.blockNumber() <= here.blockNumber():
        yield each
        each = each.next()


def _selected(block: QTextBlock, word: TextWord) -> QTextCursor:
    line, cursor = block.text(), QTextCursor(block)
    cursor.setPosition(block.position() + utf16_index(line, word.start))
    cursor.setPosition(block.position() + utf16_index(line, word.end), QTextCursor.MoveMode.KeepAnchor)
    return cursor
