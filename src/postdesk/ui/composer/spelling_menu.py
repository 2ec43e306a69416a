"""What the text's menu offers about spelling: what may be meant by the word at the cursor, and the languages."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QTextCursor
from PySide6.QtWidgets import QMenu

from postdesk.domain.spelling import OFF
from postdesk.engine.spelling import Spelling
from postdesk.ui.text.languages import language_words

translate = QCoreApplication.translate


class WordMenu(QObject):
    """Stands at the head of `menu`, and fills up once the suggestions are there. `word` selects the word in the text."""

    def __init__(self, menu: QMenu, spelling: Spelling, word: QTextCursor, looked_up: str) -> None:
        super().__init__(menu)
        self._menu, self._word, self._looked_up = menu, word, looked_up
        before = menu.actions()[0]
        self._looking = _action(menu, before, self.tr("Looking for what may be meant…"))
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
        self._looking.setText(self.tr("Nothing like it is in the dictionary"))

    def _replace(self, meant: str) -> None:
        """As a step of its own to undo, with the apostrophe that was typed."""
        curly = "’" in self._word.selectedText()
        self._word.insertText(meant.replace("'", "’") if curly else meant)


def add_languages(menu: QMenu, spelling: Spelling) -> None:
    """At the end of the menu, the languages to choose from for the client."""
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
    """A menu takes "&" as the mark of a mnemonic."""
    return words.replace("&", "&&")
