"""The spelling page of the settings."""

import pytest
from PySide6.QtWidgets import QComboBox, QListWidget, QPushButton
from pytestqt.qtbot import QtBot
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find, rich_labels, unidentified

from postdesk.engine.spell_checker import SpellChecker, find_dictionaries
from postdesk.store import user_dictionary as store
from postdesk.ui.kit.theme import Theme
from postdesk.ui.settings.spelling import SpellingPage


@pytest.fixture
def spelling(quiet: QuietSession) -> SpellChecker:
    """Return the spell checker with its dictionaries found, as a moment after the start."""
    made = quiet.session.spelling
    made._dictionaries = find_dictionaries(made.own_folder)
    return made


@pytest.fixture
def page(qtbot: QtBot, quiet: QuietSession, spelling: SpellChecker, theme: Theme) -> SpellingPage:
    made = SpellingPage(quiet.session.settings, spelling, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_language_is_this_computer_s_until_another_is_chosen(page: SpellingPage, quiet: QuietSession) -> None:
    box = find(page, QComboBox, "settings.spelling.language")
    assert (box.currentText(), box.itemText(box.count() - 1)) == ("Match system", "Off")
    row = box.findData("en_US")
    assert box.itemText(row).startswith("American English")
    box.setCurrentIndex(row)
    box.activated.emit(row)
    assert quiet.session.settings.current.spelling == "en_US"


def test_added_words_are_shown_and_can_be_removed(
    page: SpellingPage, spelling: SpellChecker, quiet: QuietSession, qtbot: QtBot
) -> None:
    words, remove = find(page, QListWidget, "settings.spelling.words"), find(page, QPushButton, "settings.spelling.remove")
    assert not remove.isEnabled()
    spelling.learn("Sourdoughery")
    spelling.learn("bakehouse")
    assert [words.item(row).text() for row in range(words.count())] == ["bakehouse", "sourdoughery"]
    words.setCurrentRow(0)
    remove.click()
    assert spelling.words == ("sourdoughery",)
    qtbot.waitUntil(lambda: store.words(quiet.database.reader) == {"sourdoughery"})


def test_everything_on_it_can_be_found(page: SpellingPage) -> None:
    assert unidentified(page) == []
    assert rich_labels(page) == []
