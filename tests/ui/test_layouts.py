"""The parts of a layout, and Python objects of layout items, which must not outlive those."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers
from tests.support.full_window import FullWindow
from tests.support.imports import PACKAGE
from tests.support.quiet_session import QuietSession, quiet_session
from tests.ui.composer.conftest import ComposerDriver, ready, writing

from postdesk.domain.platforms import Platform
from postdesk.ui.kit.height_for_width_layout import HeightForWidthLayout
from postdesk.ui.kit.layouts import ROOM, column_of, parts_of, row_of
from postdesk.ui.kit.theme import Theme
from postdesk.ui.scope import Scope

__all__ = ["writing"]

LOOKED_AT = """
import os, resource
os.environ["QT_QPA_PLATFORM"] = "offscreen"
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from shiboken6 import delete
from postdesk.ui.kit.layouts import parts_of
app, window = QApplication([]), QWidget()
layout = QVBoxLayout(window)
buttons = [QPushButton() for _ in range(200)]
for button in buttons:
    layout.addWidget(button)
{look}
for button in buttons:
    delete(button)
for _ in range(200):
    box = QListWidget()
    for _ in range(200):
        QListWidgetItem("", box)
    delete(box)
"""
ITEM_AT = "for number in range(200): layout.itemAt(number)"
PARTS_OF = "assert parts_of(layout) == buttons"
OWN_ITEMS = {"ui/kit/height_for_width_layout.py"}
"""The modules that ask for an item of a layout that is written in Python, which holds its items itself."""


@pytest.fixture
def quiet(qapp: QApplication, tmp_path: Path) -> Iterator[QuietSession]:
    with quiet_session(tmp_path / "quiet") as made:
        yield made


def items_of_qt() -> set[int]:
    """Return the ids of the Python objects of layout items, except of those that a layout written in Python holds."""
    every = getAllValidWrappers()
    held = {id(item) for layout in every if isinstance(layout, HeightForWidthLayout) for item in layout.items}
    return {id(each) for each in every if isinstance(each, QWidgetItem | QSpacerItem)} - held


def test_parts_are_in_the_order_of_the_layout(qtbot: QtBot) -> None:
    window, first, second, third = QWidget(), QLabel(), QPushButton(), QLabel()
    qtbot.addWidget(window)
    row = row_of(second, ROOM)
    column = column_of(third, ROOM, row)
    column.insertWidget(0, first)
    window.setLayout(column)
    other = QLabel(window)
    assert parts_of(column) == [first, third, row]
    assert parts_of(row) == [second]
    assert other not in parts_of(column)
    first.setParent(None)
    assert parts_of(column) == [third, row]


def test_a_layout_outside_of_a_window_has_its_layouts_only(qtbot: QtBot) -> None:
    inner, outer = QHBoxLayout(), QVBoxLayout()
    outer.addLayout(inner)
    assert parts_of(outer) == [inner]


def run(look: str) -> int:
    """Delete widgets of a layout that was looked at so, then what lies in their place; return the exit status."""
    return subprocess.run([sys.executable, "-c", LOOKED_AT.format(look=look)], capture_output=True, check=False).returncode


def test_parts_leave_nothing_behind_that_crashes_later() -> None:
    assert run(PARTS_OF) == 0


def test_items_of_a_layout_do_crash_later() -> None:
    """Otherwise `parts_of` is no longer needed."""
    assert run(ITEM_AT) < 0


async def test_the_tab_order_of_the_composer_leaves_no_item_behind(writing: ComposerDriver, tmp_path: Path) -> None:
    before = items_of_qt()
    await ready(writing, Platform.LINKEDIN, Platform.TWITTER)
    writing.in_window(tmp_path)
    writing.write("Fresh bread at nine.")
    await writing.press_focused(Qt.Key.Key_Tab)
    assert items_of_qt() <= before


@pytest.mark.skipif(qVersion() < "6.12", reason="PySide6 before 6.12 makes such objects itself, in addLayout")
def test_nor_does_the_rest_of_the_window(
    quiet: QuietSession, theme: Theme, local_zone: ZoneInfo, tmp_path: Path, qtbot: QtBot
) -> None:
    before, client = items_of_qt(), quiet.client()
    quiet.post(client, timedelta(hours=2))
    window = FullWindow(quiet.session, Scope(client.id), theme, local_zone, tmp_path / "layout.ini")
    qtbot.addWidget(window)
    window.show()
    for open_dialog in (window.navigator.lock_in_posts, window.navigator.import_posts, window.navigator.show_overview):
        open_dialog()
    for page in ("clients", "slots", "uploads"):
        window.navigator.show_settings(page)
    QApplication.processEvents()
    assert items_of_qt() <= before


def test_no_module_asks_one_of_qts_layouts_for_an_item() -> None:
    asking = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("itemAt", "itemAtPosition")
    }
    assert asking <= OWN_ITEMS
