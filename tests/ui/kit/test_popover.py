"""Popovers: where they lie, how they are closed, and where the focus is."""

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.support.widgets import stops, unidentified

from postdesk.ui.kit.buttons import Button
from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import fill
from postdesk.ui.kit.popover import Popover, place_beside
from postdesk.ui.kit.theme import Theme

ROOM = QRect(0, 0, 1000, 600)
SIZE = QSize(400, 300)


class PopoverWindow(QWidget):
    """A window with a field, and a popover of two buttons beside a place in it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.resize(1000, 600)
        self.field = QLineEdit(self)
        identify(self.field, "field", "Field")
        self.field.setGeometry(0, 0, 200, 30)

    def open(self, place: QRect, words: str = "Publish") -> Popover:
        popover = Popover("popover", "About this", self.field)
        fill(popover.body, *(Button(self.theme, f"{words} {n}", f"button.{n}") for n in range(2)))
        popover.show_at(place)
        return popover


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> Iterator[PopoverWindow]:
    made = PopoverWindow(theme)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("anchor", "corner"),
    [
        (QRect(100, 50, 100, 40), (200, 50)),  # at its right
        (QRect(850, 50, 100, 40), (450, 50)),  # at its left
        (QRect(100, 500, 100, 40), (200, 300)),  # within the room
        (QRect(300, 20, 400, 40), (300, 60)),  # below
        (QRect(300, 500, 400, 40), (300, 200)),  # above
        (QRect(100, 100, 800, 400), (100, 100)),  # no room: over it
    ],
)
def test_it_lies_beside_what_it_is_about(anchor: QRect, corner: tuple[int, int]) -> None:
    assert place_beside(anchor, SIZE, ROOM, right_to_left=False) == QPoint(*corner)


@pytest.mark.parametrize("anchor", [QRect(100, 50, 100, 40), QRect(850, 50, 100, 40), QRect(300, 20, 400, 40)])
def test_from_right_to_left_it_lies_mirrored(anchor: QRect) -> None:
    corner = place_beside(anchor, SIZE, ROOM, right_to_left=False)
    mirrored = QRect(ROOM.width() - anchor.right() - 1, anchor.top(), anchor.width(), anchor.height())
    expected = QPoint(ROOM.width() - corner.x() - SIZE.width(), corner.y())
    assert place_beside(mirrored, SIZE, ROOM, right_to_left=True) == expected


def test_the_mirrored_one_opens_at_the_left(window: PopoverWindow) -> None:
    place = QRect(475, 100, 50, 20)
    assert window.open(place).geometry().center().x() > place.right()
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert window.open(place).geometry().center().x() < place.left()


def test_it_never_leaves_the_window(window: PopoverWindow) -> None:
    window.resize(240, 120)
    popover = window.open(QRect(200, 100, 30, 10), "Publish these posts in a quarter of an hour")
    assert window.rect().adjusted(-10, -10, 10, 10).contains(popover.geometry())


def test_it_is_a_part_of_the_window_with_a_name(window: PopoverWindow) -> None:
    popover = window.open(QRect(10, 40, 50, 20))
    assert not popover.isWindow()
    assert popover.window() is window
    assert popover.accessibleName() == "About this"
    assert unidentified(window) == []


def test_the_focus_moves_in_and_tab_goes_around_within(window: PopoverWindow) -> None:
    popover = window.open(QRect(10, 40, 50, 20))
    first = window.focusWidget()
    assert first.objectName() == "button.0"
    assert stops(window) == ["button.1"]
    assert stops(window, Qt.Key.Key_Backtab) == ["button.1"]
    assert popover.isVisible()


def test_escape_closes_it_and_gives_the_focus_back(window: PopoverWindow, qtbot: QtBot) -> None:
    popover = window.open(QRect(10, 40, 50, 20))
    with qtbot.waitSignal(popover.closed):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert not popover.dismissed
    assert window.focusWidget() is window.field


def test_a_press_elsewhere_closes_it_and_one_within_does_not(window: PopoverWindow) -> None:
    popover, closed = window.open(QRect(10, 40, 50, 20)), list[bool]()
    popover.closed.connect(lambda: closed.append(popover.dismissed))
    handle = window.windowHandle()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=popover.geometry().center())
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=popover.geometry().center())
    assert popover.isVisible()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(880, 580))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(880, 580))
    assert closed == [True]
    assert window.focusWidget() is window.field


@pytest.mark.parametrize("itself", [True, False], ids=["from the frame", "from a button"])
def test_a_focus_elsewhere_closes_it_and_stays_there(window: PopoverWindow, qtbot: QtBot, *, itself: bool) -> None:
    other = QLineEdit(window)
    other.show()
    popover = window.open(QRect(10, 40, 50, 20))
    if itself:
        popover.setFocus()
    with qtbot.waitSignal(popover.closed):
        other.setFocus()
    assert window.focusWidget() is other


def test_a_focus_that_comes_back_at_once_keeps_it_open(window: PopoverWindow) -> None:
    popover = window.open(QRect(10, 40, 50, 20))
    inside = window.focusWidget()
    window.field.setFocus()
    inside.setFocus()
    QTest.qWait(10)
    assert popover.isVisible()


def test_another_size_of_the_window_closes_it(window: PopoverWindow) -> None:
    popover = window.open(QRect(10, 40, 50, 20))
    window.resize(800, 500)
    assert not popover.isVisible()
    assert window.focusWidget() is window.field


def test_it_closes_with_what_it_belongs_to(window: PopoverWindow) -> None:
    popover = window.open(QRect(10, 40, 50, 20))
    window.field.hide()
    assert not popover.isVisible()


def test_a_wheel_elsewhere_closes_it(window: PopoverWindow, qtbot: QtBot) -> None:
    popover = window.open(QRect(10, 40, 50, 20))
    for point in (popover.geometry().center(), QPoint(880, 580)):
        assert popover.isVisible()
        at, turn = QPointF(point), QPoint(0, 120)
        none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            at, QPointF(window.mapToGlobal(point)), QPoint(), turn, none, no_key, Qt.ScrollPhase.NoScrollPhase, False
        )
        QCoreApplication.sendEvent(window.windowHandle(), event)
    assert not popover.isVisible()


def test_closed_ones_leave_nothing_behind(window: PopoverWindow) -> None:
    left = list[ref[Popover]]()
    for _ in range(3):
        left.append(ref(window.open(QRect(10, 40, 50, 20))))
        QTest.qWait(0)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    QTest.qWait(0)
    gc.collect()
    assert [each() for each in left] == [None] * 3
    assert window.findChildren(Popover) == []


def test_the_focus_stays_where_its_widget_is_gone(window: PopoverWindow) -> None:
    short_lived = QLineEdit(window)
    short_lived.show()
    short_lived.setFocus()
    popover = window.open(QRect(10, 40, 50, 20))
    short_lived.setParent(None)
    short_lived.deleteLater()
    QTest.qWait(0)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_no_key_reaches_the_content_of_the_window(window: PopoverWindow) -> None:
    window.open(QRect(10, 40, 50, 20))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_A)
    assert window.field.text() == ""
    assert window.focusWidget().objectName() == "button.0"


def test_the_objects_of_the_window_outlive_it(window: PopoverWindow) -> None:
    from shiboken6 import isValid

    handle = window.windowHandle()
    popover = window.open(QRect(10, 40, 50, 20))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    popover.close()
    QTest.qWait(0)
    assert isValid(handle)
