"""A table that is dropped anywhere on the window is imported; all other drops work as before."""

import warnings
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.support.full_window import FullWindow
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find

from postdesk.ui.importing.dialog import ImportDialog
from postdesk.ui.kit.editor.editor import Editor
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope


@pytest.fixture
def window(quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path, qtbot: QtBot) -> FullWindow:
    quiet.client()
    made = FullWindow(quiet.session, Scope(), theme, local_zone, tmp_path / "layout.ini")
    qtbot.addWidget(made)
    made.show()
    return made


def dropped(widget: QWidget, *paths: str) -> bool:
    """Drop the files on the widget and return whether it accepts them."""
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(path) for path in paths])
    both = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # in newer versions of Qt; there is no other way to make one
        entered = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, given, *both)
    QApplication.sendEvent(widget, entered)
    if entered.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, given, *both))
    return entered.isAccepted()


def test_a_table_is_imported_wherever_it_is_dropped(
    window: FullWindow, quiet: QuietSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(quiet.session.importing, "open", read.append)
    composer = window.places.composer
    editor = find(window, Editor, "composer.text")
    for place in (window, editor, composer):
        assert dropped(place, "/tmp/plan.CSV")
        assert window.findChildren(ImportDialog)
    assert read == [Path("/tmp/plan.CSV")] * 3
    assert editor.toPlainText() == ""


def test_what_is_no_table_or_more_than_one_is_not(window: FullWindow) -> None:
    for paths in (("/tmp/a.csv", "/tmp/b.csv"), ("/tmp/photo.jpg",), ()):
        dropped(window, *paths)
    assert not window.findChildren(ImportDialog)


def test_the_menu_asks_for_a_file(window: FullWindow) -> None:
    window.content.actions.import_file.trigger()
    (dialog,) = window.findChildren(ImportDialog)
    assert find(dialog, QPushButton, "importing.choose").isVisible()
