"""The text documents of a draft are released with it, but not before Qt has destroyed them; an edit repaints its paragraph."""

import gc
import weakref
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent, QRegion, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.theme import Theme


def test_what_is_forgotten_is_held_until_qt_has_destroyed_it_and_then_gone(theme: Theme, qtbot: QtBot) -> None:
    editor = Editor(theme)
    qtbot.addWidget(editor)
    for key in ("", "linkedin"):
        editor.show_text(key, "Fresh bread #bakery")
    kept = editor._documents._kept
    held_parts = [weakref.ref(each) for parts in kept.values() for each in parts]
    del kept
    editor.forget()
    editor.show_text("", "Another draft")
    gc.collect()
    assert all(part() for part in held_parts)
    held = [each for parts in editor._documents._leaving for each in parts]
    assert held == [part() for part in held_parts]
    del held
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not any(part() for part in held_parts)
    assert editor.text() == "Another draft"


class PaintedParagraphs(QObject):
    """The numbers of an editor's paragraphs that are painted."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor, self._region = editor, QRegion()
        editor.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._region += event.region()
        return False

    def after(self, act: Callable[[], None]) -> list[int]:
        """Return those painted by an act; Qt paints two pixels more than a paragraph has."""
        QCoreApplication.processEvents()
        self._region = QRegion()
        act()
        QCoreApplication.processEvents()
        return [number for number in range(self._editor.blockCount()) if self._region.intersects(self._inside(number))]

    def _inside(self, number: int) -> QRect:
        block = self._editor.document().findBlockByNumber(number)
        place = self._editor.blockBoundingGeometry(block).translated(self._editor.contentOffset())
        return place.toRect().adjusted(0, 3, 0, -3)


@pytest.fixture
def written(theme: Theme, qtbot: QtBot) -> Editor:
    """An editor with the cursor at the end of the second of four paragraphs."""
    editor = Editor(theme)
    qtbot.addWidget(editor)
    editor.show_text("", "Above #bread\nFresh #bread\nBelow #bread\nLast #bread")
    editor.resize(300, 200)
    with qtbot.waitExposed(editor):
        editor.show()
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.moveCursor(QTextCursor.MoveOperation.Down)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    return editor


def test_a_key_paints_its_paragraph_and_what_follows_only_where_that_moves(written: Editor) -> None:
    painted = PaintedParagraphs(written)
    numbers = painted.after(partial(QTest.keyClicks, written, "x"))
    assert numbers == [1]
    while written.textCursor().block().lineCount() == 1:
        assert numbers == [1]
        numbers = painted.after(partial(QTest.keyClicks, written, "x"))
    assert {1, 2, 3} <= set(numbers)
    while written.textCursor().block().lineCount() == 2:
        numbers = painted.after(partial(QTest.keyClick, written, Qt.Key.Key_Backspace))
    assert {1, 2, 3} <= set(numbers)
    assert {1, 2, 3, 4} <= set(painted.after(partial(QTest.keyClick, written, Qt.Key.Key_Return)))
    assert {1, 2, 3} <= set(painted.after(written.undo))
