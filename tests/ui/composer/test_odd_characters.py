"""Invisible and reserved characters are marked in the text and described."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.oddities import UNSEEN
from postdesk.domain.platforms import Platform
from postdesk.domain.rules import load_rules
from postdesk.domain.text_counter import TextCounter, find_unseen
from postdesk.resources import find_resources
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.theme import Theme


@pytest.fixture(scope="module")
def counter() -> TextCounter:
    return TextCounter(load_rules(find_resources() / "platforms.toml").x_counting)


@contextmanager
def an_editor(theme: Theme, counter: TextCounter, reserved: str = "") -> Iterator[Editor]:
    editor = Editor(theme)
    editor.resize(300, 160)
    editor.analysis.set_odd_characters(reserved, (Platform.LINKEDIN,) if reserved else (), counter.emoji)
    yield editor
    editor.deleteLater()


def picture(editor: Editor, text: str) -> QImage:
    editor.show_text("shared", text)
    return editor.viewport().grab().toImage()


def words(writing: ComposerDriver) -> str:
    return writing.find(QLabel, "tools.words").text()


@pytest.mark.parametrize("odd", ["\u200b", "\u202e", "\u00ad", "\U000e0061"])
def test_what_has_no_width_gets_a_mark(theme: Theme, qtbot: QtBot, counter: TextCounter, odd: str) -> None:
    with an_editor(theme, counter) as editor:
        assert picture(editor, f"ab{odd}") != picture(editor, "ab")


def test_a_joiner_within_an_emoji_gets_none(theme: Theme, qtbot: QtBot, counter: TextCounter) -> None:
    with an_editor(theme, counter) as marking:
        bare = Editor(theme)
        bare.resize(300, 160)
        text = "👩‍👩‍👧 ❤️ می\u200cخواهم"
        assert picture(marking, text) == picture(bare, text)
        bare.deleteLater()


async def test_what_linkedin_reserves_is_marked_only_where_linkedin_gets_it(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.write("Bread (fresh)")
    await writing.until(lambda: words(writing) == "LinkedIn may cut the text here. Backspace removes it.")
    assert writing.problems() == []
    writing.click("chip.linkedin")
    await writing.until(lambda: words(writing) == "")


async def test_what_the_cursor_stands_at_is_said_with_the_key_that_removes_it(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.editor.setPlainText("pay \u202eevil")
    writing.editor.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(4):
        writing.editor.moveCursor(QTextCursor.MoveOperation.Right)
    await writing.until(lambda: words(writing) == "Changes the writing direction. Delete removes it.")
    writing.editor.textCursor().deleteChar()
    assert writing.editor.text() == "pay evil"
    await writing.until(lambda: words(writing) == "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\u00a0", "A non-breaking space."),
        ("a\u00ad", "A soft hyphen, visible only at a line’s end."),
        ("a\U000e0061", "A hidden letter that only machines read."),
        ("a\u200b", "An invisible character."),
        ("a\x07", "An invisible control character."),
    ],
)
async def test_each_kind_has_its_words(writing: ComposerDriver, text: str, said: str) -> None:
    await ready(writing, Platform.TWITTER)
    writing.editor.setPlainText(text)
    writing.editor.moveCursor(QTextCursor.MoveOperation.End)
    await writing.until(lambda: words(writing).startswith(said))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("a \n(\u200b\u202e\u00a0\x00\x07\ud83d\u2028👩\u200d❤\ufe0f#@é\u0301ש"), max_size=30))
def test_no_text_breaks_the_field_and_what_is_marked_is_what_the_checks_find(
    theme: Theme, qapp: object, counter: TextCounter, text: str
) -> None:
    with an_editor(theme, counter, "()") as editor:
        picture(editor, text)
        marked: set[str] = set()
        block = editor.document().firstBlock()
        while block.isValid():
            marked |= {each.character for each in editor.analysis.odd(block.text()) if UNSEEN.match(each.character)}
            block = block.next()
        kept = editor.document().toRawText().replace("\u2029", "\n")
        assert marked == find_unseen(kept)


@pytest.mark.parametrize("text", ["teh (x) " * 50_000, "👩‍👩‍👧" * 20_000, "\u202e" * 20_000, "a\n" * 100_000])
def test_a_huge_text_can_be_shown(theme: Theme, qtbot: QtBot, counter: TextCounter, text: str) -> None:
    with an_editor(theme, counter, "()") as editor:
        editor.analysis.set_spelling(lambda word: word == "teh")
        picture(editor, text)
        assert editor.text() == text
