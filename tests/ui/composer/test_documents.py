"""The text documents of a draft are released with it, but not before Qt has destroyed them."""

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.theme import Theme


def test_what_is_forgotten_is_held_until_qt_has_destroyed_it_and_then_gone(theme: Theme, qtbot: QtBot) -> None:
    editor = Editor(theme)
    qtbot.addWidget(editor)
    for key in ("", "linkedin"):
        editor.show_text(key, "Fresh bread #bakery")
    kept = editor._documents._kept
    halves = [weakref.ref(each) for pair in kept.values() for each in pair]
    del kept
    editor.forget()
    editor.show_text("", "Another draft")
    gc.collect()
    assert all(half() for half in halves)
    held = [each for pair in editor._documents._leaving for each in pair]
    assert held == [half() for half in halves]
    del held
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not any(half() for half in halves)
    assert editor.text() == "Another draft"
