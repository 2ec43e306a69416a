"""Spelling in the editor, with the real dictionary."""

import asyncio

import pytest
import pytest_asyncio
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform
from postdesk.domain.settings import Appearance
from postdesk.ui.kit.editor.editor import Editor

WAVE = QTextCharFormat.UnderlineStyle.SpellCheckUnderline


@pytest_asyncio.fixture
async def american(writing: ComposerDriver) -> ComposerDriver:
    """A composer for American English."""
    await ready(writing, Platform.LINKEDIN)
    await writing.until(lambda: "en_US" in writing.session.spelling.languages)
    writing.session.spelling.choose("en_US")
    writing.pane.activateWindow()
    writing.editor.setFocus()
    await writing.until(writing.editor.hasFocus)
    return writing


def underlined(editor: Editor) -> list[str]:
    """Return the words that are underlined as misspelt, in order."""
    found: list[str] = []
    block = editor.document().firstBlock()
    while block.isValid():
        raw = block.text().encode("utf-16-le", "surrogatepass")
        waves = (each for each in block.layout().formats() if each.format.underlineStyle() == WAVE)
        found += [raw[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le") for each in waves]
        block = block.next()
    return found


def menu_at_the_cursor(writing: ComposerDriver) -> QMenu:
    """Return the editor's menu, as the menu key opens it."""
    opened: list[QMenu] = []
    writing.editor.menu_requested.connect(opened.append)
    place = writing.editor.cursorRect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, QPoint(0, 0))
    writing.editor.contextMenuEvent(event)
    writing.editor.menu_requested.disconnect(opened.append)
    return opened[0]


def action(menu: QMenu, begins: str) -> QAction:
    return next(each for each in menu.actions() if each.text().startswith(begins))


def words(writing: ComposerDriver) -> str:
    return writing.find(QLabel, "tools.words").text()


async def test_a_word_is_underlined_once_it_is_left(american: ComposerDriver) -> None:
    american.write("teh")
    await american.until(lambda: american.session.spelling.is_wrong("teh"))
    await american.until(lambda: not underlined(american.editor))
    american.write(" ")
    assert underlined(american.editor) == ["teh"]
    american.write("definately")
    await american.until(lambda: american.session.spelling.is_wrong("definately"))
    QTest.keyClick(american.editor, Qt.Key.Key_Left)
    assert underlined(american.editor) == ["teh", "definately"]


async def test_links_tags_names_and_emoji_are_not_underlined(american: ComposerDriver) -> None:
    american.editor.setPlainText("👩‍👩‍👧 teh #sourdouhg https://exampel.com/thsi @bakr NASAA LinkedInn 2nd recieve 😀 teh.")
    await american.until(lambda: underlined(american.editor) == ["teh", "recieve", "teh"])


async def test_f7_goes_round_the_misspelt_words(american: ComposerDriver) -> None:
    american.editor.setPlainText("A teh here 😀\n\nand recieve there")
    await american.until(lambda: len(underlined(american.editor)) == 2)
    american.editor.moveCursor(QTextCursor.MoveOperation.Start)
    selected = []
    for _ in range(3):
        await american.press(Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
        selected.append(american.editor.textCursor().selectedText())
    assert selected == ["teh", "recieve", "teh"]
    assert "“teh” isn’t in the dictionary" in words(american)


@pytest.mark.parametrize("then", ["typed", "moved", "tab", "draft"])
async def test_what_f7_said_goes_with_the_next_change_place_tab_or_draft(american: ComposerDriver, then: str) -> None:
    american.editor.setPlainText("A recieve here")
    await american.until(lambda: underlined(american.editor) == ["recieve"])
    american.editor.moveCursor(QTextCursor.MoveOperation.Start)
    await american.press(Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
    await asyncio.sleep(0.2)
    assert "“recieve” isn’t in the dictionary" in words(american)
    match then:
        case "typed":
            american.write("receive")
        case "moved":
            american.editor.moveCursor(QTextCursor.MoveOperation.End)
        case "tab":
            american.pane.model.show_platform(Platform.LINKEDIN)
        case "draft":
            american.pane.new_draft()
    await american.until(lambda: words(american) == "")
    assert american.find(QWidget, "tools.words").isHidden()


async def test_f7_says_where_there_is_nothing_to_find(american: ComposerDriver) -> None:
    american.write("Fresh bread")
    await american.press(Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
    assert words(american) == "No spelling mistakes found."
    american.session.spelling.choose("off")
    await american.press(Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
    assert words(american).startswith("Spelling is off.")


async def test_the_menu_offers_what_may_be_meant_and_replaces_it_as_one_step(american: ComposerDriver) -> None:
    american.editor.setPlainText("I recieve it")
    await american.until(lambda: underlined(american.editor) == ["recieve"])
    await american.press(Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
    menu = menu_at_the_cursor(american)
    await american.until(lambda: any(each.text() == "receive" for each in menu.actions()))
    assert menu.actions()[0].text() == "receive"
    action(menu, "receive").trigger()
    assert american.editor.text() == "I receive it"
    american.editor.undo()
    assert american.editor.text() == "I recieve it"
    menu.close()


async def test_a_word_is_added_to_the_dictionary_and_one_ignored_in_the_post(american: ComposerDriver) -> None:
    american.editor.setPlainText("Sourdoughery and bakehousey")
    await american.until(lambda: len(underlined(american.editor)) == 2)
    american.editor.moveCursor(QTextCursor.MoveOperation.Start)
    menu = menu_at_the_cursor(american)
    action(menu, "Add “Sourdoughery”").trigger()
    menu.close()
    await american.until(lambda: underlined(american.editor) == ["bakehousey"])
    american.editor.moveCursor(QTextCursor.MoveOperation.End)
    menu = menu_at_the_cursor(american)
    action(menu, "Ignore in this post").trigger()
    menu.close()
    await american.until(lambda: underlined(american.editor) == [])
    assert american.session.spelling.words == ("sourdoughery",)


async def test_the_language_is_chosen_in_the_menu(american: ComposerDriver) -> None:
    american.editor.setPlainText("teh end")
    await american.until(lambda: underlined(american.editor) == ["teh"])
    menu = menu_at_the_cursor(american)
    below = action(menu, "Check spelling in").menu()
    assert isinstance(below, QMenu)
    (checked,) = (each.text() for each in below.actions() if each.isChecked())
    assert checked.startswith("American English")
    action(below, "Off").trigger()
    menu.close()
    await american.until(lambda: underlined(american.editor) == [])


async def test_underlines_follow_the_palette(american: ComposerDriver) -> None:
    american.editor.setPlainText("teh end")
    await american.until(lambda: underlined(american.editor) == ["teh"])
    american.theme.set_appearance(Appearance.DARK)
    (found,) = american.editor.document().firstBlock().layout().formats()
    assert found.format.underlineColor().name().lower() == american.theme.colours.bad.lower()


async def test_the_place_of_a_misspelt_word_is_said(american: ComposerDriver) -> None:
    american.editor.setPlainText("a teh b")
    await american.until(lambda: underlined(american.editor) == ["teh"])
    american.editor.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(3):
        american.editor.moveCursor(QTextCursor.MoveOperation.Right)
    await american.until(lambda: words(american) == "“teh” isn’t in the dictionary.")


async def test_the_menu_says_that_there_is_no_dictionary_for_the_language(writing: ComposerDriver) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("ja_JP"))
    try:
        await ready(writing, Platform.LINKEDIN)
        await writing.until(lambda: bool(writing.session.spelling.languages))
        menu = menu_at_the_cursor(writing)
        assert not action(menu, "Spelling: no dictionary for ").isEnabled()
        menu.close()
    finally:
        QLocale.setDefault(before)
