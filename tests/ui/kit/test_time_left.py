"""The seconds that an undo is still possible: counted down beside it, and told to a screen reader only once."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from postdesk.ui.kit.notice_bar import ActionNotice, ActionOutcome
from postdesk.ui.kit.theme import Theme
from postdesk.ui.kit.time_left import TimeLeft
from postdesk.ui.text.states import Tone


def an_outcome(undo_ms: int, undo: Callable[[], object] | None = lambda: None) -> ActionOutcome:
    return ActionOutcome("Sending now.", Tone.LOCKED, "lock", undo, undo_ms)


@pytest.fixture
def notice(qtbot: QtBot, theme: Theme) -> ActionNotice:
    made = ActionNotice(theme, "results.notice")
    qtbot.addWidget(made)
    return made


def test_an_undo_that_ends_counts_its_seconds(notice: ActionNotice, qtbot: QtBot) -> None:
    notice.show_outcome(an_outcome(1900))
    assert (notice.time_left.isVisible(), notice.time_left.seconds) == (True, 2)
    assert (notice.action.accessibleName(), notice.action.accessibleDescription()) == ("Undo", "Available for 2 s")
    qtbot.waitUntil(lambda: notice.time_left.seconds == 1)
    assert (notice.action.text(), notice.action.accessibleDescription()) == ("Undo", "Available for 2 s")
    qtbot.waitUntil(lambda: not notice.isVisible())
    assert notice.time_left.isHidden()


def test_an_undo_without_an_end_counts_nothing(notice: ActionNotice) -> None:
    notice.show_outcome(an_outcome(0))
    assert notice.time_left.isHidden()


def test_other_words_end_the_count(notice: ActionNotice) -> None:
    notice.show_outcome(an_outcome(9000))
    notice.tell("Something else")
    assert notice.time_left.isHidden()
    assert (notice.time_left.seconds, notice.action.accessibleDescription()) == (0, "")


def painted(direction: Qt.LayoutDirection, milliseconds: int = 9000) -> QImage:
    counted = TimeLeft("undo.time_left")
    counted.setLayoutDirection(direction)
    counted.start(milliseconds)
    counted.resize(counted.sizeHint())
    image = counted.grab().toImage()
    counted.stop()
    return image


def test_the_ring_is_at_the_beginning_also_when_mirrored(theme: Theme) -> None:
    usual, mirrored = painted(Qt.LayoutDirection.LeftToRight), painted(Qt.LayoutDirection.RightToLeft)
    side = usual.height()
    ring = usual.copy(0, 0, side, side)
    assert mirrored.copy(mirrored.width() - side, 0, side, side) == ring
    assert mirrored != usual


def test_it_grows_with_the_text(theme: Theme) -> None:
    counted = TimeLeft("undo.time_left")
    before, font = counted.sizeHint(), counted.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    counted.setFont(font)
    assert counted.sizeHint().height() >= before.height() * 1.8
    assert counted.sizeHint().width() >= before.width() * 1.7
