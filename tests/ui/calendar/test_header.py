"""The calendar's bar with more and with less room."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.support.widgets import find

from postdesk.ui.calendar.header import CalendarHeader, ViewChoice
from postdesk.ui.calendar.state import VIEWS, View
from postdesk.ui.kit.buttons import MenuButton
from postdesk.ui.kit.theme import Theme


@pytest.mark.parametrize("width", [340, 480, 560, 614, 700, 900])
def test_nothing_is_cut_also_where_the_words_come_later(theme: Theme, qtbot: QtBot, width: int) -> None:
    header = CalendarHeader(theme)
    qtbot.addWidget(header)
    header.resize(width, 100)
    header.show()
    qtbot.waitExposed(header)
    header.show_period(View.MONTH, "September 2026", "New York time")

    def cut() -> list[QWidget]:
        buttons = [each for each in header.findChildren(QPushButton) if each.isVisible()]
        return [each for each in buttons if each.width() < each.sizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [])


def test_views_without_room_are_a_menu_under_the_name_of_the_one_that_is_shown(theme: Theme, qtbot: QtBot) -> None:
    views, chosen, all_views = ViewChoice(theme), list[View](), [kind.name for kind in VIEWS.values()]
    qtbot.addWidget(views)
    views.chosen.connect(chosen.append)
    views.show_view(View.WEEK)
    views.show()

    def shown() -> list[str]:
        return [each.text() for each in views.findChildren(QPushButton) if each.isVisible()]

    views.fold(1000)
    needed = views.sizeHint().width()
    assert shown() == all_views
    views.fold(needed - 1)
    assert shown() == ["Week"]
    assert views.minimumSizeHint().width() <= views.sizeHint().width() < needed
    menu = find(views, MenuButton, "calendar.views.folded").menu()
    assert [each.text() for each in menu.actions()] == all_views
    menu.actions()[0].trigger()
    assert chosen == [View.MONTH]
    views.fold(needed)
    assert shown() == all_views
