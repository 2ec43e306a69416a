"""The sheet: one widget with much room over a dimmed window, with all that was typed in it, and the focus."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.support.widgets import stops

from postdesk.ui.kit.identifiers import identify
from postdesk.ui.kit.layouts import column_of, row_of
from postdesk.ui.kit.sheet import Sheet
from postdesk.ui.kit.theme import Theme

INSET = 3


def a_field(name: str) -> QLineEdit:
    made = QLineEdit()
    identify(made, name, name)
    return made


@dataclass
class Desk:
    """A window with a field at the left, and a form at the right that the sheet takes and gives back."""

    window: QMainWindow = field(default_factory=QMainWindow)

    def __post_init__(self) -> None:
        self.search, self.title, self.day = a_field("search"), a_field("title"), a_field("day")
        self.text, self.form, self.panel = QPlainTextEdit(), QWidget(), QWidget()
        identify(self.text, "text", "text")
        self.text.setTabChangesFocus(True)
        self.form.setFocusProxy(self.title)
        self.form.setLayout(column_of(self.title, self.text, self.day))
        self.panel.setLayout(column_of(self.form))
        centre = QWidget()
        centre.setLayout(row_of(self.search, self.panel))
        self.window.setCentralWidget(centre)
        self.sheet = Sheet(self.window, "Composer")
        self.sheet.closed.connect(self.take_back)
        self.times_closed = 0

    def take_back(self) -> None:
        layout = self.panel.layout()
        assert layout
        self.times_closed += 1
        layout.addWidget(self.form)
        self.form.show()

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window.focusWidget(), key)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Iterator[Desk]:
    made = Desk()
    qtbot.addWidget(made.window)
    made.window.resize(1440, 900)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_it_takes_three_quarters_of_the_window_at_its_end(desk: Desk) -> None:
    desk.sheet.open(desk.form)
    surface = desk.sheet.surface
    assert desk.sheet.geometry() == desk.window.rect()
    assert (surface.top(), surface.height(), surface.right()) == (14, 872, 1440 - 15)
    assert surface.width() == round(1440 * 0.76)
    assert desk.form.width() == surface.width() - 2 * INSET


def test_mirrored_it_is_at_the_left(desk: Desk) -> None:
    desk.sheet.open(desk.form)
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert desk.sheet.surface.left() == 14
    assert desk.form.mapTo(desk.window, QPoint(0, 0)).x() == 14 + INSET


@pytest.mark.parametrize("size", [(1099, 700), (720, 480)])
def test_it_takes_all_of_a_small_window_and_follows_its_size(desk: Desk, size: tuple[int, int]) -> None:
    desk.sheet.open(desk.form)
    desk.window.resize(*size)
    assert desk.sheet.surface == desk.window.rect()
    assert desk.form.width() == size[0] - 2 * INSET


def test_what_was_typed_goes_there_and_back_with_its_undo_and_its_cursor(desk: Desk) -> None:
    desk.text.setFocus()
    QTest.keyClicks(desk.text, "Fresh bread")
    desk.key(Qt.Key.Key_Left)
    desk.sheet.open(desk.form)
    assert QApplication.focusWidget() is desk.text
    QTest.keyClicks(desk.window.focusWidget(), "a")
    desk.key(Qt.Key.Key_Escape)
    assert (desk.text.toPlainText(), desk.text.textCursor().position()) == ("Fresh breaad", 11)
    assert desk.form.parentWidget() is desk.panel
    assert QApplication.focusWidget() is desk.text
    desk.text.undo()
    desk.text.undo()
    assert desk.text.toPlainText() == ""


def test_the_focus_goes_to_the_form_and_then_back_to_where_it_was(desk: Desk) -> None:
    desk.search.setFocus()
    desk.sheet.open(desk.form)
    assert QApplication.focusWidget() is desk.title
    desk.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.search
    assert (desk.sheet.isVisible(), desk.form.isVisible(), desk.times_closed) == (False, True, 1)


@pytest.mark.parametrize(
    ("key", "order"), [(Qt.Key.Key_Tab, ["text", "day"]), (Qt.Key.Key_Backtab, ["day", "text"])], ids=["forward", "back"]
)
def test_tab_stays_within(desk: Desk, key: Qt.Key, order: list[str]) -> None:
    desk.sheet.open(desk.form)
    assert stops(desk.window, key) == order


def test_tab_stops_at_a_widget_that_came_later_in_its_place(desk: Desk) -> None:
    desk.sheet.open(desk.form)
    layout = desk.form.layout()
    assert isinstance(layout, QVBoxLayout)
    hour = a_field("hour")
    layout.insertWidget(2, hour)
    hour.show()
    assert stops(desk.window) == ["text", "hour", "day"]


def test_a_click_on_the_dimmed_part_closes_it_and_one_on_the_sheet_does_not(desk: Desk) -> None:
    desk.sheet.open(desk.form)
    QTest.mouseClick(desk.form, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    QTest.mouseClick(desk.sheet, Qt.MouseButton.LeftButton, pos=desk.sheet.surface.topLeft() + QPoint(1, 40))
    assert desk.sheet.isVisible()
    QTest.mouseClick(desk.sheet, Qt.MouseButton.LeftButton, pos=QPoint(40, 400))
    assert not desk.sheet.isVisible()
    assert desk.form.parentWidget() is desk.panel


def test_it_closes_when_something_below_it_takes_the_focus_which_stays_there(desk: Desk) -> None:
    desk.title.setFocus()
    desk.sheet.open(desk.form)
    desk.search.setFocus()
    assert not desk.sheet.isVisible()
    assert QApplication.focusWidget() is desk.search


def test_something_above_it_may_take_the_focus(desk: Desk) -> None:
    desk.sheet.open(desk.form)
    above = a_field("popover")
    above.setParent(desk.window)
    above.show()
    above.setFocus()
    assert desk.sheet.isVisible()


def test_escape_is_its_own_though_the_window_has_a_use_for_it(desk: Desk) -> None:
    used: list[str] = []
    QShortcut(QKeySequence("Escape"), desk.window).activated.connect(lambda: used.append("window"))
    desk.sheet.open(desk.form)
    desk.key(Qt.Key.Key_Escape)
    assert (desk.sheet.isVisible(), used) == (False, [])


def test_the_focus_before_may_be_gone(desk: Desk) -> None:
    desk.search.setFocus()
    desk.sheet.open(desk.form)
    desk.search.deleteLater()
    QApplication.sendPostedEvents(desk.search, 0)
    QTest.qWait(1)
    desk.sheet.close()
    assert desk.form.isVisible()


def test_a_widget_that_is_hidden_with_the_sheet_leaves_the_focus_where_the_caller_puts_it(desk: Desk) -> None:
    place = a_field("place")
    place.setParent(desk.window)
    place.show()
    desk.sheet.closed.connect(place.setFocus)
    desk.title.setFocus()
    desk.sheet.open(desk.form)
    desk.panel.hide()
    desk.sheet.close()
    assert QApplication.focusWidget() is place


def test_closing_it_twice_gives_back_once(desk: Desk) -> None:
    desk.sheet.close()
    assert desk.times_closed == 0
    desk.sheet.open(desk.form)
    desk.sheet.close()
    desk.sheet.close()
    assert desk.times_closed == 1


def test_another_widget_takes_the_place_of_the_one_that_is_given_back(desk: Desk) -> None:
    other = a_field("other")
    desk.sheet.open(desk.form)
    desk.sheet.open(other)
    assert desk.form.parentWidget() is desk.panel
    assert (desk.sheet.held, QApplication.focusWidget()) == (other, other)
    assert other.isVisible()
