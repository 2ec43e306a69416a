"""The calendar's bar with more and with less room."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot
from tests.support.widgets import find
from tests.ui.calendar.conftest import CalendarDriver, november

from postdesk.ui.calendar.filter_button import FilterButton
from postdesk.ui.calendar.header import CalendarHeader, ViewChoice
from postdesk.ui.calendar.state import VIEWS, View
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.fields.step_fields import MonthPopup
from postdesk.ui.kit.theme import Theme


@pytest.mark.parametrize("width", [340, 480, 560, 614, 720, 900, 1300])
async def test_one_row_in_which_nothing_is_cut(planning: CalendarDriver, width: int) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client, width=width)
    header = find(planning.pane, CalendarHeader, "calendar.header")

    def cut() -> list[QWidget]:
        kinds = (*header.findChildren(QAbstractButton), *header.findChildren(QLabel))
        return [each for each in kinds if each.isVisible() and each.width() < each.sizeHint().width()]

    await planning.until(lambda: cut() == [])
    assert header.height() <= 48
    assert planning.month.mapTo(planning.pane, planning.month.viewport().pos()).y() <= 72


async def test_the_zone_and_the_views_give_way_last(planning: CalendarDriver) -> None:
    planning.open(planning.client(), width=1300)
    order = ("calendar.zone", "calendar.view.week", "calendar.today")
    gone = list[str]()
    for width in range(1300, 330, -10):
        planning.pane.resize(width, 700)
        gone += [each for each in order if each not in gone and not find(planning.pane, QWidget, each).isVisible()]
    assert gone == list(order)
    assert "New York time" in find(planning.pane, QAbstractButton, "calendar.title").toolTip()


def heard(widget: QWidget) -> tuple[str, QAccessible.Role, bool]:
    """Return the name, the role and the checked state that a screen reader gets."""
    interface = QAccessible.queryAccessibleInterface(widget)
    state: Any = interface.state()
    return interface.text(QAccessible.Text.Name), interface.role(), bool(state.checked)


async def test_views_counts_and_the_filter_are_what_they_look_like_for_a_screen_reader(planning: CalendarDriver) -> None:
    client = planning.client()
    planning.post(client, november(26))
    planning.open(client, width=1300)
    role = QAccessible.Role
    shown = {name: find(planning.pane, QWidget, f"calendar.view.{name}") for name in ("month", "week")}
    assert [heard(each) for each in shown.values()] == [("Month", role.RadioButton, True), ("Week", role.RadioButton, False)]
    planning.press(Qt.Key.Key_W)
    assert [heard(each)[2] for each in shown.values()] == [False, True]
    count = find(planning.pane, QAbstractButton, "ahead.changeable")
    assert heard(count) == ("Next 7 days: 1 editable", role.CheckBox, False)
    count.click()
    assert heard(count) == ("Next 7 days: 1 editable", role.CheckBox, True)
    chosen = find(planning.pane, FilterButton, "calendar.filter")
    assert heard(chosen)[:2] == ("Filter", role.ButtonMenu)
    chosen.show_filters("linkedin", frozenset())
    assert heard(chosen)[:2] == ("Filter: LinkedIn", role.ButtonMenu)


async def test_a_folded_choice_of_views_says_which_one_is_shown(planning: CalendarDriver) -> None:
    planning.open(planning.client(), width=340)
    folded = find(planning.pane, MenuButton, "calendar.views.folded")
    assert heard(folded)[:2] == ("View: Month", QAccessible.Role.ButtonMenu)

    def checked() -> list[str]:
        return [action.text() for action in folded.menu().actions() if action.isChecked()]

    assert checked() == ["Month"]
    for name in ("Week", "Week"):
        next(action for action in folded.menu().actions() if action.text() == name).trigger()
        assert checked() == ["Week"]
    assert planning.view() is planning.week


async def test_the_title_opens_a_month_to_select_a_day_from_by_keys(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    planning.press(Qt.Key.Key_G)
    month = find(planning.pane, MonthPopup, "calendar.month_popup")
    assert month.isVisible()
    month.setSelectedDate(QDate(2027, 3, 10))
    table = month.findChild(QTableView)
    assert table
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert not month.isVisible()
    assert planning.said("title") == "March 2027"
    assert planning.pane.day == date(2027, 3, 11)
    find(planning.pane, QAbstractButton, "calendar.title").click()
    assert month.isVisible()
    assert month.selectedDate() == QDate(2027, 3, 11)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not month.isVisible()


async def test_a_filter_is_named_beside_its_icon(planning: CalendarDriver) -> None:
    planning.open(planning.client())
    button = find(planning.pane, FilterButton, "calendar.filter")
    assert (button.text(), button.accessibleName()) == ("", "Filter")
    for name in ("platform.twitter", "state.locked"):
        action = planning.pane.findChild(QAction, f"calendar.{name}")
        assert action
        action.trigger()
    assert button.text() == "X (Twitter) · Locked"
    assert button.accessibleName() == "Filter: X (Twitter) · Locked"


def test_views_without_room_are_a_menu_under_the_name_of_the_one_that_is_shown(theme: Theme, qtbot: QtBot) -> None:
    views, chosen, all_views = ViewChoice(theme), list[View](), [kind.name for kind in VIEWS.values()]
    qtbot.addWidget(views)
    views.chosen.connect(chosen.append)
    views.show_view(View.WEEK)
    views.show()

    def shown() -> list[str]:
        return [each.text() for each in views.findChildren(QPushButton) if each.isVisible()]

    views.fold(folded=False)
    needed = views.sizeHint().width()
    assert shown() == all_views
    assert views.width_of(folded=False) == needed
    views.fold(folded=True)
    assert shown() == ["Week"]
    assert views.width_of(folded=True) == views.sizeHint().width() < needed
    menu = find(views, MenuButton, "calendar.views.folded").menu()
    assert [each.text() for each in menu.actions()] == all_views
    menu.actions()[0].trigger()
    assert chosen == [View.MONTH]
    views.fold(folded=False)
    assert shown() == all_views
