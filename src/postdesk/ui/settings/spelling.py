"""The page of spelling: the language of clients without one of their own, and the user's words."""

from dataclasses import replace

from postdesk.domain.spelling import OFF
from postdesk.engine.settings import SettingsBook
from postdesk.engine.spell_checker import SpellChecker
from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.forms import FieldForm, choice_box
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.list_boxes import list_box
from postdesk.ui.kit.settings_page import SettingsPage, buttons_row
from postdesk.ui.kit.theme import Theme
from postdesk.ui.text.names import language_words

_AS_THE_COMPUTER = ""


class SpellingPage(SettingsPage):
    """The default language and the user's words; changes count at once."""

    def __init__(self, book: SettingsBook, spelling: SpellChecker, theme: Theme) -> None:
        super().__init__(self.tr("Spelling"), "spelling")
        self._book, self._spelling = book, spelling
        self.language = choice_box("settings.spelling.language", self.tr("Language"), ())
        none = self.tr("No words yet. Add a marked word in the text’s context menu.")
        self.words = list_box("settings.spelling.words", self.tr("Words you added"), when_empty=none)
        self.remove = Button(theme, self.tr("Remove"), "settings.spelling.remove", icon="trash-2")
        self._lay_out()
        self._show()
        self.language.activated.connect(lambda: book.change(replace(book.current, spelling=str(self.language.currentData()))))
        self.remove.clicked.connect(lambda: spelling.unlearn(self.words.currentItem().text()))
        self.words.currentRowChanged.connect(self._offer)
        spelling.found.connect(self._show)
        spelling.changed.connect(self._show)
        spelling.find_dictionaries()

    def _show(self) -> None:
        self._show_languages()
        words = [self.words.item(row).text() for row in range(self.words.count())]
        if words != list(self._spelling.words):
            self.words.clear()
            self.words.addItems(self._spelling.words)
        self._offer()

    def _show_languages(self) -> None:
        self.language.clear()
        self.language.addItem(self.tr("Match system"), _AS_THE_COMPUTER)
        for language in dict.fromkeys((*self._spelling.languages, OFF)):
            self.language.addItem(language_words(language), language)
        self.language.setCurrentIndex(max(0, self.language.findData(self._book.current.spelling)))

    def _offer(self) -> None:
        self.remove.setEnabled(self.words.currentRow() >= 0)

    def _lay_out(self) -> None:
        self.body.addLayout(FieldForm(self.language))
        self.add_remark(self.tr("Select another language for a client in the text’s context menu."))
        more = self.tr("For more languages, install Hunspell dictionaries, or put an .aff and a .dic file into {0}")
        self.add_remark(more.format(self._spelling.own_folder))
        self.add_heading(self.tr("Words you added"))
        fill(self.body, self.words, buttons_row(self.remove))
