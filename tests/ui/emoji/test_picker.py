"""The emoji picker, by keyboard and mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.support.effort import effort
from tests.support.quiet_session import QuietSession
from tests.support.widgets import find, unidentified

from postdesk.domain.emoji_names import read_emoji
from postdesk.engine.emoji import EmojiLibrary
from postdesk.store import emoji
from postdesk.ui.emoji.grid import COLUMNS
from postdesk.ui.emoji.picker import EmojiPicker
from postdesk.ui.kit.theme import Theme

FILE = Path(__file__).resolve().parents[3] / "resources" / "emoji" / "en.tsv"


@pytest.fixture
def shelf(quiet: QuietSession) -> EmojiLibrary:
    """Return the emoji library, fully read."""
    shelf = quiet.session.emoji
    shelf.book = read_emoji(FILE)
    return shelf


@pytest.fixture
def picker(qtbot: QtBot, theme: Theme, shelf: EmojiLibrary) -> Iterator[EmojiPicker]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = EmojiPicker(shelf, theme, window)
    made.open_above(window)
    yield made
    made.close()


def picked(picker: EmojiPicker) -> list[str]:
    taken: list[str] = []
    picker.picked.connect(taken.append)
    return taken


def test_a_name_and_enter_pick_the_first_that_is_found(picker: EmojiPicker) -> None:
    taken = picked(picker)
    QTest.keyClicks(picker.search, "bread")
    assert "found" in picker.name.text()
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert taken == ["🍞"]
    assert picker.isHidden()


def test_arrows_lead_into_the_list_and_back_and_letters_go_on_searching(picker: EmojiPicker) -> None:
    taken = picked(picker)
    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.focusWidget() is picker.grid
    QTest.keyClick(picker.grid, Qt.Key.Key_Right)
    assert picker.name.text() == "grinning face with big eyes"
    QTest.keyClick(picker.grid, Qt.Key.Key_Up)
    assert picker.focusWidget() is picker.search
    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    QTest.keyClick(picker.grid, Qt.Key.Key_B)
    assert (picker.search.text(), picker.focusWidget()) == ("b", picker.search)
    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    QTest.keyClick(picker.grid, Qt.Key.Key_Return)
    assert len(taken) == 1


def test_escape_closes_it_and_picks_nothing(picker: EmojiPicker) -> None:
    taken = picked(picker)
    QTest.keyClick(picker.search, Qt.Key.Key_Escape)
    assert picker.isHidden()
    assert taken == []


def test_with_shift_it_stays_open(picker: EmojiPicker, qtbot: QtBot) -> None:
    taken = picked(picker)
    first = picker.grid.visualRect(picker.grid.model().index(0, 0)).center()
    QTest.mouseClick(picker.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, first)
    assert taken == ["😀"]
    assert not picker.isHidden()


def test_a_skin_tone_counts_for_all_and_is_kept(picker: EmojiPicker, quiet: QuietSession, qtbot: QtBot) -> None:
    taken = picked(picker)
    find(picker, QToolButton, "emoji.tone.5").click()
    QTest.keyClicks(picker.search, "waving hand")
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert taken == ["👋🏿"]
    qtbot.waitUntil(lambda: emoji.tone(quiet.database.reader) == 5)
    qtbot.waitUntil(lambda: emoji.recent(quiet.database.reader) == ("👋🏿",))


def test_those_used_last_come_first_the_next_time(picker: EmojiPicker, shelf: EmojiLibrary) -> None:
    shelf.recent = ("🍞", "👋🏿")
    picker.close()
    picker.open_above(picker.parentWidget() or picker)
    shown = [str(picker.grid.model().index(row, 0).data()) for row in range(3)]
    assert shown == ["🍞", "👋🏿", "😀"]
    assert find(picker, QToolButton, "emoji.group.-1").isEnabled()


def test_a_group_is_shown_from_its_first(picker: EmojiPicker) -> None:
    find(picker, QToolButton, "emoji.group.4").click()
    assert picker.grid.currentIndex().data() == "🍇"
    assert picker.grid.visualRect(picker.grid.currentIndex()).top() == 0


def test_every_emoji_has_a_name_that_is_read_out(picker: EmojiPicker) -> None:
    model = picker.grid.model()
    assert all(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount()))
    assert unidentified(picker) == []


def test_it_opens_at_once(picker: EmojiPicker) -> None:
    picker.close()
    with effort() as opening:
        picker.open_above(picker.parentWidget() or picker)
        picker.grab()
    assert opening.times < 40


def test_the_emoji_stand_in_as_many_columns_as_the_arrows_count_up_to_the_edge(picker: EmojiPicker) -> None:
    grid, model = picker.grid, picker.grid.model()
    first, last, below = (grid.visualRect(model.index(row, 0)) for row in (0, COLUMNS - 1, COLUMNS))
    assert first.y() == last.y() < below.y()
    assert grid.viewport().width() - last.right() < grid.gridSize().width()
    bar = grid.verticalScrollBar()
    edge = bar.mapTo(picker, bar.rect().topRight()).x()
    assert edge == picker.search.geometry().right()
