"""The text documents of a draft are released with it, but not before Qt has destroyed them; an edit repaints its paragraph."""

import gc
import random
import weakref
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent, QRegion, QTextCursor
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


_LONG = "Fresh #bread at seven from https://example.com/bread, says @baker, and wrng words are red. " * 6


class PaintedImage(QObject):
    """What is on the screen: an image of an editor that changes only where the editor is painted."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._area, self._region = editor.viewport(), QRegion()
        self.image = self.anew()
        self._area.installEventFilter(self)

    def anew(self) -> QImage:
        """Return the image as it is when all is painted anew."""
        image = QImage(self._area.size(), QImage.Format.Format_RGB32)
        self._area.render(image)
        return image

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._region += event.region()
        return False

    def follow(self) -> int:
        """Let the editor paint; return the height of the painted part."""
        self._region = QRegion()
        QCoreApplication.processEvents()
        painted = QRegion(self._region)
        self._area.render(self.image, painted.boundingRect().topLeft(), painted)
        return painted.boundingRect().height()


@pytest.fixture
def long(theme: Theme, qtbot: QtBot) -> Editor:
    """An editor with room for a long paragraph, and one below."""
    editor = Editor(theme)
    qtbot.addWidget(editor)
    editor.analysis.set_spelling(lambda word: word == "wrng")
    editor.show_text("", f"{_LONG}\nBelow")
    editor.resize(300, 900)
    with qtbot.waitExposed(editor):
        editor.show()
    QCoreApplication.processEvents()
    return editor


def test_a_key_at_the_end_of_a_long_paragraph_paints_its_last_lines(long: Editor) -> None:
    painted = PaintedImage(long)
    long.moveCursor(QTextCursor.MoveOperation.Start)
    long.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    painted.follow()
    QTest.keyClicks(long, "x")
    assert 0 < painted.follow() < 3 * long.fontMetrics().lineSpacing()
    assert painted.image == painted.anew()


@pytest.mark.parametrize("seed", range(4))
def test_what_an_edit_paints_is_what_painting_all_anew_shows(long: Editor, seed: int) -> None:
    painted, chance = PaintedImage(long), random.Random(seed)
    for _ in range(60):
        cursor = long.textCursor()
        cursor.setPosition(chance.randrange(long.document().characterCount()))
        if chance.random() < 0.2:
            cursor.movePosition(QTextCursor.MoveOperation.WordRight, QTextCursor.MoveMode.KeepAnchor, 3)
        long.setTextCursor(cursor)
        typed = chance.choice(("x", " ", "wrng", "#", "\U0001f956", "\u05d0", "!!!!", "\n", "a-very-long-word" * 4))
        if chance.random() < 0.3:
            QTest.keyClick(long, Qt.Key.Key_Backspace)
        else:
            long.insert(typed)
        painted.follow()
        assert painted.image == painted.anew()
