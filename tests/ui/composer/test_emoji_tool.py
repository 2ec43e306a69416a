"""An emoji is inserted from the picker into the text."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from tests.support.widgets import find
from tests.ui.composer.conftest import ComposerDriver, ready

from postdesk.domain.platforms import Platform


async def test_a_picked_emoji_is_put_where_the_cursor_is_and_can_be_undone(writing: ComposerDriver) -> None:
    await ready(writing, Platform.LINKEDIN)
    writing.write("Hello !")
    await writing.press(Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier)
    await writing.press(Qt.Key.Key_Period)
    await writing.until(lambda: writing.session.emoji.book is not None)
    QTest.keyClicks(find(writing.pane, QLineEdit, "emoji.search"), "waving hand\r")
    assert writing.editor.text() == "Hello 👋!"
    writing.editor.undo()
    assert writing.editor.text() == "Hello !"
    writing.editor.redo()
    writing.write("x")
    assert writing.editor.text() == "Hello 👋x!"
